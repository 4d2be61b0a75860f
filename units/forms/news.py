"""The filters of the record of events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from units import vietnamese
from units.clock import midnight
from units.fields import VietnameseDateField
from units.models import AuditEntry, User
from units.words import EVENTS

ONE_DAY = timedelta(days=1)


class AuditFilterForm(forms.Form):
    viec = forms.ChoiceField(
        label="Việc", required=False, choices=[("", "Tất cả"), *((event.value, word) for event, word in EVENTS.items())]
    )
    nguoi = forms.CharField(label="Người thực hiện", required=False)
    tu = VietnameseDateField(label="Từ ngày", required=False)
    den = VietnameseDateField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} {kind}".strip()

    def narrow(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Return the entries that match; a date that cannot be read narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data
        if typed.get("viec"):
            entries = entries.filter(event=typed["viec"])
        if typed.get("nguoi") and (folded := vietnamese.fold(typed["nguoi"])):
            people = User.objects.get_queryset().matching(folded)
            entries = entries.filter(by__in=people)
        if typed.get("tu"):
            entries = entries.filter(at__gte=midnight(typed["tu"]))
        if typed.get("den"):
            entries = entries.filter(at__lt=midnight(typed["den"] + ONE_DAY))
        return entries
