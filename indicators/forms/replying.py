"""A unit proposes another share; the body above answers."""

from __future__ import annotations

from typing import Any

from django import forms

from indicators.models import Goal
from units.fields import VietnameseNumberField


class ProposalForm(forms.Form):
    """The share that the unit thinks right, and why."""

    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Ghi lý do đề nghị điều chỉnh."},
    )

    def __init__(self, *args: Any, goal: Goal, **options: Any) -> None:
        super().__init__(*args, **options)
        measure = f" ({goal.indicator.unit_of_measure})" if goal.indicator.unit_of_measure else ""
        self.fields["wanted"] = VietnameseNumberField(label=f"Mức đề nghị{measure}", decimals=goal.indicator.decimals)
        self.order_fields(["wanted", "reason"])
