"""A workbook somebody sent, opened with care: within limits, without links to elsewhere, formulas named as such."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from openpyxl import load_workbook

from units.formats import format_number
from units.vietnamese import nfc
from units.workbook.reading import DAMAGED, UnreadableWorkbook, check_container

Rows: TypeAlias = "list[tuple[Any, ...]]"
MAX_PAGES = 20


class Formula(str):
    """The text of a formula, which nobody computes here."""

    __slots__ = ()


class CellError(str):
    """What Excel shows where it could not compute: "#REF!"."""

    __slots__ = ()


def read_pages(content: bytes, *, max_rows: int, max_columns: int, formulas: bool = False) -> dict[str, Rows]:
    """Return the cells of each sheet by its title, rows from the first on, no further than the limits.

    A formula is what Excel computed last, or with `formulas` a `Formula`; errors are `CellError`. Raises
    UnreadableWorkbook for what is no workbook, is damaged, or would unpack to too much.
    """
    check_container(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False)
        pages = {}
        for page in book.worksheets[:MAX_PAGES]:
            rows = page.iter_rows(min_row=1, max_row=max_rows, max_col=max_columns)
            pages[nfc(page.title)] = [tuple(_value(cell) for cell in row) for row in rows]
        book.close()
    except Exception as error:
        # What a damaged file makes the library raise is not written down anywhere.
        raise UnreadableWorkbook(DAMAGED) from error
    return pages


def as_typed(value: Any) -> str:
    """Return a cell as somebody would have typed it; Excel keeps numbers as numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        return format_number(Decimal(str(value)))
    return nfc(str(value)).strip()


def is_moment(value: Any) -> bool:
    """True for what Excel has taken for a day or a time: "4/5" becomes the fourth of May."""
    return isinstance(value, date | datetime | time | timedelta)


def _value(cell: Any) -> Any:
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        return Formula(cell.value)
    return CellError(cell.value) if kind == "e" else cell.value
