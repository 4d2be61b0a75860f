"""A programme as it is written down: heading block, opening, sections, closing sentence, end block. No layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from programs.exporting.text import Line
from programs.letterhead import Letterhead


@dataclass(frozen=True)
class Table:
    """Rows of a table in the text, the first of them its heading row."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Manuscript:
    head: Letterhead
    opening: tuple[str, ...]
    lines: tuple[Line, ...]
    closing: str

    def parts(self) -> Iterator[Line | Table]:
        """Yield headings and paragraphs one by one, and rows of a table together."""
        rows: list[tuple[str, ...]] = []
        for line in self.lines:
            if line.cells:
                rows.append(line.cells)
                continue
            if rows:
                yield Table(tuple(rows))
                rows = []
            yield line
        if rows:
            yield Table(tuple(rows))
