"""Putting somebody in charge of a part of the programme."""

from __future__ import annotations

from django.db import transaction

from programs.models import Assignment, Program
from units import audit
from units.audit import Event
from units.messages import tell
from units.models import User


@transaction.atomic
def assign(
    program: Program, subject: dict[str, int], *, officer: User | None, department: str, url: str, by: User
) -> Assignment:
    """Return who is now in charge; the officer is told."""
    assignment = Assignment.objects.create(program=program, officer=officer, department=department, **subject)
    what = subject_text(assignment)
    audit.record(
        Event.PROGRAM_CHANGED,
        program,
        by=by,
        unit=program.issuer,
        detail={"assigned": what, "to": str(assignment)},
    )
    if officer is not None and officer != by:
        tell([officer], "assigned", f"Đồng chí được phân công phụ trách: {what}", url=url, unit=program.issuer)
    return assignment


@transaction.atomic
def unassign(assignment: Assignment, *, by: User) -> None:
    """Take the task from whoever is in charge."""
    program = assignment.program
    detail: dict[str, object] = {"unassigned": subject_text(assignment), "from": str(assignment)}
    assignment.delete()
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=program.issuer, detail=detail)


def subject_text(assignment: Assignment) -> str:
    """Return what the assignment is about, in its own words."""
    return str(assignment.target or assignment.activity or assignment.section)[:200]
