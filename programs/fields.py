"""A column for a small set of whole numbers (months, weekdays)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


def parse_numbers(value: object) -> tuple[int, ...]:
    """Return the sorted numbers in "1,2,4" or in any iterable of numbers; ValueError for anything else."""
    if value in (None, ""):
        return ()
    if isinstance(value, str):
        parts: Iterable[Any] = [part for part in value.split(",") if part.strip()]
    elif isinstance(value, Iterable):
        parts = value
    else:
        parts = [value]
    return tuple(sorted({int(part) for part in parts}))


class NumberSetField(models.CharField[Any, tuple[int, ...]]):
    """Stores (1, 2, 4) as ",1,2,4," so that `contains=",4,"` finds it; reads back a sorted tuple."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("default", ())
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> tuple[int, ...]:
        return parse_numbers(value)

    def to_python(self, value: object) -> tuple[int, ...]:
        try:
            return parse_numbers(value)
        except (TypeError, ValueError):
            raise ValidationError("Ghi các số cách nhau bằng dấu phẩy, ví dụ 1, 2, 4.") from None

    def get_prep_value(self, value: object) -> str:
        if isinstance(value, str) and value.startswith(","):
            return value
        numbers = parse_numbers(value)
        return f",{','.join(map(str, numbers))}," if numbers else ""

    def value_to_string(self, obj: models.Model) -> str:
        return ",".join(map(str, self.value_from_object(obj)))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def run_validators(self, value: Any) -> None:
        return None
