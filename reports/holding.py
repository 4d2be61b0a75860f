"""Which units hold their body back: how many of their figures are behind, how many have never come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.listing import BEHIND
from indicators.models import Indicator
from indicators.progress import Status
from indicators.remembering import remembered
from indicators.standings import standings_below
from reports.overview_access import Branch, branches_of
from units.models import Cluster, Unit

MOST_SHOWN = 10


@dataclass(frozen=True)
class UnitBehind:
    """A unit next below, with how many of the figures it is asked for are behind, and how many have never come."""

    branch: Branch
    behind: int
    silent: int
    asked: int


def units_behind(indicators: Sequence[Indicator], body: Unit, cluster: Cluster | None = None) -> tuple[UnitBehind, ...]:
    """Return those that hold back most, the worst first; equal ones by name."""
    keys = ",".join(str(indicator.pk) for indicator in indicators)
    counts = remembered(f"behind|{body.pk}|{keys}", lambda: _counts(indicators, body))
    if not counts:
        return ()
    found = [UnitBehind(branch, *counts.get(branch.unit.pk, (0, 0, 0))) for branch in branches_of(body, cluster)]
    worst = sorted((row for row in found if row.behind or row.silent), key=lambda row: -(row.behind + row.silent))
    return tuple(worst[:MOST_SHOWN])


def _counts(indicators: Sequence[Indicator], body: Unit) -> dict[int, tuple[int, int, int]]:
    """By unit next below: how many figures are behind, have never come, are asked for."""
    return {
        unit_id: (sum(asked.count(status) for status in BEHIND), asked.count(Status.NO_DATA), len(asked))
        for unit_id, asked in standings_below(indicators, body).statuses(indicators)
    }
