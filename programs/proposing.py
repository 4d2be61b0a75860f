"""From a reading to the proposals of a draft. Pure: no rows are written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from programs import mapping, ruling
from programs.importing.reading import ProgramReading, SectionRead, Span, Stated, TargetRead
from programs.models import ProposalKind
from programs.payloads import (
    ActivityDraft,
    Bases,
    Basis,
    ConferenceDraft,
    Draft,
    Identity,
    Recipients,
    SectionDraft,
    Signature,
    Subject,
    TargetDraft,
    Theme,
    dump,
)

T = TypeVar("T")

NO_TITLE = "Không tìm thấy trích yếu trong văn bản."
NO_YEAR = "Không thấy năm thực hiện trong văn bản."
EMBEDDED = "Cam kết nằm ngoài mục chỉ tiêu; chọn có theo dõi hay không."
NO_MONTH = "Chưa rõ tháng thực hiện."
CLOSING = "Báo cáo năm hết hạn trước 31/12 nên số liệu những ngày sau đó chưa có kỳ nào nhận. Có thể thêm kỳ này."


@dataclass(frozen=True)
class Suggestion:
    """One proposal to be written. `parent`, `part_of` and `reads` are positions in the list of suggestions."""

    kind: str
    payload: dict[str, Any]
    span: Span | None = None
    doubt: str = ""
    parent: int | None = None
    part_of: int | None = None
    reads: int | None = None


@dataclass(frozen=True)
class Frame:
    """What is known besides the document: the year to fall back on and who reports to this issuer."""

    this_year: int
    issuer_name: str
    branches_take_part: bool = False


class Proposer:
    """Collects the suggestions of one reading, in the order in which the review shows them."""

    def __init__(self, reading: ProgramReading, frame: Frame) -> None:
        self.reading = reading
        self.frame = frame
        self.found: list[Suggestion] = []

    def all(self) -> list[Suggestion]:
        self._head()
        self._sections()
        for target in (*self.reading.targets, *self.reading.embedded_targets):
            self._target(target)
        self._calendar()
        self._rules()
        return self.found

    def add(
        self,
        kind: str,
        draft: Draft,
        *,
        span: Span | None = None,
        doubt: str | None = "",
        parent: int | None = None,
        part_of: int | None = None,
        reads: int | None = None,
    ) -> int:
        self.found.append(Suggestion(kind, dump(draft), span, (doubt or "")[:300], parent, part_of, reads))
        return len(self.found) - 1

    @property
    def subject(self) -> Subject:
        read = self.reading
        first = _value(read.year_from) or self.frame.this_year
        last = max(_value(read.year_to) or first, first)
        return Subject(
            title=(_value(read.title) or "")[:500],
            kind=read.kind.value,
            year_from=first,
            year_to=last,
            starts_on=date(first, 1, 1),
            ends_on=date(last, 12, 31),
        )

    def _head(self) -> None:
        read = self.reading
        doubt = "" if read.title and read.title.value else NO_TITLE
        doubt = doubt or ("" if read.year_from else NO_YEAR)
        subject_facts = (read.title, read.kind, read.year_from, read.year_to)
        self._head_group(self.subject, *subject_facts, doubt=doubt)
        identity = Identity(
            document_type=(_value(read.document_type) or "CHƯƠNG TRÌNH")[:80],
            number=(_value(read.number) or "")[:60],
            issued_on=_value(read.issued),
            place=(_value(read.place) or "")[:120],
            superior_name=(_value(read.parent_body) or "")[:255],
            issuer_name=(_value(read.issuer) or self.frame.issuer_name)[:255],
        )
        self._head_group(identity, read.number, read.issued, read.place, read.document_type, read.issuer)
        self._head_group(
            Theme(_value(read.theme) or "", _value(read.breakthrough) or ""), read.theme, read.breakthrough
        )
        bases = tuple(Basis(b.text, (b.number or "")[:80], b.issued, (b.issuer or "")[:255]) for b in read.legal_bases)
        self._head_group(Bases(bases), *(Stated(b.text, b.span, b.doubt) for b in read.legal_bases))
        recipients = Recipients(tuple(line.text[:300] for line in read.recipients))
        self._head_group(recipients, *(Stated(line.text, line.span, line.doubt) for line in read.recipients))
        if read.signatory is not None:
            who = read.signatory
            signature = Signature(
                (_value(who.authority) or "")[:160], (_value(who.position) or "")[:120], (_value(who.name) or "")[:120]
            )
            self._head_group(signature, who.authority, who.position, who.name, doubt=who.doubt or "")
        else:
            self._head_group(Signature())

    def _head_group(self, draft: Draft, *facts: Stated[Any] | None, doubt: str = "") -> None:
        stated = [fact for fact in facts if fact is not None]
        span = next((fact.span for fact in stated if fact.span is not None), None)
        reasons = [doubt, *(fact.doubt for fact in stated if fact.doubt)]
        self.add(ProposalKind.HEAD, draft, span=span, doubt=next((reason for reason in reasons if reason), ""))

    def _sections(self) -> None:
        self.section_at: list[int] = []
        for section in self.reading.sections:
            parent = None if section.parent is None else self.section_at[section.parent]
            first, past = section.body
            lines = [_text_on_heading_line(self.reading, section)]
            lines += [p.text for p in self.reading.document.paragraphs[first:past]]
            body = "\n".join(line for line in lines if line.strip())
            draft = SectionDraft(number=section.number[:20], title=section.title, level=section.level, body=body)
            at = self.add(ProposalKind.SECTION, draft, span=section.span, doubt=section.doubt, parent=parent)
            self.section_at.append(at)

    def _target(self, target: TargetRead) -> None:
        draft = TargetDraft(number=_target_number(target), text=target.text, is_embedded=target.embedded)
        doubt = EMBEDDED if target.embedded else target.doubt
        parent = None if target.section is None else self.section_at[target.section]
        at = self.add(ProposalKind.TARGET, draft, span=target.span, doubt=doubt, parent=parent)
        first = len(self.found)
        mapped = [
            mapping.indicator_draft(i, branches_take_part=self.frame.branches_take_part) for i in target.indicators
        ]
        drafts = mapping.related([draft for draft, _ in mapped], [i.subset_of for i in target.indicators])
        for (indicator, reads), (_, reason), read in zip(drafts, mapped, target.indicators, strict=True):
            self.add(
                ProposalKind.INDICATOR,
                indicator,
                span=read.span,
                doubt=reason,
                parent=at,
                part_of=None if read.subset_of is None else first + read.subset_of,
                reads=None if reads is None else first + reads,
            )

    def _calendar(self) -> None:
        for read in self.reading.activities:
            activity = ActivityDraft(
                number=(read.number or "")[:20],
                title=read.title,
                months=read.months,
                is_all_year=read.all_year,
                in_charge=(read.in_charge or "")[:160],
            )
            doubt = read.doubt or ("" if read.months or read.all_year else NO_MONTH)
            self.add(ProposalKind.ACTIVITY, activity, span=read.span, doubt=doubt)
        for held in self.reading.conferences:
            conference = ConferenceDraft(
                number=str(held.number or held.title)[:60],
                month=held.month,
                year=held.year or self.subject.year_from,
                agenda=tuple(point.value for point in held.agenda),
            )
            self.add(ProposalKind.CONFERENCE, conference, span=held.span, doubt=held.doubt)

    def _rules(self) -> None:
        year = self.subject.year_from
        read = ruling.rules_read(self.reading.deadlines, year=year)
        for (rule, doubt), deadline in zip(read, self.reading.deadlines, strict=True):
            self.add(ProposalKind.RULE, rule, span=deadline.span, doubt=doubt)
        closing = ruling.closing_rule([rule for rule, _ in read], self.subject.ends_on.year)
        if closing is not None:
            self.add(ProposalKind.RULE, closing, doubt=CLOSING)


def suggestions(reading: ProgramReading, frame: Frame) -> list[Suggestion]:
    """Return everything that the reading suggests, in the order of the review."""
    return Proposer(reading, frame).all()


def blank_suggestions(subject: Subject, issuer_name: str) -> list[Suggestion]:
    """Return the proposals of a programme that is written by hand: its heading, everything else is added."""
    drafts: Iterator[Draft] = iter(
        (subject, Identity(issuer_name=issuer_name), Theme(), Bases(), Recipients(), Signature())
    )
    return [Suggestion(ProposalKind.HEAD, dump(draft)) for draft in drafts]


def with_links(suggestion: Suggestion, pks: dict[int, int]) -> dict[str, Any]:
    """Return the payload with "part of" and "reads" pointing at the stored proposals."""
    links = {"part_of": suggestion.part_of, "reads": suggestion.reads}
    return suggestion.payload | {name: pks[at] for name, at in links.items() if at is not None}


def _text_on_heading_line(reading: ProgramReading, section: SectionRead) -> str:
    """What follows a title on its own line: "I. CHỦ ĐỀ: “…”"."""
    place = section.span
    return reading.document.paragraphs[place.paragraph].text[place.end :].strip()


def _target_number(target: TargetRead) -> str:
    return (target.number or target.label or "").strip()[:20]


def _value(stated: Stated[T] | None) -> T | None:
    return None if stated is None else stated.value
