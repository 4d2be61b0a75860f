"""Everything a report holds at the moment it is checked or sent, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.actions.posting import Figure
from indicators.models import Indicator, Result
from programs.calendar import Span
from reports.asked import asked_now
from reports.known import last_figures, last_values
from reports.models import Attachment, Entry, Narrative, Submission
from reports.slices import RowsAsked, answerable_indicators, rows_asked, slices_for
from units import clock

_COLUMNS = ("answer", "value", "numerator", "denominator", "holds", "is_estimated", "is_approximate", "note")


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
    asked = rows_asked(submission)
    return _holding(submission, asked.rows, read=asked)


def contents_shown(submission: Submission) -> Contents:
    """The same for a page, with what is asked remembered; whoever sends takes `contents_of`."""
    asked = asked_now(submission)
    last = {pk: known.last for pk, known in asked.known.items() if known.last}
    return _holding(submission, asked.indicators, asked.spans, last)


def _holding(
    submission: Submission,
    asked: list[Indicator],
    spans: Mapping[int, Span] | None = None,
    last: Mapping[int, Result] | None = None,
    read: RowsAsked | None = None,
) -> Contents:
    entries = {entry.indicator_id: entry for entry in submission.entries.all()}
    others = [pk for pk, entry in entries.items() if entry.answer and pk not in {row.pk for row in asked}]
    volunteered = list(answerable_indicators(submission).filter(pk__in=others)) if others else []
    if spans is None or volunteered:
        spans = slices_for(submission, [*asked, *volunteered], None if volunteered else read)
    if last is not None and volunteered:
        last = last_figures(submission, at=clock.now())
    values = (
        last_values(submission, read.postings if read else None)
        if last is None
        else {pk: row.value for pk, row in last.items()}
    )
    return Contents(
        submission=submission,
        indicators=[row for row in asked if row.pk in spans],
        volunteered=[row for row in volunteered if row.pk in spans],
        slices=spans,
        entries=entries,
        narratives=list(submission.narratives.all()),
        attachments=list(submission.attachments.filter(removed_at=None)),
        last=last or {},
        last_values=values,
    )
