"""The only reader of time. Everything else asks here, so that tests, scenarios and demonstrations can set the clock.

With DEBUG the environment variable CLOCK, like 2026-04-03T08:00 (local time), says at which moment a process starts;
the clock runs on from there.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.conf import settings

# A plain module variable, not a context variable: the threads of a test's web server must see it too.
_fixed: dt.datetime | None = None
_started = time.monotonic()


def zone() -> ZoneInfo:
    """Return the portal's time zone, in which days begin and end."""
    return ZoneInfo(settings.TIME_ZONE)


def now() -> dt.datetime:
    """Return this moment, aware and in the portal's time zone, so that its .date() is the local day."""
    if _fixed is not None:
        return _fixed
    if settings.DEBUG and settings.CLOCK:
        return _moment(dt.datetime.fromisoformat(settings.CLOCK)) + dt.timedelta(seconds=time.monotonic() - _started)
    return dt.datetime.now(zone())  # noqa: TID251, the one place where this is allowed


def today() -> dt.date:
    """Return the local day."""
    return now().date()


def local(moment: dt.datetime) -> dt.datetime:
    """Return an aware moment in the portal's time zone; raise ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"A moment needs a time zone: {moment!r}")
    return moment.astimezone(zone())


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which a local day begins."""
    return dt.datetime.combine(day, dt.time(), tzinfo=zone())


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[dt.datetime]:
    """Stop the clock at a moment while the block runs; see set_to()."""
    before = _fixed
    set_to(moment)
    try:
        yield now()
    finally:
        set_to(before)


def set_to(moment: dt.datetime | dt.date | None) -> None:
    """Stop the clock of the whole process at a moment; None lets it run again.

    A naive moment is local time; a bare date means eight in the morning of that day.
    """
    global _fixed  # noqa: PLW0603
    _fixed = None if moment is None else _moment(moment)


def _moment(moment: dt.datetime | dt.date) -> dt.datetime:
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time(8), tzinfo=zone())
    return moment.replace(tzinfo=zone()) if moment.tzinfo is None else local(moment)
