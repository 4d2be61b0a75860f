"""Reading single cells of a line: codes, dates, numbers, choices. A problem is noted, not raised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from units.formats import UnreadableError, parse_date, parse_number
from units.models import Unit, User
from units.vietnamese import fold
from units.workbook.known import Known
from units.workbook.layout import Sheet
from units.workbook.plan import NewUnit, Plan
from units.workbook.reading import Cells, Line, Problem


@dataclass
class Desk:
    """What lies on the table while a plan is made."""

    cells: Cells
    known: Known
    by: User
    plan: Plan
    new_units: dict[str, NewUnit] = field(default_factory=dict)
    bad_units: set[str] = field(default_factory=set)
    cluster_codes: set[str] = field(default_factory=set)

    def lines(self, sheet: Sheet) -> Iterator[Line]:
        """Yield the lines of a sheet in which every required cell is filled; the others become problems."""
        for line in self.cells.lines.get(sheet.key, []):
            missing = [column for column in sheet.columns if column.is_required and column.key not in line.values]
            for column in missing:
                self.wrong(sheet, line, column.key, f"Thiếu {column.title.lower()}. Điền ô này hoặc xóa cả dòng.")
            if not missing:
                yield line

    def wrong(self, sheet: Sheet, line: Line, key: str, sentence: str) -> None:
        self.plan.problems.append(Problem(sheet.title, line.cell(key), sentence))

    def choice(self, sheet: Sheet, line: Line, key: str, choices: dict[str, str]) -> str:
        """Return the value whose label was typed, "" for a blank cell."""
        typed = line.values.get(key, "")
        for value, label in choices.items():
            if fold(typed) == fold(label):
                return value
        if typed:
            labels = "; ".join(choices.values())
            self.wrong(sheet, line, key, f"“{typed}” không có trong danh sách. Chọn một trong: {labels}.")
        return ""

    def day(self, sheet: Sheet, line: Line, key: str) -> date | None:
        try:
            return parse_date(line.values[key]) if key in line.values else None
        except UnreadableError as error:
            self.wrong(sheet, line, key, str(error))
            return None

    def number(self, sheet: Sheet, line: Line, key: str) -> int | None:
        try:
            return int(parse_number(line.values[key], decimals=0)) if key in line.values else None
        except UnreadableError as error:
            self.wrong(sheet, line, key, str(error))
            return None

    def email(self, sheet: Sheet, line: Line, key: str) -> str:
        typed = line.values.get(key, "")
        try:
            if typed:
                validate_email(typed)
        except ValidationError:
            self.wrong(sheet, line, key, f"“{typed}” không phải địa chỉ thư điện tử, ví dụ mai@vidu.vn.")
            return ""
        return typed

    def fits(self, sheet: Sheet, line: Line, key: str, length: int) -> bool:
        if len(line.values.get(key, "")) <= length:
            return True
        self.wrong(sheet, line, key, f"Nội dung dài hơn {length} ký tự. Rút gọn lại.")
        return False

    # --- units, whether they exist or are going to ---------------------------------------------------------------

    def has_unit(self, sheet: Sheet, line: Line, key: str) -> str:
        """Return the code of a unit inside the body that imports; "" with a problem for any other."""
        code = line.values[key].upper()
        unit = self.known.units.get(code)
        if code in self.new_units or (unit is not None and self.known.is_inside(unit)):
            return code
        if code not in self.bad_units:  # what is wrong with that one is said on its own line
            sentence = f"Không có đơn vị mã “{line.values[key]}” trong phạm vi. Thêm vào trang Đơn vị, hoặc sửa mã."
            self.wrong(sheet, line, key, sentence)
        return ""

    def stand_in(self, code: str) -> Unit:
        """Return the unit, or for one that is yet to be planted an unsaved one below its future parent."""
        if code in self.known.units:
            return self.known.units[code]
        parent = self.stand_in(self.new_units[code].parent)
        return Unit(path=f"{parent.path}{'Z' * Unit.steplen}", code=code, name=self.new_units[code].name)
