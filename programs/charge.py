"""Who is in charge of each target: named at the target itself, else at the nearest heading above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from programs.models import Assignment, Program, Section
from units.prepared import Prepared


@dataclass(frozen=True)
class InCharge:
    """An officer or a department; `key` names it in an address."""

    key: str
    name: str


def in_charge(programs: Iterable[Program]) -> dict[int, tuple[InCharge, ...]]:
    """Return who is in charge by target, for targets that anybody is in charge of; three queries at most."""
    pks = [program.pk for program in programs]
    own: dict[int, list[InCharge]] = defaultdict(list)
    of_section: dict[int, list[InCharge]] = defaultdict(list)
    for row in _assignments(pks):
        person = _named(row)
        if row.target_id:
            own[row.target_id].append(person)
        elif row.section_id:
            of_section[row.section_id].append(person)
    found = {target: tuple(people) for target, people in own.items()}
    if of_section:
        found = {**_by_heading(pks, of_section), **found}
    return found


@Prepared
def _assignments(programs: list[int]) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(program__pk__in=programs, activity=None)
    return rows.select_related("officer").order_by("pk")


def _by_heading(programs: list[int], of_section: Mapping[int, list[InCharge]]) -> dict[int, tuple[InCharge, ...]]:
    sections = Section.objects.filter(program__in=programs)
    parents = dict(sections.values_list("pk", "parent_id"))
    found = {}
    for target, section in sections.filter(targets__isnull=False).values_list("targets", "pk"):
        above: int | None = section
        while above is not None and above not in of_section:
            above = parents.get(above)
        if above is not None:
            found[target] = tuple(of_section[above])
    return found


def _named(row: Assignment) -> InCharge:
    if row.officer is not None:
        return InCharge(f"u{row.officer_id}", row.officer.full_name)
    return InCharge(row.department, row.department)
