"""What the portal already knows when a unit begins to type: its share, the sum so far, the last report's figures.

Set-based: the same handful of queries for one indicator or for a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Max, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from indicators.models import Accumulation, Goal, GoalSpan, Indicator, Kind, Posting, PostingKind, Result, Scope
from reports.models import Submission
from reports.slices import OfUnit
from units.models import Headcount, Unit

# How many of a unit's latest postings are looked through for the last figure of an indicator.
LATEST_POSTINGS = 14
_JUDGED_ALONE = (Scope.EACH_UNIT, Scope.EACH_MEMBER, Scope.EACH_CLUSTER)


@dataclass(frozen=True)
class Known:
    """One indicator of one unit, without the figures of the report that is being typed."""

    goal: Decimal | None = None
    so_far: Decimal | None = None
    below: Decimal | None = None
    last: Result | None = None
    headcount: int | None = None
    # The headcount is an earlier year's, and nobody has confirmed it.
    is_carried: bool = False

    def total_with(self, indicator: Indicator, value: Decimal | None) -> Decimal | None:
        """Return a COUNT's figure once `value` is sent: summed, replaced or kept when higher, subtree included."""
        own = [number for number in (self.so_far, value) if number is not None]
        if not own:
            return self.below
        if indicator.accumulation == Accumulation.SUM:
            total = sum(own, Decimal(0))
        elif indicator.accumulation == Accumulation.HIGHEST:
            total = max(own)
        else:
            total = own[-1]
        return total + (self.below or 0)


def known_about(submission: Submission, indicators: Iterable[Indicator], *, on: date, at: datetime) -> dict[int, Known]:
    """Return by indicator what is known on that day, counting what counts at that moment."""
    asked = list(indicators)
    unit = submission.unit
    goals = _goals(unit, asked, on)
    counting = Posting.objects.counting(at)
    own = _sums(counting.filter(unit=unit).exclude(period=submission.period), asked, on)
    below = (
        _sums(counting.filter(unit__path__startswith=unit.path).exclude(unit=unit), asked, on) if unit.numchild else {}
    )
    last = last_figures(submission, at=at)
    people = _headcount(unit, on)
    return {
        row.pk: Known(
            goal=goals.get(row.pk),
            so_far=own.get(row.pk),
            below=below.get(row.pk),
            last=last.get(row.pk),
            headcount=getattr(people, row.denominator, None) if people and row.denominator else None,
            is_carried=bool(people and row.denominator and people.is_carried(on)),
        )
        for row in asked
    }


def last_figures(submission: Submission, *, at: datetime) -> dict[int, Result]:
    """Return by indicator the unit's latest figure from a report that fell due before this one."""
    reports = Posting.objects.counting(at).filter(unit=submission.unit_id, kind=PostingKind.REPORT)
    earlier = reports.filter(period__due_at__lt=submission.period.due_at).order_by("-period__due_at")
    newest_first = Window(RowNumber(), partition_by=F("indicator_id"), order_by=F("posting__period__due_at").desc())
    found = (
        Result.objects.filter(posting__in=earlier.values("pk")[:LATEST_POSTINGS])
        .annotate(place=newest_first)
        .filter(place=1)
    )
    return {result.indicator_id: result for result in found.select_related("posting__period")}


def last_values(submission: Submission, postings: Sequence[OfUnit]) -> dict[int, Decimal | None]:
    """Return by indicator the number of the same figure, None where it is none; `postings` of the unit that count."""
    due = submission.period.due_at
    earlier = [row for row in postings if row.kind == PostingKind.REPORT and row.due_at and row.due_at < due]
    earlier = sorted(earlier, key=lambda row: row.due_at or due)[-LATEST_POSTINGS:]
    if not earlier:
        return {}
    place = {row.pk: number for number, row in enumerate(earlier)}
    rows = Result.objects.filter(posting__in=place).values_list("posting_id", "indicator_id", "value")
    return {indicator: value for _, indicator, value in sorted(rows, key=lambda row: place[row[0]])}


