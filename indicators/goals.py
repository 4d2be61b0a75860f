"""Goals as they are judged by: read for many indicators, and which of them holds for a span and a body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from indicators.models import Goal, GoalSpan, Indicator, Scope
from indicators.progress import Bound, Span
from indicators.rollup import EACH_CLUSTER, ORGANISATION, SHARE
from units.models import Unit
from units.prepared import Prepared

# year (None: the whole programme) → value and upper end
YearGoals = dict[int | None, tuple[Decimal, Decimal | None]]


def read_goals(indicators: Sequence[Indicator], bodies: Iterable[Unit], day: date) -> dict[int, dict[int, YearGoals]]:
    """Return the goals in force of the bodies and of whoever issued, by indicator and unit."""
    units = _with_issuers(indicators, bodies)
    return _by_unit(_goals_of([indicator.pk for indicator in indicators], _day_of_goals(indicators, day), units))


def read_shares(
    indicators: Sequence[Indicator], body: Unit, day: date, shared: Collection[int]
) -> dict[int, dict[int, YearGoals]]:
    """Return the same for one body, and of the indicators named by `shared` the goals of everybody below it."""
    rows = Goal.objects.holding(_day_of_goals(indicators, day)).filter(indicator__in=[item.pk for item in indicators])
    below = Q(indicator__in=shared, unit__path__startswith=body.path)
    return _by_unit(rows.filter(Q(unit__in=_with_issuers(indicators, [body])) | below).values_list(*_GOAL))


def _with_issuers(indicators: Iterable[Indicator], bodies: Iterable[Unit]) -> list[int]:
    return sorted({*(indicator.program.issuer_id for indicator in indicators), *(body.pk for body in bodies)})


def _day_of_goals(indicators: Sequence[Indicator], day: date) -> date:
    """Before any programme begins, its goals are those of its first day."""
    return max(day, min((indicator.program.starts_on for indicator in indicators), default=day))


def read_goals_of_some(
    indicators: Sequence[Indicator], body: Unit, day: date, units: Iterable[int]
) -> dict[int, dict[int, YearGoals]]:
    """Return the same for the body and these units below it."""
    asked, bodies = [indicator.pk for indicator in indicators], _with_issuers(indicators, [body])
    return _by_unit(_goals_of_some(asked, _day_of_goals(indicators, day), body.path, bodies, sorted(units)))


def _by_unit(rows: Iterable[tuple[int, int, int | None, Decimal, Decimal | None]]) -> dict[int, dict[int, YearGoals]]:
    found: dict[int, dict[int, YearGoals]] = defaultdict(lambda: defaultdict(dict))
    for indicator_id, unit_id, year, value, upper in rows:
        found[indicator_id][unit_id][year] = (value, upper)
    return found


@Prepared
def _goals_of(asked: list[int], day: date, units: list[int]) -> QuerySet[Goal, tuple[Any, ...]]:
    return Goal.objects.holding(day).filter(indicator__pk__in=asked, unit__pk__in=units).values_list(*_GOAL)


@Prepared
def _goals_of_some(
    asked: list[int], day: date, path: str, bodies: list[int], units: list[int]
) -> QuerySet[Goal, tuple[Any, ...]]:
    rows = Goal.objects.holding(day).filter(indicator__pk__in=asked)
    return rows.filter(Q(unit__pk__in=bodies) | Q(unit__pk__in=units, unit__path__startswith=path)).values_list(*_GOAL)


_GOAL = ("indicator_id", "unit_id", "year", "value", "upper")


def bound_of(indicator: Indicator, years: YearGoals, span: Span) -> Bound | None:
    """Return the goal for a span: that of its year, else the standing one. Over a whole programme with yearly goals
    only, what adds up is their sum."""
    if indicator.goal_span != GoalSpan.PROGRAMME and span.last.year in years:
        value, upper = years[span.last.year]
    elif None in years:
        value, upper = years[None]
    elif indicator.goal_span == GoalSpan.PROGRAMME and years:
        adds_up = indicator.accumulation == "SUM" and indicator.kind != SHARE
        value = sum((goal for goal, _ in years.values()), Decimal(0)) if adds_up else years[_latest(years)][0]
        upper = None
    else:
        return None
    return Bound(value, indicator.comparator, upper)


def _latest(years: YearGoals) -> int:
    return max(year for year in years if year is not None)


def own_goal(indicator: Indicator, body: Unit, total: Bound | None, share: Bound | None) -> Bound | None:
    """Return the goal of the body: the total for the issuing body and those above it, its share for another; kinds that
    do not add up judge everybody by the indicator's goal."""
    if body.contains(indicator.program.issuer):
        return total
    return share or (None if adds_up(indicator) else total)


def adds_up(indicator: Indicator) -> bool:
    """True for counts of which everybody has a part."""
    return indicator.kind == "COUNT" and indicator.scope in (ORGANISATION, EACH_CLUSTER, Scope.ISSUER)
