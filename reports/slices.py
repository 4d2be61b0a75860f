"""What a report asks its unit to type, and for which days (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet

from indicators.askings import matches
from indicators.models import (
    AnsweredBy,
    Indicator,
    IndicatorQuerySet,
    IndicatorRule,
    PopulationLine,
    Posting,
    PostingKind,
    Result,
)
from programs.calendar import Span, slice_of
from programs.models import Participation, Program, ReportingPeriod
from reports.models import Submission
from units import clock
from units.models import ClusterMembership, Unit
from units.prepared import Prepared


@dataclass(frozen=True, slots=True)
class TimeInProgram:
    """From when to when a unit takes part in a programme, and when that is over."""

    starts_on: date
    ends_on: date | None
    program_ends: date


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A posting of a unit that counts now; `due_at` of its period, where it belongs to one."""

    pk: int
    kind: str
    covers_until: date
    due_at: datetime | None


@dataclass(frozen=True)
class Asking:
    """What a report asks its unit to type, whatever days are left of it.

    `answerable` are the indicators under which it may carry a figure, the unit's population left aside; `asked` those
    among them that are about the unit. Both in the order of the programmes.
    """

    submission: Submission
    answerable: list[Indicator] = field(default_factory=list)
    asked: list[Indicator] = field(default_factory=list)
    rules: Mapping[int, set[int]] = field(default_factory=dict)
    times: Mapping[int, list[TimeInProgram]] = field(default_factory=dict)

    @cached_property
    def postings(self) -> list[OfUnit]:
        """The unit's postings that count now: not many more than it has sent reports."""
        return [OfUnit(*row) for row in _postings_of(self.submission.unit_id, clock.now())]

    def slices(self, indicators: Iterable[Indicator]) -> dict[int, Span]:
        """Return first and last day to be typed by indicator; these are of the report's regime.

        Missing are indicators whose days earlier reports cover, or whose programme was over before the slice begins.
        Three queries, however many indicators.
        """
        period = self.submission.period
        if period.covers_from is None or period.covers_until is None:
            return {}
        earlier = earlier_reports(self.submission)
        wanted = list(indicators)
        balances = _opening_balances(self, [indicator.pk for indicator in wanted])
        found: dict[int, Span] = {}
        for indicator in wanted:
            times = self.times.get(indicator.program_id, ())
            spans = [
                report.span
                for report in earlier
                if indicator.pk not in self.rules or report.rule_id in self.rules[indicator.pk]
                if _contains(times, report.last_day)
            ]
            if indicator.pk in balances:
                spans.append((balances[indicator.pk], balances[indicator.pk]))
            part = slice_of((period.covers_from, period.covers_until), spans)
            if part is not None and any(part[0] <= time.program_ends for time in times):
                found[indicator.pk] = part
        return found


def asking(submission: Submission, *, with_targets: bool = False) -> Asking:
    """Read what the report asks; `with_targets` loads each indicator's target and programme.

    Left out: what the issuing body answers, what is read from another indicator, programmes the unit does not take
    part in, and what the report's rule leaves to others.
    """
    period, unit = submission.period, submission.unit
    times: dict[int, list[TimeInProgram]] = {}
    for program, starts_on, ends_on, over in _times_of(submission.unit_id):
        times.setdefault(program, []).append(TimeInProgram(starts_on, ends_on, over))
    if not period.asks_figures or not any(_contains(spans, period.last_day) for spans in times.values()):
        return Asking(submission, times=times)
    rows = (_WITH_TARGETS if with_targets else _ROWS)(period.regime_id, submission.unit_id, period.last_day)
    rules: dict[int, set[int]] = {}
    populations: dict[int, list[PopulationLine]] = {}
    if any(row.is_narrowed for row in rows):
        for indicator, rule in _rules_of(period.regime_id):
            rules.setdefault(indicator, set()).add(rule)
        for line in _populations_of(period.regime_id):
            populations.setdefault(line.indicator_id, []).append(line)
    answerable = [row for row in rows if row.pk not in rules or period.rule_id in rules[row.pk]]
    if any(row.answered_by == AnsweredBy.CLUSTER_LEAD for row in answerable) and not _leads_a_cluster(unit, period):
        answerable = [row for row in answerable if row.answered_by != AnsweredBy.CLUSTER_LEAD]
    about = [row for row in answerable if row.pk not in populations or matches(unit, populations[row.pk])]
    return Asking(submission, answerable, about, rules, times)


def typable(submission: Submission, keys: Iterable[int]) -> list[Indicator]:
    """Return those of the indicators that units type for the report's regime, for who only stores what was typed.

    Whether this report asks for them is for its form to show and for sending to say.
    """
    return _typed_in_regime(list(keys), submission.period.regime_id)


