"""What keeps a draft from being issued. Rules are a list; all of them run, every problem is collected. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from programs.models import Covers, Decision, Proposal, ProposalKind
from programs.payloads import IndicatorDraft, RuleDraft, SectionDraft, Subject, TargetDraft, read
from programs.promises import Comparator, Kind, Measure
from programs.wording import title_of

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Problem:
    """One sentence about one proposal."""

    proposal: Proposal
    sentence: str

    @property
    def title(self) -> str:
        return title_of(self.proposal.kind, self.proposal.payload)


@dataclass(frozen=True)
class Kept:
    """A proposal that goes into the programme, with its typed value."""

    proposal: Proposal
    draft: Any


Check = Callable[[Kept], Iterator[str]]


def kept_of(proposals: list[Proposal]) -> list[Kept]:
    """Return what goes into the programme: not dropped, and no indicator of a dropped target."""
    gone = {p.pk for p in proposals if p.decision == Decision.DROPPED}
    left = [p for p in proposals if p.pk not in gone]
    return [
        Kept(p, read(p.kind, p.payload))
        for p in left
        if not (p.kind == ProposalKind.INDICATOR and (p.parent_id is None or p.parent_id in gone))
    ]


def problems_of(kept: list[Kept]) -> list[Problem]:
    """Return everything that is wrong, in the order of the document."""
    return [Problem(item.proposal, sentence) for item in kept for check in CHECKS for sentence in check(item)]


def doubt_is_settled(item: Kept) -> Iterator[str]:
    if item.proposal.doubt and item.proposal.decision == Decision.PENDING:
        yield f"Chưa xem: {item.proposal.doubt}"


def heading_is_complete(item: Kept) -> Iterator[str]:
    if not isinstance(item.draft, Subject):
        return
    if not item.draft.title.strip():
        yield "Ghi trích yếu của chương trình."
    if item.draft.ends_on < item.draft.starts_on:
        yield "Ngày kết thúc phải sau ngày bắt đầu."


def text_is_there(item: Kept) -> Iterator[str]:
    if isinstance(item.draft, TargetDraft) and not item.draft.text.strip():
        yield "Ghi nội dung chỉ tiêu."
    if isinstance(item.draft, SectionDraft) and not item.draft.title.strip():
        yield "Ghi tên đề mục."
    if isinstance(item.draft, IndicatorDraft) and not item.draft.label.strip():
        yield "Ghi tên chỉ số."


def goal_makes_sense(item: Kept) -> Iterator[str]:
    draft = item.draft
    if not isinstance(draft, IndicatorDraft) or draft.goal is None:
        return
    if draft.goal < 0:
        yield "Chỉ tiêu không được âm."
    if Measure(draft.measure).kind == Kind.SHARE and draft.goal > HUNDRED:
        yield "Tỷ lệ phải từ 0 đến 100."
    if draft.comparator == Comparator.RANGE and (draft.goal_max is None or draft.goal_max < draft.goal):
        yield "Mức trên của khoảng phải lớn hơn hoặc bằng mức dưới."


def coverage_makes_sense(item: Kept) -> Iterator[str]:
    draft = item.draft
    if not isinstance(draft, IndicatorDraft) or not Measure(draft.measure).has_coverage:
        return
    if draft.coverage_goal is None or not 0 <= draft.coverage_goal <= HUNDRED:
        yield "Ghi tỷ lệ đơn vị phải đạt, từ 0 đến 100."


def rule_can_be_dated(item: Kept) -> Iterator[str]:
    draft = item.draft
    if not isinstance(draft, RuleDraft) or draft.is_note:
        return
    if not draft.has_date and not draft.is_open_question:
        yield "Ghi hạn gửi, hoặc đánh dấu “Chưa rõ hạn”."
    if draft.covers == Covers.FIXED and not (draft.covers_from and draft.covers_until):
        yield "Ghi đủ ngày đầu và ngày cuối của khoảng số liệu."


CHECKS: tuple[Check, ...] = (
    doubt_is_settled,
    heading_is_complete,
    text_is_there,
    goal_makes_sense,
    coverage_makes_sense,
    rule_can_be_dated,
)
