"""Units that join an issued programme or leave it, on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from programs.models import Assignment, Participation, Program, ProgramStatus
from reports.actions.participating import add_participants, end_participation
from reports.actions.refusals import NotAllowed
from reports.models import Submission
from tests.cast import Cast
from units.models import Message, User

SignIn = Callable[[User], Client]


def test_a_unit_that_leaves_owes_nothing_that_falls_due_later(cast: Cast, signed_in: SignIn) -> None:
    url = f"/chuong-trinh/{cast.program.pk}/tham-gia/{cast.b.pk}/thoi/"
    signed_in(cast.people["office"]).post(url, {"last_day": "30/04/2026"})
    assert Participation.objects.get(program=cast.program, unit=cast.b).ends_on == dt.date(2026, 4, 30)
    later = Submission.objects.owed().filter(unit=cast.b, period__last_day__gt=dt.date(2026, 4, 30))
    assert not later.exists()


def test_a_unit_that_joins_owes_from_then_on(cast: Cast, signed_in: SignIn) -> None:
    Participation.objects.filter(unit=cast.a).delete()
    client = signed_in(cast.people["office"])
    url = f"/chuong-trinh/{cast.program.pk}/tham-gia/them/"
    page = client.get(url).content.decode()
    assert cast.a.name in page
    assert cast.b.name not in page
    assert client.post(url, {"units": [cast.a.pk], "on": "01/01/2027"}).status_code == 422
    client.post(url, {"units": [cast.a.pk], "on": "01/05/2026"})
    assert Participation.objects.get(program=cast.program, unit=cast.a).starts_on == dt.date(2026, 5, 1)
    assert Submission.objects.owed().filter(unit=cast.a, period__last_day__gt=dt.date(2026, 6, 1)).exists()


def test_units_are_told_that_they_join_and_that_they_leave(cast: Cast, signed_in: SignIn) -> None:
    Participation.objects.filter(unit=cast.a).delete()
    client = signed_in(cast.people["office"])
    client.post(f"/chuong-trinh/{cast.program.pk}/tham-gia/them/", {"units": [cast.a.pk], "on": "01/05/2026"})
    joined = Message.objects.filter(kind="program_joined")
    assert "01/05/2026" in joined[0].body
    assert set(joined.values_list("to__appointments__unit", flat=True)) == {cast.a.pk}
    client.post(f"/chuong-trinh/{cast.program.pk}/tham-gia/{cast.b.pk}/thoi/", {"last_day": "30/04/2026"})
    left = Message.objects.filter(kind="program_left")
    assert "30/04/2026" in left[0].body
    assert set(left.values_list("to__appointments__unit", flat=True)) == {cast.b.pk}


def test_who_takes_part_in_a_programme_that_has_ended_stays_as_it_is(cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(status=ProgramStatus.CLOSED)
    before = list(Participation.objects.order_by("pk").values())
    with pytest.raises(NotAllowed):
        add_participants(cast.program, [cast.a], dt.date(2026, 5, 1), by=cast.people["office"])
    with pytest.raises(NotAllowed):
        end_participation(cast.program, cast.b, dt.date(2026, 4, 30), by=cast.people["office"])
    assert list(Participation.objects.order_by("pk").values()) == before


def test_who_is_in_charge_of_a_programme_that_has_ended_stays_as_it_is(cast: Cast, signed_in: SignIn) -> None:
    client, target = signed_in(cast.people["office"]), cast.program.targets.all()[0]
    kept = Assignment.objects.create(program=cast.program, target=target, department="Ban Phong trào")
    Program.objects.filter(pk=cast.program.pk).update(status=ProgramStatus.CLOSED)
    typed = {"subject": f"target-{target.pk}", "department": "Văn phòng"}
    assert client.post(f"/chuong-trinh/{cast.program.pk}/phan-cong/", typed).status_code == 404
    assert client.post(f"/chuong-trinh/phan-cong/{kept.pk}/bo/").status_code == 404
    assert list(Assignment.objects.values_list("department", flat=True)) == ["Ban Phong trào"]
