"""Accepting many reports at once: only clean ones, each for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from reports.actions.refusals import NotSubmitted, Refused
from reports.actions.reviewing import accept
from reports.cleanness import doubts_of
from reports.models import Submission
from units.models import User

SENT_AGAIN = "Đơn vị đã gửi lại sau khi đồng chí mở trang. Xem bản mới rồi duyệt."


@dataclass
class Accepted:
    """What became of each report; a refusal comes with its sentence."""

    accepted: list[Submission] = field(default_factory=list)
    left: list[tuple[Submission, str]] = field(default_factory=list)


def accept_clean(submissions: Iterable[Submission], seen: Mapping[int, datetime], *, by: User) -> Accepted:
    """Accept those nothing speaks against, one transaction each, and return what became of them.

    `seen` holds the moment of the sending that the reviewer was shown: what was sent again since is left to be read.
    """
    chosen = list(submissions)
    doubts = doubts_of(chosen)
    outcome = Accepted()
    for submission in chosen:
        try:
            _accept(submission, seen.get(submission.pk), doubts.get(submission.pk, ""), by=by)
            outcome.accepted.append(submission)
        except Refused as refusal:
            outcome.left.append((submission, refusal.sentence))
    return outcome


@transaction.atomic
def _accept(submission: Submission, seen: datetime | None, doubt: str, *, by: User) -> None:
    accept(submission, by=by)
    # Accepting has read the row again: raising here undoes it.
    if submission.submitted_at != seen:
        raise NotSubmitted(SENT_AGAIN)
    if doubt:
        raise NotSubmitted(doubt)
