"""The file of units and people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from units.workbook.reading import MAX_BYTES, Cells, UnreadableWorkbook, read_workbook


class WorkbookForm(forms.Form):
    """An upload; `cells` holds what was read once the form is valid."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        error_messages={"required": "Chọn tệp Excel đã điền.", "empty": "Tệp trống. Chọn tệp Excel đã điền."},
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "class": "form-control",
            }
        ),
    )
    cells: Cells

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(
                f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Chỉ giữ các trang theo mẫu rồi lưu lại."
            )
        try:
            self.cells = read_workbook(file.read())
        except UnreadableWorkbook as error:
            raise ValidationError(str(error)) from error
        return file
