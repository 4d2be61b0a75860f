"""Forms for sections, targets, activities and conferences."""

from __future__ import annotations

from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from django import forms

from programs.forms.base import MONTHS, DraftForm, LinesField, NumbersField, area, row
from programs.models import Decision, Proposal, ProposalKind

NO_SECTION = "Không thuộc đề mục nào"


class SectionForm(DraftForm):
    number = forms.CharField(label="Số mục", max_length=20, required=False)
    level = forms.IntegerField(label="Bậc", min_value=1, max_value=9, help_text="1 là ngoài cùng (I, II, …).")
    title = forms.CharField(label="Đề mục", widget=area(2))
    body = forms.CharField(label="Nội dung dưới đề mục", required=False, widget=area(6))
    parts = (row("number", "level"), "title", "body")


class TargetForm(DraftForm):
    number = forms.CharField(label="Số thứ tự", max_length=20, required=False)
    text = forms.CharField(label="Nội dung chỉ tiêu", widget=area(5))
    section = forms.ChoiceField(label="Thuộc đề mục", required=False)
    parts = (row("number", "section"), "text")

    def prepare(self) -> None:
        self._sections: dict[str, Proposal] = {}
        field = self.fields["section"]
        if self.proposal is not None and isinstance(field, forms.ChoiceField):
            kept = self.proposal.program.proposals.filter(kind=ProposalKind.SECTION).exclude(decision=Decision.DROPPED)
            self._sections = {str(section.pk): section for section in kept}
            names = [(pk, _heading(section)) for pk, section in self._sections.items()]
            field.choices = [("", NO_SECTION), *names]
            self.initial["section"] = str(self.proposal.parent_id or "")

    @property
    def parent(self) -> Proposal | None:
        return self._sections.get(self.cleaned_data.get("section", ""))


class ActivityForm(DraftForm):
    number = forms.CharField(label="Số thứ tự", max_length=20, required=False)
    title = forms.CharField(label="Hoạt động", widget=area(3))
    months = NumbersField(label="Thực hiện vào", choices=MONTHS)
    is_all_year = forms.BooleanField(label="Cả năm", required=False)
    in_charge = forms.CharField(label="Ban, bộ phận phụ trách", max_length=160, required=False)
    parts = ("number", "title", InlineCheckboxes("months"), "is_all_year", "in_charge")


class ConferenceForm(DraftForm):
    number = forms.CharField(label="Kỳ họp lần thứ", max_length=60, required=False)
    month = forms.TypedChoiceField(
        label="Tháng", choices=[("", "Chưa rõ"), *MONTHS], coerce=int, empty_value=None, required=False
    )
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100, required=False)
    agenda = LinesField(label="Nội dung", required=False, widget=area(5), help_text="Mỗi dòng một nội dung.")
    parts = (row("number", "month", "year"), "agenda")


def _heading(section: Proposal) -> Any:
    text = f"{section.payload.get('number', '')} {section.payload.get('title', '')}".strip()
    return text if len(text) <= 70 else f"{text[:70]}…"
