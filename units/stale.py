"""Marking what kept sums have to take up, in the transaction that changes something; see `Stale`."""

from __future__ import annotations

from collections.abc import Iterable

from units import clock
from units.models import Stale, Unit
from units.nudge import nudge
from units.rows import write_rows

REFRESH = "indicators.tasks.refresh_roll_ups"


def mark_units(unit_ids: Iterable[int]) -> None:
    """Say that figures, goals, headcounts or the standing of these units have changed."""
    now = clock.now()
    marks = [(unit_id, False, now) for unit_id in unit_ids]
    if marks:
        write_rows(Stale, ("unit", "is_whole", "since"), marks)
        nudge(REFRESH, gather=True)


def mark_whole(unit: Unit | None) -> None:
    """Say that what a body asks of others has changed; None: anything may have."""
    Stale.objects.create(unit=unit, is_whole=True)
    nudge(REFRESH, gather=True)
