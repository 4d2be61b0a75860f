"""The written parts of a report while they are being written."""

from __future__ import annotations

from dataclasses import dataclass

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
    """Return every part as it stands, with what the unit wrote the last time to start from."""
    written = {narrative.part: narrative for narrative in submission.narratives.all()}
    before = _texts_before(submission)
    parts = []
    for part in NarrativePart:
        narrative = written.get(part)
        text = narrative.text if narrative else ""
        mark = mark_text(narrative.version if narrative else 0, text)
        parts.append(Part(part, text, mark, before.get(part, "")))
    return parts


def _texts_before(submission: Submission) -> dict[str, str]:
    """Return by part what the unit wrote in its latest earlier report."""
    earlier = Narrative.objects.filter(
        submission__unit=submission.unit_id,
        submission__first_submitted_at__isnull=False,
        submission__period__due_at__lt=submission.period.due_at,
    ).exclude(text="")
    newest = earlier.order_by("-submission__period__due_at", "part")[: len(NarrativePart)]
    rows = list(newest.values_list("submission_id", "part", "text"))
    return {part: text for pk, part, text in rows if pk == rows[0][0]}
