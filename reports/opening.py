"""Opening balances as an Excel sheet, units × indicators: written empty, read back with every problem at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from indicators.actions.posting import Balance, Figure
from indicators.models import AnsweredBy, Indicator, Kind, Scope
from programs.models import Program
from reports.typed import NONE, Typed, read
from units import clock
from units.models import Unit
from units.vietnamese import fold
from units.workbook.cells import put_text
from units.workbook.pages import as_typed, read_pages
from units.workbook.reading import UnreadableWorkbook

MAX_ROWS = 5000
MAX_COLUMNS = 500
CODES_ROW, LABELS_ROW, FIRST_ROW = 3, 4, 5
FIRST_COLUMN = 3
TOO_LARGE = "Tệp lớn hơn 5 MB. Chỉ giữ lại trang số liệu của tệp mẫu."
NOT_OURS = "Tệp này không theo mẫu của chương trình. Tải tệp mẫu về rồi điền vào đó."
NOTHING = "Tệp chưa có số liệu nào."
HOW = {
    Kind.COUNT: "số, ví dụ 1.200",
    Kind.SHARE: "tử số/mẫu số, ví dụ 495/629",
    Kind.CONDITION: "Có hoặc Không",
}


@dataclass
class Opening:
    """What a filled sheet says: figures, and every sentence about what is wrong."""

    balances: list[Balance] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def units(self) -> int:
        return len({balance.unit.pk for balance in self.balances})


def asked_of_units(program: Program) -> list[Indicator]:
    """Indicators for which units give figures: the sheet's columns."""
    asked = Indicator.objects.filter(program=program, answered_by=AnsweredBy.UNIT, reads=None)
    asked = asked.exclude(asked_until__lt=clock.today())
    return list(asked.exclude(scope=Scope.ISSUER).select_related("target"))


def units_of(program: Program) -> list[Unit]:
    """Units that take part: the sheet's rows."""
    return list(Unit.objects.filter(participations__program=program).distinct().by_name())


def template(program: Program) -> bytes:
    """Return the empty sheet as .xlsx."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 – a new workbook has a sheet
    sheet.title = "Số đầu kỳ"
    put_text(sheet["A1"], f"Số đầu kỳ – {program.title}")
    sheet["A1"].font = Font(bold=True, size=13)
    sheet["A2"] = "Ghi số đã đạt từ đầu năm đến trước ngày bắt đầu báo cáo. Ô để trống: không nhập."
    sheet.cell(LABELS_ROW, 1, "Mã đơn vị")
    sheet.cell(LABELS_ROW, 2, "Đơn vị")
    for column, indicator in enumerate(asked_of_units(program), start=FIRST_COLUMN):
        sheet.cell(CODES_ROW, column, _key(indicator))
        unit = f" ({indicator.unit_of_measure})" if indicator.kind == Kind.COUNT and indicator.unit_of_measure else ""
        label = f"{indicator.code} {indicator.label}{unit}\n[{HOW[Kind(indicator.kind)]}]"
        put_text(sheet.cell(LABELS_ROW, column), label)
        sheet.column_dimensions[get_column_letter(column)].width = 24
    for row, unit_ in enumerate(units_of(program), start=FIRST_ROW):
        put_text(sheet.cell(row, 1), unit_.code)
        put_text(sheet.cell(row, 2), unit_.name)
    _style(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_sheet(program: Program, data: bytes) -> Opening:
    """Return the figures of a filled sheet with all its problems; nothing is written."""
    try:
        pages = read_pages(data, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
    except UnreadableWorkbook as error:
        return Opening(problems=[str(error)])
    rows = next(iter(pages.values()), [])
    indicators = {_key(indicator): indicator for indicator in asked_of_units(program)}
    columns = _columns(rows, indicators)
    if not columns:
        return Opening(problems=[NOT_OURS])
    opening = Opening()
    units = {unit.code.casefold(): unit for unit in units_of(program)}
    for number, row in enumerate(rows[FIRST_ROW - 1 :], start=FIRST_ROW):
        _read_row(opening, number, row, units, columns)
    if not opening.balances and not opening.problems:
        opening.problems.append(NOTHING)
    return opening


def _read_row(
    opening: Opening, number: int, row: tuple[Any, ...], units: dict[str, Unit], columns: dict[int, Indicator]
) -> None:
    filled = list(_filled(row, columns))
    if not filled:
        return
    code = str(row[0] or "").strip()
    unit = units.get(code.casefold())
    if unit is None:
        what = f"mã “{code}” không thuộc đơn vị tham gia" if code else "thiếu mã đơn vị"
        opening.problems.append(f"Dòng {number}: {what}.")
        return
    if any(balance.unit.pk == unit.pk for balance in opening.balances):
        opening.problems.append(f"Dòng {number}: đơn vị {code} đã có ở dòng trên.")
        return
    for column, indicator, text in filled:
        figure, error = _figure(indicator, text)
        if figure is None:
            opening.problems.append(f"Ô {get_column_letter(column)}{number} ({indicator.code}): {error}")
        else:
            opening.balances.append(Balance(unit, figure))


def _filled(row: tuple[Any, ...], columns: dict[int, Indicator]) -> Iterator[tuple[int, Indicator, str]]:
    for column, indicator in columns.items():
        value = row[column - 1] if column <= len(row) else None
        text = as_typed(value)
        if text:
            yield column, indicator, text


def _figure(indicator: Indicator, text: str) -> tuple[Figure | None, str]:
    if fold(text) == "khong co" and indicator.kind != Kind.CONDITION:
        return Figure(indicator.pk, NONE), ""
    said = read(
        Typed(text).tidied(), kind=indicator.kind, decimals=indicator.decimals, denominator=indicator.denominator
    )
    if said.error:
        return None, said.error
    figure = Figure(
        indicator.pk,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        holds=said.holds,
        is_approximate=said.is_approximate,
    )
    return figure, ""


def _columns(rows: list[tuple[Any, ...]], indicators: dict[str, Indicator]) -> dict[int, Indicator]:
    keys = rows[CODES_ROW - 1] if len(rows) >= CODES_ROW else ()
    found = {column: indicators.get(str(key)) for column, key in enumerate(keys, start=1)}
    return {column: indicator for column, indicator in found.items() if indicator is not None}


def _key(indicator: Indicator) -> str:
    """What ties a column to its indicator, whatever somebody does to the labels."""
    return f"CS-{indicator.pk}"


def _style(sheet: Any) -> None:
    head = PatternFill("solid", start_color="EAF2FB")
    for cell in sheet[LABELS_ROW]:
        cell.font, cell.fill = Font(bold=True), head
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in sheet.iter_rows(min_row=FIRST_ROW, min_col=FIRST_COLUMN):
        for cell in row:
            cell.number_format = "@"  # "4/5" must stay what was typed, not become a day of May
    sheet.row_dimensions[CODES_ROW].hidden = True
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 40
    sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_COLUMN)
