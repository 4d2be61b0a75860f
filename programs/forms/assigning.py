"""Who is in charge of a section, a target or an activity."""

from __future__ import annotations

from typing import Any

from django import forms

from programs.models import Program
from units.models import User

NOBODY = "Chọn đồng chí phụ trách hoặc ghi tên ban, bộ phận."
NOTHING = "Chọn chỉ tiêu, hoạt động hoặc đề mục được phân công."


class AssignmentForm(forms.Form):
    subject = forms.ChoiceField(label="Phân công", error_messages={"required": NOTHING})
    officer = forms.ModelChoiceField(
        label="Đồng chí phụ trách", queryset=User.objects.all(), required=False, empty_label="Không chọn"
    )
    department = forms.CharField(label="Ban, bộ phận phụ trách", max_length=160, required=False)
    use_required_attribute = False

    def __init__(self, data: Any = None, *, program: Program, officers: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        subject, officer = self.fields["subject"], self.fields["officer"]
        if isinstance(subject, forms.ChoiceField):
            subject.choices = [
                ("", "Chọn"),
                ("Chỉ tiêu", [(f"target-{t.pk}", _short(str(t))) for t in program.targets.all()]),
                (
                    "Hoạt động",
                    [(f"activity-{a.pk}", _short(f"{a.number} {a.title}")) for a in program.activities.all()],
                ),
                ("Đề mục", [(f"section-{s.pk}", _short(str(s))) for s in program.sections.all()]),
            ]
        if isinstance(officer, forms.ModelChoiceField):
            officer.queryset = officers

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("officer") and not typed.get("department"):
            self.add_error("officer", NOBODY)
        return typed

    def subject_of(self) -> dict[str, int]:
        """Return the one column that names what is assigned: {"target_id": 3}."""
        what, _, pk = self.cleaned_data["subject"].partition("-")
        return {f"{what}_id": int(pk)}


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 80 else f"{text[:80]}…"
