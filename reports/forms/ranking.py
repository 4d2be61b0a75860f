"""How units are ranked: which indicators count, how results weigh against punctuality, whether units see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from indicators.models import Indicator
from reports.models import RankingRule

WEIGHT = "Ghi một số từ 0 đến 100. Ví dụ 70: kết quả chiếm 70 phần trăm, đúng hạn chiếm 30 phần trăm."


class RankingForm(forms.Form):
    results_weight = forms.IntegerField(
        label="Trọng số kết quả (%)",
        min_value=0,
        max_value=100,
        help_text="Phần còn lại là trọng số của tỷ lệ báo cáo đúng hạn trong năm.",
        error_messages={"required": WEIGHT, "invalid": WEIGHT, "min_value": WEIGHT, "max_value": WEIGHT},
    )
    indicators = forms.MultipleChoiceField(
        label="Chỉ số được tính",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn chỉ số nào: tính tất cả.",
        error_messages={"invalid_choice": "Có chỉ số không còn trong chương trình. Tải lại trang rồi chọn lại."},
    )
    is_published = forms.BooleanField(
        label="Công bố: các đơn vị trong cụm được xem bảng xếp hạng của cụm mình", required=False
    )

    def __init__(self, data: Any = None, *, rule: RankingRule, choices: Sequence[Indicator]) -> None:
        chosen = [str(item.pk) for item in rule.indicators.all()] if rule.pk else []
        initial = {"results_weight": rule.results_weight, "is_published": rule.is_published, "indicators": chosen}
        super().__init__(data, initial=initial)
        self.known = {str(item.pk): item for item in choices}
        self.fields["indicators"].choices = [(key, item.label) for key, item in self.known.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Indicator]:
        return [self.known[key] for key in self.cleaned_data["indicators"]]
