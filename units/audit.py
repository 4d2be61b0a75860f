"""What was done: one append-only row per event."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from units import stale
from units.models import AuditEntry, Unit, User


class Event(StrEnum):
    """Names of events, past tense. Stored as text, so that a new one needs no migration."""

    UNIT_CREATED = "unit_created"
    UNIT_CHANGED = "unit_changed"
    UNIT_CLOSED = "unit_closed"
    UNIT_MERGED = "unit_merged"
    CLUSTER_CHANGED = "cluster_changed"
    HEADCOUNT_CHANGED = "headcount_changed"
    PERSON_CREATED = "person_created"
    PERSON_CHANGED = "person_changed"
    PASSWORD_ISSUED = "password_issued"  # noqa: S105 – the name of an event
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 – the name of an event
    APPOINTMENT_STARTED = "appointment_started"
    APPOINTMENT_ENDED = "appointment_ended"
    OFFICE_HANDED_OVER = "office_handed_over"
    WORKBOOK_IMPORTED = "workbook_imported"
    PORTAL_SET_UP = "portal_set_up"
    PROGRAM_IMPORTED = "program_imported"
    PROGRAM_CHANGED = "program_changed"
    PROGRAM_ISSUED = "program_issued"
    PROGRAM_TAKEN_BACK = "program_taken_back"
    PROGRAM_AMENDED = "program_amended"
    PROGRAM_CLOSED = "program_closed"
    REGIME_CHANGED = "regime_changed"
    OBLIGATIONS_CHANGED = "obligations_changed"
    GOAL_SET = "goal_set"
    SHARES_ACCEPTED = "shares_accepted"
    SHARE_CHANGE_PROPOSED = "share_change_proposed"
    SHARE_CHANGE_DECIDED = "share_change_decided"
    OWN_FIGURE_POSTED = "own_figure_posted"
    OPENING_BALANCES_IMPORTED = "opening_balances_imported"
    SUBMISSION_SUBMITTED = "submission_submitted"
    SUBMISSION_TAKEN_BACK = "submission_taken_back"
    SUBMISSION_RETURNED = "submission_returned"
    SUBMISSION_ACCEPTED = "submission_accepted"
    SUBMISSION_REOPENED = "submission_reopened"
    SUBMISSION_WAIVED = "submission_waived"
    SUBMISSION_EXTENDED = "submission_extended"
    REPORT_COMPILED = "report_compiled"
    RANKING_CHANGED = "ranking_changed"


# What changes the part of one unit in sums that are kept, and what changes everybody's part in a body's programmes.
# Figures and goals are marked where they are written.
_OF_A_UNIT = {Event.UNIT_CREATED, Event.UNIT_CHANGED, Event.UNIT_CLOSED, Event.UNIT_MERGED, Event.HEADCOUNT_CHANGED}
_OF_ALL_BELOW = {
    Event.CLUSTER_CHANGED,
    Event.PROGRAM_ISSUED,
    Event.PROGRAM_TAKEN_BACK,
    Event.PROGRAM_AMENDED,
    Event.PROGRAM_CLOSED,
    Event.REGIME_CHANGED,
}


def record(
    event: Event,
    subject: models.Model | None,
    *,
    by: User | None,
    unit: Unit | None = None,
    reason: str = "",
    detail: dict[str, object] | None = None,
) -> AuditEntry:
    """Return the stored entry; call it inside the transaction that changes something.

    What changes figures also marks the sums that are kept.
    """
    if event in _OF_ALL_BELOW:
        stale.mark_whole(unit)
    elif event == Event.WORKBOOK_IMPORTED:
        stale.mark_whole(None)
    elif event in _OF_A_UNIT and unit is not None:
        stale.mark_units([unit.pk])
    return AuditEntry.objects.create(
        event=event.value,
        by=by,
        unit=unit,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        subject_text=str(subject)[:300] if subject is not None else "",
        reason=reason,
        detail=detail or {},
    )
