"""Deciding on proposals, one by one or all the sure ones at once. Only drafts have proposals that may change."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q

from programs.actions.drafting import apply_heads, frame_of
from programs.actions.settling import settle_sections
from programs.models import Decision, Program, ProgramStatus, Proposal, ProposalKind
from programs.payloads import Draft, dump
from programs.suggesting import promises_in
from units import audit, clock
from units.audit import Event
from units.models import User

SPLIT = "Tách từ một chỉ số khác; ghi lại phần riêng của chỉ số này."
NOT_A_DRAFT = "Chương trình đã ban hành nên không sửa ở bước soát nữa."


class NotADraftError(Exception):
    """The programme has been issued meanwhile; `str()` is the sentence to show."""

    def __init__(self) -> None:
        super().__init__(NOT_A_DRAFT)


class ChangedMeanwhileError(Exception):
    """Somebody else decided otherwise since the page was shown; `now` is the proposal as it stands."""

    def __init__(self, now: Proposal) -> None:
        super().__init__("Vừa có người khác sửa mục này.")
        self.now = now


def state_of(proposal: Proposal) -> str:
    """Name what a proposal says, so that a page tells whether somebody has changed it since it was shown."""
    said = [proposal.payload, proposal.parent_id, proposal.decision == Decision.DROPPED]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def accept(proposal: Proposal, *, by: User) -> None:
    """The proposal is right as it stands; what was corrected stays marked as corrected."""
    decision = Decision.CHANGED if proposal.payload != proposal.original else Decision.ACCEPTED
    _decide(proposal, decision, by)


@transaction.atomic
def change(
    proposal: Proposal, draft: Draft, *, parent: Proposal | None = None, by: User, seen: str | None = None
) -> None:
    """Replace what the proposal says, and what it belongs to, by what a person wrote; that decides it.

    `seen` is the `state_of` the proposal on the page where it was written: raises ChangedMeanwhileError when somebody
    has changed it since, unless both wrote the same.
    """
    hold_draft(proposal.program)
    now = Proposal.objects.select_related("decided_by").get(pk=proposal.pk)
    payload = dump(draft)
    before = now.payload
    is_same = before == payload and now.parent == parent and now.decision != Decision.DROPPED
    if seen and seen != state_of(now) and not is_same:
        raise ChangedMeanwhileError(now)
    if is_same:
        proposal.payload = before
        accept(proposal, by=by)
        return
    proposal.payload, proposal.parent = payload, parent
    proposal.save(update_fields=["payload", "parent"])
    _decide(proposal, Decision.CHANGED, by, before=before)
    _settle(proposal)


@transaction.atomic
def drop(proposal: Proposal, *, by: User) -> None:
    """Leave the proposal, and what hangs on it, out of the programme."""
    _decide(proposal, Decision.DROPPED, by)


@transaction.atomic
def restore(proposal: Proposal, *, by: User) -> None:
    """Take a dropped proposal in again; it is to be looked at anew."""
    hold_draft(proposal.program)
    proposal.decision, proposal.decided_by, proposal.decided_at = Decision.PENDING, None, None
    proposal.save(update_fields=["decision", "decided_by", "decided_at"])
    _after(proposal, by, "restored")


@transaction.atomic
def accept_sure(program: Program, *, by: User) -> int:
    """Accept everything undecided that has no reason for doubt; return how many proposals that were."""
    hold_draft(program)
    sure = Proposal.objects.filter(program=program, decision=Decision.PENDING, doubt="")
    count = sure.update(decision=Decision.ACCEPTED, decided_by=by, decided_at=clock.now())
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=program.issuer, detail={"accepted_sure": count})
    return count


@transaction.atomic
def drop_embedded(program: Program, *, by: User) -> int:
    """Drop the undecided promises found outside the targets section; return how many."""
    hold_draft(program)
    embedded = Proposal.objects.filter(
        program=program, kind=ProposalKind.TARGET, decision=Decision.PENDING, payload__is_embedded=True
    )
    count = embedded.update(decision=Decision.DROPPED, decided_by=by, decided_at=clock.now())
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=program.issuer, detail={"dropped_embedded": count})
    return count


@transaction.atomic
def add(program: Program, kind: str, draft: Draft, *, parent: Proposal | None = None, by: User) -> Proposal:
    """Return a proposal written by hand, placed after its siblings."""
    hold_draft(program)
    proposal = _insert(program, kind, dump(draft), parent, _end_of(program, kind, parent))
    _decide(proposal, Decision.CHANGED, by)
    _settle(proposal)
    return proposal


@transaction.atomic
def propose_indicators(target: Proposal, *, by: User) -> int:
    """Read the target's text and propose what it promises as indicators, to be looked at; return how many."""
    hold_draft(target.program)
    frame = frame_of(target.program.issuer)
    made: list[Proposal] = []
    for promise in promises_in(target.payload["text"], branches_take_part=frame.branches_take_part):
        links = {"part_of": promise.part_of, "reads": promise.reads}
        keys = {name: None if at is None else made[at].pk for name, at in links.items() if at is None or at < len(made)}
        place = _end_of(target.program, ProposalKind.INDICATOR, target)
        row = _insert(target.program, ProposalKind.INDICATOR, dump(promise.draft) | keys, target, place)
        row.doubt = promise.doubt[:300]
        row.save(update_fields=["doubt"])
        made.append(row)
    if made:
        _after(target, by, "indicators proposed")
    return len(made)


