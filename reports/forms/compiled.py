"""Which period to compile."""

from __future__ import annotations

from typing import Any

from django import forms

from programs.models import PeriodQuerySet, ReportingPeriod
from units.formats import format_day


class PeriodChoice(forms.ModelChoiceField[ReportingPeriod]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} – hạn hết ngày {format_day(obj.last_day)}"


class CompileForm(forms.Form):
    period = PeriodChoice(
        queryset=ReportingPeriod.objects.none(),
        label="Kỳ báo cáo",
        empty_label="Chọn kỳ báo cáo",
        error_messages={
            "required": "Chọn kỳ báo cáo cần tổng hợp.",
            "invalid_choice": "Kỳ báo cáo này không còn. Tải lại trang rồi chọn lại.",
        },
    )

    def __init__(self, *args: Any, periods: PeriodQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].queryset = periods  # type: ignore[attr-defined]
