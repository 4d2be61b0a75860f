"""Which units join a programme, and when one leaves it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from programs.audiences import participants
from programs.models import Program
from reports.forms.issuing import NO_UNITS, OUTSIDE, UnitsField
from reports.issuing import possible_participants
from units.fields import VietnameseDateField
from units.models import Unit


class JoinForm(forms.Form):
    units = UnitsField(
        label="Đơn vị tham gia thêm", queryset=Unit.objects.none(), error_messages={"required": NO_UNITS}
    )
    on = VietnameseDateField(label="Tham gia từ ngày")
    use_required_attribute = False

    def __init__(self, data: Any = None, *, program: Program, today: date) -> None:
        super().__init__(data, initial={"on": max(today, program.starts_on)})
        self.program = program
        taking_part = participants([program], today)
        field = self.fields["units"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = possible_participants(program).exclude(pk__in=taking_part.values("pk"))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not self.program.starts_on <= day <= self.program.ends_on:
            raise forms.ValidationError(OUTSIDE)
        return day


class LeaveForm(forms.Form):
    last_day = VietnameseDateField(label="Tham gia đến hết ngày")
    use_required_attribute = False
