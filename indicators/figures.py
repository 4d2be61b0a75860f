"""What has been reached: every figure on a screen comes from here (DESIGN §4).

All functions take a moment and answer as of then. Queries are set-based: their number does not grow with indicators or
units.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from indicators.models import Indicator
from indicators.progress import Status
from indicators.rollup import Progress, UnitRef
from programs.models import ReportingPeriod
from units.models import Unit, UnitQuerySet

__all__ = [
    "Progress",
    "Status",
    "UnitRef",
    "accepted_value",
    "period_figures",
    "progress_of",
    "progress_of_many",
    "so_far",
]


def progress_of(indicator: Indicator, unit: Unit, at: datetime) -> Progress:
    """Return where the unit and all below it stand with the indicator at that moment; see `Progress`."""
    return progress_of_many([indicator], unit, at)[indicator.pk]


def progress_of_many(
    indicators: Iterable[Indicator], unit: Unit, at: datetime, units: UnitQuerySet | None = None
) -> dict[int, Progress]:
    """Return the progress by indicator; `units` narrows to some of the units below (a cluster, a sector).

    Narrowed, the goal of a sum is the sum of these units' shares.
    """
    raise NotImplementedError


def accepted_value(indicator: Indicator, unit: Unit, at: datetime) -> Decimal | None:
    """Return the value as `progress_of` would, from each unit's last accepted reports only; a count of nothing is 0."""
    raise NotImplementedError


def so_far(
    unit: Unit,
    period: ReportingPeriod,
    indicators: Iterable[Indicator],
    at: datetime | None = None,
    *,
    with_itself: bool = False,
    with_subtree: bool = False,
) -> dict[int, Decimal | None]:
    """Return by indicator the unit's figure of the counted slices whose last day lies in the period's span.

    A percentage for a SHARE, 1 or 0 for a CONDITION, None without an answer. The report for the period itself is left
    out unless asked for `with_itself`; `with_subtree` adds the units below. `at` defaults to now.
    """
    raise NotImplementedError


def period_figures(
    indicators: Iterable[Indicator], unit: Unit, period: ReportingPeriod, at: datetime
) -> dict[int, Decimal | None]:
    """Return by indicator what the counted reports for this period alone add up to over the unit and all below it."""
    raise NotImplementedError
