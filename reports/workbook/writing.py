"""The report form as an Excel workbook that looks like the form: what is known is locked, what is asked is open."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from indicators.models import Kind
from reports.models import Submission
from reports.sheets import Group, Row, Sheet, sheet_of
from reports.typed import NO, TEXT_LENGTH, VALUE, YES
from reports.workbook import layout
from units.formats import format_date
from units.workbook.cells import put_text

_THIN = Side(style="thin", color="B8C4D0")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="0A58A8")
_TARGET = PatternFill("solid", fgColor="EAF2FB")
_OPEN = PatternFill("solid", fgColor="FFFBE6")
_TOP = Alignment(wrap_text=True, vertical="top")
# Letters of the default font that fit into one unit of a column's width, near enough for the height of merged rows.
_LETTERS = 190
HOW = (
    "Điền vào các ô nền vàng rồi tải tệp lên cổng. Để trống là chưa có số liệu; không có trong kỳ thì chọn "
    "“Trong kỳ không có”. Ghi số như 1.200 hoặc 12,5; tỷ lệ ghi tử số và mẫu số."
)
NO_FIGURES = "Báo cáo này không yêu cầu số liệu, chỉ cần phần nội dung."
_PROMPTS = {Kind.COUNT: "Ghi số, ví dụ 1.200 hoặc 12,5.", Kind.SHARE: "Ghi tử số; mẫu số ghi ở ô bên phải."}


def form_workbook(submission: Submission) -> bytes:
    """Return the form as it stands now as .xlsx: figures, written parts, and a hidden sheet that says whose it is."""
    sheet = sheet_of(submission)
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    _figures(book.create_sheet(layout.FIGURES), submission, sheet)
    _texts(book.create_sheet(layout.TEXTS), submission, sheet)
    _about(book.create_sheet(layout.ABOUT), layout.seal_of(submission, sheet))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _figures(page: Any, submission: Submission, sheet: Sheet) -> None:
    _head(page, submission, sheet, layout.HEADINGS, layout.HEAD_ROW)
    _write(page, 4, layout.LABEL, HOW if sheet.groups else NO_FIGURES, is_framed=False)
    page.merge_cells(start_row=4, start_column=layout.LABEL, end_row=4, end_column=layout.NOTE)
    page.row_dimensions[4].height = 33
    number, cells = layout.FIRST_ROW, _Inputs(page)
    for group in sheet.groups:
        number = _title(page, number, _heading(group, is_one_of_several=sheet.has_several_programs))
        for row in group.rows:
            _row(page, number, row, cells)
            number += 1
    cells.add_lists()
    page.freeze_panes = _cell(layout.MEASURE, layout.FIRST_ROW)
    page.print_title_rows = f"{layout.HEAD_ROW}:{layout.HEAD_ROW}"
    _finish(page)


def _row(page: Any, number: int, row: Row, cells: _Inputs) -> None:
    indicator, (numerator, whole) = row.indicator, row.fields
    is_share = indicator.kind == Kind.SHARE
    measure = "" if indicator.kind == Kind.CONDITION else indicator.unit_of_measure
    known = (layout.key_of(indicator.pk), indicator.label, measure, row.goal_text, row.so_far_text, row.last_text)
    for column, text in enumerate(known, start=layout.KEY):
        _write(page, number, column, text)
    answers = layout.ANSWERS
    said = {
        layout.TEXT: numerator if is_share else row.typed.text,
        layout.WHOLE: whole if is_share else "",
        layout.ANSWER: "" if row.typed.answer == VALUE else answers[row.typed.answer],
        layout.ESTIMATED: layout.FLAG if row.typed.is_estimated else "",
        layout.APPROXIMATE: layout.FLAG if row.typed.is_approximate else "",
        layout.REASON: row.typed.reason,
        layout.NOTE: row.typed.note,
    }
    for column, text in said.items():
        _write(page, number, column, text, is_open=is_share or column != layout.WHOLE)
    cells.note(number, Kind(indicator.kind))


class _Inputs:
    """Which lists to choose from belong to which cells."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.answer = _choices(layout.ANSWERS.values())
        self.flag = _choices([layout.FLAG])
        self.condition = _choices([YES, NO])
        self.figures = {kind: _prompt(text) for kind, text in _PROMPTS.items()}

    def note(self, number: int, kind: Kind) -> None:
        self.answer.add(_cell(layout.ANSWER, number))
        self.flag.add(f"{_cell(layout.ESTIMATED, number)}:{_cell(layout.APPROXIMATE, number)}")
        self.figures.get(kind, self.condition).add(_cell(layout.TEXT, number))

    def add_lists(self) -> None:
        for choices in (self.answer, self.flag, self.condition, *self.figures.values()):
            if choices.sqref:
                self.page.add_data_validation(choices)


