"""Which heading of a draft hangs under which, by their order and levels."""

from __future__ import annotations

from programs.arranging import Node, parents
from programs.models import Decision, Program, Proposal, ProposalKind


def settle_sections(program: Program) -> None:
    """Hang every heading under the one its level says; part of the transaction that added, moved or changed one."""
    rows = kept(program, ProposalKind.SECTION)
    above = parents([Node(row.pk, level_of(row)) for row in rows])
    moved = [row for row in rows if row.parent_id != above[row.pk]]
    for row in moved:
        row.parent_id = above[row.pk]
    Proposal.objects.bulk_update(moved, ["parent"], batch_size=200)


def kept(program: Program, kind: str) -> list[Proposal]:
    """Return the proposals of a kind that have not been dropped, in their order."""
    rows = Proposal.objects.filter(program=program, kind=kind).exclude(decision=Decision.DROPPED)
    return list(rows.order_by("position", "pk"))


def level_of(row: Proposal) -> int:
    """Return how deep a heading stands; everything else stands at 1."""
    return int(row.payload.get("level") or 1) if row.kind == ProposalKind.SECTION else 1
