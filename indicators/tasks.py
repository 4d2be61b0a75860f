"""What runs in the background: keeping sums up to date. Run as often as you like, by as many as you like."""

from __future__ import annotations

from celery import shared_task

from indicators.actions import rolling_up


@shared_task(name="indicators.tasks.refresh_roll_ups")
def refresh_roll_ups() -> int:
    """Return how many sums were written; runs after a figure changed, and every few minutes."""
    return rolling_up.refresh()
