"""A unit's report for a period: what is typed, what was sent, what was said about it (DESIGN §6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from indicators.models import Indicator, Posting
from programs.models import ReportingPeriod
from units import clock
from units.models import Unit, User


class Status(models.TextChoices):
    NOT_STARTED = "not_started", "Chưa nộp"
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã nộp"
    RETURNED = "returned", "Cần bổ sung"
    ACCEPTED = "accepted", "Đã duyệt"
    REOPENED = "reopened", "Đã mở lại"
    WAIVED = "waived", "Được miễn"


EDITABLE = (Status.NOT_STARTED, Status.DRAFT, Status.RETURNED, Status.REOPENED)
UNSENT = (Status.NOT_STARTED, Status.DRAFT)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def owed(self) -> Self:
        """Obligations that exist: not cancelled by a merge, an end of participation or a change of rules."""
        return self.filter(cancelled_at=None)

    def editable(self) -> Self:
        """What the unit may type into and send now."""
        return self.owed().filter(status__in=EDITABLE)

    def with_due(self) -> Self:
        """Adds `effective_due_at`: the extended due moment, else the period's."""
        return self.annotate(effective_due_at=Coalesce("extended_due_at", "period__due_at"))

    def unsent(self) -> Self:
        return self.owed().filter(status__in=UNSENT)

    def overdue(self, at: datetime) -> Self:
        """Owed, never sent, due moment passed."""
        return self.unsent().with_due().filter(first_submitted_at=None, effective_due_at__lte=at)

    def of_unit(self, unit: Unit) -> Self:
        return self.filter(unit=unit)


class Submission(models.Model):
    """What one unit owes or has sent for one period. It has no programme of its own."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions", verbose_name="đơn vị")
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="submissions", verbose_name="kỳ báo cáo"
    )
    reviewer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reviewed_submissions")
    status = models.CharField("trạng thái", max_length=11, choices=Status.choices, default=Status.NOT_STARTED)
    receipt = models.CharField("mã báo cáo", max_length=40, blank=True)
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    extended_due_at = models.DateTimeField("gia hạn đến", null=True, blank=True)
    correct_by = models.DateField("hạn bổ sung: hết ngày", null=True, blank=True)
    first_submitted_at = models.DateTimeField("gửi lần đầu lúc", null=True, blank=True)
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_on_behalf = models.BooleanField("ghi thay đơn vị", default=False)
    opened_at = models.DateTimeField("cấp trên mở xem lúc", null=True, blank=True)
    accepted_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    waived_reason = models.TextField("lý do miễn", blank=True)
    cancelled_at = models.DateTimeField("bỏ nghĩa vụ lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        constraints = [
            models.UniqueConstraint(name="one_submission_per_unit_and_period", fields=["unit", "period"]),
            models.UniqueConstraint(name="one_submission_per_receipt", fields=["receipt"], condition=~Q(receipt="")),
            models.CheckConstraint(
                name="sent_submission_says_when",
                condition=~Q(status__in=["submitted", "accepted", "returned", "reopened"])
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="first_sending_is_not_after_the_last",
                condition=Q(first_submitted_at=None) | Q(submitted_at__gte=F("first_submitted_at")),
            ),
            models.CheckConstraint(
                name="waived_submission_gives_a_reason", condition=~Q(status="waived") | ~Q(waived_reason="")
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "status"], name="submission_by_reviewer"),
            models.Index(fields=["period", "status"], name="submission_by_period"),
        ]

    def __str__(self) -> str:
        return f"{self.period} – {self.unit}"

    @property
    def due_at(self) -> datetime:
        """The moment from which this report is late: the extension if there is one, else the period's."""
        return self.extended_due_at or self.period.due_at

    @property
    def last_day(self) -> date:
        """The local day on which this report is still on time, extension counted."""
        return clock.local(self.due_at - timedelta(microseconds=1)).date()

    @property
    def is_editable(self) -> bool:
        return self.cancelled_at is None and self.status in EDITABLE

    @property
    def is_sent(self) -> bool:
        return self.first_submitted_at is not None

    @property
    def is_late(self) -> bool:
        """First sent at or after the due moment."""
        return self.first_submitted_at is not None and self.first_submitted_at >= self.due_at

    @property
    def days_late(self) -> int:
        """Local days from the last good day to the first sending; 0 when on time, late on the same day, or unsent."""
        if self.first_submitted_at is None or not self.is_late:
            return 0
        return (clock.local(self.first_submitted_at).date() - self.last_day).days

    def is_overdue(self, at: datetime) -> bool:
        return self.status in UNSENT and self.first_submitted_at is None and at >= self.due_at


