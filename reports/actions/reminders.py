"""Sending reminders: what the hourly task does. Set-based; a second run, or a second worker, sends nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from programs.calendar import due_moment, last_good_day
from programs.models import Regime
from reports.models import Reminder, Status, Submission, SubmissionQuerySet
from reports.notifications import UNIT_ROLES, reminder_note
from reports.reminding import CORRECTION_LADDER, LADDER, Step, first_step_day, step_for
from units import clock
from units.messages import Note, tell_each
from units.models import Appointment, User


@dataclass(frozen=True)
class Outcome:
    """`due`: reports on whose ladder a step applies now and the last one was not taken before; `sent`: by this run."""

    sent: int
    due: int


@dataclass(frozen=True)
class _Candidate:
    submission: Submission
    due_at: datetime
    step: Step

    @property
    def key(self) -> tuple[int, str, datetime]:
        return self.submission.pk, self.step.name, self.due_at


@transaction.atomic
def send_reminders(regime: Regime | None = None) -> Outcome:
    """Write the reminders that apply now, for one regime or all, and tell the units' people."""
    at = clock.now()
    candidates = [*_missing(at, regime), *_returned(at, regime)]
    sent = _sent_before([candidate.submission.pk for candidate in candidates])
    new = [candidate for candidate in candidates if candidate.key not in sent]
    Reminder.objects.bulk_create(
        [Reminder(submission=c.submission, step=c.step.name, due_at=c.due_at, at=at) for c in new],
        batch_size=500,
        ignore_conflicts=True,
    )
    tell_each(_notes(new, at))
    return Outcome(sent=len(new), due=len(candidates))


def _missing(at: datetime, regime: Regime | None) -> Iterable[_Candidate]:
    """Reports never sent whose ladder has begun."""
    begun = due_moment(first_step_day(at, LADDER))
    owed = (
        Submission.objects.unsent()
        .annotate(ladder_due_at=Coalesce("extended_due_at", "period__due_at"))
        .filter(first_submitted_at=None, ladder_due_at__lte=begun)
        .exclude(_has_seen_it_all(LADDER, "ladder_due_at"))
    )
    for row in _of(owed.filter(period__regime=regime) if regime else owed):
        if step := step_for(row.due_at, at, LADDER):
            yield _Candidate(row, row.due_at, step)


def _returned(at: datetime, regime: Regime | None) -> Iterable[_Candidate]:
    """Reports sent back to be corrected by a day."""
    begun = first_step_day(at, CORRECTION_LADDER)
    owed = Submission.objects.owed().filter(status=Status.RETURNED, correct_by__lte=begun)
    for row in _of(owed.filter(period__regime=regime) if regime else owed):
        if row.correct_by is not None and (step := step_for(due_moment(row.correct_by), at, CORRECTION_LADDER)):
            yield _Candidate(row, due_moment(row.correct_by), step)


def _has_seen_it_all(ladder: tuple[Step, ...], due: str) -> Exists:
    """The last step was taken: years later nobody looks at the row again."""
    last = Reminder.objects.filter(submission=OuterRef("pk"), step=ladder[-1].name, due_at=OuterRef(due))
    return Exists(last)


def _of(rows: SubmissionQuerySet) -> Iterable[Submission]:
    return rows.select_related("unit", "period").order_by("pk")


def _sent_before(submissions: list[int]) -> set[tuple[int, str, datetime]]:
    found: set[tuple[int, str, datetime]] = set()
    for start in range(0, len(submissions), 500):
        some = Reminder.objects.filter(submission__in=submissions[start : start + 500])
        found |= set(some.values_list("submission_id", "step", "due_at"))
    return found


def _notes(new: list[_Candidate], at: datetime) -> Iterable[Note]:
    people = _people({candidate.submission.unit_id for candidate in new})
    for candidate in new:
        last_day = last_good_day(candidate.due_at)
        for person in people.get(candidate.submission.unit_id, ()):
            yield reminder_note(candidate.submission, candidate.step.name, person, last_day=last_day, today=at.date())


def _people(units: set[int]) -> dict[int, list[User]]:
    """Who works on reports, by unit; each person once."""
    held = Appointment.objects.current().filter(role__in=UNIT_ROLES, user__is_active=True)
    held = held.filter(unit__in=units) if len(units) <= 500 else held
    found: dict[int, dict[int, User]] = {}
    for appointment in held.select_related("user").order_by("pk"):
        found.setdefault(appointment.unit_id, {})[appointment.user_id] = appointment.user
    return {unit: list(each.values()) for unit, each in found.items()}
