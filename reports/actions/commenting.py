"""Saying something about a report."""

from __future__ import annotations

from django.db import transaction

from indicators.models import Indicator
from reports import notifications
from reports.models import Comment, Submission
from units import roles
from units.models import User


@transaction.atomic
def comment(submission: Submission, text: str, *, by: User, indicator: Indicator | None = None) -> Comment:
    """Return the stored remark; the other side is told."""
    said = Comment.objects.create(submission=submission, indicator=indicator, by=by, text=text.strip())
    from_above = not roles.may_type(by, submission.unit)
    notifications.commented(submission, said, to_unit=from_above)
    return said
