"""How many reports below a body stand how now: remembered by period, counted again where something was done since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from indicators.remembering import SECONDS, latest_entries
from programs.models import ReportingPeriod
from reports.compliance import Tally, tallies_below
from reports.models import Submission
from units import clock
from units.audit import Event
from units.models import AuditEntry, Unit

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

# How many on time, late, missing, pending, waived; by tree path of the unit next below.
Column = Mapping[str, tuple[int, int, int, int, int]]


@dataclass(frozen=True)
class _Kept:
    """Columns by period, as of when these were the latest entries of the log."""

    entries: tuple[int, ...]
    columns: Mapping[int, Column]


def tallies_now(body: Unit, periods: Sequence[ReportingPeriod]) -> dict[str, dict[int, Tally]]:
    """Return what `tallies_below` says of now."""
    key = f"tallies:{body.pk}"
    kept: _Kept | None = cache.get(key)
    entries = latest_entries()
    columns = {} if kept is None else _still_true(kept, entries)
    missing = [period for period in periods if period.pk not in columns]
    if missing:
        found = tallies_below(body, missing, clock.now())
        columns |= {period.pk: _column(found, period.pk) for period in missing}
    if kept is None or missing or kept.entries != entries:
        # What is still to come turns missing as time goes by, without anybody doing anything.
        lasting = {period: column for period, column in columns.items() if not any(row[3] for row in column.values())}
        cache.set(key, _Kept(entries, lasting), SECONDS)
    by_branch: dict[str, dict[int, Tally]] = {}
    for period in periods:
        for branch, counts in columns[period.pk].items():
            by_branch.setdefault(branch, {})[period.pk] = Tally(*counts)
    return by_branch


def _column(found: Mapping[str, Mapping[int, Tally]], period: int) -> Column:
    return {
        branch: (tally.on_time, tally.late, tally.missing, tally.pending, tally.waived)
        for branch, of_branch in found.items()
        if (tally := of_branch.get(period)) is not None
    }


def _still_true(kept: _Kept, entries: tuple[int, ...]) -> dict[int, Column]:
    """Return the kept columns of periods of which no report was touched since."""
    if kept.entries == entries:
        return dict(kept.columns)
    since = AuditEntry.objects.filter(pk__gt=min(kept.entries, default=0)).exclude(pk__in=kept.entries).order_by()
    rows = list(since.values_list("event", "subject_id")[: _MOST_ENTRIES + 1])
    touched = {subject for event, subject in rows if event.startswith(_ABOUT_A_REPORT) and subject is not None}
    others = {event for event, subject in rows if not event.startswith(_ABOUT_A_REPORT) or subject is None}
    if len(rows) > _MOST_ENTRIES or others - _TOUCHES_NONE:
        return {}
    periods = set(Submission.objects.filter(pk__in=touched).order_by().values_list("period_id", flat=True).distinct())
    return {period: column for period, column in kept.columns.items() if period not in periods}
