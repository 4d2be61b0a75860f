"""Form fields that are typed and shown the Vietnamese way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from units import formats


class VietnameseDateField(forms.Field):
    """A day as dd/mm/yyyy in a plain text input: the browser's own picker shows the browser's language."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "ngày/tháng/năm", "class": "date-field"}
    )
    default_error_messages = {"required": "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/04/2026."}

    def to_python(self, value: object) -> date | None:
        """Return the day, None for nothing; raise ValidationError with what to type."""
        if value in self.empty_values or isinstance(value, date):
            return value if isinstance(value, date) else None
        try:
            return formats.parse_date(str(value))
        except formats.UnreadableError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: object) -> object:
        """Return what the input shows: the day in figures, or again what was typed."""
        return formats.format_date(value) if isinstance(value, date) else value

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare days, not their spelling."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class VietnameseNumberField(forms.Field):
    """A number as 1.200 or 12,5; "4,500" and "4.5" are asked back."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "number-field"})
    default_error_messages = {"required": formats.NOT_A_NUMBER}

    def __init__(self, *, decimals: int | None = None, allow_negative: bool = False, **options: object) -> None:
        """Take `decimals` places at most (None: any)."""
        self.decimals = decimals
        self.allow_negative = allow_negative
        super().__init__(**options)  # type: ignore[arg-type]  # passed on as they came

    def to_python(self, value: object) -> Decimal | None:
        """Return the number, None for nothing; raise ValidationError with what to type."""
        if value in self.empty_values or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        try:
            return formats.parse_number(str(value), decimals=self.decimals, allow_negative=self.allow_negative)
        except formats.UnreadableError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: object) -> object:
        """Return what the input shows: the number as people write it, or again what was typed."""
        return formats.format_for_input(value) if isinstance(value, Decimal | int | float) else value

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare numbers, not their spelling."""
        try:
            return self.to_python(self.prepare_value(initial)) != self.to_python(data)
        except ValidationError:
            return True