def _texts(page: Any, submission: Submission, sheet: Sheet) -> None:
    _head(page, submission, sheet, layout.PART_HEADINGS, layout.TEXT_HEAD_ROW)
    for number, part in enumerate(sheet.parts, start=layout.TEXT_FIRST_ROW):
        _write(page, number, layout.PART_KEY, part.part.value)
        _write(page, number, layout.PART_LABEL, part.label, bold=True)
        _write(page, number, layout.PART_TEXT, part.text, is_open=True)
        _write(page, number, layout.PART_BEFORE, part.before)
        page.row_dimensions[number].height = min(400, max(120, 16 * (part.text.count("\n") + len(part.text) // 75 + 2)))
    page.freeze_panes = _cell(layout.PART_TEXT, layout.TEXT_FIRST_ROW)
    _finish(page)


def _about(page: Any, seal: layout.Seal) -> None:
    page.sheet_state = "hidden"
    lines = {
        "Đơn vị": seal.unit,
        "Kỳ báo cáo": seal.period,
        "Lần gửi": str(seal.sendings + 1),
        "Phiên bản báo cáo": str(seal.version),
        "Phiên bản biểu mẫu": str(seal.layout),
        "Dấu kiểm": seal.signed(),
    }
    for number, (label, text) in enumerate(lines.items(), start=1):
        _write(page, number, 1, label, is_framed=False)
        _write(page, number, 2, text, is_framed=False)
    page.protection.sheet = True


def _head(page: Any, submission: Submission, sheet: Sheet, headings: dict[int, tuple[str, int]], at: int) -> None:
    span = f" – số liệu từ {format_date(sheet.span[0])} đến hết {format_date(sheet.span[1])}" if sheet.span else ""
    for number, text in enumerate((submission.period.name, f"{submission.unit.name}{span}"), start=1):
        cell = page.cell(number, 2)
        _put(cell, text)
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)
    for column, (heading, width) in headings.items():
        cell = page.cell(at, column, heading)
        cell.font, cell.fill, cell.border = Font(bold=True, color="FFFFFF"), _HEAD, _GRID
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.column_dimensions[get_column_letter(column)].width = width
    page.row_dimensions[at].height = 48
    page.column_dimensions["A"].hidden = True


def _heading(group: Group, *, is_one_of_several: bool) -> str:
    sentence = f"Chỉ tiêu {group.target.number}. {group.target.text}" if group.target else "Chỉ số khác"
    return f"{group.program.title}: {sentence}" if is_one_of_several else sentence


def _title(page: Any, number: int, text: str) -> int:
    """Write a target's sentence across the sheet; return the number of the next row."""
    _write(page, number, layout.LABEL, text, bold=True)
    page.merge_cells(start_row=number, start_column=layout.LABEL, end_row=number, end_column=layout.NOTE)
    page.cell(number, layout.LABEL).fill = _TARGET
    page.row_dimensions[number].height = 18 + 15 * (len(text) // _LETTERS)
    return number + 1


def _write(
    page: Any,
    number: int,
    column: int,
    text: str,
    *,
    is_open: bool = False,
    bold: bool = False,
    is_framed: bool = True,
) -> None:
    cell = page.cell(number, column)
    _put(cell, text)
    cell.alignment, cell.font = _TOP, Font(bold=bold)
    if is_framed:
        cell.border = _GRID
    if is_open:
        cell.fill, cell.protection = _OPEN, Protection(locked=False)


def _put(cell: Any, text: str) -> None:
    """Write text and nothing else: what begins with "=" stays what somebody typed, and "4/5" no day of May."""
    cell.number_format = "@"
    put_text(cell, text)


def _choices(words: Iterable[str]) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=f'"{",".join(words)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Chọn trong danh sách",
        error="Chọn một mục trong danh sách, hoặc để trống.",
    )


def _prompt(text: str) -> DataValidation:
    return DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(TEXT_LENGTH),
        allow_blank=True,
        showInputMessage=True,
        promptTitle="Kỳ này",
        prompt=text,
    )


def _cell(column: int, number: int) -> str:
    return f"{get_column_letter(column)}{number}"


def _finish(page: Any) -> None:
    # Without a password: it keeps slips away, not people. Rows and columns may be made larger to read.
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
