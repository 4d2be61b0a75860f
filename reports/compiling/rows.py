"""The content of a compiled report as rows of words, in the order of its headings; PDF and Word share them."""

from __future__ import annotations

from dataclasses import dataclass

from reports.compiling.content import Content, GroupRow, StandingRow, rate_words, target_cells
from units.formats import format_datetime, format_number


@dataclass(frozen=True)
class LabelledCells:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TargetLines:
    number: str
    text: str
    rows: tuple[LabelledCells, ...]


@dataclass(frozen=True)
class GroupLine:
    cells: tuple[str, ...]
    is_total: bool


def target_lines(content: Content) -> list[TargetLines]:
    """Every target with a line per indicator."""
    return [
        TargetLines(t.number, t.text, tuple(LabelledCells(row.label, target_cells(row)) for row in t.figures))
        for t in content.targets
    ]


def group_lines(content: Content) -> list[GroupLine]:
    """A line per cluster, the sum over all last."""
    lines = [GroupLine(_group_cells(row), is_total=False) for row in content.groups]
    return [*lines, GroupLine(_group_cells(content.whole), is_total=True)]


def standing_lines(content: Content) -> list[tuple[str, ...]]:
    """A line per unit, numbered, in the order of STANDING_HEADINGS."""
    return [_standing_cells(number, row) for number, row in enumerate(content.units, 1)]


def _group_cells(row: GroupRow) -> tuple[str, ...]:
    counts = (row.due, row.on_time, row.late, row.missing, row.pending, row.waived)
    rank = str(row.rank) if row.rank else "–"
    return (row.name, *(format_number(count) for count in counts), rate_words(row.rate), rank)


def _standing_cells(number: int, row: StandingRow) -> tuple[str, ...]:
    sent = format_datetime(row.sent_at) if row.sent_at else "–"
    counts = (row.times_returned, row.due, row.on_time, row.late, row.missing)
    rank = str(row.rank) if row.rank else "–"
    head = (str(number), row.unit, row.cluster or "–", row.standing, sent)
    return (*head, *(format_number(count) for count in counts), rate_words(row.rate), rank)
