"""The last step before issuing, taking back, and asking for a report at short notice."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from programs.forms.base import DraftForm
from programs.models import Program
from reports.actions.issuing import Choice
from reports.issuing import joinable_regimes, possible_participants
from units.fields import VietnameseDateField
from units.formats import format_date
from units.models import Unit, UnitQuerySet

NO_UNITS = "Chọn ít nhất một đơn vị tham gia."
OUTSIDE = "Ngày này nằm ngoài thời gian của chương trình."
PAST = "Hạn gửi phải từ hôm nay trở đi."
NEW = ""


class UnitsField(forms.ModelMultipleChoiceField[Unit]):
    """Units to tick, all of them in one list that can be filtered on the page."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.get_sector_display().lower()})"


class IssueForm(forms.Form):
    units = UnitsField(label="Đơn vị tham gia", queryset=Unit.objects.none(), error_messages={"required": NO_UNITS})
    regime = forms.ChoiceField(label="Báo cáo qua", required=False)
    reports_from = VietnameseDateField(
        label="Nhận báo cáo từ ngày",
        required=False,
        help_text="Kỳ hết hạn trước ngày này không phải nộp và không được nhắc. Để trống: mọi kỳ.",
    )
    use_required_attribute = False

    def __init__(self, data: Any = None, *, program: Program, has_rules: bool, today: date) -> None:
        self.program = program
        self.regimes = {str(regime.pk): regime for regime in joinable_regimes(program)}
        units = possible_participants(program)
        started = today if today > program.starts_on else None
        initial = {
            "units": units,
            "regime": NEW if has_rules else next(iter(self.regimes), NEW),
            "reports_from": started,
        }
        super().__init__(data, initial=initial)
        self.possible = units
        self._offer(units, has_rules)

    def _offer(self, units: UnitQuerySet, has_rules: bool) -> None:
        chosen, regime = self.fields["units"], self.fields["regime"]
        if isinstance(chosen, forms.ModelMultipleChoiceField):
            chosen.queryset = units
        new = "Chế độ báo cáo mới theo các quy định trong văn bản này" if has_rules else "Không yêu cầu báo cáo"
        names = [(pk, f"Chung với “{r.name}” (từ {format_date(r.starts_on)})") for pk, r in self.regimes.items()]
        if isinstance(regime, forms.ChoiceField):
            regime.choices = [(NEW, new), *names]
        if not names:
            self.fields["regime"].widget = forms.HiddenInput()

    def clean_reports_from(self) -> date | None:
        day: date | None = self.cleaned_data.get("reports_from")
        if day is not None and not self.program.starts_on <= day <= self.program.ends_on:
            raise forms.ValidationError(OUTSIDE)
        return day

    def choice(self) -> Choice:
        """Return what was decided; before anything was typed, what is proposed."""
        if not self.is_bound:
            regime = self.regimes.get(str(self.initial["regime"]))
            return Choice(list(self.possible), regime, self.initial["reports_from"])
        typed = self.cleaned_data
        regime = self.regimes.get(typed.get("regime", ""))
        return Choice(list(typed.get("units") or ()), regime, typed.get("reports_from"))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do để các đơn vị và cấp trên biết."},
    )
    use_required_attribute = False


class RegimeForm(DraftForm):
    """What is said of a regime as a whole, with the reason for the change."""

    name = forms.CharField(label="Tên chế độ báo cáo", max_length=255)
    reports_from = VietnameseDateField(
        label="Nhận báo cáo từ ngày", required=False, help_text="Kỳ hết hạn trước ngày này không phải nộp."
    )
    reason = forms.CharField(label="Lý do thay đổi", max_length=500)


class UrgentForm(forms.Form):
    """A report asked for at short notice, from chosen units."""

    name = forms.CharField(label="Nội dung báo cáo", max_length=200, help_text="Ví dụ: Báo cáo nhanh về hiến máu.")
    text = forms.CharField(label="Yêu cầu cụ thể", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = VietnameseDateField(label="Hạn gửi: hết ngày")
    due_hour = forms.TypedChoiceField(
        label="Giờ hạn",
        choices=[(24, "24:00 (hết ngày)"), *((hour, f"{hour:02d}:00") for hour in range(23, 5, -1))],
        coerce=int,
    )
    required_attachment = forms.CharField(label="Hồ sơ phải kèm", max_length=255, required=False)
    units = UnitsField(
        label="Đơn vị phải gửi", queryset=Unit.objects.none(), error_messages={"required": "Chọn ít nhất một đơn vị."}
    )
    use_required_attribute = False

    def __init__(self, data: Any = None, *, units: Any, today: date) -> None:
        super().__init__(data, initial={"units": units})
        self.today = today
        chosen = self.fields["units"]
        if isinstance(chosen, forms.ModelMultipleChoiceField):
            chosen.queryset = units

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(PAST)
        return day
