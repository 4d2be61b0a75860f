"""What confirming a filled workbook would change: old beside new, and who has typed the same thing meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports import typed as typed_rows
from reports.models import Entry, Narrative, Submission
from reports.sheets import typed_of
from reports.typed import Typed
from reports.workbook.layout import ANSWERS
from reports.workbook.reading import Filled, FilledPart, FilledRow

EMPTY = "(để trống)"


@dataclass(frozen=True)
class Change:
    """One row or part; with `theirs` somebody has changed it since the file was made, and one has to choose.

    `current` is the mark of what is stored: what a choice for the file rests on.
    """

    key: str
    label: str
    before: str
    after: str
    filled: FilledRow | FilledPart
    current: str
    theirs: Entry | Narrative | None = None


def changes_of(submission: Submission, filled: Filled) -> list[Change]:
    """Return what would be written, rows first; what is stored already as the file says it is left out."""
    return [*_row_changes(submission, filled.rows), *_part_changes(submission, filled.parts)]


def _row_changes(submission: Submission, rows: Iterable[FilledRow]) -> Iterable[Change]:
    stored = {entry.indicator_id: entry for entry in submission.entries.select_related("updated_by")}
    for row in rows:
        entry = stored.get(row.indicator.pk)
        now, version = typed_of(entry), entry.version if entry else 0
        if now == row.typed:
            continue
        yield Change(
            key=str(row.indicator.pk),
            label=row.indicator.label,
            before=typed_words(now),
            after=typed_words(row.typed),
            filled=row,
            current=typed_rows.mark(version, now),
            theirs=entry if version != typed_rows.version_in(row.mark) else None,
        )


def _part_changes(submission: Submission, parts: Iterable[FilledPart]) -> Iterable[Change]:
    stored = {narrative.part: narrative for narrative in submission.narratives.select_related("updated_by")}
    for part in parts:
        narrative = stored.get(part.part.value)
        now, version = (narrative.text, narrative.version) if narrative else ("", 0)
        if now == part.text:
            continue
        yield Change(
            key=part.part.value,
            label=part.part.label,
            before=now or EMPTY,
            after=part.text or EMPTY,
            filled=part,
            current=typed_rows.mark_text(version, now),
            theirs=narrative if version != typed_rows.version_in(part.mark) else None,
        )


def typed_words(typed: Typed) -> str:
    """Return a row in one line: "hơn 12; ước tính; ghi chú: …"."""
    said = [typed.text] if typed.text else []
    if typed.answer != typed_rows.VALUE:
        said.append(ANSWERS[typed.answer])
    said += [f"lý do: {typed.reason}"] if typed.reason else []
    said += ["ước tính"] if typed.is_estimated else []
    said += ["hơn, khoảng"] if typed.is_approximate else []
    said += [f"ghi chú: {typed.note}"] if typed.note else []
    return "; ".join(said) or EMPTY
