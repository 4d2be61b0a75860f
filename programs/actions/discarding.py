"""Throwing a draft away. An issued programme is never deleted."""

from __future__ import annotations

from django.db import transaction

from programs.actions.deciding import hold_draft
from programs.models import Program
from units import audit
from units.audit import Event
from units.models import User


@transaction.atomic
def discard(program: Program, *, by: User) -> None:
    """Delete the draft with its proposals; raises NotADraftError when it has been issued meanwhile."""
    hold_draft(program)
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=program.issuer, detail={"discarded": program.title})
    file = program.source_file
    program.delete()
    if file:
        transaction.on_commit(lambda: file.storage.delete(file.name or ""))
