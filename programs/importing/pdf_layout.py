"""From pieces of text with their places on a page to lines in reading order, and from lines to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from programs.importing.joining import Raw
from programs.importing.markers import marker_of

COLUMN_GAP = 28.0  # points between two columns; a tab after a list number is narrower


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; y grows downwards, all in points."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    page: int
    opens_block: bool = False  # first line of a column or of what follows columns
    cells: tuple[str, ...] = ()


def lines_of(pieces: Sequence[Piece], page: int) -> list[Line]:
    """Return the lines of a page; where two columns stand side by side, the left one first."""
    rows = _rows(pieces)
    out: list[Line] = []
    band: list[list[Line]] = []
    split: float | None = None
    for row in rows:
        segments = _segments(row, page)
        if split is not None and _fits(segments, split):
            band.append(segments)
            continue
        out += _in_columns(band, split)
        band, split = [], None
        if len(segments) >= 2:
            split = (segments[0].x1 + segments[1].x0) / 2
            band = [segments]
        else:
            out += segments
    return out + _in_columns(band, split)


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.x0)):
        if rows:
            last = rows[-1][-1]
            height = max(min(last.bottom - last.top, piece.bottom - piece.top), 1.0)
            if abs(piece.middle - last.middle) < 0.5 * height:
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return [sorted(row, key=lambda p: p.x0) for row in rows]


def _segments(row: Sequence[Piece], page: int) -> list[Line]:
    groups: list[list[Piece]] = []
    for piece in row:
        if groups and piece.x0 - groups[-1][-1].x1 < COLUMN_GAP:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_line(group, page) for group in groups]


def _line(group: Sequence[Piece], page: int) -> Line:
    text = group[0].text
    for before, after in pairwise(group):
        size = max(after.bottom - after.top, 1.0)
        glue = "" if after.x0 - before.x1 < 0.05 * size else " "
        text += glue + after.text
    tops, bottoms = min(p.top for p in group), max(p.bottom for p in group)
    return Line(group[0].x0, max(p.x1 for p in group), tops, bottoms, " ".join(text.split()), page)


def _fits(segments: Sequence[Line], split: float) -> bool:
    return all(s.x1 <= split + 2 or s.x0 >= split - 2 for s in segments)


def _in_columns(band: Sequence[Sequence[Line]], split: float | None) -> list[Line]:
    if split is None:
        return []
    left = [s for row in band for s in row if s.x1 <= split + 2]
    right = [s for row in band for s in row if s.x1 > split + 2]
    return [replace(line, opens_block=i == 0) for column in (left, right) for i, line in enumerate(column)]


_PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–—\s]*$", re.IGNORECASE)


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without page numbers and without headers and footers that come back page after page."""
    seen: Counter[str] = Counter()
    for lines in pages:
        edge = {_shape(line, len(pages)) for line in (*lines[:2], *lines[-2:])}
        seen.update(edge)
    often = {shape for shape, n in seen.items() if shape and n >= max(3, 0.5 * len(pages))}
    out = []
    for lines in pages:
        spacing = _spacing(lines)
        first = _running(lines, often, len(pages), spacing)
        past = len(lines) - _running(lines[::-1], often, len(pages), spacing)
        out.append(list(lines[first:past]) if first < past else [])
    return out


def _running(lines: Sequence[Line], often: set[str], total: int, spacing: float) -> int:
    """Return how many lines at the beginning are a header (or, turned round, a footer) set apart from the text."""
    found = 0
    for i, line in enumerate(lines[:2]):
        after = lines[i + 1] if i + 1 < len(lines) else None
        gap = max(after.top - line.bottom, line.top - after.bottom) if after else spacing
        if (_PAGE_NUMBER.match(line.text) and i == found) or (_shape(line, total) in often and gap > 0.5 * spacing):
            found = i + 1
    return found


def _shape(line: Line, total: int) -> str:
    """Return the line with the page's own number left open, so that "Trang 3/9" is the same line on every page."""
    own = {line.page - 1, line.page, line.page + 1, total}
    return (
        ""
        if line.cells
        else re.sub(r"\d{1,3}", lambda m: "#" if int(m.group()) in own else m.group(), line.text.lower())
    )


def paragraphs_of(lines: Sequence[Line]) -> list[Raw]:
    """Return the paragraphs of one page: a line goes on when the one before had no room for its first word."""
    if not lines:
        return []
    left = _usual(round(line.x0) for line in lines if not line.cells)
    right = max((line.x1 for line in lines if not line.cells), default=0.0)
    spacing = _spacing(lines)
    indented = _first_lines_stand_in(lines, left)
    out: list[Raw] = []
    last: Line | None = None
    is_first = False  # whether `last` began its paragraph
    for line in lines:
        if line.cells:
            out.append(
                Raw(
                    " | ".join(line.cells),
                    page=line.page,
                    blank_before=True,
                    cells=line.cells,
                    table=line.page,
                    may_join=False,
                )
            )
        elif (
            last is not None
            and not last.cells
            and not (indented and _stands_in(last, line, left, is_first))
            and _continues(last, line, right, spacing)
        ):
            is_first = False
            last = line
            out[-1] = replace(out[-1], text=f"{out[-1].text} {line.text}")
            continue
        else:
            apart = last is None or line.opens_block or line.top - last.bottom > 0.8 * spacing
            out.append(Raw(line.text, page=line.page, blank_before=apart, tabbed=line.opens_block))
        last, is_first = line, True
    return out


def _usual(values: object) -> float:
    counts = Counter(values)  # type: ignore[call-overload]
    return float(min((v for v, n in counts.items() if n >= 0.2 * sum(counts.values())), default=0.0))


def _spacing(lines: Sequence[Line]) -> float:
    heights = sorted(line.bottom - line.top for line in lines)
    return max(heights[len(heights) // 2], 1.0) if heights else 1.0


def _first_lines_stand_in(lines: Sequence[Line], left: float) -> bool:
    """Tell whether the page sets the first lines of paragraphs in: many lines are flush left, many are not."""
    flush = sum(1 for line in lines if line.x0 <= left + 3)
    return 0.25 * len(lines) <= flush <= 0.95 * len(lines)


def _stands_in(before: Line, line: Line, left: float, is_first: bool) -> bool:
    """Tell whether the line is set in as the first of a paragraph is."""
    if line.x0 <= left + 12:
        return False
    if abs(line.x0 - before.x0) <= 4:
        return is_first  # two first lines in a row; under a list number the second line would stand further in
    return line.x0 > before.x0 + 12 and marker_of(before.text) is None


def _continues(before: Line, line: Line, right: float, spacing: float) -> bool:
    if line.opens_block or marker_of(line.text):
        return False
    if line.top - before.bottom > 1.1 * spacing:
        return False
    words = line.text.split()
    first = words[0] if words else ""
    width = (line.x1 - line.x0) * (len(first) + 1) / max(len(line.text), 1)
    return before.x1 + width > right - 4
