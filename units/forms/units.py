"""Units by hand: create, change, close, continue; and the filters of their list."""

from __future__ import annotations

from typing import Any

from django import forms

from units import clock
from units.fields import VietnameseDateField
from units.models import Cluster, Level, Sector, Unit, UnitQuerySet
from units.naming import clean_code, clean_name

CODE_HELP = "Chữ không dấu, chữ số, dấu chấm hoặc gạch; ví dụ “DK-01”. Mã dùng khi nhập từ Excel và không trùng nhau."
FACTS: tuple[str, ...] = (
    "code",
    "name",
    "short_name",
    "level",
    "sector",
    "place",
    "superior_name",
    "email",
    "only_secretary_sends",
)
# What the unit's own people may change; the rest is for the body above.
OWN_FACTS: tuple[str, ...] = ("name", "short_name", "place", "superior_name", "email", "only_secretary_sends")


class UnitForm(forms.ModelForm[Unit]):
    """Facts of a unit."""

    class Meta:
        model = Unit
        fields = FACTS
        help_texts = {
            "code": CODE_HELP,
            "short_name": "Dùng trong bảng và trên màn hình hẹp.",
            "place": "Ghi trước ngày tháng trong văn bản của đơn vị.",
            "superior_name": "Chỉ cần khi cấp trên không có trong hệ thống.",
            "only_secretary_sends": "Nếu chọn, người báo cáo soạn được nhưng chỉ Bí thư gửi.",
        }

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_short_name(self) -> str:
        return clean_name(self.cleaned_data["short_name"])


class NewUnitForm(UnitForm):
    """A unit under a parent that the person manages."""

    parent = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị cấp trên")
    active_from = VietnameseDateField(label="Hoạt động từ ngày")

    field_order = ["parent", *FACTS[:5], "active_from"]

    class Meta(UnitForm.Meta):
        pass

    def __init__(self, *args: Any, parents: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["parent"]
        choice.queryset = parents.active(clock.today()).by_name()  # type: ignore[attr-defined]
        choice.error_messages["required"] = "Chọn đơn vị cấp trên."
        self.fields["active_from"].initial = clock.today()

    def unit(self) -> Unit:
        """The unit as typed, not stored yet."""
        unit = self.save(commit=False)
        unit.active_from = self.cleaned_data["active_from"]
        return unit


class OwnUnitForm(UnitForm):
    """What the unit's own people may change about it."""

    class Meta(UnitForm.Meta):
        fields = OWN_FACTS


class SuccessorForm(NewUnitForm):
    """The unit that continues another one, perhaps under another parent."""

    reason = forms.CharField(label="Căn cứ, lý do", widget=forms.Textarea(attrs={"rows": 2}))

    class Meta(UnitForm.Meta):
        fields = ("code", "name", "short_name", "level", "sector", "place")

    field_order = ["parent", "code", "name", "short_name", "level", "sector", "place", "active_from", "reason"]


class UnitFilterForm(forms.Form):
    """What narrows the list of units."""

    q = forms.CharField(label="Tìm theo tên hoặc mã", required=False, widget=forms.SearchInput)
    cap = forms.ChoiceField(label="Cấp", required=False, choices=[("", "Tất cả"), *Level.choices])
    khoi = forms.ChoiceField(label="Khối", required=False, choices=[("", "Tất cả"), *Sector.choices])
    cum = forms.ModelChoiceField(Cluster.objects.none(), label="Cụm thi đua", required=False, empty_label="Tất cả")
    con = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Đang hoạt động"), ("da-dong", "Đã kết thúc"), ("tat-ca", "Tất cả")],
    )
    trong = forms.ModelChoiceField(Unit.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, clusters: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cum"].queryset = clusters  # type: ignore[attr-defined]
        self.fields["trong"].queryset = units  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs.setdefault(
                "class", "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            )

    def narrow(self, units: UnitQuerySet) -> UnitQuerySet:
        """Return the units that match; a choice that does not exist narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data
        today = clock.today()
        if not typed.get("con"):
            units = units.active(today)
        elif typed["con"] == "da-dong":
            units = units.filter(active_until__lt=today)
        if typed.get("trong"):
            units = units.below(typed["trong"])
        if typed.get("cap"):
            units = units.filter(level=typed["cap"])
        if typed.get("khoi"):
            units = units.filter(sector=typed["khoi"])
        if typed.get("cum"):
            units = units.in_cluster(typed["cum"].pk, today)
        return units.matching(typed.get("q") or "")
