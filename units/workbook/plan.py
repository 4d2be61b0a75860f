"""What a workbook asks to be created and changed. Plain values: made by planning, shown as a preview, then written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from units.workbook.layout import ROLES
from units.workbook.reading import Problem


@dataclass(frozen=True)
class NewUnit:
    code: str
    parent: str
    name: str
    short_name: str
    level: str
    sector: str
    active_from: date
    email: str


@dataclass(frozen=True)
class Change:
    """A field of something that exists already: what it is, and what it becomes."""

    key: str
    label: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class NewCluster:
    code: str
    name: str
    position: int


@dataclass(frozen=True)
class Membership:
    """A unit joins a cluster, perhaps leaving another, or becomes its lead."""

    unit: str
    cluster: str
    leaves: str
    is_lead: bool


@dataclass(frozen=True)
class NewPerson:
    username: str
    full_name: str
    position: str
    email: str
    phone: str


@dataclass(frozen=True)
class NewAppointment:
    username: str
    unit: str
    role: str


@dataclass(frozen=True)
class Count:
    """Headcount of a unit from a day on; None leaves a number as it is."""

    unit: str
    holds_from: date
    officers: int | None
    members: int | None
    youth: int | None
    children: int | None
    is_new: bool


@dataclass
class Plan:
    """Everything one confirmation writes, or every problem that stands in its way."""

    problems: list[Problem] = field(default_factory=list)
    new_units: list[NewUnit] = field(default_factory=list)
    unit_changes: list[Change] = field(default_factory=list)
    new_clusters: list[NewCluster] = field(default_factory=list)
    cluster_changes: list[Change] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    new_people: list[NewPerson] = field(default_factory=list)
    person_changes: list[Change] = field(default_factory=list)
    appointments: list[NewAppointment] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.created and not self.changed

    @property
    def created(self) -> int:
        """How many units, clusters, people and appointments come into being."""
        return len(self.new_units) + len(self.new_clusters) + len(self.new_people) + len(self.appointments)

    @property
    def changed(self) -> int:
        """How many facts, memberships and headcounts change."""
        changes = len(self.unit_changes) + len(self.cluster_changes) + len(self.person_changes)
        return changes + len(self.memberships) + len(self.counts)

    @property
    def role_lines(self) -> list[str]:
        """Appointments in words."""
        return [f"{row.username} – {ROLES[row.role]} tại {row.unit}" for row in self.appointments]

    def digest(self) -> str:
        """A short text that differs when the plan differs: what was shown is what is confirmed."""
        parts = [value for key, value in sorted(vars(self).items()) if key not in ("problems", "unchanged")]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
