"""What a report asks its unit and what is known about each question, as its pages show it.

Remembered until something is done (docs/decisions/09): the form, its pieces and the page before sending ask for the
same within seconds of each other. Sending itself works it out anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.models import Indicator
from indicators.remembering import remembered
from programs.calendar import Span
from reports.known import Known, known_about
from reports.models import Submission
from reports.slices import asking
from units import clock


@dataclass(frozen=True)
class Asked:
    """The indicators with days left to type, in the order of the form; by indicator these days and what is known."""

    indicators: list[Indicator] = field(default_factory=list)
    spans: Mapping[int, Span] = field(default_factory=dict)
    known: Mapping[int, Known] = field(default_factory=dict)

    @property
    def span(self) -> Span | None:
        """The first and last day that anything is asked for; None when nothing is."""
        spans = self.spans.values()
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def asked_now(submission: Submission) -> Asked:
    """Return what the report asks at this moment; one query while nothing has happened since the last time."""
    return remembered(f"report|{submission.pk}", lambda: _ask(submission))


def asked_keys(submission: Submission) -> set[int]:
    """Return the keys of what the report asks, days left or not; one query while nothing has happened since."""
    return remembered(f"asked|{submission.pk}", lambda: {row.pk for row in asking(submission).asked})


def _ask(submission: Submission) -> Asked:
    read = asking(submission, with_targets=True)
    spans = read.slices(read.asked)
    indicators = [row for row in read.asked if row.pk in spans]
    found = Asked(indicators, spans)
    on = found.span[1] if found.span else submission.period.covers_until or clock.today()
    return Asked(indicators, spans, known_about(submission, indicators, on=on, at=clock.now()))
