"""What a report asks its unit to type, and for which days (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, Q, QuerySet

from indicators.askings import matches
from indicators.models import (
    AnsweredBy,
    Indicator,
    IndicatorRule,
    PopulationLine,
    Posting,
    PostingKind,
    Result,
    Scope,
)
from programs.calendar import Span, slice_of
from programs.models import Participation, Program, ProgramStatus, ReportingPeriod
from reports.models import Submission
from units import clock
from units.models import ClusterMembership, Unit

_TYPED_BY_UNITS = (AnsweredBy.UNIT, AnsweredBy.CLUSTER_LEAD)


def asked_indicators(submission: Submission) -> QuerySet[Indicator]:
    """Return the indicators that this report asks its unit to type, in the order of the programmes.

    Left out: what the issuing body answers, what is read from another indicator, programmes the unit does not take
    part in, populations it does not belong to. Whether days are left to report on is for `slices_for` to say.
    """
    period, unit = submission.period, submission.unit
    if not period.asks_figures:
        return Indicator.objects.none()
    return answerable_indicators(submission).filter(_population_includes(unit)).distinct()


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
class RowsAsked:
    """What `asked_indicators` says, for who sends a report: rows without target and programme, which nobody needs
    there, and what `slices_for` would read again."""

    rows: list[Indicator]
    rules: Mapping[int, set[int]]
    times: Mapping[int, list[TimeInProgram]]
    postings: Sequence[OfUnit] = ()


def rows_asked(submission: Submission) -> RowsAsked:
    """Return the rows in the order of the form. A few plain questions, put together here: a database answers the one
    question of `asked_indicators` in no time, but it takes long to be put."""
    period, unit = submission.period, submission.unit
    times = _times_in_programs(submission.unit_id)
    taking_part = [program for program, spans in times.items() if _contains(spans, period.last_day)]
    if not period.asks_figures or not taking_part:
        return RowsAsked([], {}, times)
    rows = Indicator.objects.filter(
        program__in=taking_part, program__regime=period.regime_id, answered_by__in=_TYPED_BY_UNITS, reads=None
    )
    rows = rows.exclude(scope=Scope.ISSUER).exclude(program__status=ProgramStatus.DRAFT).asked_on(period.last_day)
    found = list(rows.order_by("program", "target__position", "position", "pk"))
    if any(row.answered_by == AnsweredBy.CLUSTER_LEAD for row in found) and not _leads_a_cluster(unit, period):
        found = [row for row in found if row.answered_by != AnsweredBy.CLUSTER_LEAD]
    keys = [row.pk for row in found]
    rules, populations = _asking_rules(keys), _populations(keys)
    asked = [
        row
        for row in found
        if (row.pk not in rules or period.rule_id in rules[row.pk])
        and (row.pk not in populations or matches(unit, populations[row.pk]))
    ]
    return RowsAsked(asked, rules, times, postings_of(submission.unit_id))


def postings_of(unit_id: int) -> list[OfUnit]:
    """Return the unit's postings that count now: not many more than it has sent reports."""
    rows = Posting.objects.counting(clock.now()).filter(unit=unit_id)
    return [OfUnit(*row) for row in rows.values_list("pk", "kind", "covers_until", "period__due_at")]


def typable(submission: Submission, keys: Iterable[int]) -> list[Indicator]:
    """Return those of the indicators that units type for the report's regime, for who only stores what was typed.

    Whether this report asks for them is for its form to show and for sending to say.
    """
    rows = Indicator.objects.filter(pk__in=list(keys), program__regime=submission.period.regime_id, reads=None)
    return list(rows.filter(answered_by__in=_TYPED_BY_UNITS).exclude(scope=Scope.ISSUER))


def answerable_indicators(submission: Submission) -> QuerySet[Indicator]:
    """Return the indicators under which the report may carry a figure, the unit's population left aside."""
    period, unit = submission.period, submission.unit
    taking_part = Participation.objects.on(period.last_day).filter(unit=unit)
    indicators = Indicator.objects.filter(
        program__in=Program.objects.issued().filter(pk__in=taking_part.values("program_id"))
    ).asked_by_rule(period.rule, answered_by=_TYPED_BY_UNITS)
    indicators = indicators.filter(Q(answered_by=AnsweredBy.UNIT) | _speaks_for_a_cluster(unit, period))
    indicators = indicators.asked_on(period.last_day)
    return indicators.select_related("target", "program").order_by("program", "target__position", "position", "pk")


