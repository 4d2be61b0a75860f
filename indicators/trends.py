"""How figures stood on past days: remembered, because the past changes only when what it is judged by is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from django.core.cache import cache
from django.db.models import QuerySet

from indicators.figures import progress_of_many
from indicators.models import Indicator
from indicators.progress import Status
from indicators.remembering import LATEST, latest_entries, remembered
from indicators.rolled import is_vast
from indicators.rolled_past import rolled_past
from indicators.rollup import Progress
from units import clock
from units.audit import Event
from units.models import AuditEntry, Unit, UnitQuerySet
from units.prepared import Prepared

Past = dict[date, dict[int, Progress]]
# A report that comes in counts from then on; it changes no day before. Whatever else is done may.
_NEVER_BEFORE = (Event.OWN_FIGURE_POSTED, Event.REPORT_COMPILED, Event.PASSWORD_ISSUED, Event.PASSWORD_CHANGED)
WEEK = timedelta(days=7)
_SECONDS = 7 * 24 * 3600
_LAST_CHANGE = "figures:last-change-of-the-past"
_INSTANT = timedelta(microseconds=1)
# Better comes later.
_ORDER = (Status.MISSED, Status.AT_RISK, Status.BEHIND, Status.ON_PACE, Status.ACHIEVED)


class Way(StrEnum):
    """Which way a status went; NEW: it has figures or a goal for the first time, or no longer has them."""

    UP = "up"
    DOWN = "down"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """How an indicator moved between two days; `added` in the measure of the figure, None where nothing compares."""

    before: Status
    after: Status
    way: Way | None
    added: Decimal | None


def past_progress(
    indicators: Sequence[Indicator],
    body: Unit,
    days: Iterable[date],
    units: UnitQuerySet | None = None,
    *,
    among: str = "",
) -> Past:
    """Return how the body stood at the end of each day, without naming the silent; `among` names the narrowing.

    Of a vast body only days that were written down are known; the others are empty.
    """
    wanted = sorted(set(days))
    if not indicators or not wanted:
        return {day: {} for day in wanted}
    keys = dict(zip(wanted, _keys(indicators, body, wanted, among), strict=True))
    known = cache.get_many(keys.values())
    missing = [day for day, key in keys.items() if key not in known]
    written = rolled_past(indicators, body, missing) if units is None and missing else {}
    unknown = set(missing) - written.keys() if units is None else set()
    if unknown and not is_vast(body, indicators):
        unknown = set()
    found: Past = {}
    for day, key in keys.items():
        if day in unknown:
            found[day] = {}
            continue
        if key not in known:
            fresh = written.get(day) or progress_of_many(indicators, body, _end_of(day), units)
            known[key] = {pk: replace(progress, silent=()) for pk, progress in fresh.items()}
            cache.set(key, known[key], _SECONDS)
        found[day] = known[key]
    return found


def month_ends(first: date, today: date) -> list[date]:
    """Return the last day of every month from that of `first` to the one before today's, oldest first."""
    ends, day = [], first.replace(day=1)
    while (following := (day + timedelta(days=31)).replace(day=1)) <= today:
        ends.append(following - timedelta(days=1))
        day = following
    return ends


def change_between(before: Progress | None, after: Progress) -> Change | None:
    """Return what changed; None where nothing did. Figures of different goal spans are not compared."""
    if before is None:
        return None
    is_same_span = before.span == after.span
    added = (
        after.value - before.value if is_same_span and before.value is not None and after.value is not None else None
    )
    if is_same_span and before.value is None and after.value is not None:
        added = after.value
    way = _way(before.status, after.status) if is_same_span else None
    if way is None and not added:
        return None
    return Change(before.status, after.status, way, added)


def _way(before: Status, after: Status) -> Way | None:
    if before == after:
        return None
    if before not in _ORDER or after not in _ORDER:
        return Way.NEW
    return Way.UP if _ORDER.index(after) > _ORDER.index(before) else Way.DOWN


def _end_of(day: date) -> datetime:
    return clock.midnight(day + timedelta(days=1)) - _INSTANT


def past_state() -> str:
    """Return the name of a state of affairs that changes with everything that may change a past day, and every day."""
    return f"{clock.today()}|{remembered('past', _last_change)}"


def _last_change() -> int:
    """Return the number of the log's last entry that may change a past day; only what is new since is looked at."""
    known: tuple[int, int] = cache.get(_LAST_CHANGE, (0, 0))
    newest = max(latest_entries(), default=0)
    # Transactions may commit out of order: a few numbers are looked at again.
    seen, last = max(known[0], newest), max(known[1], _changes_since.first(known[0] - LATEST) or 0)
    cache.set(_LAST_CHANGE, (seen, last), _SECONDS)
    return last


@Prepared
def _changes_since(number: int) -> QuerySet[AuditEntry, int]:
    """The last entry after that number that may change a past day."""
    since = AuditEntry.objects.filter(pk__gt=number).exclude(event__startswith="submission_")
    return since.exclude(event__in=_NEVER_BEFORE).order_by("-pk").values_list("pk", flat=True)[:1]


def _keys(indicators: Sequence[Indicator], body: Unit, days: Sequence[date], among: str) -> list[str]:
    about = ",".join(str(indicator.pk) for indicator in indicators)
    last = remembered("past", _last_change)
    names: Mapping[date, str] = {day: f"past|{last}|{body.pk}|{among}|{about}|{day}" for day in days}
    return [f"figures:{hashlib.sha256(names[day].encode()).hexdigest()}" for day in days]
