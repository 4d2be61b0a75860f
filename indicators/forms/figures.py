"""The issuing body's own figure, and goals shared out among units."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from indicators.actions.posting import OwnValue
from indicators.models import AnsweredBy, Goal, Indicator, Kind
from units import clock, formats
from units.fields import VietnameseDateField, VietnameseNumberField
from units.models import Unit

YES_NO = (("yes", "Đã thực hiện"), ("no", "Chưa thực hiện"))
CHANGED_MEANWHILE = (
    "Vừa có người thay đổi chỉ tiêu giao nên chưa lưu. Cột “Đang giao” là mức mới nhất; xem lại mức giao mới rồi lưu."
)
TOO_MUCH = "Tử số ({}) lớn hơn mẫu số ({}). Kiểm tra lại hai số."


class OwnFigureForm(forms.Form):
    """A figure the issuing body writes itself, of the indicator's kind."""

    def __init__(self, *args: Any, indicator: Indicator, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        issuer = indicator.program.issuer
        self.units = {str(unit.pk): unit for unit in [issuer, *units]}
        if indicator.answered_by == AnsweredBy.ISSUER_FOR_EACH_UNIT:
            self.units.pop(str(issuer.pk))
        if len(self.units) > 1:
            self.fields["unit"] = forms.ChoiceField(
                label="Ghi cho đơn vị", choices=[(key, unit.name) for key, unit in self.units.items()]
            )
        self._add_value_fields()
        self.fields["on"] = VietnameseDateField(label="Số liệu đến hết ngày", initial=clock.today())
        self.fields["note"] = forms.CharField(
            label="Ghi chú", required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
        )

    def _add_value_fields(self) -> None:
        measure = f" ({self.indicator.unit_of_measure})" if self.indicator.unit_of_measure else ""
        if self.indicator.kind == Kind.CONDITION:
            self.fields["holds"] = forms.ChoiceField(label="Kết quả", choices=YES_NO, widget=forms.RadioSelect)
        elif self.indicator.kind == Kind.SHARE:
            self.fields["numerator"] = VietnameseNumberField(label="Tử số (số đạt)", decimals=self.indicator.decimals)
            self.fields["denominator"] = VietnameseNumberField(
                label="Mẫu số (tổng số)", decimals=self.indicator.decimals
            )
        else:
            self.fields["value"] = VietnameseNumberField(label=f"Số liệu{measure}", decimals=self.indicator.decimals)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        above, below = given.get("numerator"), given.get("denominator")
        if above is not None and below is not None and above > below:
            self.add_error("numerator", TOO_MUCH.format(formats.format_number(above), formats.format_number(below)))
        return given

    def own_value(self) -> OwnValue:
        """Return what was typed, once the form is valid."""
        if self.indicator.kind == Kind.CONDITION:
            return bool(self.cleaned_data["holds"] == "yes")
        if self.indicator.kind == Kind.SHARE:
            return self.cleaned_data["numerator"], self.cleaned_data["denominator"]
        value: Decimal = self.cleaned_data["value"]
        return value

    def unit(self) -> Unit:
        return self.units[self.cleaned_data.get("unit") or next(iter(self.units))]


class SharesForm(forms.Form):
    """A goal and the shares of the units below: a number a unit, blank for none."""

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        body: Unit,
        units: Sequence[Unit],
        goals: Mapping[int, Goal],
        may_set_total: bool,
        proposed: Mapping[int, Decimal] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.body, self.units, self.goals = indicator, body, list(units), goals
        total = goals.get(body.pk)
        self.total = total.value if total else None
        if may_set_total:
            self.fields["total"] = self._number("Chỉ tiêu chung", self.total)
        for unit in self.units:
            goal = goals.get(unit.pk)
            shown = proposed.get(unit.pk) if proposed is not None else goal.value if goal else None
            self.fields[f"u{unit.pk}"] = self._number(f"Giao cho {unit.name}", shown)
        self.fields["seen"] = forms.CharField(required=False, initial=self._state(), widget=forms.HiddenInput)
        self.fields["reason"] = forms.CharField(
            label="Lý do điều chỉnh",
            required=False,
            max_length=1000,
            widget=forms.Textarea({"rows": 2, "class": "form-control"}),
            help_text="Cần ghi khi thay đổi chỉ tiêu đã giao.",
        )

    def _number(self, label: str, initial: Decimal | None) -> VietnameseNumberField:
        field = VietnameseNumberField(label=label, required=False, initial=initial, decimals=self.indicator.decimals)
        field.widget.attrs |= {"class": "form-control number-field", "aria-label": label, "data-share": ""}
        return field

    def _state(self) -> str:
        """Name the goals in force, so that a page tells whether somebody has changed one since it was shown."""
        keys = ",".join(str(goal.pk) for _, goal in sorted(self.goals.items()))
        return hashlib.sha256(keys.encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        """Refuse once what rests on goals changed meanwhile; the page then shows them beside what was typed."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("seen") not in ("", self._state()):
            data = QueryDict(mutable=True)
            data.update(self.data)
            data["seen"] = self._state()
            self.data = data
            self.add_error(None, CHANGED_MEANWHILE)
        return given

    def rows(self) -> list[tuple[Unit, forms.BoundField, Goal | None]]:
        """Units with their field and what they have now."""
        return [(unit, self[f"u{unit.pk}"], self.goals.get(unit.pk)) for unit in self.units]

    def new_total(self) -> Decimal | None:
        """The goal as typed, or as it is where this person may not change it."""
        return self.cleaned_data["total"] if "total" in self.fields and "total" in self.data else self.total

    def kept_upper(self) -> Decimal | None:
        """The upper end of a range, as long as the new goal lies below it."""
        goal, total = self.goals.get(self.body.pk), self.new_total()
        if goal is None or goal.upper is None or total is None or total > goal.upper:
            return None
        return goal.upper

    def shares(self) -> dict[Unit, Decimal | None]:
        """What was typed; a unit whose field did not come along at all keeps its share."""
        return {
            unit: self.cleaned_data[f"u{unit.pk}"] for unit in self.units if self.add_prefix(f"u{unit.pk}") in self.data
        }

    def shown_sum(self) -> Decimal:
        """What the shares on the page add up to, read as far as they can be read."""
        found = Decimal(0)
        for unit in self.units:
            try:
                number = self.fields[f"u{unit.pk}"].to_python(self[f"u{unit.pk}"].value())
            except forms.ValidationError:
                continue
            found += number or 0
        return found

    def total_shown(self) -> Decimal | None:
        """The goal as it stands on the page; None for none and for what cannot be read."""
        if "total" not in self.fields:
            return self.total
        try:
            number: Decimal | None = self.fields["total"].to_python(self["total"].value())
        except forms.ValidationError:
            return None
        return number

    def verdict(self) -> str:
        """Return "✓ đủ", "còn 12" or "vượt 5"; over and under are allowed but seen."""
        total = self.total_shown()
        if total is None:
            return ""
        rest = total - self.shown_sum()
        if rest == 0:
            return "✓ đủ"
        return f"còn {formats.format_number(rest)}" if rest > 0 else f"vượt {formats.format_number(-rest)}"
