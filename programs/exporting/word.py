"""The programme to edit and sign: Word."""

from __future__ import annotations

from typing import Any, BinaryIO

from programs import word
from programs.exporting.manuscript import Manuscript, Table

WIDTH = 160  # mm between the margins
NARROW = 15  # mm, for the running number
SHORT = 14  # characters: a column of such cells needs no room for sentences


def write(manuscript: Manuscript, out: BinaryIO) -> None:
    """Write the programme as a Word file into the open file."""
    document = word.new_document()
    word.number_pages(document)
    word.write_heading(document, manuscript.head)
    for text in manuscript.opening:
        word.paragraph(document, text, indent=True)
    for part in manuscript.parts():
        if isinstance(part, Table):
            _table(document, part)
        elif part.level:
            word.heading(document, part.text, part.level)
        else:
            word.paragraph(document, part.text, indent=True)
    word.paragraph(document, manuscript.closing, indent=True)
    word.write_ending(document, manuscript.head)
    document.save(out)


def _table(document: Any, table: Table) -> None:
    columns = max(len(row) for row in table.rows)
    rows = [(*row, *[""] * (columns - len(row))) for row in table.rows]
    word.write_table(document, rows[0], rows[1:], column_widths(rows))
    word.paragraph(document, "", after=0)


def column_widths(rows: list[tuple[str, ...]]) -> list[int]:
    """Return widths in mm that fill the page: little for numbers, the more the longer a column's cells are."""
    longest = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    weights = [min(max(length, SHORT), 5 * SHORT) for length in longest]
    narrow = [length <= SHORT // 3 for length in longest]
    left = WIDTH - NARROW * sum(narrow)
    total = sum(weight for weight, is_narrow in zip(weights, narrow, strict=True) if not is_narrow) or 1
    return [NARROW if is_narrow else left * weight // total for weight, is_narrow in zip(weights, narrow, strict=True)]
