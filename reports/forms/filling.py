"""Saving a whole form at once, as a browser without script sends it: every row for itself, nothing half understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from indicators.models import Indicator
from reports.actions.attaching import attach, attach_link, detach
from reports.actions.entering import ConflictError, refusal_of, save_document, save_entries, save_narrative
from reports.attachments import RefusedFileError
from reports.forms.sheet import posted_keys, typed_document, typed_parts, typed_rows
from reports.models import Attachment, AttachmentKind, Entry, Narrative, Submission
from reports.sheets import Sheet
from reports.slices import typable
from reports.typed import Typed
from units.models import User

Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]]"


@dataclass
class Outcome:
    """What could not simply be saved, row by row."""

    errors: dict[int, tuple[Typed, str]] = field(default_factory=dict)
    conflicts: dict[int, tuple[Typed, Entry]] = field(default_factory=dict)
    part_conflicts: dict[str, tuple[str, Narrative]] = field(default_factory=dict)
    file_errors: list[str] = field(default_factory=list)
    date_error: str = ""
    date_typed: str = ""

    @property
    def is_clean(self) -> bool:
        return not (self.errors or self.conflicts or self.part_conflicts or self.file_errors or self.date_error)

    def onto(self, sheet: Sheet) -> Sheet:
        """Return the form as stored, with what was typed and the sentences laid over it."""
        for row in sheet.rows():
            if row.indicator.pk in self.errors:
                row.typed, row.error = self.errors[row.indicator.pk]
            if row.indicator.pk in self.conflicts:
                row.typed, row.theirs = self.conflicts[row.indicator.pk]
        for part in sheet.parts:
            if part.part in self.part_conflicts:
                part.text, part.theirs = self.part_conflicts[part.part]
        return sheet


def fill(submission: Submission, data: QueryDict, files: Files, *, by: User) -> Outcome:
    """Save every row, part and file of the form; raises Refused when the report takes no more typing."""
    if not submission.is_editable:
        raise refusal_of(submission)
    outcome = Outcome()
    indicators = {row.pk: row for row in typable(submission, posted_keys(data, files))}
    rows = {row.indicator.pk: row for row in typed_rows(data, indicators.values())}
    saved = save_entries(submission, [(row.indicator, row.typed, row.mark) for row in rows.values()], by=by)
    for key, what in saved.items():
        if not isinstance(what, ConflictError):
            if what.error:
                outcome.errors[key] = (rows[key].typed, what.error)
        elif isinstance(what.theirs, Entry):
            outcome.conflicts[key] = (rows[key].typed, what.theirs)
    _fill_parts(submission, data, outcome, by=by)
    _fill_document(submission, data, outcome, by=by)
    _, outcome.file_errors = take_evidence(submission, data, files, indicators, by=by)
    _drop_files(submission, data, by=by)
    return outcome


def _fill_parts(submission: Submission, data: QueryDict, outcome: Outcome, *, by: User) -> None:
    for part, text, mark in typed_parts(data):
        try:
            save_narrative(submission, part, text, mark, by=by)
        except ConflictError as conflict:
            if isinstance(conflict.theirs, Narrative):
                outcome.part_conflicts[part] = (text, conflict.theirs)


def _fill_document(submission: Submission, data: QueryDict, outcome: Outcome, *, by: User) -> None:
    if "document_number" not in data:
        return
    number, dated, error = typed_document(data)
    if error:
        outcome.date_error, outcome.date_typed = error, data.get("document_date", "")
        dated = submission.document_date
    save_document(submission, number, dated, by=by)


def take_evidence(
    submission: Submission, data: QueryDict, files: Files, indicators: Mapping[int, Indicator], *, by: User
) -> tuple[list[Attachment], list[str]]:
    """Attach the files and links of a form; return them with the sentences about those that were not taken.

    Fields: f-<key> and l-<key> for a file and a link of an indicator, f-report, l-report and f-official for the report.
    Raises Refused when the report takes no more changes.
    """
    taken, errors = [], []
    places: dict[str, Indicator | None] = {str(key): row for key, row in indicators.items()}
    for name, indicator in (places | {"report": None, "official": None}).items():
        kind = AttachmentKind.OFFICIAL if name == "official" else AttachmentKind.EVIDENCE
        adding = [partial(attach, submission, file, kind=kind) for file in files.getlist(f"f-{name}")]
        adding += [partial(attach_link, submission, text) for text in data.getlist(f"l-{name}") if text.strip()]
        for add in adding:
            try:
                taken.append(add(by=by, indicator=indicator))
            except RefusedFileError as error:
                errors.append(str(error))
    return taken, errors


def _drop_files(submission: Submission, data: QueryDict, *, by: User) -> None:
    removed = [key for key in data.getlist("remove") if key.isdigit()]
    if not removed:
        return
    for attachment in submission.attachments.filter(pk__in=removed, removed_at=None).select_related("submission"):
        detach(attachment, by=by)
