"""Beginning next year's programme with last year's: everything is copied and moved on, and waits to be looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from indicators.drafting import drafts_of
from programs.actions.drafting import copy_program
from programs.exporting.composing import compose
from programs.exporting.edition import Edition
from programs.exporting.gathering import edition_of
from programs.exporting.manuscript import Manuscript
from programs.exporting.text import marked
from programs.importing.program import read_program
from programs.importing.reading import Document, Paragraph, Span
from programs.models import Program, ProposalKind
from programs.moving import Move, moved
from programs.payloads import Draft, IndicatorDraft, Theme, dump
from programs.proposing import Suggestion
from programs.ruling import rules_read
from reports.actions.refusals import NotAllowed
from units.models import User

SAME_YEAR = "Chọn năm khác với năm của chương trình được chép."
LOOK_AT_HEAD = "Chép từ chương trình cũ; xem lại cho năm mới."
MOVED_TEXT = "Năm trong câu đã được chuyển theo năm mới; xem lại câu này."
MOVED_DATE = "Ngày được giữ nguyên, năm đã chuyển theo năm mới; xem lại hạn này."
LOOK_AT_GOAL = "Mức chỉ tiêu chép từ chương trình cũ; xem lại mức giao cho năm mới."
LOOK_AT_SESSION = "Chép từ chương trình cũ; xem lại lần thứ, tháng và nội dung kỳ họp."
READ_ELSEWHERE = "Chỉ số này lấy số của chương trình khác; chọn lại cách lấy số."


@transaction.atomic
def copy_to(source: Program, year: int, *, by: User) -> Program:
    """Return a new draft that begins in that year; raises NotAllowed when the programme would not move."""
    if year == source.year_from:
        raise NotAllowed(SAME_YEAR)
    was = edition_of(source)
    now, move = moved(was, year)
    document = _document(compose(now))
    copy = _Copy(source, was, now, move)
    copy.all_but_rules()
    copy.rules(document)
    placed = [replace(each, span=_place(each, document)) for each in copy.found]
    return copy_program(source.issuer, placed, document, source=source, by=by)


class _Copy:
    """Collects the suggestions in the order in which the review shows them."""

    def __init__(self, source: Program, was: Edition, now: Edition, move: Move) -> None:
        self.source = source
        self.was = was
        self.now = now
        self.move = move
        self.found: list[Suggestion] = []

    def all_but_rules(self) -> None:
        self._heads()
        sections = self._sections()
        self._targets(sections)
        for before, after in zip(self.was.activities, self.now.activities, strict=True):
            self.add(ProposalKind.ACTIVITY, after, MOVED_TEXT if before.title != after.title else "")
        for conference in self.now.conferences:
            self.add(ProposalKind.CONFERENCE, conference, LOOK_AT_SESSION)

    def rules(self, document: Document) -> None:
        """The rules of the programme's regime; where it reports through another's, those that its text states."""
        if self.was.rules is None or self.now.rules is None:
            for rule, doubt in rules_read(read_program(document).deadlines, year=self.now.subject.year_from):
                self.add(ProposalKind.RULE, rule, doubt or LOOK_AT_HEAD)
            return
        for before, after in zip(self.was.rules, self.now.rules, strict=True):
            self.add(ProposalKind.RULE, after, MOVED_DATE if before != after else "")

    def add(self, kind: str, draft: Draft, doubt: str = "", parent: int | None = None, **links: Any) -> int:
        self.found.append(Suggestion(kind, dump(draft), None, doubt, parent, **links))
        return len(self.found) - 1

    def _heads(self) -> None:
        now = self.now
        self.add(ProposalKind.HEAD, now.subject, LOOK_AT_HEAD)
        self.add(ProposalKind.HEAD, now.identity)
        self.add(ProposalKind.HEAD, now.theme, LOOK_AT_HEAD if now.theme != Theme() else "")
        self.add(ProposalKind.HEAD, now.bases, LOOK_AT_HEAD if now.bases.lines else "")
        self.add(ProposalKind.HEAD, now.recipients)
        self.add(ProposalKind.HEAD, now.signature)

    def _sections(self) -> list[int]:
        places: list[int] = []
        for at, section in enumerate(self.now.sections):
            above = self.now.section_parents[at]
            doubt = MOVED_TEXT if self.was.sections[at] != section else ""
            parent = None if above is None else places[above]
            places.append(self.add(ProposalKind.SECTION, section, doubt, parent))
        return places

    def _targets(self, sections: list[int]) -> None:
        indicators = drafts_of(self.source)
        # Targets of an edition stand in the order of the rows they were read from.
        rows = list(self.source.targets.all())
        places: dict[int, int] = {}
        for row, before, placed in zip(rows, self.was.targets, self.now.targets, strict=True):
            doubt = MOVED_TEXT if before.draft.text != placed.draft.text else ""
            parent = None if placed.section is None else sections[placed.section]
            at = self.add(ProposalKind.TARGET, placed.draft, doubt, parent)
            for indicator, draft in indicators:
                if indicator.target_id == row.pk:
                    places[indicator.pk] = self.add(ProposalKind.INDICATOR, self._moved(draft), _reason(draft), at)
        for indicator, _ in indicators:
            if indicator.pk in places:
                self._link(places, indicator.pk, indicator.part_of_id, indicator.reads_id)

    def _moved(self, draft: IndicatorDraft) -> IndicatorDraft:
        return replace(draft, label=self.move.text(draft.label), text=self.move.text(draft.text))

    def _link(self, places: dict[int, int], pk: int, part_of: int | None, reads: int | None) -> None:
        at = places[pk]
        lost = reads is not None and reads not in places
        doubt = READ_ELSEWHERE if lost else self.found[at].doubt
        part, read = places.get(part_of or 0), places.get(reads or 0)
        self.found[at] = replace(self.found[at], doubt=doubt, part_of=part, reads=read)


def _reason(draft: IndicatorDraft) -> str:
    return LOOK_AT_GOAL if draft.goal is not None or draft.coverage_goal is not None else ""


def _document(manuscript: Manuscript) -> Document:
    """The text that the review shows beside the proposals."""
    head = manuscript.head
    above = [head.issuer.upper(), head.document_type, *head.subject, *manuscript.opening]
    texts = [*above, *(line.text for line in manuscript.lines), manuscript.closing]
    return Document("", "pasted", tuple(Paragraph(at, text) for at, text in enumerate(texts)))


def _place(suggestion: Suggestion, document: Document) -> Span | None:
    """Where the suggestion's words stand in the text, if they do."""
    payload = suggestion.payload
    words = str(payload.get("text") or payload.get("title") or payload.get("theme") or "").splitlines()[:1]
    if not words or not words[0]:
        return None
    if suggestion.kind == ProposalKind.SECTION:
        words[0] = f"{marked(payload['number'])} {words[0]}".strip()
    for paragraph in document.paragraphs:
        at = paragraph.text.find(words[0])
        if at >= 0:
            return Span(paragraph.index, at, at + len(words[0]))
    return None
