"""From cells to a plan: every line is compared with what exists; all problems are collected, nothing is written.

A blank optional cell leaves what exists as it is, so that the same file read again asks for nothing.
"""

from __future__ import annotations

from units.models import Unit, User
from units.workbook.grouping import plan_clusters, plan_counts, plan_memberships
from units.workbook.known import known_to
from units.workbook.lines import Desk
from units.workbook.manning import plan_people
from units.workbook.plan import Plan
from units.workbook.planting import plan_units
from units.workbook.reading import Cells

# In this order: later ones look at what earlier ones are going to create.
STEPS = (plan_units, plan_clusters, plan_memberships, plan_people, plan_counts)


def make_plan(cells: Cells, issuer: Unit, by: User) -> Plan:
    """Return the plan of an upload into a body; with problems it must not be carried out."""
    desk = Desk(cells=cells, known=known_to(issuer, cells, by), by=by, plan=Plan(problems=list(cells.problems)))
    for step in STEPS:
        step(desk)
    return desk.plan