def slices_for(
    submission: Submission, indicators: Iterable[Indicator], read: RowsAsked | None = None
) -> dict[int, Span]:
    """Return first and last day to be typed by indicator; `read`: what `rows_asked` gave.

    Missing are indicators whose days earlier reports cover, or whose programme was over before the slice begins. Four
    queries, however many indicators.
    """
    period = submission.period
    if period.covers_from is None or period.covers_until is None:
        return {}
    asked = list(indicators)
    keys = [indicator.pk for indicator in asked]
    rules = read.rules if read else _asking_rules(keys)
    earlier = earlier_reports(submission)
    took_part = read.times if read else _times_in_programs(submission.unit_id)
    balances = _opening_balances(submission, keys, read.postings if read else postings_of(submission.unit_id))
    found: dict[int, Span] = {}
    for indicator in asked:
        times = took_part.get(indicator.program_id, ())
        spans = [
            report.span
            for report in earlier
            if indicator.pk not in rules or report.rule_id in rules[indicator.pk]
            if _contains(times, report.last_day)
        ]
        if indicator.pk in balances:
            spans.append((balances[indicator.pk], balances[indicator.pk]))
        part = slice_of((period.covers_from, period.covers_until), spans)
        if part is not None and any(part[0] <= time.program_ends for time in times):
            found[indicator.pk] = part
    return found


def opens_on(submission: Submission) -> date | None:
    """Return the first day of the unit's slice, on which the report opens; None when it asks for no figures."""
    period = submission.period
    if period.covers_from is None:
        return None
    slices = slices_for(submission, asked_indicators(submission))
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
    owed = (
        Submission.objects.owed()
        .filter(unit=submission.unit_id, period__regime=submission.period.regime_id, period__cancelled_at=None)
        .exclude(pk=submission.pk)
        .filter(period__covers_from__isnull=False, period__covers_until__isnull=False)
    )
    place = ("period__named_day", "period__last_day", "period__rule__position", "period_id")
    rows = owed.values_list("period__rule_id", "period__covers_from", "period__covers_until", *place)
    return [
        EarlierReport(rule_id, last_day, (covers_from, covers_until))
        for rule_id, covers_from, covers_until, named_day, last_day, position, pk in rows
        if (named_day or last_day, position, pk) < order
    ]


def place_in_order(period: ReportingPeriod) -> tuple[date, int, int]:
    """Return what periods of a regime are ordered by when their slices are cut."""
    return (period.named_day or period.last_day, period.rule.position, period.pk)


def _speaks_for_a_cluster(unit: Unit, period: ReportingPeriod) -> Q:
    leads = ClusterMembership.objects.current(period.last_day).filter(
        unit=unit, is_lead=True, issuer=period.regime.issuer_id
    )
    return Q(Exists(leads))


def _leads_a_cluster(unit: Unit, period: ReportingPeriod) -> bool:
    leads = ClusterMembership.objects.current(period.last_day).filter(unit=unit, is_lead=True)
    return leads.filter(issuer=period.regime.issuer_id).exists()


def _populations(indicators: list[int]) -> Mapping[int, list[PopulationLine]]:
    found: dict[int, list[PopulationLine]] = {}
    for line in PopulationLine.objects.filter(indicator__in=indicators):
        found.setdefault(line.indicator_id, []).append(line)
    return found


def _population_includes(unit: Unit) -> Q:
    narrowed = PopulationLine.objects.values("indicator_id")
    named = PopulationLine.objects.filter(Q(level=unit.level) | Q(sector=unit.sector) | Q(unit=unit))
    return ~Q(pk__in=narrowed) | Q(pk__in=named.values("indicator_id"))


def _times_in_programs(unit_id: int) -> Mapping[int, list[TimeInProgram]]:
    times: dict[int, list[TimeInProgram]] = {}
    rows = Participation.objects.filter(unit=unit_id)
    for program, starts, ends, over in rows.values_list("program_id", "starts_on", "ends_on", "program__ends_on"):
        times.setdefault(program, []).append(TimeInProgram(starts, ends, over))
    return times


def _contains(times: Iterable[TimeInProgram], day: date) -> bool:
    return any(time.starts_on <= day and (time.ends_on is None or day <= time.ends_on) for time in times)


def _asking_rules(indicators: list[int]) -> Mapping[int, set[int]]:
    rules: dict[int, set[int]] = {}
    lines = IndicatorRule.objects.filter(indicator__in=indicators)
    for indicator, rule in lines.values_list("indicator_id", "rule_id"):
        rules.setdefault(indicator, set()).add(rule)
    return rules


def _opening_balances(submission: Submission, indicators: list[int], postings: Sequence[OfUnit]) -> Mapping[int, date]:
    """Last day of what was imported for the unit before this report's span ends: nobody types those days again.

    Results of the years before the programme are there to be compared with, and cover none of its days.
    """
    ends = submission.period.covers_until
    found = [row.pk for row in postings if row.kind == PostingKind.IMPORT and ends and row.covers_until < ends]
    if not found:  # as it is for most units
        return {}
    imported = Result.objects.filter(
        indicator__in=indicators, posting__in=found, posting__covers_until__gte=F("indicator__program__starts_on")
    )
    rows = imported.order_by("posting__covers_until").values_list("indicator_id", "posting__covers_until")
    return dict(rows)
