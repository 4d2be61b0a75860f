"""The annex to compute with: Excel, real numbers, sums as formulas."""

from __future__ import annotations

from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from indicators.annex.content import GOAL, TOTAL, Annex, Group
from indicators.desk import Column
from programs.letterhead import UNION_NAME
from units.workbook.cells import put_text

_THIN = Side(style="thin", color="000000")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FONT = "Times New Roman"
HEAD_ROW = 8


def write(annex: Annex, out: BinaryIO) -> None:
    """Write the annex as a workbook into the open file: a sheet for each group of columns."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for place, group in enumerate(annex.groups, start=1):
        _write_group(book.create_sheet(f"Biểu {place}" if group.title else "Phụ lục"), annex, group)
    book.save(out)


def _write_group(page: Any, annex: Annex, group: Group) -> None:
    last = len(group.headings)
    _write_head(page, annex, group, last)
    for number, text in enumerate(group.headings, start=1):
        _put(page, HEAD_ROW, number, text, bold=True, across="center")
        page.column_dimensions[get_column_letter(number)].width = {1: 5, 2: 44}.get(number, 16)
    lines = max(len(text) for text in group.headings[2:]) // 17 + 1 if last > 2 else 2
    page.row_dimensions[HEAD_ROW].height = min(150, 15 * lines + 6)
    for place, unit in enumerate(group.units, start=1):
        row = HEAD_ROW + place
        _put(page, row, 1, place)
        _put(page, row, 2, unit.name)
        page.row_dimensions[row].height = 15 * (len(unit.name) // 46 + 1)
        for number, column in enumerate(group.columns, start=3):
            value = column.cells[place - 1].now
            _put(page, row, number, None if value is None else float(value), of=column)
    _write_foot(page, group)
    _write_ending(page, annex, HEAD_ROW + len(group.units) + 4, last)
    page.freeze_panes = page.cell(HEAD_ROW + 1, 3)
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.page_setup.orientation = "landscape" if annex.is_wide else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _write_head(page: Any, annex: Annex, group: Group, last: int) -> None:
    head, middle = annex.head, max(3, last // 2 + 1)
    left = [head.superior.upper(), head.issuer.upper(), "***"] if head.superior else [head.issuer.upper(), "***"]
    for row, text in enumerate(left, start=1):
        _line(page, row, 1, middle - 1, text, bold=text == head.issuer.upper())
    _line(page, 1, middle, max(last, middle), UNION_NAME, bold=True, underline="single")
    _line(page, 2, middle, max(last, middle), head.place_and_date, italic=True)
    _line(page, 4, 1, last, head.document_type, bold=True, size=14)
    for row, text in enumerate(head.subject, start=5):
        _line(page, row, 1, last, text, bold=True, size=12)
    _line(page, HEAD_ROW - 1, 1, last, " ".join(filter(None, (group.title, annex.note))), italic=True)


def _write_ending(page: Any, annex: Annex, row: int, last: int) -> None:
    head, middle = annex.head, max(3, last // 2 + 1)
    for place, text in enumerate(("Nơi nhận:", *head.recipient_lines)):
        put_text(page.cell(row + place, 2), text)
        page.cell(row + place, 2).font = Font(name=_FONT, size=11, bold=place == 0, italic=place == 0)
    for place, text in ((0, head.authority), (1, head.position), (5, head.signatory)):
        _line(page, row + place, middle, max(last, middle), text, bold=place != 1)


def _line(page: Any, row: int, first: int, last: int, text: str, size: int = 12, **font: Any) -> None:
    cell = page.cell(row, first)
    put_text(cell, text)
    cell.font = Font(name=_FONT, size=size, **font)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if last > first:
        page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    if row > 3:
        page.row_dimensions[row].height = 32 if len(text) > 90 else 18


def _write_foot(page: Any, group: Group) -> None:
    first, last = HEAD_ROW + 1, HEAD_ROW + len(group.units)
    for row, words in ((last + 1, TOTAL), (last + 2, GOAL)):
        _put(page, row, 1, None)
        _put(page, row, 2, words, bold=True)
    for number, column in enumerate(group.columns, start=3):
        letter = get_column_letter(number)
        total = f"=SUM({letter}{first}:{letter}{last})" if column.is_summed and group.units else None
        _put(page, last + 1, number, total, bold=True, of=column)
        goal = column.total.now
        _put(page, last + 2, number, None if goal is None else float(goal), bold=True, of=column)


def _put(
    page: Any, row: int, column: int, value: Any, *, bold: bool = False, across: str = "", of: Column | None = None
) -> None:
    cell = page.cell(row, column)
    if isinstance(value, str) and of is None:
        put_text(cell, value)
    else:
        cell.value = value
    cell.font, cell.border = Font(name=_FONT, size=11, bold=bold), _GRID
    cell.alignment = Alignment(horizontal=across or None, vertical="top", wrap_text=True)
    if of is not None:
        places = of.indicator.decimals
        cell.number_format = f"#,##0.{'0' * places}" if places else "#,##0"
