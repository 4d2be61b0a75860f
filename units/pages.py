"""Rows of this app's lists: what a page needs, gathered in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from units import access, clock, roles
from units.headcounts import CARRIED
from units.models import Appointment, AuditEntry, Cluster, ClusterMembership, Headcount, Role, Unit, User
from units.words import changes_in_words, event_in_words

PAGE_SIZE = 50
SHOWN_BELOW = 30
HEADS = ("officers", "members", "youth", "children")
M = TypeVar("M", bound=models.Model)


def page_of(request: HttpRequest, rows: QuerySet[M], size: int = PAGE_SIZE) -> Page[M]:
    """Return the asked page, the nearest one for a number that does not exist."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


@dataclass(frozen=True)
class UnitRow:
    """A unit in a list: where it belongs, its cluster and its secretaries."""

    unit: Unit
    above: str
    cluster: str
    secretaries: str
    is_closed: bool


def unit_rows(units: Sequence[Unit]) -> list[UnitRow]:
    """Return the rows of a page of units, in three queries."""
    today = clock.today()
    places = access.above(units)
    clusters = _clusters(units, today)
    secretaries = _holders(units, today)
    return [
        UnitRow(
            unit=unit,
            above=path_in_words(unit, places),
            cluster=clusters.get(unit.pk, ""),
            secretaries=", ".join(secretaries[unit.pk]),
            is_closed=not unit.is_active(today),
        )
        for unit in units
    ]


def path_in_words(unit: Unit, places: dict[str, Unit]) -> str:
    """Return "Tỉnh đoàn A › Đoàn xã B", the units above from the top down."""
    return " › ".join(places[path].label for path in reversed(unit.paths_above()) if path in places)


def _clusters(units: Iterable[Unit], today: date) -> dict[int, str]:
    rows = ClusterMembership.objects.current(today).filter(unit__in=[unit.pk for unit in units])
    named = rows.select_related("cluster").order_by("issuer__path")
    return {row.unit_id: f"{row.cluster.name} (cụm trưởng)" if row.is_lead else row.cluster.name for row in named}


def _holders(units: Iterable[Unit], today: date) -> dict[int, list[str]]:
    rows = Appointment.objects.current(today).filter(unit__in=[unit.pk for unit in units], role=Role.SECRETARY)
    names: dict[int, list[str]] = defaultdict(list)
    for row in rows.select_related("user").order_by("user__sort_key"):
        names[row.unit_id].append(row.user.full_name)
    return names


@dataclass(frozen=True)
class PersonRow:
    """A person in a list, with what they hold in units the reader may see."""

    person: User
    held: list[Appointment]


def person_rows(people: Sequence[User], reader: User) -> list[PersonRow]:
    """Return the rows of a page of people, in one query."""
    rows = Appointment.objects.current().filter(user__in=[person.pk for person in people])
    held: dict[int, list[Appointment]] = defaultdict(list)
    for row in rows.filter(unit__in=access.visible_units(reader)).select_related("unit").order_by("unit__path", "role"):
        held[row.user_id].append(row)
    return [PersonRow(person, held[person.pk]) for person in people]


@dataclass(frozen=True)
class AppointmentRow:
    """An appointment on a person's page."""

    appointment: Appointment
    is_over: bool
    may_end: bool


def appointment_rows(person: User, reader: User, visible: QuerySet[Unit]) -> list[AppointmentRow]:
    """Return what the person holds or held in units the reader may see, the latest first."""
    today = clock.today()
    rows = person.appointments.filter(unit__in=visible).select_related("unit").order_by("-starts_on", "-pk")
    return [
        AppointmentRow(
            appointment=row,
            is_over=row.ends_on is not None and row.ends_on < today,
            may_end=roles.may_appoint(reader, row.unit, row.role) and (row.ends_on is None or row.ends_on >= today),
        )
        for row in rows
    ]


