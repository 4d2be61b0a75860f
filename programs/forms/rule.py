"""The form of one reporting rule, for a draft and for a regime that runs."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms

from programs.forms.base import MONTHS, WEEKDAYS, DraftForm, NamesField, NumbersField, more, row, ticks
from programs.models import Audience, Covers, ReportKind, Shift
from programs.payloads import RuleDraft
from units.fields import VietnameseDateField
from units.models import Sector

AUDIENCES = [
    (Audience.EVERYBODY.value, "Mọi đơn vị tham gia"),
    (Audience.CHOSEN.value, "Chỉ các khối đánh dấu bên dưới"),
    (Audience.CLUSTER_LEADS.value, "Cụm trưởng"),
]
HOURS = [(hour, "24:00 (hết ngày)" if hour == 24 else f"{hour:02d}:00") for hour in range(24, 0, -1)]
WHEN = "Ghi một ngày cụ thể, hoặc ngày trong tháng, hoặc thứ trong tuần; chưa có thì đánh dấu “Chưa rõ hạn”."
ONE_WAY = "Chỉ chọn một cách ghi hạn: ngày cụ thể, ngày trong tháng, hoặc thứ trong tuần."
MARK_DAY = "Ghi ngày mốc, ví dụ 5: số liệu từ ngày 06 tháng trước đến ngày 05 tháng này."
BOTH_ENDS = "Ghi đủ ngày đầu và ngày cuối của khoảng số liệu."
ENDS_FIRST = "Ngày cuối phải sau ngày đầu."
WHICH = "Đánh dấu ít nhất một khối phải báo cáo."


class RuleForm(DraftForm):
    kind = forms.ChoiceField(label="Loại báo cáo", choices=ReportKind.choices)
    name = forms.CharField(label="Tên báo cáo", max_length=200, required=False)
    is_note = forms.BooleanField(label="Chỉ ghi nhận, không tạo kỳ báo cáo", required=False)
    is_open_question = forms.BooleanField(label="Chưa rõ hạn, sẽ bổ sung sau", required=False)
    due_on = VietnameseDateField(label="Hạn vào ngày", required=False)
    due_day = forms.IntegerField(label="hoặc ngày trong tháng", min_value=1, max_value=31, required=False)
    months = NumbersField(label="Các tháng có hạn", choices=MONTHS, help_text="Để trống: mọi tháng.")
    weekdays = NumbersField(label="hoặc thứ trong tuần", choices=WEEKDAYS)
    is_inclusive = forms.TypedChoiceField(
        label="Đến ngày này",
        choices=[("True", "còn nhận (chậm nhất)"), ("False", "hết nhận (trước ngày)")],
        coerce=lambda value: value == "True",
    )
    due_hour = forms.TypedChoiceField(label="Giờ hạn", choices=HOURS, coerce=int)
    shift = forms.ChoiceField(label="Khi hạn rơi vào ngày nghỉ", choices=Shift.choices)
    covers = forms.ChoiceField(label="Khoảng số liệu", choices=Covers.choices)
    covers_day = forms.IntegerField(
        label="Ngày mốc", min_value=1, max_value=31, required=False, help_text="Chỉ ghi khi số liệu tính theo mốc."
    )
    covers_from = VietnameseDateField(label="Số liệu từ ngày", required=False)
    covers_until = VietnameseDateField(label="đến hết ngày", required=False)
    starts_on = VietnameseDateField(label="Áp dụng từ ngày", required=False)
    ends_on = VietnameseDateField(label="đến hết ngày", required=False)
    audience = forms.ChoiceField(label="Ai phải gửi", choices=AUDIENCES)
    asked_sectors = NamesField(label="Các khối phải gửi", choices=Sector.choices, required=False)
    exempt_sectors = NamesField(label="Khối được miễn", choices=Sector.choices, required=False)
    required_attachment = forms.CharField(label="Hồ sơ phải kèm", max_length=255, required=False)
    parts: ClassVar[tuple[Any, ...]] = (
        row("kind", "name"),
        row("due_on", "due_day"),
        "is_inclusive",
        ticks("months"),
        row("covers", "covers_day"),
        ticks("exempt_sectors"),
        "required_attachment",
        more(
            "Thêm lựa chọn",
            ticks("weekdays"),
            row("due_hour", "shift"),
            row("covers_from", "covers_until"),
            row("starts_on", "ends_on"),
            "audience",
            ticks("asked_sectors"),
            "is_open_question",
            "is_note",
        ),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("is_note"):
            return typed
        self._check_due(typed)
        self._check_span(typed)
        if typed.get("audience") == Audience.CHOSEN and not typed.get("asked_sectors"):
            self.add_error("asked_sectors", WHICH)
        return typed

    def to_rule(self) -> RuleDraft:
        """Return the rule with what was typed; call it on a valid form only."""
        rule = self.to_draft()
        assert isinstance(rule, RuleDraft)  # noqa: S101 – tells the type checker
        return rule

    def _check_due(self, typed: dict[str, Any]) -> None:
        ways = [name for name in ("due_on", "due_day", "weekdays") if typed.get(name)]
        if len(ways) > 1:
            self.add_error(ways[1], ONE_WAY)
        bad = {"due_on", "due_day", "weekdays"} & set(self.errors)
        if ways or typed.get("kind") == ReportKind.DAILY:
            typed["is_open_question"] = False
        elif not bad and not typed.get("is_open_question"):
            self.add_error("due_on", WHEN)

    def _check_span(self, typed: dict[str, Any]) -> None:
        first, last = typed.get("covers_from"), typed.get("covers_until")
        if typed.get("covers") == Covers.DAY_TO_DAY and not typed.get("covers_day"):
            self.add_error("covers_day", MARK_DAY)
        if typed.get("covers") == Covers.FIXED and not (first and last):
            self.add_error("covers_from", BOTH_ENDS)
        for start, end in (("covers_from", "covers_until"), ("starts_on", "ends_on")):
            low, high = typed.get(start), typed.get(end)
            if isinstance(low, date) and isinstance(high, date) and high < low:
                self.add_error(end, ENDS_FIRST)
