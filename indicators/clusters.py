"""How the clusters below a body stand, from what each of their members contributes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from indicators.askings import Setup
from indicators.gathering import definition_of, when
from indicators.models import Indicator
from indicators.progress import Bound
from indicators.rollup import CONDITION
from indicators.tallies import Tally, total_of

_NOTHING = Tally()


def cluster_members(setup: Setup, indicator: Indicator, path: str | tuple[str, ...], day: date) -> list[list[int]]:
    """Return the units of each cluster below that path, or any of these, in the goal span that contains the day."""
    span, on = when(indicator, day)
    groups = setup.groups(indicator.program.issuer_id, span.first, min(on, span.last), below=path)
    return list(groups.values())


def cluster_verdicts(
    setup: Setup, indicator: Indicator, path: str, day: date, own: Mapping[int, Tally], total: Bound | None
) -> list[bool | None]:
    """Return for every cluster with a unit that has to answer whether it reaches the goal; None without an answer."""
    definition = definition_of(indicator, ())
    goal = total or (Bound(Decimal(1)) if indicator.kind == CONDITION else None)
    groups = cluster_members(setup, indicator, path, day)
    sums = (total_of(own.get(unit_id, _NOTHING) for unit_id in group) for group in groups)
    return [group.reaches(definition, goal) for group in sums if group.judged]
