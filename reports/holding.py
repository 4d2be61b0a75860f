"""Which units hold their body back: how many of their figures are behind, how many have never come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.comparing import progress_below
from indicators.listing import BEHIND
from indicators.models import Indicator
from indicators.progress import Status
from indicators.rollup import Progress
from reports.matrices import is_not_asked
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
    below = progress_below(indicators, body)
    if not below:
        return ()
    found = [_standing(branch, list(below.get(branch.unit.pk, {}).values())) for branch in branches_of(body, cluster)]
    worst = sorted((row for row in found if row.behind or row.silent), key=lambda row: -(row.behind + row.silent))
    return tuple(worst[:MOST_SHOWN])


def _standing(branch: Branch, figures: Sequence[Progress]) -> UnitBehind:
    asked = [progress.status for progress in figures if not is_not_asked(progress)]
    behind = sum(status in BEHIND for status in asked)
    return UnitBehind(branch, behind, asked.count(Status.NO_DATA), len(asked))