def opens_on(submission: Submission) -> date | None:
    """Return the first day of the unit's slice, on which the report opens; None when it asks for no figures."""
    period = submission.period
    if period.covers_from is None:
        return None
    read = asking(submission)
    slices = read.slices(read.asked)
    return min((begins for begins, _ in slices.values()), default=period.covers_from)


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """What an earlier-due report of the unit covers."""

    rule_id: int
    last_day: date
    span: Span


def earlier_reports(submission: Submission) -> list[EarlierReport]:
    """Return what the unit owes earlier in the same regime; ties go by the order of the rules.

    Earlier means by the day the rule names: moving a due day off a holiday or extending it never moves a slice.
    """
    order = place_in_order(submission.period)
    return [
        EarlierReport(rule_id, last_day, (covers_from, covers_until))
        for rule_id, covers_from, covers_until, named_day, last_day, position, period in _owed_in_regime(
            submission.unit_id, submission.period.regime_id
        )
        if (named_day or last_day, position, period) < order
    ]


def place_in_order(period: ReportingPeriod) -> tuple[date, int, int]:
    """Return what periods of a regime are ordered by when their slices are cut."""
    return (period.named_day or period.last_day, period.rule.position, period.pk)


def _leads_a_cluster(unit: Unit, period: ReportingPeriod) -> bool:
    leads = ClusterMembership.objects.current(period.last_day).filter(unit=unit, is_lead=True)
    return leads.filter(issuer=period.regime.issuer_id).exists()


def _contains(times: Iterable[TimeInProgram], day: date) -> bool:
    return any(time.starts_on <= day and (time.ends_on is None or day <= time.ends_on) for time in times)


def _opening_balances(read: Asking, indicators: list[int]) -> Mapping[int, date]:
    """Last day of what was imported for the unit before this report's span ends: nobody types those days again.

    Results of the years before the programme are there to be compared with, and cover none of its days.
    """
    ends = read.submission.period.covers_until
    found = [row.pk for row in read.postings if row.kind == PostingKind.IMPORT and ends and row.covers_until < ends]
    if not found:  # as it is for most units
        return {}
    imported = Result.objects.filter(
        indicator__in=indicators, posting__in=found, posting__covers_until__gte=F("indicator__program__starts_on")
    )
    rows = imported.order_by("posting__covers_until").values_list("indicator_id", "posting__covers_until")
    return dict(rows)


# --- questions that every sending puts --------------------------------------------------------------------------------


def _of_regime(regime: int, unit: int, day: date) -> IndicatorQuerySet:
    taking_part = Participation.objects.on(day).filter(unit=unit)
    programs = Program.objects.issued().filter(regime=regime, pk__in=taking_part.values("program_id"))
    rows = Indicator.objects.filter(program__in=programs).typed_by_units().asked_on(day).with_narrowing()
    return rows.order_by("program", "target__position", "position", "pk")


@Prepared
def _typed_in_regime(keys: list[int], regime: int) -> IndicatorQuerySet:
    return Indicator.objects.filter(pk__in=keys, program__regime=regime).typed_by_units()


@Prepared
def _times_of(unit: int) -> QuerySet[Participation, tuple[int, date, date | None, date]]:
    rows = Participation.objects.filter(unit=unit)
    return rows.values_list("program_id", "starts_on", "ends_on", "program__ends_on")


@Prepared
def _rules_of(regime: int) -> QuerySet[IndicatorRule, tuple[int, int]]:
    rows = IndicatorRule.objects.filter(indicator__program__regime=regime)
    return rows.values_list("indicator_id", "rule_id")


@Prepared
def _populations_of(regime: int) -> QuerySet[PopulationLine]:
    return PopulationLine.objects.filter(indicator__program__regime=regime)


@Prepared
def _postings_of(unit: int, at: datetime) -> QuerySet[Posting, tuple[int, str, date, datetime | None]]:
    rows = Posting.objects.counting(at).filter(unit=unit)
    return rows.values_list("pk", "kind", "covers_until", "period__due_at")


@Prepared
def _owed_in_regime(unit: int, regime: int) -> QuerySet[Submission, tuple[Any, ...]]:
    owed = (
        Submission.objects.owed()
        .filter(unit=unit, period__regime=regime, period__cancelled_at=None)
        .filter(period__covers_from__isnull=False, period__covers_until__isnull=False)
    )
    place = ("period__named_day", "period__last_day", "period__rule__position", "period_id")
    return owed.values_list("period__rule_id", "period__covers_from", "period__covers_until", *place)


_ROWS = Prepared(_of_regime)
_WITH_TARGETS = Prepared(lambda regime, unit, day: _of_regime(regime, unit, day).select_related("target", "program"))
