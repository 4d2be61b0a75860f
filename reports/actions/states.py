"""Claiming a state: the conditional UPDATE is the lock of every verb about a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q

from reports.models import Submission, SubmissionQuerySet
from units.prepared import Prepared

_CHANGING = (
    "status",
    "receipt",
    "extended_due_at",
    "correct_by",
    "first_submitted_at",
    "submitted_at",
    "submitted_by_id",
    "is_on_behalf",
    "opened_at",
    "accepted_at",
    "accepted_by_id",
    "waived_reason",
    "cancelled_at",
    "reviewer_id",
    "version",
)


def claim(rows: SubmissionQuerySet, submission: Submission, statuses: Iterable[str], **changes: object) -> bool:
    """Change the report if it is in one of the statuses now; False when somebody was faster. The object follows."""
    claimed = rows.filter(pk=submission.pk, status__in=list(statuses)).update(**changes, version=F("version") + 1)
    refresh(submission)
    return bool(claimed)


# Something was typed, said or handed in, whatever the status says.
HAS_CONTENT = (
    Q(entries__isnull=False)
    | Q(narratives__isnull=False)
    | Q(attachments__isnull=False)
    | Q(comments__isnull=False)
    | Q(revisions__isnull=False)
)


def hold_reports(rows: SubmissionQuerySet) -> None:
    """Hold the reports for the length of the transaction.

    Who types or sends has claimed the report: this waits for them, and what they wrote is found by the next question.
    Who comes later waits for us, and is then told what has become of the report.
    """
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def refresh(submission: Submission) -> None:
    """Read again what verbs change; unit and period stay loaded."""
    for row in _NOW(submission.pk):
        for name, value in zip(_CHANGING, row, strict=True):
            setattr(submission, name, value)


_NOW = Prepared(lambda pk: Submission.objects.filter(pk=pk).values_list(*_CHANGING))


def receipt_for(pk: int, at: datetime) -> str:
    """Return the code a unit may quote, like BC-2026-03-017: month of the first sending and the report's own number.

    Unique without asking anybody, so that many units can send in the same second.
    """
    return f"BC-{at:%Y-%m}-{pk:03d}"