class Entry(models.Model):
    """What is being typed for one indicator. `answer` empty means not yet; blank is not zero."""

    class Answer(models.TextChoices):
        BLANK = "", "Chưa có"
        VALUE = "value", "Có số liệu"
        NONE = "none", "Trong kỳ không có"
        NOT_APPLICABLE = "n/a", "Không áp dụng"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="entries")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="entries")
    answer = models.CharField(max_length=5, choices=Answer.choices, default=Answer.BLANK, blank=True)
    typed = models.CharField("nguyên văn đã gõ", max_length=120, blank=True)
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField("tử số", max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=18, decimal_places=4, null=True, blank=True)
    holds = models.BooleanField("có", null=True, blank=True)
    reason = models.TextField("lý do không áp dụng", blank=True)
    note = models.TextField("ghi chú", blank=True)
    is_estimated = models.BooleanField("ước tính", default=False)
    is_approximate = models.BooleanField("khoảng, hơn", default=False)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "ô số liệu"
        verbose_name_plural = "ô số liệu"
        constraints = [
            models.UniqueConstraint(name="one_entry_per_submission_and_indicator", fields=["submission", "indicator"]),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.typed}"


class NarrativePart(models.TextChoices):
    """The parts of a Youth Union report that are written, not counted."""

    RESULTS = "results", "Kết quả thực hiện"
    ASSESSMENT = "assessment", "Đánh giá chung, khó khăn, hạn chế"
    PROPOSALS = "proposals", "Kiến nghị, đề xuất"
    NEXT_TASKS = "next_tasks", "Nhiệm vụ trọng tâm kỳ tới"


class Narrative(models.Model):
    """One written part of a report while it is being written."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="narratives")
    part = models.CharField("phần", max_length=12, choices=NarrativePart.choices)
    text = models.TextField("nội dung", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_text_per_submission_and_part", fields=["submission", "part"]),
        ]

    def __str__(self) -> str:
        return self.get_part_display()


class Revision(models.Model):
    """What was sent, once and for all: a snapshot per sending."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField("lần gửi")
    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, null=True, blank=True, related_name="revision")
    taken_at = models.DateTimeField("gửi lúc", default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_on_behalf = models.BooleanField("ghi thay đơn vị", default=False)
    snapshot = models.JSONField(default=dict)

    class Meta:
        verbose_name = "bản đã gửi"
        verbose_name_plural = "bản đã gửi"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="one_revision_per_submission_and_number", fields=["submission", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.submission} – lần {self.number}"


class AttachmentKind(models.TextChoices):
    EVIDENCE = "evidence", "Minh chứng"
    OFFICIAL = "official", "Văn bản có chữ ký"


class Attachment(models.Model):
    """A file, or the address of something elsewhere, that goes with a report. Taking it away only hides it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attachments")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("loại tệp", max_length=8, choices=AttachmentKind.choices, default=AttachmentKind.EVIDENCE)
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=300, blank=True)
    link = models.CharField("liên kết", max_length=500, blank=True)
    name = models.CharField("tên tệp", max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("cỡ tệp (byte)")
    digest = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(name="attachment_is_a_file_or_a_link", condition=Q(file="") ^ Q(link="")),
        ]

    def __str__(self) -> str:
        return self.name


class CommentKind(models.TextChoices):
    COMMENT = "comment", "Ý kiến"
    RETURN = "return", "Yêu cầu bổ sung"
    REOPEN = "reopen", "Mở lại"
    EXTEND = "extend", "Gia hạn"
    WAIVE = "waive", "Miễn báo cáo"


class Comment(models.Model):
    """What was said about a report or one of its figures."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=CommentKind.choices, default=CommentKind.COMMENT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField("nội dung")

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Reminder(models.Model):
    """One step of the reminder ladder that was taken; an extension starts a new ladder."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_reminder_per_step_and_due_moment", fields=["submission", "step", "due_at"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.step}"
