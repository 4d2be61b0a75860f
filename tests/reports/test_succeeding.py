from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from programs.models import Participation
from reports.actions.refusals import NotAllowed
from reports.actions.succeeding import continue_unit
from reports.models import Status, Submission
from tests.cast import Cast
from units.models import Level, Sector, Unit, User

DAY = dt.date(2026, 5, 1)


def successor() -> Unit:
    return Unit(code="A2", name="Đoàn Sở Tài chính", level=Level.BASE, sector=Sector.AGENCY, active_from=DAY)


def test_the_successor_takes_part_and_owes_what_falls_due_from_its_first_day(cast: Cast) -> None:
    new = continue_unit(cast.a, successor(), parent=cast.issuer, reason="Tổ chức lại", by=cast.people["office"])
    spans = Participation.objects.filter(program=cast.program, unit__in=[cast.a, new]).order_by("starts_on")
    assert [(row.unit.code, row.starts_on, row.ends_on) for row in spans] == [
        ("A", dt.date(2026, 1, 1), dt.date(2026, 4, 30)),
        ("A2", DAY, None),
    ]
    may = Submission.objects.filter(period__last_day=dt.date(2026, 5, 5), unit__in=[cast.a, new]).order_by("unit")
    assert [(row.unit, row.cancelled_at is None) for row in may] == [(cast.a, False), (new, True)]
    assert not Submission.objects.filter(unit=new, period__last_day__lt=DAY).exists()


def test_what_the_old_unit_sent_stays_its_own(cast: Cast) -> None:
    continue_unit(cast.a, successor(), parent=cast.issuer, reason="Tổ chức lại", by=cast.people["office"])
    april = Submission.objects.get(unit=cast.a, period__code="monthly-04")
    assert (april.status, april.cancelled_at) == (Status.SUBMITTED, None)


def test_a_refused_successor_changes_nothing(cast: Cast) -> None:
    taken = successor()
    taken.code = "B"
    with pytest.raises(NotAllowed, match="vừa được dùng"):
        continue_unit(cast.a, taken, parent=cast.issuer, reason="Tổ chức lại", by=cast.people["office"])
    assert Participation.objects.get(program=cast.program, unit=cast.a).ends_on is None
    cast.a.refresh_from_db()
    assert cast.a.active_until is None


def test_the_page_opens_the_successor(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    data = {"code": "a2", "name": "Đoàn Sở Tài chính", "level": "base", "sector": "agency", "reason": "QĐ 15"}
    data |= {"parent": str(cast.issuer.pk), "active_from": "01/05/2026"}
    answer = signed_in(cast.people["office"]).post(reverse("reports:unit_succeed", args=[cast.a.pk]), data)
    assert answer["Location"] == reverse("units:unit_detail", args=[Unit.objects.get(code="A2").pk])
