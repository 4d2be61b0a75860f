"""Units that join an issued programme or leave it, on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from programs.models import Participation
from reports.models import Submission
from tests.cast import Cast
from units.models import User

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
