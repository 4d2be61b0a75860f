"""What a report asks its unit to type, and for which days (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Q, QuerySet

from indicators.models import AnsweredBy, Indicator, IndicatorRule, PopulationLine, Posting, PostingKind, Result
from programs.calendar import Span, slice_of
from programs.models import Participation, Program, ReportingPeriod
from reports.models import Submission
from units.models import ClusterMembership, Unit


def asked_indicators(submission: Submission) -> QuerySet[Indicator]:
    """Return the indicators that this report asks its unit to type, in the order of the programmes.

    Left out: what the issuing body answers, what is read from another indicator, programmes the unit does not take
    part in, populations it does not belong to. Whether days are left to report on is for `slices_for` to say.
    """
    period, unit = submission.period, submission.unit
    if not period.asks_figures:
        return Indicator.objects.none()
    return answerable_indicators(submission).filter(_population_includes(unit)).distinct()


def rows_asked(submission: Submission) -> list[Indicator]:
    """Return the same for who stores or sends what was typed: without target and programme, which are not asked for."""
    return list(asked_indicators(submission).select_related(None))


def answerable_indicators(submission: Submission) -> QuerySet[Indicator]:
    """Return the indicators under which the report may carry a figure, the unit's population left aside."""
    period, unit = submission.period, submission.unit
    taking_part = Participation.objects.on(period.last_day).filter(unit=unit)
    indicators = Indicator.objects.filter(
        program__in=Program.objects.issued().filter(pk__in=taking_part.values("program_id"))
    ).asked_by_rule(period.rule, answered_by=(AnsweredBy.UNIT, AnsweredBy.CLUSTER_LEAD))
    indicators = indicators.filter(Q(answered_by=AnsweredBy.UNIT) | _speaks_for_a_cluster(unit, period))
    indicators = indicators.asked_on(period.last_day)
    return indicators.select_related("target", "program").order_by("program", "target__position", "position", "pk")


def slices_for(submission: Submission, indicators: Iterable[Indicator]) -> dict[int, Span]:
    """Return first and last day to be typed by indicator.

    Missing are indicators whose days earlier reports cover, or whose programme was over before the slice begins. Four
    queries, however many indicators.
    """
    period = submission.period
    if period.covers_from is None or period.covers_until is None:
        return {}
    asked = list(indicators)
    keys = [indicator.pk for indicator in asked]
    rules = _asking_rules(keys)
    earlier = earlier_reports(submission)
    took_part = _times_in_programs(submission.unit_id)
    balances = _opening_balances(submission, keys)
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


def _population_includes(unit: Unit) -> Q:
    narrowed = PopulationLine.objects.values("indicator_id")
    named = PopulationLine.objects.filter(Q(level=unit.level) | Q(sector=unit.sector) | Q(unit=unit))
    return ~Q(pk__in=narrowed) | Q(pk__in=named.values("indicator_id"))


@dataclass(frozen=True, slots=True)
class TimeInProgram:
    """From when to when a unit takes part in a programme, and when that is over."""

    starts_on: date
    ends_on: date | None
    program_ends: date


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


def _opening_balances(submission: Submission, indicators: list[int]) -> Mapping[int, date]:
    """Last day of what was imported for the unit before this report's span ends: nobody types those days again.

    Results of the years before the programme are there to be compared with, and cover none of its days.
    """
    postings = Posting.objects.filter(unit=submission.unit_id, kind=PostingKind.IMPORT, counted_until=None)
    found = list(postings.filter(covers_until__lt=submission.period.covers_until).values_list("pk", flat=True))
    if not found:  # as it is for most units, and this question is the quicker one
        return {}
    imported = Result.objects.filter(
        indicator__in=indicators, posting__in=found, posting__covers_until__gte=F("indicator__program__starts_on")
    )
    rows = imported.order_by("posting__covers_until").values_list("indicator_id", "posting__covers_until")
    return dict(rows)
