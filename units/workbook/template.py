"""The empty workbook to download: headings, examples, lists to choose from, and how to fill it in."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from units.workbook.layout import EXAMPLE, GUIDE, SHEETS, Column, Sheet

PREPARED_ROWS = 3000
LISTS = "Danh mục"
HEAD = PatternFill("solid", fgColor="0A58A8")
SAMPLE = Font(italic=True, color="6B7885")


def build_template(unit_name: str) -> bytes:
    """Return the .xlsx file for a unit whose name stands on the first sheet."""
    book = Workbook()
    guide = book.active
    if isinstance(guide, Worksheet):
        write_guide(guide, unit_name)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for sheet in SHEETS:
        write_sheet(book.create_sheet(sheet.title), sheet, lists)
    book.move_sheet(lists, len(SHEETS))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_guide(page: Worksheet, unit_name: str) -> None:
    page.title = GUIDE
    page.column_dimensions["A"].width = 110
    lines = [
        f"Danh sách đơn vị, cụm, người dùng, số lượng – {unit_name}",
        "",
        "1. Điền vào các trang Đơn vị, Cụm, Người dùng, Số lượng. Trang không dùng thì để nguyên.",
        "2. Cột có dấu * là bắt buộc. Cột Cấp, Khối, Vai trò chọn trong danh sách.",
        f"3. Dòng mẫu bắt đầu bằng “{EXAMPLE}” được bỏ qua; có thể xóa.",
        "4. Ngày ghi dạng ngày/tháng/năm, ví dụ 01/01/2026. Số ghi liền hoặc có dấu chấm: 1200 hoặc 1.200.",
        "5. Không đổi tên trang và tên cột. Có thể thêm, bớt, sắp xếp dòng tùy ý.",
        "6. Ô để trống nghĩa là giữ nguyên thông tin đang có; nhập lại cùng một tệp không làm thay đổi gì.",
        "7. Tải tệp lên: hệ thống kiểm tra tất cả, nêu từng ô cần sửa, cho xem trước rồi mới ghi.",
        "",
        *(f"Trang “{sheet.title}”: {sheet.note}" for sheet in SHEETS),
    ]
    for number, line in enumerate(lines, start=1):
        cell = page.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)


def write_sheet(page: Worksheet, sheet: Sheet, lists: Worksheet) -> None:
    page.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        head = page.cell(1, number, column.heading)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center")
        if column.hint:
            head.comment = Comment(column.hint, "Đúng Hạn")
        for row, example in enumerate(column.examples, start=2):
            page.cell(row, number, example or None).font = SAMPLE
        # Text, so that Excel keeps the zeros of codes and telephone numbers and does not turn dates around.
        for row in range(2, 2 + 300):
            page.cell(row, number).number_format = "@"
        if column.choices:
            page.add_data_validation(choice_list(column, letter, lists))


def choice_list(column: Column, letter: str, lists: Worksheet) -> DataValidation:
    """Return a list to choose from; the choices stand on a hidden sheet, because they contain commas."""
    place = (lists.max_column if lists.cell(1, 1).value else 0) + 1
    for row, choice in enumerate(column.choices, start=1):
        lists.cell(row, place, choice)
    source = get_column_letter(place)
    choices = DataValidation(
        type="list",
        formula1=f"'{LISTS}'!${source}$1:${source}${len(column.choices)}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column.title,
        error="Chọn một mục trong danh sách.",
    )
    choices.add(f"{letter}2:{letter}{PREPARED_ROWS}")
    return choices
