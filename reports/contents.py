"""Everything a report holds at the moment it is checked or sent, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypedDict

from indicators.actions.posting import Figure
from indicators.models import Indicator, Result
from programs.calendar import Span
from reports.asked import asked_now
from reports.known import last_figures, last_values
from reports.models import Attachment, Entry, Narrative, Submission
from reports.slices import Asking, asking
from units import clock
from units.prepared import Prepared

_COLUMNS = ("answer", "value", "numerator", "denominator", "holds", "is_estimated", "is_approximate", "note")


class Written(TypedDict):
    narratives: list[Narrative]
    attachments: list[Attachment]


@dataclass
class Contents:
    """`indicators` are those asked with days left to type; `volunteered` those answered without being asked.

    `last_values`: by indicator the number in the report before; `last` the whole figure, for pages only.
    """

    submission: Submission
    indicators: list[Indicator] = field(default_factory=list)
    volunteered: list[Indicator] = field(default_factory=list)
    slices: Mapping[int, Span] = field(default_factory=dict)
    entries: Mapping[int, Entry] = field(default_factory=dict)
    narratives: list[Narrative] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    last: Mapping[int, Result] = field(default_factory=dict)
    last_values: Mapping[int, Decimal | None] = field(default_factory=dict)

    def answered(self) -> list[tuple[Indicator, Entry]]:
        """Indicators with an answer of any kind, in the order of the form."""
        pairs = [(row, self.entries.get(row.pk)) for row in (*self.indicators, *self.volunteered)]
        return [(row, entry) for row, entry in pairs if entry is not None and entry.answer]

    def figures(self) -> list[Figure]:
        """Return what goes into the ledger; a blank is not a figure."""
        return [
            Figure(indicator_id=row.pk, **{name: getattr(entry, name) for name in _COLUMNS})
            for row, entry in self.answered()
        ]

    def span(self) -> Span | None:
        """Return the first and last day that the report's figures are about; None when it asks for none."""
        period = self.submission.period
        if period.covers_from is None or period.covers_until is None:
            return None
        return min((begins for begins, _ in self.slices.values()), default=period.covers_from), period.covers_until


def contents_of(submission: Submission) -> Contents:
    """Return what the report holds now, in a number of queries that does not grow with its rows."""
    return _holding(asking(submission), _entries(submission))


def _holding(read: Asking, entries: Mapping[int, Entry]) -> Contents:
    submission = read.submission
    others = {pk for pk, entry in entries.items() if entry.answer} - {row.pk for row in read.asked}
    volunteered = [row for row in read.answerable if row.pk in others]
    slices = read.slices([*read.asked, *volunteered])
    return Contents(
        submission=submission,
        indicators=[row for row in read.asked if row.pk in slices],
        volunteered=[row for row in volunteered if row.pk in slices],
        slices=slices,
        entries=entries,
        last_values=last_values(submission, read.postings),
        **_written(submission),
    )


def contents_shown(submission: Submission) -> Contents:
    """The same for a page, with what is asked remembered; whoever sends takes `contents_of`."""
    shown, entries = asked_now(submission), _entries(submission)
    if {pk for pk, entry in entries.items() if entry.answer} - {row.pk for row in shown.indicators}:
        # Answered without being asked, which happens when what is asked has changed meanwhile.
        found = _holding(asking(submission, with_targets=True), entries)
        return replace(found, last=last_figures(submission, at=clock.now()))
    last = {pk: known.last for pk, known in shown.known.items() if known.last}
    return Contents(
        submission=submission,
        indicators=shown.indicators,
        slices=shown.spans,
        entries=entries,
        last=last,
        last_values={pk: row.value for pk, row in last.items()},
        **_written(submission),
    )


def _entries(submission: Submission) -> dict[int, Entry]:
    return {entry.indicator_id: entry for entry in _ENTRIES(submission.pk)}


def _written(submission: Submission) -> Written:
    return {"narratives": _NARRATIVES(submission.pk), "attachments": _ATTACHMENTS(submission.pk)}


_ENTRIES = Prepared(lambda submission: Entry.objects.filter(submission=submission))
_NARRATIVES = Prepared(lambda submission: Narrative.objects.filter(submission=submission))
_ATTACHMENTS = Prepared(lambda submission: Attachment.objects.filter(submission=submission, removed_at=None))
