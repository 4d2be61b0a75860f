"""Moving proposals of a draft about, and making two of them one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from programs.actions.deciding import hold_draft
from programs.actions.settling import kept, level_of, settle_sections
from programs.arranging import Node, arranged
from programs.models import Decision, Proposal, ProposalKind
from programs.payloads import ActivityDraft, Draft, IndicatorDraft, SectionDraft, TargetDraft, dump, read
from units import audit, clock
from units.audit import Event
from units.models import User

MOVABLE = (
    ProposalKind.SECTION,
    ProposalKind.TARGET,
    ProposalKind.INDICATOR,
    ProposalKind.ACTIVITY,
    ProposalKind.CONFERENCE,
    ProposalKind.RULE,
)
MERGEABLE = (ProposalKind.SECTION, ProposalKind.TARGET, ProposalKind.INDICATOR, ProposalKind.ACTIVITY)


@transaction.atomic
def move(proposal: Proposal, step: str, *, by: User) -> bool:
    """Move the proposal one step up, down, in or out among its own kind; False when there is nowhere to go."""
    hold_draft(proposal.program)
    rows = {row.pk: row for row in _family(proposal)}
    nodes = [Node(row.pk, level_of(row)) for row in rows.values()]
    after = arranged(nodes, proposal.pk, step)
    if after == nodes:
        return False
    slots = sorted(row.position for row in rows.values())
    for node, slot in zip(after, slots, strict=True):
        row = rows[node.key]
        row.position = slot
        if row.kind == ProposalKind.SECTION:
            row.payload = row.payload | {"level": node.level}
    Proposal.objects.bulk_update(rows.values(), ["position", "payload"], batch_size=200)
    if proposal.kind == ProposalKind.SECTION:
        settle_sections(proposal.program)
    _record(proposal, by, step)
    return True


@transaction.atomic
def merge(proposal: Proposal, *, by: User) -> Proposal | None:
    """Make the proposal part of the one before it and return that one; None when nothing stands before it.

    Text is joined, what hung on the proposal hangs on the other; the proposal itself counts as dropped.
    """
    hold_draft(proposal.program)
    into = before(proposal)
    if into is None:
        return None
    into.payload = dump(_joined(read(into.kind, into.payload), read(proposal.kind, proposal.payload)))
    into.decision, into.decided_by, into.decided_at = Decision.CHANGED, by, clock.now()
    into.save()
    Proposal.objects.filter(parent=proposal).update(parent=into)
    _point_elsewhere(proposal, into)
    proposal.decision, proposal.decided_by, proposal.decided_at = Decision.DROPPED, by, clock.now()
    proposal.save(update_fields=["decision", "decided_by", "decided_at"])
    _record(into, by, "merged", merged=proposal.pk)
    return into


def before(proposal: Proposal) -> Proposal | None:
    """Return the proposal of the same family that stands right before this one, if they can become one."""
    if proposal.kind not in MERGEABLE:
        return None
    rows = _family(proposal)
    at = next((place for place, row in enumerate(rows) if row.pk == proposal.pk), 0)
    return rows[at - 1] if at else None


def _family(proposal: Proposal) -> list[Proposal]:
    rows = kept(proposal.program, proposal.kind)
    if proposal.kind == ProposalKind.INDICATOR:
        return [row for row in rows if row.parent_id == proposal.parent_id]
    return rows


def _joined(first: Any, second: Any) -> Draft:
    """Return what both say; where only one thing can be said, the first one says it."""
    match first, second:
        case TargetDraft(), TargetDraft():
            return replace(first, text=f"{first.text} {second.text}".strip())
        case SectionDraft(), SectionDraft():
            lines = (first.body, f"{second.number} {second.title}".strip(), second.body)
            return replace(first, body="\n".join(line for line in lines if line.strip()))
        case ActivityDraft(), ActivityDraft():
            months = tuple(sorted({*first.months, *second.months}))
            title = "; ".join(part for part in (first.title.rstrip(" ;."), second.title) if part)
            return replace(first, title=title, months=months, is_all_year=first.is_all_year or second.is_all_year)
        case IndicatorDraft(), IndicatorDraft():
            text = f"{first.text} {second.text}".strip() if first.text != second.text else first.text
            return replace(first, text=text, goal=second.goal if first.goal is None else first.goal)
    raise TypeError(f"{type(first).__name__} and {type(second).__name__} do not become one")


def _point_elsewhere(gone: Proposal, into: Proposal) -> None:
    """Links between indicators that pointed at the one that is gone point at the other; none points at itself."""
    if gone.kind != ProposalKind.INDICATOR:
        return
    for row in Proposal.objects.filter(program=gone.program, kind=ProposalKind.INDICATOR, parent=gone.parent_id):
        links = {name: into.pk for name in ("part_of", "reads") if row.payload.get(name) == gone.pk}
        if links:
            own = dict.fromkeys(links) if row.pk == into.pk else links
            Proposal.objects.filter(pk=row.pk).update(payload=row.payload | own)


def _record(proposal: Proposal, by: User, what: str, **more: object) -> None:
    program = proposal.program
    detail: dict[str, object] = {"proposal": proposal.pk, "kind": proposal.kind, "decision": what, **more}
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=program.issuer, detail=detail)
