"""One countable thing in a target, and the goals set for it (DESIGN §4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from programs.models import Program, ReportingRule, Target
from programs.promises import Accumulation, AnsweredBy, Comparator, Denominator, GoalSpan, Kind, Scope
from units import clock
from units.models import Level, Sector, Unit, User
from units.vietnamese import fold


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def of_programs(self, programs: models.QuerySet[Program]) -> Self:
        return self.filter(program__in=programs)

    def asked_on(self, day: date) -> Self:
        """Indicators that a report with that last day asks for: added by then, and not closed before."""
        begun = Q(asked_from=None) | Q(asked_from__lte=day)
        return self.filter(begun).filter(Q(asked_until=None) | Q(asked_until__gte=day))

    def typed_by_units(self) -> Self:
        """Indicators that reports may ask for: not the issuer's own, not read from others."""
        asked = self.filter(answered_by__in=(AnsweredBy.UNIT, AnsweredBy.CLUSTER_LEAD), reads=None)
        return asked.exclude(scope=Scope.ISSUER)

    def with_narrowing(self) -> Self:
        """Annotate `is_narrowed`: some rules or some units only are asked for it."""
        rules = IndicatorRule.objects.filter(indicator=OuterRef("pk"))
        population = PopulationLine.objects.filter(indicator=OuterRef("pk"))
        return self.annotate(is_narrowed=Exists(rules) | Exists(population))


class Indicator(models.Model):
    """A definition that serves all units; what differs per unit is its `Goal`."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="indicators")
    target = models.ForeignKey(
        Target,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="thuộc chỉ tiêu",
    )
    code = models.CharField("mã", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField("tên chỉ số", max_length=300)
    text = models.TextField("câu trong văn bản", blank=True)
    unit_of_measure = models.CharField("đơn vị tính", max_length=160, blank=True)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    kind = models.CharField("loại", max_length=9, choices=Kind.choices, default=Kind.COUNT)
    scope = models.CharField("phạm vi", max_length=12, choices=Scope.choices, default=Scope.ORGANISATION)
    comparator = models.CharField("so sánh", max_length=5, choices=Comparator.choices, default=Comparator.AT_LEAST)
    coverage_goal = models.DecimalField(
        "tỷ lệ đơn vị phải đạt (%)", max_digits=7, decimal_places=2, null=True, blank=True
    )
    coverage_comparator = models.CharField(max_length=5, choices=Comparator.choices, default=Comparator.AT_LEAST)
    goal_span = models.CharField("tính cho", max_length=9, choices=GoalSpan.choices, default=GoalSpan.PROGRAMME)
    accumulation = models.CharField("qua các kỳ", max_length=7, choices=Accumulation.choices, default=Accumulation.SUM)
    answered_by = models.CharField("ai ghi số", max_length=20, choices=AnsweredBy.choices, default=AnsweredBy.UNIT)
    denominator = models.CharField("mẫu số", max_length=8, choices=Denominator.choices, blank=True)
    population_text = models.CharField("đối tượng trong văn bản", max_length=300, blank=True)
    grade = models.CharField("mức xếp loại", max_length=120, blank=True)
    is_required = models.BooleanField("bắt buộc", default=False)
    # Set by amendments only: reports whose last day lies outside these days do not ask for it. Its figures stay.
    asked_from = models.DateField("hỏi từ ngày", null=True, blank=True)
    asked_until = models.DateField("hỏi đến hết ngày", null=True, blank=True)
    part_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name="trong đó của"
    )
    reads = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="readers", verbose_name="lấy số của"
    )
    search_key = models.TextField(editable=False, default="")
    # By `with_narrowing` only.
    is_narrowed: bool

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ số"
        verbose_name_plural = "chỉ số"
        ordering = ["target__position", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="share_keeps_the_last_figure", condition=~Q(kind="SHARE") | Q(accumulation="LAST")
            ),
            models.CheckConstraint(
                name="condition_keeps_the_last_answer", condition=~Q(kind="CONDITION") | Q(accumulation="LAST")
            ),
            models.CheckConstraint(
                name="indicator_is_asked_until_after_it_begins",
                condition=Q(asked_from=None) | Q(asked_until=None) | Q(asked_until__gte=F("asked_from") - 1),
            ),
            models.CheckConstraint(name="indicator_does_not_read_itself", condition=~Q(reads=F("pk"))),
            models.CheckConstraint(
                name="share_is_not_per_member_or_cluster",
                condition=~Q(kind="SHARE") | Q(scope__in=["ORGANISATION", "ISSUER", "EACH_UNIT"]),
            ),
            models.CheckConstraint(
                name="condition_is_judged_per_body",
                condition=~Q(kind="CONDITION") | Q(scope__in=["ISSUER", "EACH_UNIT", "EACH_CLUSTER"]),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_ceiling(self) -> bool:
        """True when less is better: at most, less than."""
        return self.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN)

    @property
    def source_id(self) -> int:
        """Primary key of the indicator whose figures count here."""
        return self.reads_id or self.pk

    def with_keys(self) -> Self:
        """The indicator with its search key computed; call before writing."""
        self.search_key = fold(f"{self.label} {self.text} {self.unit_of_measure}")
        return self


class IndicatorRule(models.Model):
    """Narrows who asks for an indicator: without rows, every rule that covers a span."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="asking_rules")
    rule = models.ForeignKey(ReportingRule, on_delete=models.CASCADE, related_name="asked_indicators")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_line_per_indicator_and_rule", fields=["indicator", "rule"]),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} – {self.rule}"


