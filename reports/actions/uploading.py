"""What a confirmed workbook says, typed into the report in one go."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from reports.actions.entering import save_entry, save_narrative
from reports.models import Submission
from reports.workbook.reading import FilledPart, FilledRow
from units.models import User


@transaction.atomic
def save_filled(submission: Submission, rows: Iterable[FilledRow], parts: Iterable[FilledPart], *, by: User) -> None:
    """Store every row and part, or nothing.

    Raises Refused when the report takes no more typing, and ConflictError when somebody has changed one of them since
    the version it rests on.
    """
    for row in rows:
        save_entry(submission, row.indicator, row.typed, row.mark, by=by)
    for part in parts:
        save_narrative(submission, part.part, part.text, part.mark, by=by)
