"""What the portal already holds of the things a workbook names, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from units import access, clock
from units.models import Appointment, Cluster, ClusterMembership, Headcount, Unit, User
from units.workbook.layout import CLUSTERS, HEADCOUNTS, PEOPLE, UNITS
from units.workbook.reading import Cells


@dataclass
class Known:
    """By code, login, or unit code and day; codes in upper case, logins as they are stored."""

    issuer: Unit
    units: dict[str, Unit]
    parents: dict[str, str]
    clusters: dict[str, Cluster]
    memberships: dict[str, ClusterMembership]
    people: dict[str, User]
    held: dict[int, list[Appointment]]
    visible: set[int]
    counts: dict[tuple[str, date], Headcount]

    def is_inside(self, unit: Unit) -> bool:
        return self.issuer.contains(unit)


def known_to(issuer: Unit, cells: Cells, by: User) -> Known:
    """Return what exists of all that the cells name, and the clusters of the body that imports."""
    units = {unit.code.upper(): unit for unit in _units(issuer, cells)}
    above = {unit.path: unit.code.upper() for unit in Unit.objects.within(issuer)}
    people = {user.username: user for user in User.objects.filter(username__in=_texts(cells, "username", str.lower))}
    held: dict[int, list[Appointment]] = defaultdict(list)
    lasting = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))
    for row in lasting.filter(user__in=people.values()).select_related("unit"):
        held[row.user_id].append(row)
    members = ClusterMembership.objects.filter(issuer=issuer, ends_on=None).select_related("cluster", "unit")
    counts = Headcount.objects.filter(unit__in=units.values()).select_related("unit")
    visible = access.visible_people(by).filter(username__in=people)
    return Known(
        issuer=issuer,
        units=units,
        parents={code: above.get(unit.path_above, "") for code, unit in units.items()},
        clusters={cluster.code.upper(): cluster for cluster in Cluster.objects.filter(issuer=issuer)},
        memberships={row.unit.code.upper(): row for row in members},
        people=people,
        held=held,
        visible=set(visible.values_list("pk", flat=True)),
        counts={(row.unit.code.upper(), row.holds_from): row for row in counts},
    )


def _units(issuer: Unit, cells: Cells) -> list[Unit]:
    named = _texts(cells, "code", str.upper, UNITS.key) | _texts(cells, "parent", str.upper)
    named |= _texts(cells, "unit", str.upper) | {issuer.code}
    return list(Unit.objects.filter(code__in=named))


def _texts(cells: Cells, key: str, turned: Callable[[str], str], sheet: str = "") -> set[str]:
    sheets = [sheet] if sheet else [UNITS.key, CLUSTERS.key, PEOPLE.key, HEADCOUNTS.key]
    typed = {line.values[key] for name in sheets for line in cells.lines.get(name, []) if key in line.values}
    return typed | {turned(text) for text in typed}
