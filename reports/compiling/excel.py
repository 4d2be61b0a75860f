"""The compiled report to compute with: Excel, real numbers in cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from reports.compiling.content import GROUP_HEADINGS, STANDING_HEADINGS, TARGET_HEADINGS, Content, FigureRow, GroupRow
from units import clock
from units.formats import format_datetime
from units.printable import printable

THIN = Side(style="thin", color="808080")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD_FILL = PatternFill("solid", fgColor="DCE9F5")
PERCENT = '0.0"%"'
RISKY = ("=", "+", "-", "@", "\t", "\r")


def write(content: Content, out: BinaryIO) -> None:
    """Write the report as a workbook of three sheets into the open file."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    _write_targets(book.create_sheet("Chỉ tiêu"), content)
    _write_standings(book.create_sheet("Đơn vị"), content)
    _write_groups(book.create_sheet("Cụm"), content)
    book.save(out)


def defused(text: str) -> str:
    """The text so that a spreadsheet shows it and never computes it: an apostrophe before =, +, -, @."""
    text = printable(text)
    return f"'{text}" if text.startswith(RISKY) and len(text) > 1 else text


def _start(sheet: Any, content: Content, title: str, headings: Sequence[str], widths: Sequence[int]) -> int:
    """Write title and headings; return the number of the first row of data."""
    sheet["A1"] = title
    sheet["A1"].font = Font(name="Times New Roman", size=14, bold=True)
    sheet["A2"] = defused(
        f"{content.head.issuer} – {content.period_name} – số liệu tính đến {format_datetime(content.built_from)}"
    )
    sheet["A2"].font = Font(name="Times New Roman", size=11, italic=True)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = sheet.cell(row=4, column=column, value=heading)
        cell.font = Font(name="Times New Roman", size=11, bold=True)
        cell.fill, cell.border = HEAD_FILL, GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "C5"
    sheet.print_title_rows = "4:4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return 5


def _put(
    sheet: Any, row: int, values: Sequence[object], *, bold: bool = False, formats: dict[int, str] | None = None
) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row=row, column=column, value=defused(value) if isinstance(value, str) else value)
        cell.font = Font(name="Times New Roman", size=11, bold=bold)
        cell.border = GRID
        cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
        if formats and column in formats and value is not None:
            cell.number_format = formats[column]


def _number_format(row: FigureRow) -> str:
    if row.is_share:
        return PERCENT
    return "#,##0" + (f".{'0' * row.decimals}" if row.decimals else "")


def _write_targets(sheet: Any, content: Content) -> None:
    widths = (7, 60, 18, 18, 12, 12, 12, 10, 16, 12)
    line = _start(sheet, content, "Kết quả thực hiện chỉ tiêu", TARGET_HEADINGS, widths)
    for target in content.targets:
        _put(sheet, line, (target.number, target.text, *[None] * 8), bold=True)
        sheet.merge_cells(start_row=line, start_column=2, end_row=line, end_column=10)
        sheet.row_dimensions[line].height = 15 * (1 + len(target.text) // 130)
        line += 1
        for row in target.figures:
            shape = _number_format(row)
            goal = row.goal if row.goal is not None else row.goal_words
            reached = f"{row.units_reached}/{row.units_total}" if row.units_total else None
            figures = (goal, row.this_period, row.so_far, row.change, row.percent)
            _put(
                sheet,
                line,
                (None, row.label, row.unit_of_measure, *figures, row.status, reached),
                formats={4: shape, 5: shape, 6: shape, 7: shape, 8: PERCENT},
            )
            line += 1


def _write_standings(sheet: Any, content: Content) -> None:
    widths = (6, 48, 26, 18, 18, 9, 9, 9, 9, 9, 10, 8)
    line = _start(sheet, content, "Tình hình gửi báo cáo của từng đơn vị", STANDING_HEADINGS, widths)
    for number, row in enumerate(content.units, line - 4):
        sent = clock.local(row.sent_at).replace(tzinfo=None) if row.sent_at else None
        counts = (row.times_returned, row.due, row.on_time, row.late, row.missing)
        values = (number, row.unit, row.cluster, row.standing, sent, *counts, row.rate, row.rank)
        _put(sheet, line, values, formats={5: "HH:MM DD/MM/YYYY", 11: PERCENT})
        line += 1


def _write_groups(sheet: Any, content: Content) -> None:
    line = _start(sheet, content, "Tổng hợp theo cụm", GROUP_HEADINGS, (40, 10, 10, 10, 10, 12, 10, 10, 8))
    for row in content.groups:
        _put(sheet, line, _group_values(row), formats={8: PERCENT})
        line += 1
    _put(sheet, line, _group_values(content.whole), bold=True, formats={8: PERCENT})


def _group_values(row: GroupRow) -> tuple[str | int | Decimal | None, ...]:
    return (row.name, row.due, row.on_time, row.late, row.missing, row.pending, row.waived, row.rate, row.rank)
