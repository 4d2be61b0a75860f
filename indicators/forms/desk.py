"""Uploading a filled desk workbook: first the file, then one confirmation of what was read in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing

from indicators.actions.sharing_out import Changes
from indicators.desk import Desk
from indicators.models import Indicator
from indicators.workbook.reading import read_into
from units.models import Unit
from units.workbook.reading import MAX_BYTES, Problem, UnreadableWorkbook

SALT = "desk-workbook-confirmed"
HOLDS_HALF_A_DAY = 12 * 3600
STALE = "Bản xem trước này không còn dùng được. Chưa có gì được ghi; tải tệp lên lại."
Seen = dict[tuple[int, int], int | None]


class DeskFileForm(forms.Form):
    """An upload; what was read is in the desk, and `problems` names what has to be put right."""

    file = forms.FileField(
        label="Tệp Excel đã điền",
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
        error_messages={"required": "Chọn tệp Excel đã điền.", "empty": "Tệp không có nội dung. Chọn tệp khác."},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.desk = desk
        self.problems: list[Problem] = []

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB. Chỉ giữ các trang của biểu mẫu rồi lưu lại.")
        try:
            self.problems = read_into(self.desk, file.read())
        except UnreadableWorkbook as error:
            raise forms.ValidationError(str(error)) from error
        return file


def sealed(desk: Desk) -> str:
    """Return the changes as text that nobody can alter between the preview and the confirmation."""
    seen = desk.seen()
    rows = [
        [indicator.pk, unit.pk, None if value is None else str(value), seen[indicator.pk, unit.pk]]
        for indicator, changed in desk.changes().items()
        for unit, value in changed.items()
    ]
    return signing.dumps([desk.program.pk, desk.body.pk, rows], salt=SALT, compress=True)


def unsealed(desk: Desk, text: str) -> tuple[Changes, Seen]:
    """Return the changes and the goals they rest on; ValidationError when they are stale or of another desk."""
    try:
        program, body, rows = signing.loads(text, salt=SALT, max_age=HOLDS_HALF_A_DAY)
    except signing.BadSignature as error:
        raise forms.ValidationError(STALE) from error
    indicators = {column.indicator.pk: column.indicator for column in desk.columns}
    units = {unit.pk: unit for unit in desk.units}
    if (program, body) != (desk.program.pk, desk.body.pk) or any(
        row[0] not in indicators or row[1] not in units for row in rows
    ):
        raise forms.ValidationError(STALE)
    changes: dict[Indicator, dict[Unit, Decimal | None]] = {}
    seen: Seen = {}
    for indicator, unit, value, goal in rows:
        changes.setdefault(indicators[indicator], {})[units[unit]] = None if value is None else Decimal(value)
        seen[indicator, unit] = goal
    return changes, seen
