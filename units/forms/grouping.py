"""Headcounts and clusters."""

from __future__ import annotations

from typing import Any

from django import forms

from units import clock
from units.actions.grouping import Heads
from units.fields import VietnameseDateField, VietnameseNumberField
from units.models import Cluster, Unit, UnitQuerySet
from units.naming import clean_code, clean_name


class HeadcountForm(forms.Form):
    """How many people, from a day on."""

    holds_from = VietnameseDateField(label="Tính từ ngày")
    officers = VietnameseNumberField(label="Cán bộ Đoàn", decimals=0)
    members = VietnameseNumberField(label="Đoàn viên", decimals=0)
    youth = VietnameseNumberField(label="Thanh niên", decimals=0)
    children = VietnameseNumberField(label="Thiếu nhi", decimals=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holds_from"].initial = clock.today()

    def heads(self) -> Heads:
        return Heads(
            **{name: int(self.cleaned_data[name] or 0) for name in ("officers", "members", "youth", "children")}
        )


class ClusterForm(forms.ModelForm[Cluster]):
    """A cluster of a body."""

    active_from = VietnameseDateField(label="Hoạt động từ ngày")
    active_until = VietnameseDateField(label="Hoạt động đến hết ngày", required=False)

    class Meta:
        model = Cluster
        fields = ("code", "name", "position", "active_from", "active_until")
        help_texts = {"code": "Dùng khi nhập từ Excel, ví dụ “CUM1”.", "position": "Cụm có số nhỏ đứng trước."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["active_from"].initial = clock.today().replace(month=1, day=1)

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        twins = Cluster.objects.filter(issuer=self.instance.issuer, code=given.get("code")).exclude(pk=self.instance.pk)
        if given.get("code") and twins.exists():
            self.add_error("code", "Mã cụm này đã có.")
        if given.get("active_until") and given.get("active_from") and given["active_until"] < given["active_from"]:
            self.add_error("active_until", "Ngày kết thúc phải sau ngày bắt đầu.")
        return given


class MemberForm(forms.Form):
    """A unit joins a cluster."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị", error_messages={"required": "Chọn đơn vị vào cụm."}
    )
    on = VietnameseDateField(label="Từ ngày")
    is_lead = forms.BooleanField(label="Là cụm trưởng", required=False)

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["on"].initial = clock.today()


class LeaveForm(forms.Form):
    """The last day of a membership or appointment."""

    on = VietnameseDateField(label="Đến hết ngày")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