def span_start(indicator: Indicator, on: date) -> date | None:
    """Return the first day of the goal span that contains the day; None for the whole programme."""
    if indicator.goal_span == GoalSpan.YEAR:
        return date(on.year, 1, 1)
    if indicator.goal_span == GoalSpan.QUARTER:
        return date(on.year, on.month - (on.month - 1) % 3, 1)
    if indicator.goal_span == GoalSpan.MONTH:
        return date(on.year, on.month, 1)
    return None


def _sums(postings: QuerySet[Posting], indicators: list[Indicator], on: date) -> Mapping[int, Decimal]:
    """Return what COUNTs have reached within their goal span, by how each adds up over time."""
    counts = [row for row in indicators if row.kind == Kind.COUNT]
    if not counts:
        return {}
    within = Q(indicator__goal_span=GoalSpan.PROGRAMME)
    for span in (GoalSpan.YEAR, GoalSpan.QUARTER, GoalSpan.MONTH):
        within |= Q(indicator__goal_span=span, posting__covers_until__gte=span_start(Indicator(goal_span=span), on))
    in_time = Q(posting__covers_until__gte=F("indicator__program__starts_on"), posting__covers_until__lte=on)
    results = Result.objects.filter(within, in_time, posting__in=postings, indicator__in=counts)
    sums = results.values_list("indicator_id").annotate(Sum("value"), Max("value"))
    totals = {
        pk: (total, highest) for pk, total, highest in sums.values_list("indicator_id", "value__sum", "value__max")
    }
    latest = _latest(results, [row.pk for row in counts if row.accumulation == Accumulation.LAST])
    found: dict[int, Decimal] = {}
    for row in counts:
        total, highest = totals.get(row.pk, (None, None))
        figure = {Accumulation.SUM: total, Accumulation.HIGHEST: highest}.get(
            Accumulation(row.accumulation), latest.get(row.pk)
        )
        if figure is not None:
            found[row.pk] = figure.quantize(Decimal(1).scaleb(-row.decimals))
    return found


def _latest(results: QuerySet[Result], indicators: list[int]) -> dict[int, Decimal]:
    """Return the latest value of each unit, added over units, for indicators that keep the last figure."""
    if not indicators:
        return {}
    rows = results.filter(indicator__in=indicators, value__isnull=False)
    rows = rows.order_by("posting__covers_until", "posting__counted_from")
    last = {
        (indicator, unit): value
        for indicator, unit, value in rows.values_list("indicator_id", "posting__unit_id", "value")
        if value is not None
    }
    found: dict[int, Decimal] = {}
    for (indicator, _), value in last.items():
        found[indicator] = found.get(indicator, Decimal(0)) + value
    return found


def _goals(unit: Unit, indicators: list[Indicator], on: date) -> dict[int, Decimal]:
    """Return the unit's own share; without one the common goal where each unit is judged by it."""
    issuers = {row.program.issuer_id for row in indicators}
    held = Goal.objects.holding(on).filter(indicator__in=indicators, unit__in={unit.pk, *issuers})
    found = {
        (goal.indicator_id, goal.unit_id, goal.year): goal.value for goal in held.filter(Q(year=None) | Q(year=on.year))
    }
    chosen: dict[int, Decimal] = {}
    for row in indicators:
        places = [unit.pk]
        if row.kind != Kind.COUNT or row.scope in _JUDGED_ALONE:
            places.append(row.program.issuer_id)
        values = [found.get((row.pk, place, year)) for place in places for year in (on.year, None)]
        value = next((value for value in values if value is not None), None)
        if value is not None:
            chosen[row.pk] = value
    return chosen


def _headcount(unit: Unit, on: date) -> Headcount | None:
    return Headcount.objects.filter(unit=unit, holds_from__lte=on).order_by("-holds_from").first()
