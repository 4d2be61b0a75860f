"""The written parts of a report while they are being written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reports.models import Narrative, NarrativePart, Submission
from reports.typed import mark_text

# Characters of one written part.
TEXT_LIMIT = 20_000


@dataclass
class Part:
    """One written part of the report."""

    part: NarrativePart
    text: str
    mark: str
    before: str = ""
    theirs: Narrative | None = None

    @property
    def label(self) -> str:
        return self.part.label

    @property
    def words(self) -> int:
        return len(self.text.split())


def parts_of(submission: Submission) -> list[Part]:
    """Return every part as it stands, with what the unit wrote the last time to start from, in one query."""
    now: dict[str, Narrative] = {}
    before: dict[str, Narrative] = {}
    for narrative in _newest(submission):
        if narrative.submission_id == submission.pk:
            now[narrative.part] = narrative
        elif all(other.submission_id == narrative.submission_id for other in before.values()):
            before[narrative.part] = narrative
    return [_part(part, now.get(part), before.get(part)) for part in NarrativePart]


def _part(part: NarrativePart, now: Narrative | None, before: Narrative | None) -> Part:
    text, version = (now.text, now.version) if now else ("", 0)
    return Part(part, text, mark_text(version, text), before.text if before else "")


def _newest(submission: Submission) -> QuerySet[Narrative]:
    """Return the parts of this report and of the one sent before it, this one's first, and perhaps a few older ones."""
    sent_earlier = Q(
        submission__first_submitted_at__isnull=False, submission__period__due_at__lt=submission.period.due_at
    )
    written = Narrative.objects.filter(submission__unit=submission.unit_id)
    written = written.filter(Q(submission=submission) | sent_earlier & ~Q(text=""))
    return written.order_by("-submission__period__due_at", "-submission_id", "part")[: 2 * len(NarrativePart)]
