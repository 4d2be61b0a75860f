"""The desk as it stands as .xlsx: headings and goals locked, shares open, sums as formulas."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from indicators.desk import Column, Desk
from indicators.workbook import layout
from units.workbook.cells import put_text

_THIN = Side(style="thin", color="B8C4D0")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="0A58A8")
_SUM = PatternFill("solid", fgColor="EAF2FB")
_OPEN = PatternFill("solid", fgColor="FFFBE6")
_SHUT = PatternFill("solid", fgColor="E5E7EB")
HOW = (
    "Điền mức giao vào các ô nền vàng rồi tải tệp lên cổng. Để trống là không giao. Ô xám: chỉ số không giao cho "
    "đơn vị đó. Hàng “Tổng giao” và “Còn lại” tự tính."
)


def desk_workbook(desk: Desk) -> bytes:
    """Return the desk as a workbook of one sheet, and two hidden ones that say whose it is and what it rests on."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    _write_desk(book.create_sheet(layout.DESK), desk)
    goals = _write_base(book.create_sheet(layout.BASE), desk)
    _write_about(book.create_sheet(layout.ABOUT), desk, layout.digest_of(goals))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_desk(page: Any, desk: Desk) -> None:
    lines = (desk.program.title, f"{desk.body.name} giao cho các đơn vị", HOW)
    for number, text in enumerate(lines, start=1):
        put_text(page.cell(number, layout.NAME_COLUMN), text)
        page.cell(number, layout.NAME_COLUMN).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    _head(page.cell(layout.HEAD_ROW, layout.NAME_COLUMN), "Đơn vị")
    _label(page.cell(layout.GOAL_ROW, layout.NAME_COLUMN), f"Chỉ tiêu của {desk.body.label}", bold=True)
    for row, unit in enumerate(desk.units, start=layout.FIRST_ROW):
        page.cell(row, layout.KEY_COLUMN).value = unit.pk
        _label(page.cell(row, layout.NAME_COLUMN), unit.name)
    last = layout.FIRST_ROW + len(desk.units) - 1
    for row, text in ((last + 1, "Tổng giao"), (last + 2, "Còn lại (âm là giao vượt)")):
        _label(page.cell(row, layout.NAME_COLUMN), text, bold=True)
    for number, column in enumerate(desk.columns, start=layout.FIRST_COLUMN):
        _write_column(page, number, column, last)
    page.column_dimensions["A"].hidden = page.row_dimensions[layout.KEY_ROW].hidden = True
    page.column_dimensions["B"].width = 46
    page.row_dimensions[layout.HEAD_ROW].height = 110
    page.freeze_panes = page.cell(layout.FIRST_ROW, layout.FIRST_COLUMN)
    page.print_title_rows = f"{layout.HEAD_ROW}:{layout.HEAD_ROW}"
    page.print_title_cols = "B:B"
    # Without a password: it keeps slips away, not people.
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4


def _write_column(page: Any, number: int, column: Column, last: int) -> None:
    letter, indicator = get_column_letter(number), column.indicator
    target = f"{indicator.target.plain_number}. " if indicator.target and indicator.target.number else ""
    measure = f" ({indicator.unit_of_measure})" if indicator.unit_of_measure else ""
    page.cell(layout.KEY_ROW, number).value = indicator.pk
    _head(page.cell(layout.HEAD_ROW, number), f"{target}{indicator.label}{measure}")
    page.column_dimensions[letter].width = 17
    shown = "#,##0" if not indicator.decimals else f"#,##0.{'#' * indicator.decimals}"
    _number(page.cell(layout.GOAL_ROW, number), column.total.number, shown, fill=_SUM, bold=True)
    rule = _rule(indicator.decimals)
    for row, cell in enumerate(column.cells, start=layout.FIRST_ROW):
        place = page.cell(row, number)
        _number(place, cell.number, shown, fill=_OPEN if cell.is_open else _SHUT)
        place.protection = Protection(locked=not cell.is_open)
        rule.add(place)
    if column.cells:
        page.add_data_validation(rule)
    total = f"=SUM({letter}{layout.FIRST_ROW}:{letter}{last})" if column.is_summed and column.cells else None
    goal = f"{letter}{layout.GOAL_ROW}"
    rest = f'=IF({goal}="","",{goal}-{letter}{last + 1})' if total else None
    for row, formula in ((last + 1, total), (last + 2, rest)):
        _number(page.cell(row, number), formula, shown, fill=_SUM, bold=True)


def _rule(decimals: int) -> DataValidation:
    return DataValidation(
        type="decimal" if decimals else "whole",
        operator="greaterThanOrEqual",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Mức giao",
        error="Ghi số từ 0 trở lên" + ("." if decimals else ", không có phần thập phân."),
    )


def _write_base(page: Any, desk: Desk) -> list[tuple[int, int, int]]:
    goals = [
        (column.indicator.pk, cell.unit.pk, cell.goal.pk)
        for column in desk.columns
        for cell in column.all_cells
        if cell.goal
    ]
    for row in goals:
        page.append(row)
    page.sheet_state = "hidden"
    page.protection.sheet = True
    return goals


def _write_about(page: Any, desk: Desk, digest: str) -> None:
    seal = layout.Seal(layout.FORMAT, desk.program.pk, desk.body.pk, digest)
    lines = (
        ("Chương trình", desk.program.title),
        ("Cấp giao", desk.body.name),
        ("Phiên bản biểu mẫu", str(seal.layout)),
        ("Dấu kiểm", seal.signed()),
    )
    for number, (label, text) in enumerate(lines, start=1):
        put_text(page.cell(number, 1), label)
        put_text(page.cell(number, 2), text)
    page.sheet_state = "hidden"
    page.protection.sheet = True


def _head(cell: Any, text: str) -> None:
    put_text(cell, text)
    cell.font, cell.fill, cell.border = Font(bold=True, color="FFFFFF"), _HEAD, _GRID
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def _label(cell: Any, text: str, *, bold: bool = False) -> None:
    put_text(cell, text)
    cell.font, cell.border, cell.alignment = Font(bold=bold), _GRID, Alignment(wrap_text=True, vertical="top")


def _number(cell: Any, value: Decimal | str | None, shown: str, *, fill: PatternFill, bold: bool = False) -> None:
    cell.value = float(value) if isinstance(value, Decimal) else value
    cell.number_format, cell.fill, cell.border, cell.font = shown, fill, _GRID, Font(bold=bold)
