"""Waking a worker. Rows are the truth; a nudge that gets lost is made up for by a sweeper."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.core.cache import cache
from django.db import transaction

GATHERED = 1
logger = logging.getLogger(__name__)
_held_back: ContextVar[bool] = ContextVar("nudges held back", default=False)


@contextmanager
def held_back() -> Iterator[None]:
    """Send no nudges inside: when years of history are written at once, the sweepers find what is still to do."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def nudge(task: str, *args: int | str, gather: bool = False) -> None:
    """Send the named task after the running transaction commits; a broker that is down is logged, never raised.

    `gather`: the task takes up whatever is there, so that what happens within GATHERED seconds needs only one of it. It
    runs later than that, so that whoever finds one on its way can be sure that it will see what was just committed.
    """
    if _held_back.get():
        return

    def send() -> None:
        try:
            if gather and not cache.add(f"nudged:{task}", 1, GATHERED):
                return
            later = 2 * GATHERED if gather else None
            current_app.send_task(task, args=args, ignore_result=True, retry=False, countdown=later)
        except Exception as error:  # noqa: BLE001 – whatever the broker's client raises, the page must go on
            logger.warning("Task %s was not handed over (%s); a sweeper takes it up.", task, error)

    transaction.on_commit(send, robust=True)
