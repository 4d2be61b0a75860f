"""Tables as read from any format: rows of a real table, or the paragraphs of one that only lays out a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from programs.importing.folding import key
from programs.importing.joining import Raw


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's paragraphs; `goes_on` marks one that is merged with the cell above."""

    content: tuple[Raw, ...]
    goes_on: bool = False

    @property
    def text(self) -> str:
        return " ".join(raw.text.strip() for raw in self.content if raw.text.strip())


# Words of a heading or end block: such a table lays out two columns.
_LAYOUT = re.compile(
    r"nơi nhận|đoàn tncs|đoàn thanh niên cộng sản|cộng hòa xã hội|(?:^|\W)(?:tm|kt|tl)\s?\. ?\w|^\W*số:|"
    r"ngày .{0,4}tháng"
)
_HEADS = re.compile(r"^(?:s?tt|stt|số tt|nội dung|chỉ tiêu|đvt|đơn vị tính|hoạt động|thời gian|tên )")


def flatten(rows: list[list[Cell]], number: int, page: int) -> list[Raw]:
    """Return one raw paragraph a row for a real table, else the paragraphs of the cells column by column."""
    rows = [row for row in rows if any(cell.text for cell in row)]
    if not rows:
        return []
    if is_layout(rows):
        width = max(len(row) for row in rows)
        columns = ([row[i] for row in rows if i < len(row)] for i in range(width))
        return [
            _apart(raw, first=j == 0) for column in columns for cell in column for j, raw in enumerate(cell.content)
        ]
    out: list[Raw] = []
    above: list[str] = []
    for row in rows:
        cells = [cell.text for cell in row]
        for i, cell in enumerate(row):
            if cell.goes_on and i and i < len(above):
                cells[i] = above[i]
        above = cells
        out.append(
            Raw(" | ".join(cells), page=page, blank_before=True, cells=tuple(cells), table=number, may_join=False)
        )
    return out


def is_layout(rows: list[list[Cell]]) -> bool:
    """Tell whether the table only lays out a page: one column or row, or a heading or end block."""
    if max(len(row) for row in rows) == 1:
        return True
    first = [key(cell.text).strip() for cell in rows[0]]
    if sum(bool(_HEADS.match(text)) for text in first) >= 2:
        return False
    words = " ".join(key(cell.text) for row in rows[:3] for cell in row)
    if _LAYOUT.search(words) and len(rows) <= 8:
        return True
    return len(rows) == 1


def _apart(raw: Raw, *, first: bool) -> Raw:
    return replace(raw, blank_before=True, tabbed=True) if first else raw
