"""A work programme: the document and what it says."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from programs.fields import NumberSetField
from units import clock
from units.models import Unit, User
from units.vietnamese import fold


class ProgramKind(models.TextChoices):
    ANNUAL = "annual", "Chương trình công tác năm"
    TERM = "term", "Chương trình toàn khóa"
    ACTION_PLAN = "action_plan", "Chương trình hành động, kế hoạch"


class ProgramStatus(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    CLOSED = "closed", "Đã kết thúc"


class ProgramQuerySet(models.QuerySet["Program"]):
    def issued(self) -> Self:
        """Programmes in force or closed: everything but drafts."""
        return self.exclude(status=ProgramStatus.DRAFT)

    def running(self, on: date) -> Self:
        """Issued programmes whose time contains the day."""
        return self.filter(status=ProgramStatus.ISSUED, starts_on__lte=on, ends_on__gte=on)

    def drafts(self) -> Self:
        return self.filter(status=ProgramStatus.DRAFT)


class Program(models.Model):
    """A work programme of an issuing body: draft until issued, then changed only by amendments."""

    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programs", verbose_name="cấp ban hành")
    regime = models.ForeignKey(
        "programs.Regime",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programs",
        verbose_name="chế độ báo cáo",
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="thuộc chương trình",
    )
    kind = models.CharField("loại", max_length=12, choices=ProgramKind.choices, default=ProgramKind.ANNUAL)
    code = models.CharField("mã", max_length=40, blank=True)
    document_type = models.CharField("tên loại văn bản", max_length=80, default="CHƯƠNG TRÌNH")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ký", null=True, blank=True)
    place = models.CharField("nơi ký", max_length=120, blank=True)
    superior_name = models.CharField("cơ quan cấp trên", max_length=255, blank=True)
    issuer_name = models.CharField("tên cơ quan ban hành trong văn bản", max_length=255, blank=True)
    title = models.CharField("trích yếu", max_length=500)
    theme = models.TextField("chủ đề", blank=True)
    breakthrough = models.TextField("nội dung đột phá", blank=True)
    year_from = models.PositiveSmallIntegerField("từ năm")
    year_to = models.PositiveSmallIntegerField("đến năm")
    starts_on = models.DateField("bắt đầu")
    ends_on = models.DateField("kết thúc")
    authority = models.CharField("thẩm quyền ký", max_length=160, blank=True)
    signatory_position = models.CharField("chức vụ người ký", max_length=120, blank=True)
    signatory_name = models.CharField("người ký", max_length=120, blank=True)
    status = models.CharField("trạng thái", max_length=8, choices=ProgramStatus.choices, default=ProgramStatus.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    source_file = models.FileField("tệp văn bản", upload_to="programs/%Y/", blank=True, max_length=300)
    source_name = models.CharField("tên tệp", max_length=255, blank=True)
    search_key = models.TextField(editable=False, default="")

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = "chương trình"
        verbose_name_plural = "chương trình"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="program_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="program_years_are_in_order",
                condition=Q(year_to__gte=F("year_from")),
                violation_error_message="Năm kết thúc phải sau năm bắt đầu.",
            ),
            models.CheckConstraint(
                name="issued_program_says_when",
                condition=Q(status="draft") | Q(issued_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.status == ProgramStatus.DRAFT

    @property
    def is_closed(self) -> bool:
        return self.status == ProgramStatus.CLOSED

    def with_keys(self) -> Self:
        """The programme with its search key computed; call before writing."""
        self.search_key = fold(f"{self.number} {self.title} {self.theme}")
        return self


class LegalBasis(models.Model):
    """A document the programme rests on ("Căn cứ …")."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="legal_bases")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("căn cứ")
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    dated_on = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=255, blank=True)

    class Meta:
        verbose_name = "căn cứ"
        verbose_name_plural = "căn cứ"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Recipient(models.Model):
    """A line under "Nơi nhận"."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("nơi nhận", max_length=300)

    class Meta:
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class SourceParagraph(models.Model):
    """One paragraph of the document as it was read; proposals point into it."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="paragraphs")
    index = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(name="one_paragraph_per_program_and_index", fields=["program", "index"])]

    def __str__(self) -> str:
        return self.text[:80]


