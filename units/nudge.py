"""Waking a worker. Rows are the truth; a nudge that gets lost is made up for by a sweeper."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.db import transaction

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


def nudge(task: str, *args: int | str) -> None:
    """Send the named task after the running transaction commits; a broker that is down is logged, never raised."""
    if _held_back.get():
        return

    def send() -> None:
        try:
            current_app.send_task(task, args=args, ignore_result=True, retry=False)
        except Exception as error:  # noqa: BLE001 – whatever the broker's client raises, the page must go on
            logger.warning("Task %s was not handed over (%s); a sweeper takes it up.", task, error)

    transaction.on_commit(send, robust=True)
