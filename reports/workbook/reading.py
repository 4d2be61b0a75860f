"""A filled form workbook read back: what each row says, and everything wrong at once. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from indicators.models import Indicator, Kind
from reports import typed as typed_rows
from reports.models import NarrativePart, Submission
from reports.narratives import TEXT_LIMIT
from reports.sheets import to_be_typed
from reports.typed import Typed
from reports.workbook import layout
from units.formats import format_number
from units.vietnamese import fold
from units.workbook.pages import CellError, Formula, Rows, as_typed, is_moment, read_pages
from units.workbook.reading import Problem, UnreadableWorkbook

NOTE_LIMIT = 5000
NOT_OURS = "Tệp này không phải biểu mẫu báo cáo tải từ cổng. Tải biểu mẫu Excel của báo cáo này rồi điền vào đó."
SEAL_BROKEN = "Phần nhận dạng của tệp bị sửa hoặc bị mất nên không biết tệp thuộc báo cáo nào. Tải biểu mẫu mới về."
OLD_LAYOUT = "Tệp theo biểu mẫu cũ của cổng. Tải biểu mẫu mới về rồi chép số liệu sang."
EARLIER = (
    "Tệp được tải về trước lần gửi báo cáo gần nhất nên không còn khớp. Tải biểu mẫu mới về rồi chép phần cần sửa sang."
)
OTHER_ROWS = "Biểu mẫu của báo cáo đã thay đổi sau khi tệp được tải về. Tải biểu mẫu mới về rồi chép số liệu sang."
FORMULA = "Ô đang chứa công thức. Ghi thẳng kết quả vào ô (sao chép, rồi dán dạng giá trị)."
FAILED = "Ô đang báo lỗi của Excel. Xóa nội dung và ghi lại."
A_DAY = "Excel đã đổi nội dung ô thành ngày, giờ. Đặt định dạng ô là Text rồi ghi lại."
ONE_OF_ANSWERS = "Chọn một trong các mục: “Có số liệu”, “Trong kỳ không có”, “Không áp dụng”; hoặc để trống."
FLAG_OR_NOTHING = "Ghi “x” nếu đúng, để trống nếu không."
NO_SUCH_ROW = "Dòng này không thuộc biểu mẫu nên không biết ghi vào chỉ số nào. Chép sang đúng dòng rồi xóa ở đây."
TWICE = "Dòng này lặp lại một dòng ở trên. Xóa dòng thừa."
TOO_LONG = "Nội dung dài quá {} ký tự. Rút gọn lại."


@dataclass(frozen=True)
class FilledRow:
    """One row as the file says it; `mark` is how it stood when the file was made."""

    indicator: Indicator
    typed: Typed
    mark: str


@dataclass(frozen=True)
class FilledPart:
    part: NarrativePart
    text: str
    mark: str


@dataclass
class Filled:
    """What differs from the form as it was downloaded, and what has to be put right first."""

    rows: list[FilledRow] = field(default_factory=list)
    parts: list[FilledPart] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_form(submission: Submission, content: bytes) -> Filled:
    """Return what somebody filled in; rows they left as they were are left out.

    Raises UnreadableWorkbook for what is no workbook of this report: another unit's, another period's, one of before
    the last sending, or one whose seal was broken.
    """
    pages = read_pages(content, max_rows=layout.MAX_ROWS, max_columns=layout.NOTE, formulas=True)
    seal = _seal(pages)
    indicators = {row.pk: row for row in to_be_typed(submission)}
    _see_that_it_fits(submission, seal, set(indicators))
    filled = Filled()
    _read_rows(pages.get(layout.FIGURES, []), seal, indicators, filled)
    _read_parts(pages.get(layout.TEXTS, []), seal, filled)
    return filled


def _seal(pages: dict[str, Rows]) -> layout.Seal:
    about = pages.get(layout.ABOUT)
    if about is None or layout.FIGURES not in pages or layout.TEXTS not in pages:
        raise UnreadableWorkbook(NOT_OURS)
    number, column = int(layout.SEAL_CELL[1:]) - 1, 1
    text = about[number][column] if len(about) > number and len(about[number]) > column else None
    seal = layout.seal_in(str(text or ""))
    if seal is None:
        raise UnreadableWorkbook(SEAL_BROKEN)
    return seal


def _see_that_it_fits(submission: Submission, seal: layout.Seal, indicators: set[int]) -> None:
    if seal.layout != layout.FORMAT:
        raise UnreadableWorkbook(OLD_LAYOUT)
    if seal.submission != submission.pk:
        raise UnreadableWorkbook(
            f"Tệp này là biểu mẫu {seal.period} của {seal.unit}. Báo cáo đang mở là {submission.period.name} "
            f"của {submission.unit.name}. Chọn đúng tệp, hoặc mở đúng báo cáo rồi tải lên."
        )
    if seal.sendings != submission.revisions.count():
        raise UnreadableWorkbook(EARLIER)
    if set(seal.rows) != indicators:
        raise UnreadableWorkbook(OTHER_ROWS)


def _read_rows(rows: Rows, seal: layout.Seal, indicators: dict[int, Indicator], filled: Filled) -> None:
    places = {layout.key_of(pk): pk for pk in indicators}
    missing = dict(indicators)
    for number, row in enumerate(rows[layout.FIRST_ROW - 1 :], start=layout.FIRST_ROW):
        cells = _Cells(layout.FIGURES, number, row)
        pk = places.get(cells.key)
        if pk is None or pk not in missing:
            if place := cells.first_filled(layout.INPUTS):
                filled.problems.append(cells.problem(place, TWICE if pk else NO_SUCH_ROW))
            continue
        indicator = missing.pop(pk)
        typed = _typed(cells, indicator).tidied()
        if not cells.problems and typed_rows.mark(typed_rows.version_in(seal.rows[pk]), typed) != seal.rows[pk]:
            cells.problems.extend(_unreadable(cells, indicator, typed))
            filled.rows.append(FilledRow(indicator, typed, seal.rows[pk]))
        filled.problems.extend(cells.problems)
    for indicator in missing.values():
        sentence = f"Dòng của chỉ số “{indicator.label}” đã bị xóa. Tải biểu mẫu mới về rồi chép số liệu sang."
        filled.problems.append(Problem(layout.FIGURES, f"A{layout.HEAD_ROW}", sentence))


def _read_parts(rows: Rows, seal: layout.Seal, filled: Filled) -> None:
    missing = {part.value: part for part in NarrativePart}
    for number, row in enumerate(rows[layout.TEXT_FIRST_ROW - 1 :], start=layout.TEXT_FIRST_ROW):
        cells = _Cells(layout.TEXTS, number, row)
        text = typed_rows.plain(cells.text(layout.PART_TEXT))
        part = missing.pop(cells.key, None)
        if part is None:
            if text:
                cells.say(layout.PART_TEXT, NO_SUCH_ROW)
        elif not cells.problems and _is_new(text, seal.parts[part.value]):
            if len(text) > TEXT_LIMIT:
                cells.say(layout.PART_TEXT, TOO_LONG.format(format_number(TEXT_LIMIT)))
            filled.parts.append(FilledPart(part, text, seal.parts[part.value]))
        filled.problems.extend(cells.problems)
    for part in missing.values():
        sentence = f"Dòng của phần “{part.label}” đã bị xóa. Tải biểu mẫu mới về rồi chép nội dung sang."
        filled.problems.append(Problem(layout.TEXTS, f"A{layout.TEXT_HEAD_ROW}", sentence))


def _is_new(text: str, mark: str) -> bool:
    return typed_rows.mark_text(typed_rows.version_in(mark), text) != mark


class _Cells:
    """One row of the file, and what is wrong with its cells."""

    def __init__(self, sheet: str, number: int, row: tuple[Any, ...]) -> None:
        self.sheet, self.number, self.row = sheet, number, row
        self.problems: list[Problem] = []
        self.key = str(self._value(layout.KEY) or "").strip()

    def text(self, column: int) -> str:
        """Return what somebody typed; what Excel made of it is said and counts as nothing."""
        value = self._value(column)
        if isinstance(value, Formula):
            self.say(column, FORMULA)
        elif isinstance(value, CellError):
            self.say(column, FAILED)
        elif is_moment(value):
            self.say(column, A_DAY)
        else:
            return as_typed(value)
        return ""

    def first_filled(self, columns: tuple[int, ...]) -> int | None:
        return next((column for column in columns if self._value(column) not in (None, "")), None)

    def problem(self, column: int, sentence: str) -> Problem:
        return Problem(self.sheet, f"{get_column_letter(column)}{self.number}", sentence)

    def say(self, column: int, sentence: str) -> None:
        self.problems.append(self.problem(column, sentence))

    def _value(self, column: int) -> Any:
        return self.row[column - 1] if column <= len(self.row) else None


def _typed(cells: _Cells, indicator: Indicator) -> Typed:
    text = cells.text(layout.TEXT)
    if indicator.kind == Kind.SHARE:
        text = typed_rows.fraction_text(text, cells.text(layout.WHOLE))
    elif cells.text(layout.WHOLE):
        cells.say(layout.WHOLE, "Chỉ số này không có mẫu số. Xóa ô này.")
    return Typed(
        text=text,
        answer=_answer(cells),
        reason=_long(cells, layout.REASON),
        note=_long(cells, layout.NOTE),
        is_estimated=_flag(cells, layout.ESTIMATED),
        is_approximate=_flag(cells, layout.APPROXIMATE),
    )


def _answer(cells: _Cells) -> str:
    said = fold(cells.text(layout.ANSWER))
    if not said:
        return typed_rows.VALUE
    found = next((answer for answer, words in layout.ANSWERS.items() if fold(words) == said), None)
    if found is None:
        cells.say(layout.ANSWER, ONE_OF_ANSWERS)
    return found or typed_rows.VALUE


def _flag(cells: _Cells, column: int) -> bool:
    said = fold(cells.text(column))
    if said not in ("", layout.FLAG):
        cells.say(column, FLAG_OR_NOTHING)
    return said == layout.FLAG


def _long(cells: _Cells, column: int) -> str:
    text = cells.text(column)
    if len(text) > NOTE_LIMIT:
        cells.say(column, TOO_LONG.format(format_number(NOTE_LIMIT)))
    return text


def _unreadable(cells: _Cells, indicator: Indicator, typed: Typed) -> Iterator[Problem]:
    said = typed_rows.read(typed, kind=indicator.kind, decimals=indicator.decimals, denominator=indicator.denominator)
    if said.error:
        place = layout.REASON if said.error == typed_rows.NO_REASON else layout.TEXT
        yield cells.problem(place, said.error)
