"""The ledger: figures that never change; what counts when is said by the posting that heads them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from indicators.models.indicator import Indicator
from programs.models import ReportingPeriod
from units import clock
from units.models import Unit, User


class PostingKind(models.TextChoices):
    REPORT = "report", "Từ báo cáo"
    OWN = "own", "Cấp ban hành ghi"
    IMPORT = "import", "Số đầu kỳ nhập vào"


class PostingQuerySet(models.QuerySet["Posting"]):
    def counting(self, at: datetime) -> Self:
        """Postings whose figures count at that moment (submitted or accepted, not returned or replaced)."""
        return self.filter(counted_from__lte=at).filter(Q(counted_until=None) | Q(counted_until__gt=at))

    def accepted(self, at: datetime) -> Self:
        """Postings that are the last accepted ones then; own and imported figures are accepted as they are."""
        return self.filter(accepted_at__lte=at).filter(Q(accepted_until=None) | Q(accepted_until__gt=at))


class Posting(models.Model):
    """Heads a set of results of one unit. Only the moments on it are ever updated."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )
    kind = models.CharField(max_length=6, choices=PostingKind.choices, default=PostingKind.REPORT)
    restores = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="restored_by")
    covers_from = models.DateField("số liệu từ ngày", null=True, blank=True)
    covers_until = models.DateField("số liệu đến hết ngày")
    counted_from = models.DateTimeField("tính từ lúc")
    counted_until = models.DateTimeField("tính đến trước lúc", null=True, blank=True)
    accepted_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    accepted_until = models.DateTimeField("có bản duyệt mới lúc", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("ghi chú", blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = "bút toán số liệu"
        verbose_name_plural = "bút toán số liệu"
        constraints = [
            models.CheckConstraint(
                name="report_posting_names_its_period", condition=~Q(kind="report") | Q(period__isnull=False)
            ),
            models.CheckConstraint(
                name="posting_stops_counting_after_it_started",
                condition=Q(counted_until=None) | Q(counted_until__gte=F("counted_from")),
            ),
            models.UniqueConstraint(
                name="one_counting_report_per_unit_and_period",
                fields=["unit", "period"],
                condition=Q(kind="report", counted_until=None),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "counted_from"], name="posting_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.covers_until:%d/%m/%Y} ({self.get_kind_display()})"


class Answer(models.TextChoices):
    """The kinds of answer that are stored; "not yet" is the absence of a row."""

    VALUE = "value", "Có số liệu"
    NONE = "none", "Trong kỳ không có"
    NOT_APPLICABLE = "n/a", "Không áp dụng"


class Result(models.Model):
    """One figure of one unit for one indicator. Never changed, never deleted."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="results")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="results")
    answer = models.CharField(max_length=5, choices=Answer.choices, default=Answer.VALUE)
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField("tử số", max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=18, decimal_places=4, null=True, blank=True)
    holds = models.BooleanField("có", null=True, blank=True)
    is_estimated = models.BooleanField("ước tính", default=False)
    is_approximate = models.BooleanField("khoảng, hơn", default=False)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        constraints = [
            models.UniqueConstraint(name="one_result_per_posting_and_indicator", fields=["posting", "indicator"]),
            models.CheckConstraint(
                name="numerator_within_denominator",
                condition=Q(numerator=None) | Q(denominator=None) | Q(numerator__lte=F("denominator")),
                violation_error_message="Tử số lớn hơn mẫu số.",
            ),
            models.CheckConstraint(
                name="a_value_is_given_where_one_is_claimed",
                condition=~Q(answer="value")
                | Q(value__isnull=False)
                | Q(numerator__isnull=False, denominator__isnull=False)
                | Q(holds__isnull=False),
            ),
            models.CheckConstraint(
                name="figures_are_not_negative",
                condition=(Q(value=None) | Q(value__gte=0)) & (Q(numerator=None) | Q(numerator__gte=0)),
            ),
        ]
        indexes = [models.Index(fields=["indicator", "posting"], name="result_by_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.answer}"