@transaction.atomic
def split(proposal: Proposal, *, by: User) -> Proposal:
    """Return a copy of an indicator beside it: one clause promised two things."""
    hold_draft(proposal.program)
    copy = _insert(proposal.program, proposal.kind, dict(proposal.payload), proposal.parent, proposal.position + 1)
    copy.paragraph, copy.start, copy.end, copy.doubt = proposal.paragraph, proposal.start, proposal.end, SPLIT
    copy.save(update_fields=["paragraph", "start", "end", "doubt"])
    _after(copy, by, "split")
    return copy


def _decide(proposal: Proposal, decision: Decision, by: User, *, before: dict[str, Any] | None = None) -> None:
    hold_draft(proposal.program)
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, by, clock.now()
    proposal.save(update_fields=["decision", "decided_by", "decided_at"])
    _after(proposal, by, decision.value, before=before)


def _settle(proposal: Proposal) -> None:
    """A heading that was added or corrected may belong under another one, and others under it."""
    if proposal.kind == ProposalKind.SECTION:
        settle_sections(proposal.program)


def _after(proposal: Proposal, by: User, what: str, *, before: dict[str, Any] | None = None) -> None:
    program = proposal.program
    if proposal.kind == ProposalKind.HEAD:
        apply_heads(program)
    detail: dict[str, object] = {"proposal": proposal.pk, "kind": proposal.kind, "decision": what}
    if before is not None:
        detail |= {"before": before, "after": proposal.payload}
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=program.issuer, detail=detail)


def hold_draft(program: Program) -> None:
    """Hold the draft for the length of the transaction, so that it is not issued half decided."""
    if not Program.objects.select_for_update().filter(pk=program.pk, status=ProgramStatus.DRAFT).exists():
        raise NotADraftError


def _insert(program: Program, kind: str, payload: dict[str, Any], parent: Proposal | None, position: int) -> Proposal:
    Proposal.objects.filter(program=program, position__gte=position).update(position=F("position") + 1)
    return Proposal.objects.create(program=program, kind=kind, payload=payload, parent=parent, position=position)


def _end_of(program: Program, kind: str, parent: Proposal | None) -> int:
    """Return the position after the last proposal of the kind (of the parent's family, if there is one)."""
    siblings = Q(kind=kind) if parent is None else Q(pk=parent.pk) | Q(parent=parent, kind=kind)
    last = Proposal.objects.filter(program=program).filter(siblings).aggregate(last=Max("position"))["last"]
    if last is None:
        last = Proposal.objects.filter(program=program).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
