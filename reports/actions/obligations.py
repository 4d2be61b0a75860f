"""What is owed: periods from rules, and one submission for every unit that a period asks (DESIGN §5).

Idempotent and set-based. What somebody has reported on is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from programs.audiences import programs_of, units_asked
from programs.models import Participation, Regime, ReportingPeriod
from reports.actions.planning import regenerate_periods
from reports.models import Attachment, Entry, Narrative, Status, Submission
from units import audit, clock
from units.audit import Event
from units.models import Unit

__all__ = ["is_untouched", "regenerate_periods", "sync_obligations"]

_BATCH = 500

# A unit and a period, by primary key.
Place = tuple[int, int]


def sync_obligations(regime: Regime | None = None) -> int:
    """Bring what is owed in line with the rules; return how many obligations were made, revived, moved or cancelled.

    Without a regime, all regimes that have an issued programme or are urgent requests; what changed is put on record,
    for it follows from what others have recorded before.
    """
    if regime is not None:
        return _sync(regime)
    running = Regime.objects.filter(Q(is_urgent=True) | Q(programs__issued_at__isnull=False)).distinct()
    return sum(_sync_on_record(each) for each in running.select_related("issuer"))


@transaction.atomic
def _sync_on_record(regime: Regime) -> int:
    if changed := _sync(regime):
        audit.record(Event.OBLIGATIONS_CHANGED, regime, by=None, unit=regime.issuer, detail={"obligations": changed})
    return changed


@transaction.atomic
def _sync(regime: Regime) -> int:
    # Two workers at once would make the same rows; the second one waits for the first.
    Regime.objects.select_for_update().get(pk=regime.pk)
    if not regime.is_urgent and not programs_of(regime).exists():
        return 0
    regenerate_periods(regime)
    periods = list(
        ReportingPeriod.objects.filter(regime=regime, cancelled_at=None).select_related("rule__regime").in_order()
    )
    bodies = _Bodies.of(regime)
    have = _existing(regime)
    today = clock.today()
    wanted = {
        (unit, period.pk): bodies.reviewer_of(path, max(period.last_day, today))
        for period in periods
        if regime.reports_from is None or period.last_day >= regime.reports_from
        for unit, path in units_asked(period.rule, period.last_day).values_list("pk", "path")
    }
    return _make(wanted, have) + _move(wanted, have) + _cancel(wanted, have, {period.pk for period in periods})


@dataclass
class _Bodies:
    """Who takes part when, to find the nearest participating body above a unit."""

    issuer: int
    spans: dict[str, list[tuple[int, date, date | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, regime: Regime) -> _Bodies:
        bodies = cls(issuer=regime.issuer_id)
        rows = Participation.objects.filter(program__in=programs_of(regime))
        for path, unit, starts, ends in rows.values_list("unit__path", "unit_id", "starts_on", "ends_on"):
            bodies.spans.setdefault(path, []).append((unit, starts, ends))
        return bodies

    def reviewer_of(self, path: str, on: date) -> int:
        step = Unit.steplen
        for end in range(len(path) - step, 0, -step):
            for unit, starts, ends in self.spans.get(path[:end], ()):
                if starts <= on and (ends is None or ends >= on):
                    return unit
        return self.issuer


def _existing(regime: Regime) -> dict[Place, Submission]:
    rows = Submission.objects.filter(period__regime=regime).annotate(
        has_entries=Exists(Entry.objects.filter(submission=OuterRef("pk"))),
        has_texts=Exists(Narrative.objects.filter(submission=OuterRef("pk"))),
        has_files=Exists(Attachment.objects.filter(submission=OuterRef("pk"))),
    )
    return {(row.unit_id, row.period_id): row for row in rows}


def _make(wanted: dict[Place, int], have: dict[Place, Submission]) -> int:
    new = [
        Submission(unit_id=unit, period_id=period, reviewer_id=reviewer)
        for (unit, period), reviewer in wanted.items()
        if (unit, period) not in have
    ]
    Submission.objects.bulk_create(new, batch_size=_BATCH, ignore_conflicts=True)
    back = [row.pk for key, row in have.items() if key in wanted and row.cancelled_at is not None]
    for some in _batches(back):
        Submission.objects.filter(pk__in=some).update(cancelled_at=None)
    return len(new) + len(back)


def _move(wanted: dict[Place, int], have: dict[Place, Submission]) -> int:
    """Reports that are not decided yet go to the body that reviews the unit now."""
    moved: dict[int, list[int]] = {}
    for key, row in have.items():
        if key in wanted and row.reviewer_id != wanted[key] and row.status not in (Status.ACCEPTED, Status.WAIVED):
            moved.setdefault(wanted[key], []).append(row.pk)
    for reviewer, rows in moved.items():
        for some in _batches(rows):
            Submission.objects.filter(pk__in=some).update(reviewer_id=reviewer)
    return sum(len(rows) for rows in moved.values())


def _cancel(wanted: dict[Place, int], have: dict[Place, Submission], live: set[int]) -> int:
    """Only what nobody has touched; drafts too when the whole period is gone. The rest is for people to decide on."""
    gone = [
        row.pk
        for (unit, period), row in have.items()
        if (unit, period) not in wanted and row.cancelled_at is None
        if is_untouched(row) or (period not in live and row.first_submitted_at is None)
    ]
    for some in _batches(gone):
        Submission.objects.filter(pk__in=some).update(cancelled_at=clock.now())
    return len(gone)


def is_untouched(row: Submission) -> bool:
    """True while nothing was typed, attached, sent, waived or extended; for rows of `_existing`."""
    begun = any(getattr(row, name, False) for name in ("has_entries", "has_texts", "has_files"))
    return row.status == Status.NOT_STARTED and row.first_submitted_at is None and not begun


def _batches(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))