class PopulationLine(models.Model):
    """Narrows whom an indicator is about: a level, a sector or a single unit; without rows, all that take part."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="population_lines")
    level = models.CharField("cấp", max_length=12, choices=Level.choices, blank=True)
    sector = models.CharField("khối", max_length=14, choices=Sector.choices, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="population_line_names_exactly_one_thing",
                condition=(~Q(level="") & Q(sector="", unit=None))
                | (~Q(sector="") & Q(level="", unit=None))
                | Q(level="", sector="", unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.level or self.sector or str(self.unit)


class Milestone(models.Model):
    """What share of the goal is expected by a day, instead of an even pace."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="milestones")
    on = models.DateField("đến hết ngày")
    share = models.DecimalField("tỷ lệ của chỉ tiêu (%)", max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(name="one_milestone_per_indicator_and_day", fields=["indicator", "on"])]

    def __str__(self) -> str:
        return f"{self.share}% {self.on}"


class GoalQuerySet(models.QuerySet["Goal"]):
    def holding(self, at: date) -> Self:
        """Goals in force on that day."""
        return self.filter(holds_from__lte=at).filter(Q(holds_until=None) | Q(holds_until__gt=at))


class Goal(models.Model):
    """Goal, share and history in one table: the issuer's row is the total, the others are allocations."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="goals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="goals")
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    value = models.DecimalField("chỉ tiêu giao", max_digits=18, decimal_places=4)
    upper = models.DecimalField("mức trên", max_digits=18, decimal_places=4, null=True, blank=True)
    holds_from = models.DateField("từ ngày")
    holds_until = models.DateField("đến trước ngày", null=True, blank=True)
    reason = models.TextField("lý do", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu giao"
        verbose_name_plural = "chỉ tiêu giao"
        constraints = [
            models.CheckConstraint(
                name="goal_is_not_negative",
                condition=Q(value__gte=Decimal(0)),
                violation_error_message="Chỉ tiêu không được âm.",
            ),
            models.CheckConstraint(
                name="goal_range_is_in_order",
                condition=Q(upper=None) | Q(upper__gte=F("value")),
                violation_error_message="Mức trên phải lớn hơn hoặc bằng mức dưới.",
            ),
            models.UniqueConstraint(
                name="one_open_goal_per_indicator_unit_and_year",
                fields=["indicator", "unit", "year"],
                condition=Q(holds_until=None, year__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_goal_per_indicator_and_unit",
                fields=["indicator", "unit"],
                condition=Q(holds_until=None, year=None),
            ),
        ]
        indexes = [models.Index(fields=["unit", "indicator"], name="goal_by_unit")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value} ({self.unit})"
