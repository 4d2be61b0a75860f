"""The form of a rule in a regime that runs: as in a draft, with the reason for the change."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from programs.forms.rule import RuleForm

REASON = "Ghi lý do thay đổi; lý do được lưu vào lịch sử chương trình."


class RunningRuleForm(RuleForm):
    reason = forms.CharField(label="Lý do thay đổi", max_length=500, error_messages={"required": REASON})
    parts: ClassVar[tuple[Any, ...]] = (*RuleForm.parts, "reason")

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("is_note"):
            self.add_error("is_note", "Quy định đang áp dụng phải có hạn hoặc được đánh dấu “Chưa rõ hạn”.")
        return typed
