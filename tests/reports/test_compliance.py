"""On time, late, missing, not due yet, waived: of a report, a period, a cluster."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import ReportingPeriod
from reports.compliance import (
    Compliance,
    Standing,
    Tally,
    Timeliness,
    by_cluster,
    compliance_of,
    ranking,
    standing,
    standing_of,
    standings,
    sum_of,
    tallies_below,
)
from reports.models import Status, Submission
from tests.cast import Cast
from units import clock
from units.models import Level, Unit

DUE = clock.midnight(dt.date(2026, 4, 6))
MINUTE = dt.timedelta(minutes=1)
LATER = DUE + dt.timedelta(days=30)


# --- one report ---------------------------------------------------------------------------------------------------


def test_the_last_minute_is_on_time_and_the_due_moment_is_late() -> None:
    assert standing_of("submitted", DUE - MINUTE, DUE, LATER) == Standing(Timeliness.ON_TIME)
    assert standing_of("submitted", DUE, DUE, LATER) == Standing(Timeliness.LATE, 1)


def test_days_late_are_counted_from_the_last_good_day() -> None:
    assert standing_of("accepted", DUE + dt.timedelta(days=1, hours=5), DUE, LATER).days == 2
    assert standing_of("not_started", None, DUE, DUE + dt.timedelta(days=2, hours=23)).days == 3


def test_late_on_the_same_day_is_late_by_no_day() -> None:
    at_five = DUE - dt.timedelta(hours=7)
    assert standing_of("submitted", at_five + MINUTE, at_five, LATER) == Standing(Timeliness.LATE, 0)


def test_what_is_not_sent_is_pending_until_due_and_missing_from_then_on() -> None:
    assert standing_of("draft", None, DUE, DUE - MINUTE).timeliness == "pending"
    assert standing_of("draft", None, DUE, DUE).timeliness == "missing"


def test_a_report_taken_back_by_its_unit_has_not_been_sent() -> None:
    assert standing_of("draft", DUE - MINUTE, DUE, LATER).timeliness == "missing"


@pytest.mark.parametrize("status", ["returned", "reopened", "accepted"])
def test_returned_and_reopened_reports_keep_their_first_date(status: str) -> None:
    assert standing_of(status, DUE - MINUTE, DUE, LATER).timeliness == "on_time"


def test_before_it_was_sent_a_report_was_missing() -> None:
    assert standing_of("submitted", LATER, DUE, DUE + MINUTE).timeliness == "missing"


def test_waived_is_waived_whatever_else() -> None:
    assert standing_of("waived", None, DUE, LATER).timeliness == "waived"


def test_equal_rates_share_a_place_and_the_next_is_skipped() -> None:
    rates = {"C1": Decimal(100), "C2": Decimal(50), "C3": Decimal(100), "C4": None, "C5": Decimal(20)}
    assert ranking(rates) == {"C1": 1, "C3": 1, "C2": 3, "C5": 4}


# --- a period -----------------------------------------------------------------------------------------------------


def codes(compliance: Compliance) -> dict[str, list[str]]:
    return {kind: [row.code for row in compliance.of(kind)] for kind in Timeliness if compliance.of(kind)}


def test_a_period_lists_every_unit_once(cast: Cast) -> None:
    now = clock.now()
    first = compliance_of(cast.periods["monthly-01"], None, now)
    assert (codes(first), first.rate) == ({"on_time": ["A"], "late": ["B"]}, Decimal(50))
    april = compliance_of(cast.periods["monthly-04"], None, now)
    assert (codes(april), april.rate) == ({"on_time": ["A"], "missing": ["B"]}, Decimal(50))
    assert april.missing[0].days == 15
    february = compliance_of(cast.periods["monthly-02"], None, now)
    assert (codes(february), february.rate) == ({"on_time": ["A"], "waived": ["B"]}, Decimal(100))
    may = compliance_of(cast.periods["monthly-05"], None, now)
    assert (codes(may), may.rate) == ({"pending": ["A", "B"]}, None)


def test_an_extension_counts_whenever_it_was_granted(cast: Cast) -> None:
    late = cast.submission("B", "monthly-01")
    assert standing(late, clock.now()).timeliness == "late"
    late.extended_due_at = clock.midnight(dt.date(2026, 1, 11))
    late.save()
    assert codes(compliance_of(cast.periods["monthly-01"], None, clock.now())) == {"on_time": ["A", "B"]}


def test_cancelled_obligations_are_in_no_list(cast: Cast) -> None:
    Submission.objects.filter(unit=cast.b).update(cancelled_at=clock.now())
    assert codes(compliance_of(cast.periods["monthly-04"], None, clock.now())) == {"on_time": ["A"]}


def test_a_period_narrows_to_some_units_and_splits_into_clusters(cast: Cast) -> None:
    some = Unit.objects.filter(code="B")
    assert codes(compliance_of(cast.periods["monthly-04"], some, clock.now())) == {"missing": ["B"]}
    whole = compliance_of(cast.periods["monthly-04"], None, clock.now())
    parts = by_cluster(whole, {cast.b.pk: "Cụm 2", cast.a.pk: "Cụm 1"})
    assert [(part.name, part.rank, part.rate) for part in parts] == [
        ("Cụm 1", 1, Decimal(100)),
        ("Cụm 2", 2, Decimal(0)),
    ]
    assert [(part.name, part.rank) for part in by_cluster(whole, {cast.b.pk: "Cụm 2"})] == [("Cụm 2", 1), ("", None)]


def test_all_periods_are_read_in_one_query(cast: Cast) -> None:
    periods = list(ReportingPeriod.objects.all())
    with CaptureQueriesContext(connection) as log:
        found = standings(periods, None, clock.now())
    assert len(log) == 1
    assert {pk: len(rows) for pk, rows in found.items()} == {period.pk: 2 for period in periods}


# --- totals of the units next below ---------------------------------------------------------------------------------


def test_totals_by_branch_are_what_the_single_reports_add_up_to(cast: Cast) -> None:
    below = Unit.objects.add_child(
        cast.a, {"code": "A1", "name": "Chi đoàn A1", "level": Level.BRANCH, "active_from": cast.a.active_from}
    )
    Submission.objects.create(unit=below, period=cast.periods["monthly-04"], reviewer=cast.a)
    change: dict[tuple[str, str], dict[str, Any]] = {
        ("B", "monthly-04"): {"extended_due_at": clock.now() + dt.timedelta(days=1)},
        ("B", "monthly-01"): {"extended_due_at": cast.periods["monthly-01"].due_at + dt.timedelta(days=7)},
        ("A", "monthly-02"): {"status": Status.DRAFT},  # sent once, and taken back
    }
    for which, facts in change.items():
        Submission.objects.filter(pk=cast.submission(*which).pk).update(**facts)
    periods = list(cast.periods.values())
    with CaptureQueriesContext(connection) as queries:
        found = tallies_below(cast.issuer, periods).tallies
    assert len(queries) == 1
    single = standings(periods, Unit.objects.below(cast.issuer), clock.now())
    branch = {unit.pk: unit.path[: len(cast.a.path)] for unit in Unit.objects.below(cast.issuer)}
    by_hand: dict[str, dict[int, list[Timeliness]]] = {}
    for period_id, rows in single.items():
        for row in rows:
            by_hand.setdefault(branch[row.unit_id], {}).setdefault(period_id, []).append(row.timeliness)
    assert found == {path: {pk: Tally.of(kinds) for pk, kinds in periods.items()} for path, periods in by_hand.items()}
    assert found[cast.a.path][cast.periods["monthly-04"].pk] == Tally(on_time=1, missing=1)
    assert found[cast.b.path][cast.periods["monthly-04"].pk] == Tally(pending=1)
    assert found[cast.b.path][cast.periods["monthly-01"].pk] == Tally(on_time=1)
    assert found[cast.a.path][cast.periods["monthly-02"].pk] == Tally(missing=1)
    assert sum_of(found[cast.a.path].values()).missing == 2


def test_no_period_asks_nobody(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert tallies_below(cast.issuer, []).tallies == {}
    assert not queries
