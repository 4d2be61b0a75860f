"""What runs in the background: keeping sums up to date. Run as often as you like, by as many as you like."""

from __future__ import annotations

from celery import shared_task

from indicators.actions import remembering_past, rolling_up


@shared_task(name="indicators.tasks.refresh_roll_ups")
def refresh_roll_ups() -> int:
    """Return how many sums were written; runs after a figure changed."""
    return rolling_up.refresh()


@shared_task(name="indicators.tasks.sweep_roll_ups")
def sweep_roll_ups() -> int:
    """Return how many sums were written; runs every few minutes, and makes the sums of a new day."""
    return rolling_up.rebuild_outdated() + rolling_up.refresh()


@shared_task(name="indicators.tasks.record_yesterday")
def record_yesterday() -> int:
    """Return how many sums of yesterday were written down; a second run on the same day finds nothing to do."""
    return remembering_past.record_yesterday()
