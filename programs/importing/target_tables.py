"""Targets set out in a table: TT | Chỉ tiêu | ĐVT | Số lượng | …"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from programs.importing.folding import key
from programs.importing.passage import Passage
from programs.importing.promises import Setting, read_promises
from programs.importing.quantities import find
from programs.importing.reading import IndicatorRead, Paragraph, Span, TargetRead

# What a column holds, by its head; the first that fits decides.
_COLUMNS = (
    ("number", re.compile(r"^(?:s?tt|số tt|số thứ tự|thứ tự)\W*$")),
    ("unit", re.compile(r"^(?:đvt|đơn vị tính|đơn vị\s*$)")),
    ("quantity", re.compile(r"^(?:số lượng|kế hoạch|chỉ tiêu giao|mức|giá trị|mục tiêu(?: năm)?|số|tổng|"
                            r"chỉ tiêu (?:năm )?\d{4}|năm \d{4}|số liệu|khối lượng)")),
    ("text", re.compile(r"(?:chỉ tiêu|nội dung|tên|hoạt động|công việc|nhiệm vụ)")),
    ("note", re.compile(r"(?:ghi chú|phụ trách|thời gian|đơn vị|chủ trì)")),
)  # fmt: skip


def columns(cells: tuple[str, ...]) -> list[str | None]:
    """Return what each column of a table holds, judged by its heading row."""
    out: list[str | None] = []
    for cell in cells:
        kind = next((name for name, pattern in _COLUMNS if pattern.search(key(cell).strip())), None)
        out.append(kind if kind not in out or kind == "note" else None)
    return out


def is_heading_row(cells: tuple[str, ...]) -> bool:
    """Tell whether the row names columns: a text column and at least one other."""
    kinds = columns(cells)
    return "text" in kinds and sum(k is not None for k in kinds) >= 2 and not any(find(key(c)) for c in cells)


def cell_offsets(paragraph: Paragraph) -> list[int]:
    """Return where each cell begins in the text of its row."""
    offsets, at = [], 0
    for cell in paragraph.cells:
        found = paragraph.text.find(cell, at)
        offsets.append(found if found >= 0 else at)
        at = max(found, at) + len(cell)
    return offsets


def read_row(paragraph: Paragraph, header: tuple[str, ...], setting: Setting) -> TargetRead | None:
    """Return the target of a table row, or None when the row holds none (a group heading, an empty row)."""
    kinds = columns(header) if header else _guess(paragraph.cells)
    cells = dict(zip((k for k in kinds if k), _present(kinds, paragraph.cells), strict=False))
    text = cells.get("text", "").strip()
    if not text:
        return None
    number = cells.get("number", "").strip() or None
    offset = cell_offsets(paragraph)[kinds.index("text")]
    amount, unit = cells.get("quantity", "").strip(), cells.get("unit", "").strip()
    phrase = _sentence(text, amount, unit)
    passage = Passage(phrase, ((0, paragraph.index, offset),))
    indicators = read_promises(passage, replace(setting, wants_standards=bool(amount or unit)))
    if not indicators:
        return None
    span = Span(paragraph.index, 0, len(paragraph.text))
    placed = tuple(replace(_in_percent(i, unit), span=span) for i in indicators)
    return TargetRead(number, phrase, placed, span)


def _present(kinds: list[str | None], cells: tuple[str, ...]) -> list[str]:
    return [cells[i] if i < len(cells) else "" for i, kind in enumerate(kinds) if kind]


def _guess(cells: tuple[str, ...]) -> list[str | None]:
    """A table without a heading row: number first if it looks like one, then text, then unit and quantity."""
    kinds: list[str | None] = []
    rest = (
        ["text", "unit", "quantity"]
        if len(cells) > 3 or (len(cells) == 3 and not _is_number(cells[0]))
        else ["text", "quantity"]
    )
    for i, cell in enumerate(cells):
        if i == 0 and _is_number(cell):
            kinds.append("number")
        else:
            kinds.append(rest.pop(0) if rest else None)
    return kinds


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"\W?(?:\d{1,2}(?:\.\d+)*|[IVX]+|[a-z])\W*", cell.strip()))


def _sentence(text: str, amount: str, unit: str) -> str:
    """Return the row as one clause: text, comparator and number, unit ("Trồng mới cây xanh ≥ 2.000 cây")."""
    text = text.rstrip(" .;:")
    if not amount or not re.search(r"\d", amount):
        return " ".join(part for part in (text, amount) if part)
    if find(key(text)):
        return text  # the clause states its number itself
    if unit == "%" or amount.endswith("%"):
        return f"{text}: {_percent(amount)}"
    bare = unit if unit and key(unit) not in key(amount) else ""
    bare = bare[:1].lower() + bare[1:] if bare[1:] == bare[1:].lower() else bare
    return f"{text}: {amount} {bare}".strip()


def _percent(amount: str) -> str:
    """ "≥ 85" under "%" is "≥ 85%"; "80% trở lên" and "80 - 85%" say it themselves; "80 trở lên" is "80% trở lên"."""
    if "%" in amount:
        return amount
    return re.sub(r"(\d)(?!.*\d)", r"\1%", amount, count=1)


def _in_percent(item: IndicatorRead, unit: str) -> IndicatorRead:
    if unit and item.unit != "%" and not item.unit and item.quantity is not None and item.quantity > Decimal(0):
        return replace(item, unit=unit)
    return item
