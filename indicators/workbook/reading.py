"""A filled desk workbook put into the desk, and everything wrong with it at once. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from indicators.desk import Cell, Column, Desk, type_into
from indicators.workbook import layout
from units.workbook.pages import CellError, Formula, Rows, as_typed, is_moment, read_pages
from units.workbook.reading import Problem, UnreadableWorkbook

NOT_OURS = "Tệp này không phải biểu giao chỉ tiêu tải từ cổng. Tải biểu mẫu Excel ở bảng giao chỉ tiêu rồi điền vào đó."
SEAL_BROKEN = "Phần nhận dạng của tệp bị sửa hoặc bị mất nên không biết tệp thuộc bảng nào. Tải biểu mẫu mới về."
OLD_LAYOUT = "Tệp theo biểu mẫu cũ của cổng. Tải biểu mẫu mới về rồi chép số liệu sang."
OTHER_PROGRAM = "Tệp này của chương trình khác. Mở bảng giao chỉ tiêu của chương trình đó rồi tải tệp lên."
OTHER_BODY = "Tệp này của đơn vị khác giao. Mở bảng giao chỉ tiêu của đơn vị đó rồi tải tệp lên."
FORMULA = "Ô đang chứa công thức. Ghi thẳng kết quả vào ô (sao chép, rồi dán dạng giá trị)."
FAILED = "Ô đang báo lỗi của Excel. Xóa nội dung và ghi lại."
A_DAY = "Excel đã đổi nội dung ô thành ngày, giờ. Đặt định dạng ô là Number rồi ghi lại."
NO_SUCH_ROW = "Dòng này không thuộc bảng giao chỉ tiêu hiện nay. Xóa dòng, hoặc tải biểu mẫu mới về."
NO_SUCH_COLUMN = "Cột này không thuộc bảng giao chỉ tiêu hiện nay. Xóa cột, hoặc tải biểu mẫu mới về."
TWICE = "Dòng này lặp lại một đơn vị ở trên. Xóa dòng thừa."
NOT_GIVEN = "Chỉ số này không giao cho đơn vị. Xóa ô này."
CONTESTED = "Trên cổng mức này đã được đổi thành {} sau khi tải tệp. Tải biểu mẫu mới về, hoặc ghi {} vào ô này."


def read_into(desk: Desk, content: bytes) -> list[Problem]:
    """Put what the file says into the desk; return everything that has to be put right first.

    Raises UnreadableWorkbook for what is no workbook of this desk: another programme's, another body's, an older
    layout's, or one whose seal was broken.
    """
    pages = read_pages(content, max_rows=layout.MAX_ROWS * 20, max_columns=layout.MAX_COLUMNS, formulas=True)
    if any(title not in pages for title in (layout.DESK, layout.BASE, layout.ABOUT)):
        raise UnreadableWorkbook(NOT_OURS)
    goals = _goals(pages[layout.BASE])
    _see_whose(desk, pages[layout.ABOUT], layout.digest_of(goals))
    return _Sheet(pages[layout.DESK], desk).read(goals)


def _goals(rows: Rows) -> list[tuple[int, int, int]]:
    try:
        found = [(int(row[0]), int(row[1]), int(row[2])) for row in rows if row and row[0] is not None]
    except (TypeError, ValueError, IndexError):
        raise UnreadableWorkbook(SEAL_BROKEN) from None
    return found


def _see_whose(desk: Desk, rows: Rows, digest: str) -> None:
    row, column = layout.SEAL_CELL
    text = rows[row - 1][column - 1] if len(rows) >= row and len(rows[row - 1]) >= column else ""
    seal = layout.seal_in(str(text or ""))
    if seal is None:
        raise UnreadableWorkbook(SEAL_BROKEN)
    if seal.layout != layout.FORMAT:
        raise UnreadableWorkbook(OLD_LAYOUT)
    if seal.program != desk.program.pk:
        raise UnreadableWorkbook(OTHER_PROGRAM)
    if seal.body != desk.body.pk:
        raise UnreadableWorkbook(OTHER_BODY)
    if seal.digest != digest:
        raise UnreadableWorkbook(SEAL_BROKEN)


class _Sheet:
    """The rows of the file beside the cells of the desk that they are about."""

    def __init__(self, rows: Rows, desk: Desk) -> None:
        self.rows, self.desk = rows, desk
        self.problems: list[Problem] = []
        self.typed: dict[str, str] = {}
        self.places: dict[str, str] = {}

    def read(self, goals: list[tuple[int, int, int]]) -> list[Problem]:
        columns = self._columns()
        places = {unit.pk: place for place, unit in enumerate(self.desk.units)}
        seen: set[int] = set()
        for number, row in enumerate(self.rows[layout.FIRST_ROW - 1 :], start=layout.FIRST_ROW):
            key = _key(_at(row, layout.KEY_COLUMN))
            if key is None:
                self._see_that_nothing_is_lost(number, row)
            elif key not in places:
                self._say(number, layout.NAME_COLUMN, NO_SUCH_ROW)
            elif key in seen:
                self._say(number, layout.NAME_COLUMN, TWICE)
            else:
                seen.add(key)
                for place, column in columns.items():
                    self._take(number, place, _at(row, place), column.cells[places[key]])
        tokens: dict[int, list[str]] = defaultdict(list)
        for indicator, unit, goal in goals:
            tokens[indicator].append(f"{unit}:{goal}")
        type_into(self.desk, self.typed | {f"s{key}": ",".join(parts) for key, parts in tokens.items()})
        self._name_what_cannot_be_read()
        return sorted(self.problems, key=lambda problem: _in_order(problem.cell))

    def _columns(self) -> dict[int, Column]:
        known = {column.indicator.pk: column for column in self.desk.columns}
        row = self.rows[layout.KEY_ROW - 1] if len(self.rows) >= layout.KEY_ROW else ()
        found: dict[int, Column] = {}
        for place in range(layout.FIRST_COLUMN, len(row) + 1):
            key = _key(_at(row, place))
            if key is None:
                continue
            if key in known:
                found[place] = known.pop(key)
            else:
                self._say(layout.HEAD_ROW, place, NO_SUCH_COLUMN)
        if not found:
            raise UnreadableWorkbook(NOT_OURS)
        return found

    def _see_that_nothing_is_lost(self, number: int, row: tuple[Any, ...]) -> None:
        """The rows of sums have no key and hold formulas; a number there was typed by somebody."""
        cells = (_at(row, place) for place in range(layout.FIRST_COLUMN, len(row) + 1))
        if any(value not in (None, "") and not isinstance(value, Formula) for value in cells):
            self._say(number, layout.NAME_COLUMN, NO_SUCH_ROW)

    def _take(self, number: int, place: int, value: Any, cell: Cell) -> None:
        if not cell.is_open:
            if value not in (None, ""):
                self._say(number, place, NOT_GIVEN)
            return
        wrong = (
            FORMULA
            if isinstance(value, Formula)
            else FAILED
            if isinstance(value, CellError)
            else A_DAY
            if is_moment(value)
            else ""
        )
        if wrong:
            self._say(number, place, wrong)
            return
        self.typed[cell.name] = as_typed(value)
        self.places[cell.name] = f"{get_column_letter(place)}{number}"

    def _name_what_cannot_be_read(self) -> None:
        for column in self.desk.columns:
            for cell in column.open_cells:
                if cell.error and cell.name in self.places:
                    words = CONTESTED.format(cell.now_words, cell.now_words) if cell.is_contested else cell.error
                    self.problems.append(Problem(layout.DESK, self.places[cell.name], words))

    def _say(self, number: int, place: int, sentence: str) -> None:
        self.problems.append(Problem(layout.DESK, f"{get_column_letter(place)}{number}", sentence))


def _at(row: tuple[Any, ...], place: int) -> Any:
    return row[place - 1] if place <= len(row) else None


def _in_order(cell: str) -> tuple[int, int]:
    """Row before column, as somebody goes through the sheet."""
    letters, row = coordinate_from_string(cell)
    return row, column_index_from_string(letters)


def _key(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
