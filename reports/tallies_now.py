"""How many reports below a body stand how now: remembered by period, counted again where something was done since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import QuerySet

from indicators.remembering import SECONDS, latest_entries
from programs.models import ReportingPeriod
from reports.compliance import Tally, tallies_below
from reports.models import Submission
from units import clock
from units.audit import Event
from units.models import AuditEntry, Unit
from units.prepared import Prepared

# What is done that touches no report. After anything else that is not about a report all are counted again.
_TOUCHES_NONE = {
    Event.HEADCOUNT_CHANGED,
    Event.PERSON_CREATED,
    Event.PERSON_CHANGED,
    Event.PASSWORD_ISSUED,
    Event.PASSWORD_CHANGED,
    Event.APPOINTMENT_STARTED,
    Event.APPOINTMENT_ENDED,
    Event.OFFICE_HANDED_OVER,
    Event.GOAL_SET,
    Event.SHARES_ACCEPTED,
    Event.SHARE_CHANGE_PROPOSED,
    Event.SHARE_CHANGE_DECIDED,
    Event.OWN_FIGURE_POSTED,
    Event.OPENING_BALANCES_IMPORTED,
    Event.REPORT_COMPILED,
    Event.RANKING_CHANGED,
}
_ABOUT_A_REPORT = "submission_"
# More entries than that are not looked at one by one.
_MOST_ENTRIES = 500

# So many branches are counted by themselves; of more, all of them together are quicker.
_MOST_BRANCHES = 20

# How many on time, late, missing, pending, waived; by branch: tree path of the unit next below.
Column = Mapping[str, tuple[int, int, int, int, int]]


@dataclass(frozen=True)
class _Kept:
    """Columns by period, as of when these were the latest entries of the log.

    `until`: the moment up to which a column is believed: SECONDS after it was counted, and not longer than until a
    report that was still to come turns missing, which nobody does. `touched`: the branches of columns that nobody has
    asked for since a report there was touched.
    """

    entries: tuple[int, ...] = ()
    columns: Mapping[int, Column] = field(default_factory=dict)
    until: Mapping[int, datetime] = field(default_factory=dict)
    touched: Mapping[int, frozenset[str]] = field(default_factory=dict)


def tallies_now(body: Unit, periods: Sequence[ReportingPeriod]) -> dict[str, dict[int, Tally]]:
    """Return what `tallies_below` says of now."""
    key = f"tallies-below:{body.pk}"
    known: _Kept | None = cache.get(key)
    kept = _brought_up_to_date(known or _Kept(), body, periods, clock.now())
    if kept != known:
        cache.set(key, kept, SECONDS)
    by_branch: dict[str, dict[int, Tally]] = {}
    for period in periods:
        for branch, counts in kept.columns[period.pk].items():
            by_branch.setdefault(branch, {})[period.pk] = Tally(*counts)
    return by_branch


def _brought_up_to_date(kept: _Kept, body: Unit, periods: Sequence[ReportingPeriod], at: datetime) -> _Kept:
    """Return the columns of these periods as of now, with what else is known; of what is known only the branches are
    counted again in which a report was touched."""
    entries = latest_entries()
    fresh = {} if not kept.columns or kept.entries == entries else _touched_since(kept.entries, body)
    if fresh is None:
        kept, fresh = _Kept(), {}
    columns = {pk: column for pk, column in kept.columns.items() if at < kept.until[pk]}
    until = {pk: kept.until[pk] for pk in columns}
    touched = {pk: kept.touched.get(pk, frozenset()) | fresh.get(pk, frozenset()) for pk in columns}
    branches = {branch for period in periods for branch in touched.get(period.pk, ())}
    if len(branches) > _MOST_BRANCHES:
        columns, branches = {pk: column for pk, column in columns.items() if not touched[pk]}, set()
    in_part = [period for period in periods if period.pk in columns and touched[period.pk]]
    for some, within in ((in_part, branches), ([period for period in periods if period.pk not in columns], None)):
        found = tallies_below(body, some, at, within)
        for period in some:
            others = columns.get(period.pk, {}) if within else {}
            others = {branch: counts for branch, counts in others.items() if branch not in branches}
            columns[period.pk] = {**others, **_column(found.tallies, period.pk)}
            believed = until[period.pk] if within else at + timedelta(seconds=SECONDS)
            until[period.pk] = min(believed, found.next_due.get(period.pk, believed))
            touched[period.pk] = frozenset()
    return _Kept(entries, columns, {pk: until[pk] for pk in columns}, {pk: touched[pk] for pk in columns})


def _column(found: Mapping[str, Mapping[int, Tally]], period: int) -> Column:
    return {
        branch: (tally.on_time, tally.late, tally.missing, tally.pending, tally.waived)
        for branch, of_branch in found.items()
        if (tally := of_branch.get(period)) is not None
    }


def _touched_since(entries: tuple[int, ...], body: Unit) -> dict[int, frozenset[str]] | None:
    """Return by period the branches below the body in which a report was touched since; None when any may have been."""
    rows = _since(min(entries, default=0), entries)
    reports = {subject for event, subject in rows if event.startswith(_ABOUT_A_REPORT) and subject is not None}
    others = {event for event, subject in rows if not event.startswith(_ABOUT_A_REPORT) or subject is None}
    if len(rows) > _MOST_ENTRIES or others - _TOUCHES_NONE:
        return None
    touched: dict[int, set[str]] = {}
    for period, path in _touched(sorted(reports), body.path, body.depth):
        touched.setdefault(period, set()).add(path[: len(body.path) + Unit.steplen])
    return {period: frozenset(branches) for period, branches in touched.items()}


@Prepared
def _since(first: int, known: tuple[int, ...]) -> QuerySet[AuditEntry, tuple[str, int | None]]:
    since = AuditEntry.objects.filter(pk__gt=first).exclude(pk__in=known).order_by()
    return since.values_list("event", "subject_id")[: _MOST_ENTRIES + 1]


@Prepared
def _touched(reports: list[int], path: str, depth: int) -> QuerySet[Submission, tuple[int, str]]:
    below = Submission.objects.filter(pk__in=reports, unit__path__startswith=path, unit__depth__gt=depth)
    return below.order_by().values_list("period_id", "unit__path")
