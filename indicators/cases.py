"""A body's case from a tally that is known: the goals that hold, put beside what everybody adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from indicators.gathering import definition_of, when
from indicators.goals import YearGoals, bound_of, own_goal
from indicators.judging import Case
from indicators.models import Indicator
from indicators.progress import Bound
from indicators.rollup import EACH_UNIT
from indicators.tallies import Tally
from units.models import Unit

Milestones = tuple[tuple[date, Decimal], ...]
Bounds = dict[int, Bound | None]


def bounds_of(indicator: Indicator, goals: Mapping[int, YearGoals], day: date) -> Bounds:
    """Return the goals that hold in the goal span of the day, by unit."""
    span, _ = when(indicator, day)
    return {unit: bound_of(indicator, years, span) for unit, years in goals.items()}


def case_of(
    indicator: Indicator,
    body: Unit,
    day: date,
    tally: Tally,
    bounds: Bounds,
    milestones: Milestones = (),
    *,
    is_above: bool,
) -> Case:
    """Return what is to be judged; `is_above`: the body is seen with units below it that take part."""
    issuer = indicator.program.issuer_id
    total, share = bounds.get(issuer), bounds.get(body.pk) if body.pk != issuer else None
    return Case(
        definition=definition_of(indicator, milestones),
        span=when(indicator, day)[0],
        on=day,
        tally=tally,
        goal=own_goal(indicator, body, total, share),
        total=total,
        has_shares=tally.shared > 0 if indicator.scope == EACH_UNIT else share is not None,
        from_above=is_above,
    )
