"""The reporting regime: which report is due when, for whom, covering what (DESIGN §5)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from programs.fields import NumberSetField
from programs.models.program import Program
from units.models import Level, Sector, Unit


class ReportKind(models.TextChoices):
    DAILY = "daily", "Báo cáo ngày"
    WEEKLY = "weekly", "Báo cáo tuần"
    MONTHLY = "monthly", "Báo cáo tháng"
    QUARTERLY = "quarterly", "Báo cáo quý"
    HALF_YEAR = "half_year", "Báo cáo sơ kết 6 tháng"
    NINE_MONTH = "nine_month", "Báo cáo 9 tháng"
    ANNUAL = "annual", "Báo cáo tổng kết năm"
    CLOSING = "closing", "Chốt số liệu năm"
    THEMATIC = "thematic", "Báo cáo chuyên đề"
    UNIT_PROGRAMME = "unit_work_programme", "Chương trình công tác của đơn vị"
    CLUSTER_PLAN = "cluster_work_plan", "Kế hoạch công tác của cụm"
    AD_HOC = "ad_hoc", "Báo cáo đột xuất"


class Covers(models.TextChoices):
    """Which span a period covers."""

    NOTHING = "nothing", "Không yêu cầu số liệu"
    DAY_TO_DAY = "day_to_day", "Từ ngày sau mốc tháng trước đến ngày mốc tháng này"
    PREVIOUS_MONTH = "previous_month", "Trọn tháng trước"
    TO_DATE = "to_date", "Lũy kế từ đầu năm đến hạn"
    FIXED = "fixed", "Từ ngày đến ngày ghi rõ"


class Audience(models.TextChoices):
    EVERYBODY = "everybody", "Mọi đơn vị tham gia"
    CHOSEN = "chosen", "Theo danh sách chọn"
    CLUSTER_LEADS = "cluster_leads", "Cụm trưởng"


class Shift(models.TextChoices):
    NONE = "none", "Không dời"
    NEXT_WORKING_DAY = "next_working_day", "Dời sang ngày làm việc kế tiếp"


class Regime(models.Model):
    """The reporting regime of an issuing body; several programmes report through one."""

    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="regimes", verbose_name="cấp ban hành")
    name = models.CharField("tên chế độ báo cáo", max_length=255)
    source_program = models.ForeignKey(
        Program, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="đọc từ chương trình"
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    reports_from = models.DateField("bắt đầu nhận báo cáo từ", null=True, blank=True)
    is_urgent = models.BooleanField("yêu cầu đột xuất", default=False)

    class Meta:
        verbose_name = "chế độ báo cáo"
        verbose_name_plural = "chế độ báo cáo"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="regime_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReportingRule(models.Model):
    """A sentence of the document that says which report is due when."""

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE, related_name="rules", verbose_name="chế độ báo cáo")
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField("mã", max_length=40, blank=True)
    kind = models.CharField("loại báo cáo", max_length=24, choices=ReportKind.choices)
    name = models.CharField("tên báo cáo", max_length=200, blank=True)
    text = models.TextField("câu trong văn bản", blank=True)
    months = NumberSetField("các tháng")
    weekdays = NumberSetField("các thứ trong tuần")
    due_day = models.PositiveSmallIntegerField("ngày hạn", null=True, blank=True)
    due_on = models.DateField("hạn vào ngày", null=True, blank=True)
    due_hour = models.PositiveSmallIntegerField("giờ hạn", default=24)
    is_inclusive = models.BooleanField("tính cả ngày hạn", default=True)
    shift = models.CharField("khi hạn rơi vào ngày nghỉ", max_length=16, choices=Shift.choices, default=Shift.NONE)
    covers = models.CharField("khoảng số liệu", max_length=14, choices=Covers.choices, default=Covers.NOTHING)
    covers_day = models.PositiveSmallIntegerField("ngày mốc", null=True, blank=True)
    covers_from = models.DateField("số liệu từ ngày", null=True, blank=True)
    covers_until = models.DateField("số liệu đến hết ngày", null=True, blank=True)
    starts_on = models.DateField("áp dụng từ", null=True, blank=True)
    ends_on = models.DateField("áp dụng đến hết", null=True, blank=True)
    audience = models.CharField("đối tượng", max_length=14, choices=Audience.choices, default=Audience.EVERYBODY)
    required_attachment = models.CharField("hồ sơ phải kèm", max_length=255, blank=True)
    is_open_question = models.BooleanField("chưa rõ hạn", default=False)

    class Meta:
        verbose_name = "quy định báo cáo"
        verbose_name_plural = "quy định báo cáo"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rule_hour_is_of_a_day",
                condition=Q(due_hour__gte=1, due_hour__lte=24),
                violation_error_message="Giờ hạn từ 1 đến 24.",
            ),
            models.CheckConstraint(
                name="rule_day_is_of_a_month",
                condition=Q(due_day=None) | Q(due_day__gte=1, due_day__lte=31),
                violation_error_message="Ngày hạn từ 1 đến 31.",
            ),
            models.CheckConstraint(
                name="fixed_span_names_both_ends",
                condition=~Q(covers="fixed") | Q(covers_from__isnull=False, covers_until__gte=F("covers_from")),
                violation_error_message="Ghi đủ ngày đầu và ngày cuối của khoảng số liệu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class RuleAudience(models.Model):
    """One line of whom a rule asks or exempts: a level, a sector or a single unit."""

    rule = models.ForeignKey(ReportingRule, on_delete=models.CASCADE, related_name="audience_lines")
    is_exempt = models.BooleanField("được miễn", default=False)
    level = models.CharField("cấp", max_length=12, choices=Level.choices, blank=True)
    sector = models.CharField("khối", max_length=14, choices=Sector.choices, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audience_line_names_exactly_one_thing",
                condition=(~Q(level="") & Q(sector="", unit=None))
                | (~Q(sector="") & Q(level="", unit=None))
                | Q(level="", sector="", unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.level or self.sector or str(self.unit)


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def due_before(self, at: datetime) -> Self:
        """Periods whose due moment has come."""
        return self.filter(due_at__lte=at)

    def in_order(self) -> Self:
        return self.order_by("due_at", "rule__position", "pk")


class ReportingPeriod(models.Model):
    """One occasion on which a rule asks for a report."""

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE, related_name="periods")
    rule = models.ForeignKey(ReportingRule, on_delete=models.CASCADE, related_name="periods")
    code = models.CharField("mã kỳ", max_length=60)
    name = models.CharField("kỳ báo cáo", max_length=200)
    # Before it was moved off a day off: what slices are ordered by.
    named_day = models.DateField("ngày cuối cùng theo văn bản", null=True, blank=True)
    last_day = models.DateField("ngày cuối cùng nhận báo cáo")
    due_at = models.DateTimeField("hết hạn lúc", db_index=True)
    covers_from = models.DateField("số liệu từ ngày", null=True, blank=True)
    covers_until = models.DateField("số liệu đến hết ngày", null=True, blank=True)
    cancelled_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_period_per_regime_and_code", fields=["regime", "code"]),
            models.CheckConstraint(
                name="period_covers_a_whole_span_or_nothing",
                condition=Q(covers_from=None, covers_until=None) | Q(covers_until__gte=F("covers_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asks_figures(self) -> bool:
        return self.covers_from is not None


class ProposalKind(models.TextChoices):
    HEAD = "head", "Thông tin văn bản"
    SECTION = "section", "Đề mục"
    TARGET = "target", "Chỉ tiêu"
    INDICATOR = "indicator", "Chỉ số đo"
    ACTIVITY = "activity", "Hoạt động"
    CONFERENCE = "conference", "Kỳ họp"
    RULE = "rule", "Quy định báo cáo"


class Decision(models.TextChoices):
    PENDING = "pending", "Chưa xem"
    ACCEPTED = "accepted", "Chấp nhận"
    CHANGED = "changed", "Đã sửa"
    DROPPED = "dropped", "Bỏ"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def unsure(self) -> Self:
        """Proposals that somebody should look at: doubtful and not decided."""
        return self.filter(decision=Decision.PENDING).exclude(doubt="")

    def kept(self) -> Self:
        return self.exclude(decision=Decision.DROPPED)


class Proposal(models.Model):
    """What reading a document suggests, tied to its sentence, until somebody decides."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="proposals")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    position = models.PositiveIntegerField(default=0)
    paragraph = models.PositiveIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    original = models.JSONField(default=dict)
    doubt = models.CharField("lý do cần xem", max_length=300, blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.PENDING)
    decided_by = models.ForeignKey("units.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decided_proposal_says_when", condition=Q(decision="pending") | Q(decided_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"
