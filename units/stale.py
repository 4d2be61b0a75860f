"""Marking what kept sums have to take up, in the transaction that changes something; see `Stale`."""

from __future__ import annotations

from collections.abc import Iterable

from units.models import Stale, Unit
from units.nudge import nudge

REFRESH = "indicators.tasks.refresh_roll_ups"


def mark_units(unit_ids: Iterable[int]) -> None:
    """Say that figures, goals, headcounts or the standing of these units have changed."""
    rows = [Stale(unit_id=unit_id) for unit_id in unit_ids]
    if rows:
        Stale.objects.bulk_create(rows, batch_size=500)
        nudge(REFRESH, gather=True)


def mark_whole(unit: Unit | None) -> None:
    """Say that what a body asks of others has changed; None: anything may have."""
    Stale.objects.create(unit=unit, is_whole=True)
    nudge(REFRESH, gather=True)
