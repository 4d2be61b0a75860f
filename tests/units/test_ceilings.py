"""No list asks the database more often because more is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import TODAY, Cast
from units.actions.importing import plant
from units.models import Appointment, AuditEntry, ClusterMembership, Role, Unit, User
from units.workbook.plan import NewUnit

CEILING = 25


def grow(cast: Cast, start: int, end: int) -> None:
    """Add units below A, with a secretary and a place in a cluster each."""
    facts = {"name": "Chi đoàn", "short_name": "", "level": "branch", "sector": "agency", "email": ""}
    day = dt.date(2026, 1, 1)
    new = [NewUnit(code=f"N{place:04d}", parent="A", active_from=day, **facts) for place in range(start, end)]
    units = plant(new, {unit.code: unit for unit in Unit.objects.all()})
    people = [User(username=f"n{place}", full_name=f"Người {place}").with_keys() for place in range(start, end)]
    User.objects.bulk_create(people)
    pairs = list(zip(units, people, strict=True))
    Appointment.objects.bulk_create(
        Appointment(user=person, unit=unit, role=Role.SECRETARY, starts_on=day) for unit, person in pairs
    )
    ClusterMembership.objects.bulk_create(
        ClusterMembership(cluster=cast.clusters["C1"], issuer=cast.issuer, unit=unit, starts_on=day) for unit in units
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(event="unit_created", unit=unit, by=person, subject_text=unit.name) for unit, person in pairs
    )


PAGES: dict[str, Callable[[Cast], str]] = {
    "unit_list": lambda _: reverse("units:unit_list"),
    "unit_list, second page": lambda _: reverse("units:unit_list") + "?page=2&q=chi",
    "unit_detail": lambda cast: reverse("units:unit_detail", args=[cast.a.pk]),
    "cluster_list": lambda _: reverse("units:cluster_list"),
    "cluster_detail": lambda cast: reverse("units:cluster_detail", args=[cast.clusters["C1"].pk]),
    "person_list": lambda _: reverse("units:person_list"),
    "audit_list": lambda cast: reverse("units:audit_list", args=[cast.issuer.pk]),
    "message_list": lambda _: reverse("units:message_list"),
    "password_slips": lambda cast: reverse("units:password_slips", args=[cast.issuer.pk]),
}


def test_every_page_asks_as_often_for_5_as_for_43_or_1500_units(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(cast.people["secretary"])
    asked: dict[str, list[int]] = {page: [] for page in PAGES}
    there = 0
    for number in (5, 43, 1500):
        grow(cast, there, number)
        there = number
        for page, address in PAGES.items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(cast)).status_code == 200
            asked[page].append(len(queries))
    assert {page: counts for page, counts in asked.items() if max(counts) > CEILING} == {}
    assert {page: counts for page, counts in asked.items() if counts[1] != counts[2]} == {}


def test_slips_for_1500_people_take_seconds_not_minutes(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    grow(cast, 0, 1500)
    client = signed_in(cast.people["secretary"])
    url = reverse("units:password_slips", args=[cast.issuer.pk])
    once = client.get(url).context["once"]
    with CaptureQueriesContext(connection) as queries:
        page = client.post(url, {"whom": "new", "once": once}).content.decode()
    assert page.count('class="slip"') > 1500
    assert len(queries) < 60
    assert User.objects.get(username="n7").one_time_until.date() == TODAY + dt.timedelta(days=14)  # type: ignore[union-attr]
