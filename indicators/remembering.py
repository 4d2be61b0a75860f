"""Figures as of now, remembered until something is done.

Every change of state writes an entry of the audit log in its own transaction, so the log's latest numbers tell whether
anything was done since a figure was worked out. Several of them, because transactions may commit out of order: one
that is late still changes the list. Nothing is ever corrected in the cache; it is asked under another name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.cache import cache

from indicators.figures import Progress, progress_of_many
from indicators.models import Indicator
from indicators.rolled import rolled_progress
from units import clock
from units.models import AuditEntry, Unit, UnitQuerySet
from units.page import once
from units.prepared import Prepared

T = TypeVar("T")
# How many of the log's latest numbers name a state of affairs.
LATEST = 50
# Long enough for a meeting, short enough that a transaction that was outrun by LATEST others shows up soon.
SECONDS = 300


def progress_now(
    indicators: Sequence[Indicator], unit: Unit, units: UnitQuerySet | None = None, *, among: str = ""
) -> dict[int, Progress]:
    """Return what `progress_of_many` says for this moment; `among` names what `units` narrows to."""
    keys = ",".join(str(indicator.pk) for indicator in indicators)
    return remembered(f"progress|{unit.pk}|{among}|{keys}", lambda: _progress(indicators, unit, units))


def _progress(indicators: Sequence[Indicator], unit: Unit, units: UnitQuerySet | None) -> dict[int, Progress]:
    """Take the sums that are kept where a whole body is asked about and they are of today, else add everybody up."""
    if units is None and (found := rolled_progress(indicators, unit, [unit], clock.now())) is not None:
        return found[unit.pk]
    return progress_of_many(indicators, unit, clock.now(), units)


def state_of_affairs() -> str:
    """Return the name of the state of affairs; another one once anything was done, and every day."""
    return f"{clock.today()}|{','.join(map(str, latest_entries()))}"


def latest_entries() -> tuple[int, ...]:
    """Return the numbers of the log's latest entries, the newest first, as this page sees them."""
    return once("latest entries", _look)


def _look() -> tuple[int, ...]:
    return tuple(_LATEST())


_LATEST = Prepared(lambda: AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)[:LATEST])


def remembered(name: str, work_out: Callable[[], T], *, state: str = "") -> T:
    """Return what was worked out under that name today since the last change, else work it out now.

    `state`: the name of the state of affairs it depends on, where that changes less often. A page gets the same object
    each time it asks, and must not change it.
    """
    key = f"figures:{hashlib.sha256(f'{state or state_of_affairs()}|{name}'.encode()).hexdigest()}"
    return once(key, lambda: _found(key, work_out))


def _found(key: str, work_out: Callable[[], T]) -> T:
    found: T | None = cache.get(key)
    if found is None:
        found = work_out()
        cache.set(key, found, SECONDS)
    return found
