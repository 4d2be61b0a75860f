"""What the forms of all proposals share: they are filled from a typed draft and give one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, ClassVar

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms

from programs.models import Proposal
from programs.payloads import Draft, mark_of

Choices = Sequence[tuple[Any, str]]


class DraftForm(forms.Form):
    """Fields carry the names of the draft's; what a form does not show stays as it was."""

    use_required_attribute = False
    parts: ClassVar[tuple[Any, ...]] = ()

    def __init__(self, data: Any = None, *, draft: Draft, proposal: Proposal | None = None) -> None:
        self.draft = draft
        self.proposal = proposal
        super().__init__(data, initial=self.initial_of(draft))
        self.prepare()
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        if self.parts:
            self.helper.layout = Layout(*self.parts)

    def initial_of(self, draft: Draft) -> dict[str, Any]:
        return {field.name: getattr(draft, field.name) for field in fields(draft)}

    def prepare(self) -> None:
        """Set choices that depend on the draft's surroundings."""

    def to_draft(self) -> Draft:
        """Return the draft with what was typed; call it on a valid form only."""
        names = {field.name for field in fields(self.draft)}
        typed = {name: value for name, value in self.cleaned_data.items() if name in names}
        return replace(self.draft, **typed)

    def said_otherwise(self, other: DraftForm) -> list[tuple[str, str]]:
        """Return label and words of every field in which `other` holds something else than was typed here."""
        found = []
        for name, field in self.fields.items():
            if name not in other.initial:
                continue  # belongs to the change and not to what is changed, like its reason
            typed = _words(field, self.cleaned_data.get(name))
            theirs = _words(field, other.initial.get(name))
            if typed != theirs:
                found.append((str(field.label or name), theirs or "để trống"))
        return found

    @property
    def mark(self) -> str:
        """Name what the form was filled from; see `mark_of`."""
        return mark_of(self.draft)

    @property
    def parent(self) -> Proposal | None:
        """The proposal that this one hangs on, as chosen in the form or as it was."""
        return self.proposal.parent if self.proposal else None


def _words(field: forms.Field, value: Any) -> str:
    """Return a value as a person reads it in the form."""
    if isinstance(field, forms.BooleanField):
        return "có" if value else "không"
    if isinstance(field, forms.ChoiceField):
        many = value if isinstance(value, list | tuple) else [value]
        choices: Any = field.choices
        names = {str(key): str(label) for key, label in choices}
        return ", ".join(names.get("" if one is None else str(one), "") for one in many)
    shown = field.prepare_value(value)
    shown = field.widget.format_value(shown)
    return "" if shown is None else str(shown).strip()


class LinesField(forms.CharField):
    """Several lines of text as a tuple, one value per line that is not empty."""

    widget = forms.Textarea

    def to_python(self, value: object) -> Any:
        lines = str(value or "").splitlines()
        return tuple(" ".join(line.split()) for line in lines if line.strip())

    def prepare_value(self, value: object) -> object:
        return "\n".join(str(line) for line in value) if isinstance(value, tuple | list) else value


class NumbersField(forms.TypedMultipleChoiceField):
    """Ticked numbers as a sorted tuple."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, required=False, **options)

    def clean(self, value: object) -> tuple[int, ...]:
        return tuple(sorted(super().clean(value) or ()))


class NamesField(forms.MultipleChoiceField):
    """Ticked names as a tuple."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: object) -> tuple[str, ...]:
        return tuple(super().clean(value) or ())


def row(*names: str) -> Div:
    """Fields beside each other where there is room."""
    return Div(*(Div(name, css_class="col-sm") for name in names), css_class="row")


def ticks(name: str) -> InlineCheckboxes:
    return InlineCheckboxes(name)


def more(summary: str, *content: Any) -> Div:
    """Fields that are seldom needed, folded away; they open without script."""
    return Div(
        HTML(f'<details class="explain"><summary>{summary}</summary><div class="explain-body">'),
        *content,
        HTML("</div></details>"),
    )


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


MONTHS: Choices = [(month, f"Tháng {month}") for month in range(1, 13)]
WEEKDAYS: Choices = list(
    enumerate(("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"), start=1)
)