def unit_page(unit: Unit, reader: User) -> dict[str, Any]:
    """Return what the page of a unit shows, in a fixed number of queries."""
    today = clock.today()
    below = Unit.objects.below(unit).active(today)
    people = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), unit=unit)
    counts = list(unit.headcounts.order_by("-holds_from")[:6])
    current = next((count for count in counts if count.holds_from <= today), None)
    shown_below = access.visible_units(reader).below(unit).active(today).filter(depth=unit.depth + 1)
    return {
        "unit": unit,
        "above": path_in_words(unit, access.above([unit])),
        "is_closed": not unit.is_active(today),
        "today": today,
        "people": people.select_related("user").order_by("role", "user__sort_key"),
        "headcounts": counts,
        "carried": current if current and current.is_carried(today) else None,
        "carried_words": CARRIED,
        "memberships": unit.cluster_memberships.select_related("cluster", "issuer").order_by("-starts_on"),
        "children": shown_below.by_name()[:SHOWN_BELOW],
        "below_total": below.count(),
        "successors": unit.continued_by.all(),
        "merged": unit.merged_units.all(),
        "events": audit_rows(AuditEntry.objects.filter(unit=unit).select_related("by", "unit")[:10]),
    }


@dataclass(frozen=True)
class ClusterRow:
    """A cluster in the list of its body."""

    cluster: Cluster
    lead: str
    members: int


def cluster_rows(clusters: QuerySet[Cluster]) -> list[ClusterRow]:
    """Return the clusters with their lead and how many members they have today, in two queries."""
    listed = list(clusters.select_related("issuer").order_by("issuer__path", "position", "code"))
    current = ClusterMembership.objects.current(clock.today()).filter(cluster__in=listed).select_related("unit")
    leads: dict[int, str] = {}
    members: Counter[int] = Counter()
    for row in current:
        members[row.cluster_id] += 1
        if row.is_lead:
            leads[row.cluster_id] = row.unit.label
    return [ClusterRow(cluster, leads.get(cluster.pk, ""), members[cluster.pk]) for cluster in listed]


def cluster_page(cluster: Cluster) -> dict[str, Any]:
    """Return the members of today, by name, and those of before or later."""
    today = clock.today()
    rows = list(cluster.memberships.select_related("unit").order_by("unit__sort_key", "-starts_on"))
    now = [row for row in rows if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)]
    return {"members": now, "others": [row for row in rows if row not in now]}


def last_headcount(unit: Unit) -> dict[str, Any]:
    """Return the numbers to begin with when the unit is counted anew."""
    last = Headcount.objects.holding(clock.today()).filter(unit=unit).values(*HEADS).first()
    return dict(last or {})


def successor_facts(old: Unit) -> dict[str, Any]:
    """Return what the unit that continues this one begins with."""
    facts = {name: getattr(old, name) for name in ("name", "short_name", "level", "sector", "place")}
    parent = Unit.objects.filter(path__in=old.paths_above()[:1]).first()
    return facts | {"parent": parent, "active_from": clock.today()}


@dataclass(frozen=True)
class AuditRow:
    """One event as people read it."""

    entry: AuditEntry
    what: str
    changes: list[str]


def audit_rows(entries: Iterable[AuditEntry]) -> list[AuditRow]:
    return [AuditRow(entry, event_in_words(entry.event), changes_in_words(entry.detail)) for entry in entries]


@dataclass(frozen=True)
class Login:
    """A line on a slip."""

    person: User
    roles: str
    password: str


@dataclass(frozen=True)
class Slip:
    """What one unit is handed: its people and their one-time passwords."""

    unit: Unit | None
    above: str
    logins: list[Login]


def slips(people: Sequence[User], passwords: dict[int, str]) -> list[Slip]:
    """Return one slip a unit, in the order of the tree; a person of several units is on the slip of the topmost."""
    held: dict[int, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.current().filter(user__in=[person.pk for person in people])
    for row in rows.select_related("unit").order_by("unit__path", "role"):
        held[row.user_id].append(row)
    units = {rows[0].unit for rows in held.values()}
    places = access.above(units)
    logins: dict[Unit | None, list[Login]] = defaultdict(list)
    for person in people:
        mine = held[person.pk]
        words = ", ".join(dict.fromkeys(row.get_role_display() for row in mine))
        logins[mine[0].unit if mine else None].append(Login(person, words, passwords[person.pk]))
    ordered = sorted(logins, key=lambda unit: unit.path if unit else "")
    return [Slip(unit, path_in_words(unit, places) if unit else "", logins[unit]) for unit in ordered]
