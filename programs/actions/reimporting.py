"""Reading a corrected document into a draft: corrections already made are kept, and what changed is shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from programs.actions.deciding import hold_draft
from programs.actions.drafting import apply_heads, frame_of, keep_file, keep_paragraphs, new_proposal
from programs.arranging import what_differs
from programs.importing.reading import ProgramReading
from programs.matching import facts, merged, pair, text_of
from programs.models import Decision, Program, Proposal
from programs.proposing import Suggestion, suggestions, with_links
from programs.wording import note_of, title_of
from units import audit
from units.audit import Event
from units.formats import format_number
from units.models import User

NEW = "Mới có trong văn bản vừa tải lên."
CHANGED = "Văn bản mới ghi khác bản trước."
CHANGED_KEPT = "Văn bản mới ghi khác bản trước; các chỗ đã sửa tay được giữ."
GONE = "Không còn trong văn bản mới. Bỏ hay giữ?"


@dataclass
class Changes:
    """How many proposals are new, changed, gone and as before."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0

    @property
    def sentence(self) -> str:
        parts = [(self.new, "mục mới"), (self.changed, "mục thay đổi"), (self.gone, "mục không còn")]
        said = ", ".join(f"{format_number(count)} {what}" for count, what in parts if count)
        if not said:
            return "Văn bản mới không khác bản trước; mọi quyết định được giữ nguyên."
        return f"So với bản trước: {said}. {format_number(self.same)} mục giữ nguyên quyết định đã có."


@transaction.atomic
def reimport(program: Program, reading: ProgramReading, data: bytes, filename: str, *, by: User) -> Changes:
    """Bring the draft's proposals in line with the new reading; return what changed."""
    hold_draft(program)
    found = suggestions(reading, frame_of(program.issuer))
    merger = _Merger(program, found)
    changes = merger.run()
    keep_file(program, data, filename)
    keep_paragraphs(program, reading.document)
    apply_heads(program)
    detail: dict[str, object] = {"file": filename, **vars(changes)}
    audit.record(Event.PROGRAM_IMPORTED, program, by=by, unit=program.issuer, detail=detail)
    return changes


class _Merger:
    """Walks the new suggestions, finds for each the row it continues, and writes what became of it."""

    def __init__(self, program: Program, found: list[Suggestion]) -> None:
        self.program = program
        self.found = found
        self.changes = Changes()
        self.rows: dict[int, Proposal] = {}
        old = list(program.proposals.all())
        self.by_hand = [row for row in old if not row.original]
        self.old: dict[str, list[Proposal]] = defaultdict(list)
        for row in old:
            if row.original:
                self.old[row.kind].append(row)

    def run(self) -> Changes:
        for kind in dict.fromkeys(suggestion.kind for suggestion in self.found):
            self._match(kind)
        for kind, rows in self.old.items():
            if kind not in {suggestion.kind for suggestion in self.found}:
                self._gone(rows)
        self._link()
        return self.changes

    def _match(self, kind: str) -> None:
        places = [at for at, suggestion in enumerate(self.found) if suggestion.kind == kind]
        pairs = pair(
            self.old[kind],
            places,
            lambda row: text_of(kind, row.original),
            lambda at: text_of(kind, self.found[at].payload),
        )
        for row, at in pairs:
            if at is None:
                self._gone([row] if row else [])
            elif row is None:
                self._new(at)
            else:
                self._continue(row, at)

    def _new(self, at: int) -> None:
        row = new_proposal(self.program, self.found[at], at)
        row.doubt = row.doubt or NEW
        row.save()
        self.rows[at] = row
        self.changes.new += 1

    def _continue(self, row: Proposal, at: int) -> None:
        suggestion = self.found[at]
        fresh = new_proposal(self.program, suggestion, at)
        row.position, row.paragraph, row.start, row.end = at, fresh.paragraph, fresh.start, fresh.end
        self.rows[at] = row
        if facts(row.original) == facts(suggestion.payload):
            self.changes.same += 1
            return
        self.changes.changed += 1
        was_corrected = facts(row.payload) != facts(row.original)
        said = _what_changed(row, suggestion)
        row.payload = merged(row.original, row.payload, suggestion.payload)
        row.original = suggestion.payload
        if row.decision != Decision.DROPPED:
            reason = CHANGED_KEPT if was_corrected else (suggestion.doubt or CHANGED)
            row.doubt = f"{reason} {said}".strip()[:300]
            row.decision, row.decided_by, row.decided_at = Decision.PENDING, None, None

    def _gone(self, rows: list[Proposal]) -> None:
        """What the new document no longer says stays for a person to decide on, at the end of the list."""
        for row in rows:
            row.paragraph = row.start = row.end = None
            row.position += len(self.found)
            if row.decision != Decision.DROPPED:
                self.changes.gone += 1
                row.doubt, row.decision, row.decided_by, row.decided_at = GONE, Decision.PENDING, None, None
            row.save()

    def _was_merged(self, row: Proposal, parent: int) -> bool:
        """A person made the parent part of another proposal, and the row hangs on that one now."""
        own = self.rows[parent]
        return own.decision == Decision.DROPPED and row.parent_id not in (None, own.pk)

    def _link(self) -> None:
        """Write parents and links again: they point at rows, and rows have moved."""
        pks = {at: row.pk for at, row in self.rows.items()}
        for at, row in self.rows.items():
            suggestion = self.found[at]
            links = {name: value for name, value in with_links(suggestion, pks).items() if name in ("part_of", "reads")}
            row.payload, row.original = row.payload | links, row.original | links
            if suggestion.parent is not None and not self._was_merged(row, suggestion.parent):
                row.parent_id = pks[suggestion.parent]
            row.save()
        for row in self.by_hand:
            row.position += len(self.found)
            row.save(update_fields=["position"])


def _what_changed(row: Proposal, suggestion: Suggestion) -> str:
    """Return "Trước → nay: … 4.500 cây → … 5.000 cây" for what people read of the proposal."""
    pairs = [(say(row.kind, row.original), say(row.kind, suggestion.payload)) for say in (note_of, title_of, _body)]
    differing = next(((old, new) for old, new in pairs if old != new), None)
    return f"Trước → nay: {what_differs(*differing)}" if differing else ""


def _body(kind: str, payload: dict[str, Any]) -> str:
    return str(payload.get("body") or "")
