"""Forms that begin a draft: a file, or a heading written by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from programs.importing import errors
from programs.importing.reading import ProgramReading
from programs.models import ProgramKind
from programs.payloads import Subject
from units.fields import VietnameseDateField
from units.models import Unit

ACCEPTED = ".docx,.pdf,.txt,.doc"


class FileForm(forms.Form):
    """A document to be read; a file that cannot be read is an error of the field."""

    file = forms.FileField(
        label="Tệp chương trình",
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
        error_messages={
            "required": "Chọn tệp chương trình để tải lên.",
            "empty": str(errors.EmptyFile()),
        },
    )
    use_required_attribute = False

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.PROGRAM_FILE_MAX_BYTES:
            raise forms.ValidationError(str(errors.FileTooLarge()))
        return file

    def content(self) -> tuple[bytes, str]:
        """Return the file's bytes and the name it came with; call it on a valid form."""
        file = self.cleaned_data["file"]
        file.seek(0)
        return file.read(), file.name or ""


class UploadForm(FileForm):
    issuer = forms.ModelChoiceField(label="Cấp ban hành", queryset=Unit.objects.none(), empty_label=None)
    field_order = ("issuer", "file")

    def __init__(self, *args: Any, issuers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        only_one_issuer(self, issuers)


class WriteForm(forms.Form):
    """The heading of a programme that is written by hand."""

    issuer = forms.ModelChoiceField(label="Cấp ban hành", queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label="Trích yếu", max_length=500)
    kind = forms.ChoiceField(label="Loại", choices=ProgramKind.choices)
    starts_on = VietnameseDateField(label="Tính từ ngày")
    ends_on = VietnameseDateField(label="Đến hết ngày")
    use_required_attribute = False

    def __init__(self, *args: Any, issuers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        only_one_issuer(self, issuers)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("starts_on") and typed.get("ends_on") and typed["ends_on"] < typed["starts_on"]:
            self.add_error("ends_on", "Ngày kết thúc phải sau ngày bắt đầu.")
        return typed

    def subject(self) -> Subject:
        typed = self.cleaned_data
        starts, ends = typed["starts_on"], typed["ends_on"]
        return Subject(typed["title"], typed["kind"], starts.year, ends.year, starts, ends)


def only_one_issuer(form: forms.Form, issuers: Any) -> None:
    """Offer the units the person drafts for; where there is but one, it is taken without asking."""
    field = form.fields["issuer"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 – tells the type checker
    field.queryset = issuers
    first = issuers.first()
    field.initial = first
    if first is not None and issuers.count() == 1:
        field.widget = forms.HiddenInput()


def read_file(form: FileForm, read: Callable[[bytes, str], ProgramReading]) -> ProgramReading | None:
    """Return what the chosen file says; None when it cannot be read, with the reason as the field's error."""
    try:
        return read(*form.content())
    except errors.UnreadableDocument as error:
        form.add_error("file", str(error))
    return None
