"""Uploading a filled form: first the file, then one confirmation of what was read in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django import forms
from django.core import signing
from django.http import QueryDict

from reports.models import NarrativePart, Submission
from reports.sheets import to_be_typed
from reports.typed import Typed
from reports.workbook.planning import Change
from reports.workbook.reading import Filled, FilledPart, FilledRow, read_form
from units.workbook.reading import MAX_BYTES, UnreadableWorkbook

SALT = "report-workbook-confirmed"
HOLDS_HALF_A_DAY = 12 * 3600
STALE = "Bản xem trước này không còn dùng được. Chưa có gì được ghi; tải tệp lên lại."
CHOOSE = "Chọn nội dung cần giữ cho từng chỗ đã có người sửa trên cổng."

Piece = TypeVar("Piece", FilledRow, FilledPart)


class FilledForm(forms.Form):
    """An upload; `filled` holds what was read once the form is valid."""

    file = forms.FileField(
        label="Tệp Excel đã điền",
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
        error_messages={"required": "Chọn tệp Excel đã điền.", "empty": "Tệp không có nội dung. Chọn tệp khác."},
    )
    use_required_attribute = False
    filled: Filled

    def __init__(self, *args: Any, submission: Submission, **options: Any) -> None:
        super().__init__(*args, **options)
        self.submission = submission

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB. Chỉ giữ các trang của biểu mẫu rồi lưu lại.")
        try:
            self.filled = read_form(self.submission, file.read())
        except UnreadableWorkbook as error:
            raise forms.ValidationError(str(error)) from error
        return file


def sealed(submission: Submission, changes: Iterable[Change]) -> str:
    """Return what was shown as text that nobody can change between the preview and the confirmation."""
    rows, parts, current = [], [], {}
    for change in changes:
        if isinstance(change.filled, FilledRow):
            rows.append([change.filled.indicator.pk, list(vars(change.filled.typed).values()), change.filled.mark])
        else:
            parts.append([change.filled.part.value, change.filled.text, change.filled.mark])
        if change.theirs:
            current[change.key] = change.current
    return signing.dumps([submission.pk, rows, parts, current], salt=SALT, compress=True)


def unsealed(submission: Submission, text: str) -> tuple[Filled, dict[str, str]]:
    """Return what was shown, and by key the marks of what had been changed meanwhile.

    Raises ValidationError when it is stale, of another report, or was changed.
    """
    try:
        pk, rows, parts, current = signing.loads(text, salt=SALT, max_age=HOLDS_HALF_A_DAY)
    except signing.BadSignature as error:
        raise forms.ValidationError(STALE) from error
    indicators = {row.pk: row for row in to_be_typed(submission)}
    if pk != submission.pk or any(row[0] not in indicators for row in rows):
        raise forms.ValidationError(STALE)
    filled = Filled(
        rows=[FilledRow(indicators[key], Typed(*typed), mark) for key, typed, mark in rows],
        parts=[FilledPart(NarrativePart(part), said, mark) for part, said, mark in parts],
    )
    return filled, current


def chosen(filled: Filled, current: dict[str, str], data: QueryDict) -> Filled | None:
    """Return what is to be written: of what others changed only where the file was chosen. None: a choice is missing.

    Names: k-<key> with "file" or "stored".
    """
    choices = {key: data.get(f"k-{key}") for key in current}
    if any(choice not in ("file", "stored") for choice in choices.values()):
        return None
    rows = [_resting(row, current.get(str(row.indicator.pk))) for row in filled.rows]
    parts = [_resting(part, current.get(part.part.value)) for part in filled.parts]
    return Filled(
        rows=[row for row in rows if choices.get(str(row.indicator.pk)) != "stored"],
        parts=[part for part in parts if choices.get(part.part.value) != "stored"],
    )


def _resting(piece: Piece, current: str | None) -> Piece:
    return replace(piece, mark=current) if current else piece
