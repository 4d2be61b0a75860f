"""Uploading opening balances: first the file, then one confirmation of what was read in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing

from indicators.actions.posting import Balance, Figure
from programs.models import Program
from reports.opening import TOO_LARGE, asked_of_units, units_of
from units.fields import VietnameseDateField
from units.workbook.reading import MAX_BYTES

SALT = "opening-balances"
# Results of that many years before the programme are taken, to be compared with.
YEARS_BEFORE = 3
OUTSIDE = (
    "Ngày này phải nằm trong thời gian của chương trình và không sau hôm nay; nếu nhập kết quả của năm trước "
    "thì ghi ngày cuối của năm đó, không quá ba năm trước."
)
STALE = "Danh sách này không còn dùng được. Tải tệp lên lại."
HOLDS_AN_HOUR = 3600


class OpeningForm(forms.Form):
    covers_until = VietnameseDateField(label="Số liệu tính đến hết ngày")
    file = forms.FileField(
        label="Tệp đã điền",
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
        error_messages={"required": "Chọn tệp đã điền.", "empty": "Tệp không có nội dung. Chọn tệp khác."},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, program: Program, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.program, self.today = program, today

    def clean_covers_until(self) -> date:
        day: date = self.cleaned_data["covers_until"]
        earliest = date(self.program.starts_on.year - YEARS_BEFORE, 1, 1)
        if not earliest <= day <= min(self.program.ends_on, self.today):
            raise forms.ValidationError(OUTSIDE)
        return day

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


def sealed(program: Program, balances: list[Balance], covers_until: date) -> str:
    """Return what was read as text that nobody can change between reading and confirming."""
    rows = [_row(balance.unit.pk, balance.figure) for balance in balances]
    return signing.dumps([program.pk, covers_until.isoformat(), rows], salt=SALT, compress=True)


def unsealed(program: Program, text: str) -> tuple[list[Balance], date]:
    """Return what was confirmed; raise ValidationError when it is stale, of another programme or was changed."""
    try:
        pk, day, rows = signing.loads(text, salt=SALT, max_age=HOLDS_AN_HOUR)
    except signing.BadSignature as error:
        raise forms.ValidationError(STALE) from error
    units = {unit.pk: unit for unit in units_of(program)}
    indicators = {indicator.pk for indicator in asked_of_units(program)}
    if pk != program.pk or any(row[0] not in units or row[1] not in indicators for row in rows):
        raise forms.ValidationError(STALE)
    return [Balance(units[row[0]], _figure(row)) for row in rows], date.fromisoformat(day)


def _row(unit: int, said: Figure) -> list[Any]:
    numbers = map(_plain, (said.value, said.numerator, said.denominator))
    return [unit, said.indicator_id, said.answer, *numbers, said.holds, said.is_approximate]


def _figure(row: list[Any]) -> Figure:
    value, numerator, denominator = (None if text is None else Decimal(text) for text in row[3:6])
    return Figure(row[1], row[2], value, numerator, denominator, holds=row[6], is_approximate=row[7])


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
