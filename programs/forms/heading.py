"""Forms for the heading and the end of a programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from programs.forms.base import DraftForm, LinesField, area, row
from programs.models import ProgramKind
from programs.payloads import Bases, Basis, Draft
from units.fields import VietnameseDateField

BACKWARDS = "Năm kết thúc phải bằng hoặc sau năm bắt đầu."
ENDS_FIRST = "Ngày kết thúc phải sau ngày bắt đầu."


class SubjectForm(DraftForm):
    title = forms.CharField(label="Trích yếu", max_length=500, widget=area(2))
    kind = forms.ChoiceField(label="Loại", choices=ProgramKind.choices)
    year_from = forms.IntegerField(label="Từ năm", min_value=2000, max_value=2100)
    year_to = forms.IntegerField(label="Đến năm", min_value=2000, max_value=2100)
    starts_on = VietnameseDateField(label="Tính từ ngày")
    ends_on = VietnameseDateField(label="Đến hết ngày")
    parts = ("title", "kind", row("year_from", "year_to"), row("starts_on", "ends_on"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("year_from"), typed.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", BACKWARDS)
        starts, ends = typed.get("starts_on"), typed.get("ends_on")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            self.add_error("ends_on", ENDS_FIRST)
        return typed


class IdentityForm(DraftForm):
    document_type = forms.CharField(label="Tên loại văn bản", max_length=80)
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False, help_text="Ví dụ: 18-CTr/ĐTN.")
    issued_on = VietnameseDateField(label="Ngày ký", required=False)
    place = forms.CharField(label="Nơi ký", max_length=120, required=False)
    superior_name = forms.CharField(label="Cơ quan cấp trên", max_length=255, required=False)
    issuer_name = forms.CharField(label="Cơ quan ban hành", max_length=255, required=False)
    parts = ("document_type", row("number", "issued_on"), "place", "superior_name", "issuer_name")


class ThemeForm(DraftForm):
    theme = forms.CharField(label="Chủ đề", required=False, widget=area(2))
    breakthrough = forms.CharField(label="Nội dung đột phá", required=False, widget=area(3))


class BasesForm(DraftForm):
    lines = LinesField(label="Căn cứ", required=False, widget=area(6), help_text="Mỗi dòng một căn cứ.")

    def initial_of(self, draft: Draft) -> dict[str, Any]:
        return {"lines": tuple(basis.text for basis in draft.lines)} if isinstance(draft, Bases) else {}

    def to_draft(self) -> Bases:
        """Return the lines; one that was not touched keeps the number and date read from it."""
        known = {basis.text: basis for basis in self.draft.lines} if isinstance(self.draft, Bases) else {}
        return Bases(tuple(known.get(text) or Basis(text) for text in self.cleaned_data["lines"]))


class RecipientsForm(DraftForm):
    lines = LinesField(label="Nơi nhận", required=False, widget=area(6), help_text="Mỗi dòng một nơi nhận.")


class SignatureForm(DraftForm):
    authority = forms.CharField(label="Thẩm quyền ký", max_length=160, required=False)
    signatory_position = forms.CharField(label="Chức vụ người ký", max_length=120, required=False)
    signatory_name = forms.CharField(label="Họ và tên người ký", max_length=120, required=False)
