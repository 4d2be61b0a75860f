"""Indicators of a draft that follow their corrected clause, when a person says so."""

from __future__ import annotations

from django.db import transaction

from programs.actions.deciding import ChangedMeanwhileError, change, hold_draft
from programs.actions.drafting import frame_of
from programs.models import Decision, Proposal, ProposalKind
from programs.payloads import IndicatorDraft, load
from programs.rereading import Reread, mark_of_all, reread
from units.models import User


def rereadings_of(target: Proposal) -> list[Reread]:
    """Return the indicators of a proposed target that its corrected text reads otherwise; none for other proposals."""
    text, before = target.payload.get("text", ""), target.original.get("text", "")
    if target.kind != ProposalKind.TARGET or text == before or target.decision == Decision.DROPPED:
        return []
    rows = target.children.filter(kind=ProposalKind.INDICATOR).exclude(decision=Decision.DROPPED)
    drafts = {row.pk: load(IndicatorDraft, row.payload) for row in rows.order_by("position", "pk")}
    frame = frame_of(target.program.issuer)
    return reread(before, text, drafts, branches_take_part=frame.branches_take_part)


@transaction.atomic
def take_over(target: Proposal, *, seen: str, by: User) -> int:
    """Write into the indicators what the corrected text says of them; return how many.

    `seen` is the `mark_of_all` that was offered: raises ChangedMeanwhileError when the text or an indicator has
    changed since.
    """
    hold_draft(target.program)
    stored = Proposal.objects.select_related("program__issuer", "decided_by").get(pk=target.pk)
    found = rereadings_of(stored)
    if seen != mark_of_all(found):
        raise ChangedMeanwhileError(stored)
    rows = stored.children.in_bulk([item.key for item in found])
    for item in found:
        row = rows[item.key]
        change(row, item.read, parent=row.parent, by=by)
    return len(found)
