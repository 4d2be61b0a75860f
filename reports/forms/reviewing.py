"""Forms of the reviewing office: what to look at, and the reason behind each decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from indicators.models import Indicator
from programs.models import ReportingPeriod
from reports.inboxes import Tray
from reports.models import Submission
from units import clock
from units.fields import VietnameseDateField
from units.models import Cluster, Unit, UnitQuerySet

_SELECT = {"class": "form-select"}


class InboxFilter(forms.Form):
    """Period, cluster and name; what makes no sense is ignored, never refused."""

    ky = forms.ChoiceField(label="Kỳ báo cáo", required=False, widget=forms.Select(attrs=_SELECT))
    cum = forms.ChoiceField(label="Cụm thi đua", required=False, widget=forms.Select(attrs=_SELECT))
    q = forms.CharField(
        label="Tên đơn vị",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search", "placeholder": "Tìm không cần dấu"}),
    )
    tt = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[(tray.value, tray.label) for tray in Tray]
    )

    def __init__(self, *args: Any, periods: Iterable[ReportingPeriod], clusters: Iterable[Cluster], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.periods = {str(period.pk): period for period in periods}
        self.clusters = {str(cluster.pk): cluster for cluster in clusters}
        _choices(self, "ky", "Tất cả các kỳ", {key: period.name for key, period in self.periods.items()})
        _choices(self, "cum", "Tất cả các cụm", {key: cluster.name for key, cluster in self.clusters.items()})
        self.is_valid()

    @property
    def period(self) -> ReportingPeriod | None:
        return self.periods.get(self.cleaned_data.get("ky", ""))

    @property
    def cluster(self) -> Cluster | None:
        return self.clusters.get(self.cleaned_data.get("cum", ""))

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q", "")).strip()

    @property
    def tray(self) -> Tray | None:
        chosen = self.cleaned_data.get("tt")
        return Tray(chosen) if chosen else None


def seen_text(submission: Submission) -> str:
    """Return a report and the moment of its sending as a field of the inbox carries them."""
    at = submission.submitted_at
    return f"{submission.pk} {at.isoformat()}" if at else ""


def seen_in(fields: Iterable[str]) -> dict[int, datetime]:
    """Return by report the sending that was shown; what makes no sense is left out."""
    seen = {}
    for text in fields:
        key, _, moment = text.partition(" ")
        try:
            seen[int(key)] = datetime.fromisoformat(moment)
        except ValueError:
            continue
    return seen


class ReturnForm(forms.Form):
    """What has to be corrected, and until when."""

    note = forms.CharField(
        label="Nội dung cần bổ sung",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ghi rõ nội dung cần bổ sung để đơn vị biết phải làm gì."},
    )
    correct_by = VietnameseDateField(
        label="Hạn bổ sung: hết ngày", required=False, help_text="Để trống: sau hai ngày làm việc."
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do."},
    )


class ExtendForm(ReasonForm):
    """A later last day, with the reason."""

    until = VietnameseDateField(label="Gia hạn đến hết ngày")
    field_order = ("until", "reason")


class CommentForm(forms.Form):
    """A remark about the report or one of its figures."""

    text = forms.CharField(
        label="Ý kiến",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi nội dung ý kiến."},
    )
    indicator = forms.ModelChoiceField(
        label="Về chỉ số",
        queryset=Indicator.objects.none(),
        required=False,
        empty_label="Cả báo cáo",
        error_messages={"invalid_choice": "Chọn một chỉ số của báo cáo này."},
    )

    def __init__(self, *args: Any, indicators: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = indicators  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Into which unit, from which day, why."""

    into = forms.ModelChoiceField(
        label="Sáp nhập vào",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Không sáp nhập, chỉ kết thúc hoạt động",
    )
    on = VietnameseDateField(
        label="Từ ngày", help_text="Từ ngày này đơn vị không còn tham gia và không phải nộp báo cáo."
    )
    reason = forms.CharField(
        label="Lý do, số quyết định",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do hoặc số quyết định."},
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = units  # type: ignore[attr-defined]
        self.fields["on"].initial = clock.today()


def _choices(form: forms.Form, name: str, empty: str, choices: dict[str, str]) -> None:
    form.fields[name].choices = [("", empty), *choices.items()]  # type: ignore[attr-defined]
