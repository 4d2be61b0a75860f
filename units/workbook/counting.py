"""The sheet of headcounts alone, filled in with what is known: the office corrects it and uploads it again."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from units.formats import format_date
from units.headcounts import HeadList
from units.workbook.cells import put_text
from units.workbook.layout import GUIDE, HEADCOUNTS
from units.workbook.template import write_sheet

LINES = (
    "1. Trang “Số lượng” có sẵn mã đơn vị và số đang dùng. Sửa số cho đúng với năm nay rồi tải tệp lên.",
    "2. Đơn vị không thay đổi thì giữ nguyên dòng: tải lên là xác nhận. Đơn vị chưa rõ số thì xóa cả dòng.",
    "3. “Tính từ ngày” là ngày số lượng bắt đầu có hiệu lực, ví dụ 01/01/2026.",
    "4. Không đổi tên trang, tên cột và mã đơn vị.",
)


def headcount_workbook(heads: HeadList) -> bytes:
    """Return the .xlsx file with a line for each unit; the upload of lists reads it back."""
    book = Workbook()
    guide = book.active
    if isinstance(guide, Worksheet):
        _write_guide(guide, heads)
    lists = book.create_sheet("Danh mục")
    lists.sheet_state = "hidden"
    page = book.create_sheet(HEADCOUNTS.title)
    write_sheet(page, HEADCOUNTS, lists)
    begins = format_date(date(heads.year, 1, 1))
    for number, row in enumerate(heads.rows, start=2):
        count = row.count
        holds_from = format_date(count.holds_from) if count and not row.is_carried else begins
        numbers = (count.officers, count.members, count.youth, count.children) if count else ("", "", "", "")
        for column, value in enumerate((row.unit.code, holds_from, *numbers), start=1):
            cell = page.cell(number, column)
            cell.font = Font()
            cell.value = None
            put_text(cell, str(value))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_guide(page: Worksheet, heads: HeadList) -> None:
    page.title = GUIDE
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 18, 90
    put_text(page.cell(1, 1), f"Số lượng đoàn viên, thanh niên năm {heads.year} – {heads.body.name}")
    page.cell(1, 1).font = Font(bold=True, size=14)
    for number, line in enumerate(LINES, start=3):
        put_text(page.cell(number, 1), line)
    start = len(LINES) + 5
    put_text(page.cell(start - 1, 1), "Mã đơn vị")
    put_text(page.cell(start - 1, 2), "Tên đơn vị")
    for number, row in enumerate(heads.rows, start=start):
        put_text(page.cell(number, 1), row.unit.code)
        put_text(page.cell(number, 2), row.unit.name)
