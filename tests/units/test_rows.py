"""Rows written with one plain statement: what stands in the table is what the model itself would have written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.models import Goal
from tests.cast import Cast
from units import clock
from units.models import Headcount
from units.rows import delete_rows, write_rows

pytestmark = pytest.mark.django_db

GOAL = ("indicator", "unit", "year", "value", "upper", "holds_from", "holds_until", "reason", "by", "created_at")
COUNT = ("unit", "holds_from", "officers", "members", "youth", "children", "is_confirmed")
DAY = dt.date(2031, 5, 6)


def test_values_are_written_as_the_model_writes_them(cast: Cast) -> None:
    known = Goal.objects.order_by("pk")[0]
    columns = {"value": Decimal("12.5"), "upper": Decimal(40), "holds_from": DAY, "created_at": clock.now()}
    columns |= {"holds_until": None, "reason": "Bão “số 3”, 100%", "indicator_id": known.indicator_id}
    saved = Goal.objects.create(unit=cast.s, year=3000, **columns)
    given = (*columns.values(),)
    value, upper, since, at, until, reason, indicator = given
    with CaptureQueriesContext(connection) as queries:
        write_rows(Goal, GOAL, [(indicator, cast.s.pk, 3001, value, upper, since, until, reason, None, at)])
    assert len(queries) == 1
    written, saved = Goal.objects.get(unit=cast.s, year=3001), Goal.objects.get(pk=saved.pk)
    for field in Goal._meta.concrete_fields:
        same = getattr(written, field.attname) == getattr(saved, field.attname)
        assert same == (field.name not in ("id", "year")), field.name


def test_a_thousand_rows_take_one_statement(cast: Cast) -> None:
    known = Goal.objects.order_by("pk")[0]
    rows = [
        (known.indicator_id, cast.s.pk, 3000 + place, Decimal(place) / 8, None, DAY, None, "", None, clock.now())
        for place in range(1000)
    ]
    with CaptureQueriesContext(connection) as queries:
        write_rows(Goal, GOAL, rows)
        write_rows(Goal, GOAL, [])
    assert len(queries) == 1
    written = Goal.objects.filter(unit=cast.s, year__gte=3000).order_by("year")
    assert [row.value for row in written] == [Decimal(place) / 8 for place in range(1000)]


def test_a_row_that_is_there_takes_over_the_values(cast: Cast) -> None:
    write_rows(Headcount, COUNT, [(cast.a.pk, DAY, 1, 20, 30, 0, False), (cast.b.pk, DAY, 2, 21, 31, 0, False)])
    changed = [(cast.b.pk, DAY, 7, 70, 71, 5, True), (cast.s.pk, DAY, 3, 22, 32, 9, True)]
    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(Headcount, COUNT, changed)
    write_rows(Headcount, COUNT, changed, unique=("unit", "holds_from"))
    rows = Headcount.objects.filter(holds_from=DAY).order_by("officers").values_list(*COUNT)
    assert list(rows) == [(cast.a.pk, DAY, 1, 20, 30, 0, False), *reversed(changed)]


def test_only_the_named_rows_are_deleted_by_one_statement(cast: Cast) -> None:
    keys = list(Headcount.objects.order_by("pk").values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        delete_rows(Headcount, keys[:2])
        delete_rows(Headcount, [])
    assert len(queries) == 1
    assert list(Headcount.objects.order_by("pk").values_list("pk", flat=True)) == keys[2:]
    assert keys[2:]
