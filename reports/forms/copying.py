"""The form that begins a programme with an earlier one."""

from __future__ import annotations

from typing import Any

from django import forms

from programs.exporting.gathering import subject_of
from programs.models import Program
from programs.moving import next_year

SAME_YEAR = "Chọn năm khác với năm của chương trình được chép."


class SourceField(forms.ModelChoiceField[Program]):
    def label_from_instance(self, obj: Program) -> str:
        years = f"{obj.year_from}" if obj.year_from == obj.year_to else f"{obj.year_from}–{obj.year_to}"
        return f"{obj.title} – {obj.issuer.label} ({years})"


class CopyForm(forms.Form):
    source = SourceField(label="Chương trình được chép", queryset=Program.objects.none(), empty_label=None)
    year = forms.IntegerField(
        label="Năm bắt đầu của chương trình mới",
        min_value=2000,
        max_value=2100,
        required=False,
        help_text="Để trống: năm tiếp theo.",
    )
    use_required_attribute = False

    def __init__(self, *args: Any, sources: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 – tells the type checker
        field.queryset = sources

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        source = typed.get("source")
        if source is not None and not self.errors:
            typed["year"] = typed.get("year") or next_year(subject_of(source))
            if typed["year"] == source.year_from:
                self.add_error("year", SAME_YEAR)
        return typed