class Section(models.Model):
    """A heading of the outline with the text under it, as deep as the document goes."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField("bậc", default=1)
    number = models.CharField("số mục", max_length=20, blank=True)
    title = models.TextField("đề mục")
    body = models.TextField("nội dung", blank=True)

    class Meta:
        verbose_name = "đề mục"
        verbose_name_plural = "đề mục"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Target(models.Model):
    """A numbered clause of the programme (chỉ tiêu), verbatim."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="targets")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, blank=True, related_name="targets")
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField("số", max_length=20, blank=True)
    text = models.TextField("nội dung chỉ tiêu")
    is_embedded = models.BooleanField("nằm ngoài mục chỉ tiêu", default=False)
    search_key = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()

    @property
    def plain_number(self) -> str:
        """The number without the dot that follows it in the document: "3", "IV", "2.1"."""
        return self.number.rstrip(". ")

    def with_keys(self) -> Self:
        """The target with its search key computed; call before writing."""
        self.search_key = fold(self.text)
        return self


class Activity(models.Model):
    """Something planned for certain months."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField("số", max_length=20, blank=True)
    title = models.TextField("hoạt động")
    months = NumberSetField("tháng")
    is_all_year = models.BooleanField("cả năm", default=False)

    class Meta:
        verbose_name = "hoạt động"
        verbose_name_plural = "hoạt động"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Conference(models.Model):
    """A session of the committee (kỳ họp, hội nghị) planned in the programme."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="conferences")
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField("lần thứ", max_length=60, blank=True)
    month = models.PositiveSmallIntegerField("tháng", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)

    class Meta:
        verbose_name = "kỳ họp"
        verbose_name_plural = "kỳ họp"
        ordering = ["year", "month", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="conference_month_is_of_a_year", condition=Q(month=None) | Q(month__gte=1, month__lte=12)
            ),
        ]

    def __str__(self) -> str:
        return f"Hội nghị {self.number}".strip()


class AgendaItem(models.Model):
    """One point on the agenda of a conference."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("nội dung")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Assignment(models.Model):
    """Who is in charge of a section, target or activity."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="assignments")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    department = models.CharField("ban, bộ phận phụ trách", max_length=160, blank=True)

    class Meta:
        verbose_name = "phân công phụ trách"
        verbose_name_plural = "phân công phụ trách"
        constraints = [
            models.CheckConstraint(
                name="assignment_names_exactly_one_thing",
                condition=Q(section__isnull=False, target=None, activity=None)
                | Q(section=None, target__isnull=False, activity=None)
                | Q(section=None, target=None, activity__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_names_somebody", condition=Q(officer__isnull=False) | ~Q(department="")
            ),
        ]

    def __str__(self) -> str:
        return self.department or str(self.officer)


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def on(self, day: date) -> Self:
        """Participations that hold on that day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Participation(models.Model):
    """A unit takes part in a programme over a time."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="participations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="participations")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "tham gia"
        verbose_name_plural = "tham gia"
        constraints = [
            models.CheckConstraint(
                name="participation_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on") - 1),
            ),
            models.UniqueConstraint(
                name="one_open_participation_per_program_and_unit",
                fields=["program", "unit"],
                condition=Q(ends_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.program}"


class Amendment(models.Model):
    """What changed after issue: before, after, why, by whom. Written once."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="amendments")
    at = models.DateTimeField("lúc", default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("loại thay đổi", max_length=40)
    subject = models.CharField("nội dung thay đổi", max_length=500)
    before = models.TextField("trước", blank=True)
    after = models.TextField("sau", blank=True)
    reason = models.TextField("lý do")

    class Meta:
        verbose_name = "điều chỉnh"
        verbose_name_plural = "điều chỉnh"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="amendment_gives_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.subject
