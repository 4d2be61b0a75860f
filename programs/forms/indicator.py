"""The form of one thing to be counted."""

from __future__ import annotations

from typing import Any

from django import forms

from programs.forms.base import DraftForm, NamesField, area, more, row, ticks
from programs.models import Decision, ProposalKind
from programs.promises import Accumulation, AnsweredBy, Comparator, Denominator, GoalSpan, Kind, Measure, Scope
from units.fields import VietnameseNumberField
from units.models import Sector

COMPARATORS = [(c.value, c.label) for c in Comparator]
COVERAGE_COMPARATORS = [(c.value, c.label) for c in Comparator if c != Comparator.RANGE]
BELOW = "Mức trên phải lớn hơn hoặc bằng mức dưới."
RANGE_NEEDS_BOTH = "Ghi mức trên của khoảng."
PERCENT = "Tỷ lệ từ 0 đến 100."
NO_COVERAGE = "Ghi tỷ lệ đơn vị phải đạt, ví dụ 100 hoặc 90."
ISSUER_SCOPE = "Chỉ tiêu riêng của cấp ban hành thì đơn vị không báo cáo."


class IndicatorForm(DraftForm):
    label = forms.CharField(label="Tên chỉ số", max_length=300, widget=area(2), help_text="Đơn vị thấy tên này.")
    measure = forms.ChoiceField(label="Cách tính", choices=Measure.choices)
    comparator = forms.ChoiceField(label="So sánh", choices=COMPARATORS)
    goal = VietnameseNumberField(label="Chỉ tiêu", required=False, help_text="Để trống nếu giao sau.")
    goal_max = VietnameseNumberField(label="Đến (nếu là khoảng)", required=False)
    unit_of_measure = forms.CharField(label="Đơn vị tính", max_length=160, required=False)
    coverage_comparator = forms.ChoiceField(label="Số đơn vị phải đạt", choices=COVERAGE_COMPARATORS)
    coverage_goal = VietnameseNumberField(
        label="Tỷ lệ đơn vị (%)", required=False, help_text="Dùng khi tính cho từng đơn vị, từng cụm."
    )
    goal_span = forms.ChoiceField(label="Tính cho", choices=GoalSpan.choices)
    accumulation = forms.ChoiceField(label="Qua các kỳ", choices=Accumulation.choices)
    decimals = forms.IntegerField(label="Số chữ số thập phân", min_value=0, max_value=4)
    answered_by = forms.ChoiceField(label="Ai ghi số", choices=AnsweredBy.choices)
    denominator = forms.ChoiceField(
        label="Mẫu số lấy từ", choices=[("", "Ghi tay"), *Denominator.choices], required=False
    )
    population_sectors = NamesField(
        label="Chỉ tính các đơn vị khối", choices=Sector.choices, required=False, help_text="Để trống: mọi đơn vị."
    )
    population_text = forms.CharField(label="Đối tượng trong văn bản", max_length=300, required=False)
    grade = forms.CharField(label="Mức xếp loại", max_length=120, required=False)
    is_required = forms.BooleanField(label="Bắt buộc trả lời mới được gửi báo cáo", required=False)
    part_of = forms.TypedChoiceField(label="Trong đó của", coerce=int, empty_value=None, required=False)
    reads = forms.TypedChoiceField(
        label="Lấy số của", coerce=int, empty_value=None, required=False, help_text="Đơn vị không phải ghi hai lần."
    )
    parts = (
        "label",
        "measure",
        row("comparator", "goal", "goal_max"),
        row("unit_of_measure", "goal_span"),
        row("coverage_comparator", "coverage_goal"),
        more(
            "Thêm lựa chọn",
            row("accumulation", "decimals"),
            row("answered_by", "denominator"),
            row("part_of", "reads"),
            ticks("population_sectors"),
            row("population_text", "grade"),
            "is_required",
        ),
    )

    def prepare(self) -> None:
        siblings: list[tuple[Any, str]] = []
        if self.proposal is not None and self.proposal.parent_id is not None:
            kept = self.proposal.program.proposals.filter(
                kind=ProposalKind.INDICATOR, parent_id=self.proposal.parent_id
            ).exclude(decision=Decision.DROPPED)
            siblings = [(s.pk, s.payload["label"][:80]) for s in kept if s.pk != self.proposal.pk]
        for name, nothing in (("part_of", "Không phải phần của chỉ số khác"), ("reads", "Đơn vị ghi riêng")):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", nothing), *siblings]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "measure" not in typed:
            return typed
        measure = Measure(typed["measure"])
        self._check_range(typed)
        self._check_coverage(typed, measure)
        if measure.scope == Scope.ISSUER and typed.get("answered_by") != AnsweredBy.UNIT:
            self.add_error("answered_by", ISSUER_SCOPE)
        if measure.kind != Kind.COUNT:
            typed["accumulation"] = Accumulation.LAST
        if measure.kind == Kind.CONDITION:
            typed |= {"goal": None, "goal_max": None, "comparator": Comparator.AT_LEAST, "decimals": 0}
        if not measure.has_coverage:
            typed |= {"coverage_goal": None, "coverage_comparator": Comparator.AT_LEAST}
        return typed

    def _check_range(self, typed: dict[str, Any]) -> None:
        low, high = typed.get("goal"), typed.get("goal_max")
        if typed.get("comparator") != Comparator.RANGE:
            typed["goal_max"] = None
        elif low is not None and high is None:
            self.add_error("goal_max", RANGE_NEEDS_BOTH)
        elif low is not None and high is not None and high < low:
            self.add_error("goal_max", BELOW)

    def _check_coverage(self, typed: dict[str, Any], measure: Measure) -> None:
        share = typed.get("coverage_goal")
        if measure.has_coverage and share is None and "coverage_goal" not in self.errors:
            self.add_error("coverage_goal", NO_COVERAGE)
        if share is not None and share > 100:
            self.add_error("coverage_goal", PERCENT)
        if measure.kind == Kind.SHARE and typed.get("goal") is not None and typed["goal"] > 100:
            self.add_error("goal", PERCENT)
