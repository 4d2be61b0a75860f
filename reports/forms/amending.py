"""The forms of a draft's targets, indicators and activities for a programme that runs: with the reason why."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from programs.forms.base import DraftForm, area, row
from programs.forms.indicator import IndicatorForm
from programs.forms.outline import NO_SECTION, ActivityForm
from programs.models import Program, Section
from programs.payloads import ActivityDraft, IndicatorDraft, TargetDraft, mark_of
from programs.suggesting import Promise
from programs.wording import indicator_words
from reports.forms.issuing import ReasonForm
from units.fields import VietnameseDateField

REASON = "Ghi lý do điều chỉnh; lý do được lưu vào lịch sử chương trình và báo cho các đơn vị."
NOTHING_TO_COUNT = "Không nhận ra điều gì đếm được trong câu này. Có thể lưu chỉ tiêu rồi thêm chỉ số bằng tay."


def reason_field() -> forms.CharField:
    return forms.CharField(label="Lý do điều chỉnh", widget=area(2), error_messages={"required": REASON})


class RunningTargetForm(DraftForm):
    """A target's text and place, in the sections of the programme."""

    number = forms.CharField(label="Số thứ tự", max_length=20, required=False)
    section = forms.ModelChoiceField(
        label="Thuộc đề mục", queryset=Section.objects.none(), required=False, empty_label=NO_SECTION
    )
    text = forms.CharField(label="Nội dung chỉ tiêu", widget=area(4))
    reason = reason_field()
    parts: ClassVar[tuple[Any, ...]] = (row("number", "section"), "text", "reason")

    def __init__(self, data: Any = None, *, draft: TargetDraft, program: Program, place: Section | None = None) -> None:
        self.program, self.place = program, place
        super().__init__(data, draft=draft)

    def prepare(self) -> None:
        field = self.fields["section"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 – tells the type checker
        field.queryset = self.program.sections.all()
        self.initial["section"] = self.place

    @property
    def mark(self) -> str:
        return mark_of(self.draft, self.place.pk if self.place else None)

    def to_target(self) -> TargetDraft:
        draft = self.to_draft()
        assert isinstance(draft, TargetDraft)  # noqa: S101 – tells the type checker
        return draft


class NewTargetForm(RunningTargetForm):
    """A new target: what its text promises is shown first, and ticked, before anything is written."""

    counted = forms.TypedMultipleChoiceField(
        label="Theo dõi các chỉ số", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    parts: ClassVar[tuple[Any, ...]] = (row("number", "section"), "text", "counted", "reason")

    def offer(self, promises: list[Promise], *, ticked: bool) -> None:
        """Show what was read in the text; `ticked`: as proposed, otherwise as the person left it."""
        field = self.fields["counted"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 – tells the type checker
        field.choices = [(at, _words(promise)) for at, promise in enumerate(promises)]
        field.help_text = "" if promises else NOTHING_TO_COUNT
        if ticked:
            data = QueryDict(mutable=True)
            data.update(self.data)
            data.setlist("counted", [str(at) for at in range(len(promises))])
            self.data = data

    def hide_counted(self) -> None:
        """Nothing has been read yet."""
        self.fields["counted"].widget = forms.MultipleHiddenInput()


class RunningIndicatorForm(IndicatorForm):
    reason = reason_field()
    parts: ClassVar[tuple[Any, ...]] = (*IndicatorForm.parts, "reason")

    def prepare(self) -> None:
        # Links between indicators are set when a clause is read; they are not changed after issue.
        for name in ("part_of", "reads"):
            self.fields[name].widget = forms.HiddenInput()
        super().prepare()

    def to_indicator(self) -> IndicatorDraft:
        draft = self.to_draft()
        assert isinstance(draft, IndicatorDraft)  # noqa: S101 – tells the type checker
        return draft


class RunningActivityForm(ActivityForm):
    reason = reason_field()
    parts: ClassVar[tuple[Any, ...]] = (*ActivityForm.parts, "reason")

    def to_activity(self) -> ActivityDraft:
        draft = self.to_draft()
        assert isinstance(draft, ActivityDraft)  # noqa: S101 – tells the type checker
        return draft


class CloseForm(ReasonForm):
    """From which day on an indicator with figures is no longer asked for."""

    on = VietnameseDateField(label="Thôi theo dõi từ ngày")
    field_order = ("on", "reason")


def _words(promise: Promise) -> str:
    words = f"{promise.draft.label} – {indicator_words(promise.draft)}"
    return f"{words} (cần xem: {promise.doubt})" if promise.doubt else words
