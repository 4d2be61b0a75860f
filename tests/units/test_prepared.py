"""Questions whose text is kept: the same rows as the queryset gives, for every value, thread and moment."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from units import clock, prepared
from units.models import Appointment, AuditEntry, Unit
from units.prepared import Prepared, PreparedChange

pytestmark = pytest.mark.django_db


def held(user: int, day: dt.date) -> QuerySet[Appointment]:
    return Appointment.objects.current(day).filter(user=user).select_related("unit").order_by("pk")


def test_rows_are_those_of_the_queryset_for_every_value(cast: Cast) -> None:
    ask = Prepared(held)
    for person in cast.people.values():
        for day in (clock.today(), clock.today() - dt.timedelta(days=4000)):
            rows = ask(person.pk, day)
            names = [row.unit.name for row in held(person.pk, day)]
            with CaptureQueriesContext(connection) as none:
                assert [row.unit.name for row in rows] == names
            assert not none
    assert any(ask(person.pk, clock.today()) for person in cast.people.values())


def test_columns_are_converted_as_the_queryset_converts_them(cast: Cast) -> None:
    def columns(day: dt.datetime) -> QuerySet[AuditEntry, tuple[dt.datetime, int, dict[str, object]]]:
        return AuditEntry.objects.filter(at__lte=day).order_by("pk").values_list("at", F("pk") + 1, "detail")

    AuditEntry.objects.create(event="x", detail={"a": [1, "ă"]})
    now = clock.now()
    assert Prepared(columns)(now) == list(columns(now)) != []
    assert Prepared(columns)(now - dt.timedelta(days=9000)) == []


def test_the_text_is_made_once_and_rows_are_read_each_time(cast: Cast) -> None:
    made: list[object] = []

    def build(pk: int) -> QuerySet[Unit]:
        made.append(pk)
        return Unit.objects.filter(pk=pk)

    ask = Prepared(build)
    assert ask.first(cast.a.pk) == cast.a
    Unit.objects.filter(pk=cast.a.pk).update(name="Chi đoàn mới")
    with CaptureQueriesContext(connection) as queries:
        assert [row.name for row in ask(cast.a.pk)] == ["Chi đoàn mới"]
    assert ask.first(cast.b.pk) == cast.b
    assert ask.first(0) is None
    assert (len(made), len(queries)) == (1, 1)


def test_a_list_is_asked_of_whatever_its_length(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST_LENGTHS", 2)
    ask = Prepared(lambda code, keys, depth: Unit.objects.filter(pk__in=keys, depth=depth).exclude(code=code))
    pks = [cast.a.pk, cast.b.pk, cast.s.pk]
    for keys in ([], pks[:1], pks[:2], pks, pks[:1]):
        assert {row.pk for row in ask("none", keys, cast.a.depth)} == set(keys)
        assert {row.pk for row in ask(cast.a.code, keys, cast.a.depth)} == set(keys) - {cast.a.pk}
        assert len(ask._kept) <= 2


def test_lists_of_like_length_share_a_text_and_very_long_ones_have_none(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Prepared(lambda keys, paths: Unit.objects.filter(pk__in=keys, path__in=paths).order_by("pk"))
    units = list(Unit.objects.order_by("pk"))
    pks, paths = [unit.pk for unit in units], tuple(unit.path for unit in units)
    assert len(units) == 4
    for keys in (pks, [*pks, 0], [*pks, -1, 0]):
        assert ask(keys, paths) == units
    assert list(ask._kept) == [(4, 4), (6, 4)]
    monkeypatch.setattr(prepared, "MOST_LISTED", 7)
    with CaptureQueriesContext(connection) as queries:
        assert ask([*pks, -2, -1, 0], paths) == units
        assert ask(pks[:3], paths) == units[:3]
    assert (len(queries), len(ask._kept)) == (2, 3)


def test_an_empty_list_holds_nothing_and_is_left_out_of_nothing(cast: Cast) -> None:
    either = Prepared(lambda keys, code: Unit.objects.filter(Q(pk__in=keys) | Q(code=code)))
    without = Prepared(lambda keys, code: Unit.objects.filter(code=code).exclude(pk__in=keys))
    for _ in range(2):
        assert [row.code for row in either([], cast.a.code)] == [cast.a.code]
        assert [row.code for row in without([], cast.a.code)] == [cast.a.code]
        assert without([cast.a.pk], cast.a.code) == []


def test_a_kept_text_holds_no_day_or_moment_of_its_own() -> None:
    ask = Prepared(lambda user: held(user, clock.today()))
    with pytest.raises(ValueError, match="days and moments"):
        ask(1)
    with pytest.raises(ValueError, match="days and moments"):
        Prepared(lambda pk: AuditEntry.objects.filter(pk=pk, at__lte=clock.now()))(1)


def test_nothing_is_no_value_to_ask_with() -> None:
    ask = Prepared(lambda code, parent: Unit.objects.filter(code=code, depth=parent))
    for values in (("x", None), ("x",), ("x", 1, 2)):
        with pytest.raises(ValueError, match="takes 2 values"):
            ask(*values)
    with pytest.raises(TypeError, match="Not a value"):
        ask("x", object())


@pytest.mark.django_db(transaction=True)
def test_threads_ask_through_connections_of_their_own() -> None:
    ask = Prepared(lambda event: AuditEntry.objects.filter(event=event).values_list("subject_text", flat=True))
    AuditEntry.objects.create(event="met", subject_text="Đoàn Khối")
    assert ask("met") == ["Đoàn Khối"]

    def elsewhere() -> list[str]:
        try:
            with CaptureQueriesContext(connection) as queries:
                return [*ask("met"), str(len(queries))]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere).result() == ["Đoàn Khối", "1"]


def test_a_change_is_that_of_update_and_says_how_many_rows_it_changed(cast: Cast) -> None:
    def calling(code: str, depth: int) -> tuple[QuerySet[Unit], dict[str, object]]:
        rows = Unit.objects.filter(depth=depth).exclude(code=code)
        return rows, {"short_name": code, "numchild": F("numchild") + 5}

    change, others = PreparedChange(calling), [cast.b, cast.s]
    assert change(cast.a.code, cast.a.depth) == Unit.objects.filter(depth=cast.a.depth).count() - 1
    with CaptureQueriesContext(connection) as queries:
        assert change("nobody", 900) == 0
    assert len(queries) == 1
    for unit in others:
        now = Unit.objects.get(pk=unit.pk)
        assert (now.short_name, now.numchild) == (cast.a.code, unit.numchild + 5)
    assert Unit.objects.get(pk=cast.a.pk).numchild == cast.a.numchild
    for values in ((cast.a.code,), (cast.a.code, None)):
        with pytest.raises(ValueError, match="takes 2 values"):
            change(*values)
    with pytest.raises(ValueError, match="days and moments"):
        PreparedChange(lambda pk: (AuditEntry.objects.filter(pk=pk), {"at": clock.now()}))(1)
