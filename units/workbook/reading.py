"""From the bytes of a file to its cells as text, with every problem named. Knows nothing of what is in the portal."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from units.formats import format_number
from units.vietnamese import fold, nfc
from units.workbook.layout import EXAMPLE, SHEETS, Sheet

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 30 * 1024 * 1024
MAX_ENTRIES = 300
MAX_ROWS = 5000
MAX_COLUMNS = 40
MAX_TEXT = 500

NOT_EXCEL = "Tệp này không phải tệp Excel .xlsx. Tải mẫu về, điền rồi lưu dạng .xlsx."
OLD_OR_LOCKED = "Tệp có mật khẩu hoặc ở dạng .xls cũ. Bỏ mật khẩu, lưu lại dạng Excel Workbook (.xlsx) rồi tải lên."
DAMAGED = "Không đọc được tệp: tệp hỏng hoặc lưu dở dang. Mở bằng Excel, lưu lại dạng .xlsx rồi tải lên."
TOO_BIG = "Tệp quá lớn để đọc. Chỉ giữ các trang theo mẫu, bỏ hình ảnh và định dạng thừa rồi lưu lại."
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"


class UnreadableWorkbook(Exception):  # noqa: N818, said to the person
    """The file cannot be read at all; the message says in Vietnamese what to do."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in which cell, and what to do."""

    sheet: str
    cell: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """A row of a sheet: its number in Excel, and its cells by column key. Empty cells are left out."""

    number: int
    values: dict[str, str]
    letters: dict[str, str]

    def cell(self, key: str) -> str:
        """The name of a cell as Excel shows it, "B7"."""
        return f"{self.letters.get(key, 'A')}{self.number}"


@dataclass
class Cells:
    """The rows of each sheet by its key."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {key: [[line.number, line.values, line.letters] for line in lines] for key, lines in self.lines.items()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Cells:
        return cls({key: [Line(*line) for line in lines] for key, lines in stored.items()})


def read_workbook(content: bytes) -> Cells:
    """Return all cells and all problems of layout; raises UnreadableWorkbook for what is no workbook of ours."""
    check_container(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        cells = read_sheets({fold(page.title): page for page in book.worksheets})
        book.close()
    except UnreadableWorkbook:
        raise
    except Exception as error:
        raise UnreadableWorkbook(DAMAGED) from error
    return cells


def check_container(content: bytes) -> None:
    """Refuse, before anything is unpacked, what is no .xlsx or would unpack to too much."""
    if len(content) > MAX_BYTES:
        raise UnreadableWorkbook(f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. {TOO_BIG}")
    if content.startswith(OLE_SIGNATURE):
        raise UnreadableWorkbook(OLD_OR_LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            entries = container.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise UnreadableWorkbook(NOT_EXCEL) from None
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise UnreadableWorkbook(NOT_EXCEL)
    # zipfile never unpacks more of an entry than its directory says, so the sum is a bound.
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UnreadableWorkbook(TOO_BIG)


def read_sheets(pages: dict[str, Any]) -> Cells:
    known = [(sheet, pages[fold(sheet.title)]) for sheet in SHEETS if fold(sheet.title) in pages]
    if not known:
        titles = ", ".join(f"“{sheet.title}”" for sheet in SHEETS)
        raise UnreadableWorkbook(f"Tệp không có trang nào theo mẫu ({titles}). Tải mẫu về và điền vào đó.")
    cells = Cells()
    for sheet, page in known:
        cells.lines[sheet.key] = list(read_lines(sheet, page, cells.problems))
    return cells


def read_lines(sheet: Sheet, page: Any, problems: list[Problem]) -> Iterator[Line]:
    """Yield the rows that hold anything; problems of the layout are added to the list."""
    rows = page.iter_rows(min_row=1, max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
    keys = read_head(sheet, next(rows, ()), problems)
    letters = {key: get_column_letter(number + 1) for number, key in keys.items()}
    for number, row in enumerate(rows, start=2):
        if number > MAX_ROWS + 1:
            if any(value not in (None, "") for value in row):
                sentence = f"Trang có hơn {format_number(MAX_ROWS)} dòng. Chia thành nhiều tệp rồi tải lên lần lượt."
                problems.append(Problem(sheet.title, f"A{number}", sentence))
            return
        values = {key: text for place, key in keys.items() if place < len(row) and (text := as_text(row[place], key))}
        if values and not fold(next(iter(values.values()))).startswith(fold(EXAMPLE)):
            line = Line(number, values, letters)
            problems.extend(too_long(sheet, line))
            yield line


def read_head(sheet: Sheet, row: tuple[Any, ...], problems: list[Problem]) -> dict[int, str]:
    """Return the key of each column by its place, from the titles in the first row."""
    known = {fold(column.title): column.key for column in sheet.columns}
    keys: dict[int, str] = {}
    for place, value in enumerate(row):
        title = fold(str(value or "")).rstrip("* ").strip()
        cell = f"{get_column_letter(place + 1)}1"
        if title in known and known[title] not in keys.values():
            keys[place] = known[title]
        elif title:
            shown = nfc(str(value))[:60]
            sentence = f"Cột “{shown}” không có trong mẫu hoặc bị lặp. Xóa cột, hoặc ghi lại tên cột theo mẫu."
            problems.append(Problem(sheet.title, cell, sentence))
    problems.extend(
        Problem(sheet.title, "A1", f"Thiếu cột “{column.title}”. Thêm lại cột theo mẫu.")
        for column in sheet.columns
        if column.is_required and column.key not in keys.values()
    )
    return keys


def as_text(value: Any, key: str) -> str:
    """Return a cell as it would be typed; whole numbers without a comma, dates in figures."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return number_as_text(value, key)
    return nfc(" ".join(str(value).split()))


def number_as_text(value: float, key: str) -> str:
    if value != int(value):
        return format_number(value)
    text = str(int(value))
    # Excel drops the zero at the front of a telephone number that was typed as a number.
    return f"0{text}" if key == "phone" and len(text) == 9 else text


def too_long(sheet: Sheet, line: Line) -> Iterator[Problem]:
    for key, text in line.values.items():
        if len(text) > MAX_TEXT:
            yield Problem(sheet.title, line.cell(key), f"Nội dung quá dài ({len(text)} ký tự). Rút gọn lại.")
