"""What narrows the list of programmes."""

from __future__ import annotations

from typing import TypeVar

from django import forms
from django.db.models import QuerySet

from programs.models import Program, ProgramStatus
from units.vietnamese import fold

Rows = TypeVar("Rows", bound="QuerySet[Program]")


class ProgramFilter(forms.Form):
    q = forms.CharField(
        label="Tìm theo trích yếu, số", required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    status = forms.ChoiceField(
        label="Trạng thái",
        choices=[("", "Tất cả"), *ProgramStatus.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def narrow(self, programs: Rows) -> Rows:
        """Return the programmes that match; nonsense in the address narrows nothing."""
        typed = self.cleaned_data if self.is_valid() else {}
        if words := fold(typed.get("q", "")):
            programs = programs.filter(search_key__contains=words)
        if status := typed.get("status"):
            programs = programs.filter(status=status)
        return programs
