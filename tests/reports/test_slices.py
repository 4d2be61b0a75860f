"""Which days a report asks its unit to type, and which indicators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.actions.posting import Balance, Figure, import_balances
from indicators.models import AnsweredBy, Indicator, PopulationLine, Result
from reports.actions.easing import extend
from reports.actions.submitting import submit
from reports.contents import contents_of, contents_shown
from reports.known import last_figures, last_values
from reports.models import Entry
from reports.revisions import shown_lines
from reports.scenario.stage import Stage
from reports.slices import asking, opens_on
from tests.cast import Cast
from tests.reports.staging import STORY, owed, set_stage, type_in
from units import clock

pytestmark = pytest.mark.django_db

At = Callable[[dt.datetime | dt.date], None]
FIVE = {"kind": "monthly", "due_day": 5, "months": [1, 2, 4], "covers": "5-to-5"}
QUARTER = {"kind": "quarterly", "due": "2026-03-05", "inclusive": False}


def days(stage: Stage, period: str, code: str = "trees", unit: str = "A") -> tuple[str, str] | None:
    read = asking(owed(stage, unit, period))
    found = read.slices(read.asked).get(stage.indicators[code].pk)
    return (found[0].isoformat(), found[1].isoformat()) if found else None


def asked(stage: Stage, period: str, unit: str = "A") -> list[str]:
    return [indicator.code for indicator in asking(owed(stage, unit, period)).asked]


def test_a_quarter_asks_only_for_what_its_months_have_not_covered() -> None:
    stage = set_stage(rules=[FIVE, QUARTER])
    assert days(stage, "monthly-01") == ("2025-12-06", "2026-01-05")
    assert days(stage, "quarterly-03") == ("2026-02-06", "2026-03-04")
    assert days(stage, "monthly-04") == ("2026-03-05", "2026-04-05")


def test_an_indicator_asked_by_one_rule_only_is_sliced_by_that_rules_reports() -> None:
    indicators = [*STORY["indicators"], {"code": "model", "asked_by": ["quarterly"]}]
    stage = set_stage(rules=[FIVE, QUARTER], indicators=indicators)
    assert days(stage, "quarterly-03", "model") == ("2026-01-01", "2026-03-04")
    assert asked(stage, "monthly-02") == ["trees", "taught"]


def test_a_school_that_sends_no_monthly_reports_types_the_whole_quarter() -> None:
    stage = set_stage(rules=[FIVE | {"exempt_sectors": ["school"]}, QUARTER])
    assert days(stage, "quarterly-03", unit="S") == ("2026-01-01", "2026-03-04")


def test_the_last_number_is_that_of_the_report_due_before_and_not_of_a_later_one(at: At) -> None:
    at(dt.date(2026, 5, 2))
    stage = set_stage(rules=[FIVE])
    for period, value in (("monthly-01", 3), ("monthly-04", 40)):
        report = owed(stage, "A", period)
        type_in(report, stage, "trees", value)
        submit(report, by=stage.reporters["A"])
    trees = stage.indicators["trees"].pk
    for period, wanted in (("monthly-01", None), ("monthly-02", 3), ("monthly-04", 3)):
        report = owed(stage, "A", period)
        assert last_values(report, asking(report).postings).get(trees) == wanted
        shown = last_figures(report, at=clock.now()).get(trees)
        assert (shown.value if shown else None) == wanted


def test_moving_a_due_day_off_a_holiday_moves_no_slice() -> None:
    # Named for Saturday 4 April and moved behind the monthly report, which is due on the 5th.
    early = {"kind": "quarterly", "due": "2026-04-04", "shift": "next_working_day"}
    stage = set_stage(rules=[FIVE, early])
    assert days(stage, "quarterly-04") == ("2026-02-06", "2026-04-04")
    assert days(stage, "monthly-04") == ("2026-04-05", "2026-04-05")


def test_an_extension_moves_no_slice(at: At) -> None:
    stage = set_stage(rules=[FIVE, QUARTER])
    extend(owed(stage, "A", "monthly-02"), dt.date(2026, 3, 20), "Bận hội nghị", by=stage.secretary)
    assert days(stage, "quarterly-03") == ("2026-02-06", "2026-03-04")


def test_of_two_reports_due_on_one_day_the_later_rule_asks_only_for_the_rest() -> None:
    half = {"kind": "half_year", "due": "2026-04-05"}
    stage = set_stage(rules=[FIVE, half])
    assert days(stage, "monthly-04") == ("2026-02-06", "2026-04-05")
    assert days(stage, "half_year-04") is None


def test_a_unit_that_joins_later_starts_with_the_span_of_its_first_report() -> None:
    units = [*STORY["units"], {"code": "C", "parent": "K", "from": "2026-03-20"}]
    stage = set_stage(rules=[FIVE, QUARTER], units=units)
    assert days(stage, "monthly-04", unit="C") == ("2026-03-06", "2026-04-05")


def test_a_programme_that_begins_later_starts_with_the_span_of_its_first_report() -> None:
    programs = [
        STORY["program"] | {"code": "P1"},
        {"code": "P2", "issuer": "K", "starts": "2026-03-01", "ends": "2026-12-31"},
    ]
    indicators = [{"code": "trees", "program": "P1"}, {"code": "roads", "program": "P2"}]
    stage = set_stage(rules=[FIVE], program=programs, indicators=indicators)
    assert asked(stage, "monthly-02") == ["trees"]
    assert days(stage, "monthly-04", "trees") == ("2026-02-06", "2026-04-05")
    assert days(stage, "monthly-04", "roads") == ("2026-03-06", "2026-04-05")


def test_a_programme_that_is_over_is_not_asked_about_any_more() -> None:
    programs = [
        STORY["program"] | {"code": "P1"},
        {"code": "P2", "issuer": "K", "starts": "2026-01-01", "ends": "2026-01-31"},
    ]
    indicators = [{"code": "trees", "program": "P1"}, {"code": "roads", "program": "P2"}]
    stage = set_stage(rules=[FIVE], program=programs, indicators=indicators)
    assert days(stage, "monthly-02", "roads") == ("2026-01-06", "2026-02-05")
    assert days(stage, "monthly-04", "roads") is None


def test_opening_balances_are_not_typed_again() -> None:
    stage = set_stage(rules=[FIVE], reports_from="2026-02-01")
    balance = Balance(stage.units["A"], Figure(stage.indicators["trees"].pk, value=Decimal(30)))
    import_balances([balance], dt.date(2026, 1, 20), by=stage.secretary)
    assert days(stage, "monthly-02") == ("2026-01-21", "2026-02-05")
    assert days(stage, "monthly-02", unit="B") == ("2026-01-06", "2026-02-05")


def test_a_report_opens_on_the_first_day_of_the_units_slice() -> None:
    stage = set_stage(rules=[FIVE, QUARTER, STORY["rules"][1]])
    assert opens_on(owed(stage, "A", "quarterly-03")) == dt.date(2026, 2, 6)
    assert opens_on(owed(stage, "A", "t1")) is None


def test_what_the_issuing_body_answers_and_what_is_read_from_others_is_not_typed() -> None:
    indicators = [
        *STORY["indicators"],
        {"code": "meetings", "scope": "ISSUER"},
        {"code": "per_head", "scope": "EACH_MEMBER", "reads": "trees"},
        {"code": "grades", "answered_by": "ISSUER_FOR_EACH_UNIT", "scope": "EACH_UNIT"},
    ]
    assert asked(set_stage(indicators=indicators), "monthly-02") == ["trees", "taught"]


def test_a_unit_outside_the_population_is_not_asked() -> None:
    stage = set_stage(indicators=[*STORY["indicators"], {"code": "shops", "population": {"sectors": ["enterprise"]}}])
    assert asked(stage, "monthly-02", "A") == ["trees", "taught"]
    assert asked(stage, "monthly-02", "B") == ["trees", "taught", "shops"]


def test_what_a_unit_outside_the_population_has_answered_counts_all_the_same(at: At) -> None:
    at(dt.date(2026, 5, 2))
    stage = set_stage(indicators=[*STORY["indicators"], {"code": "shops", "population": {"sectors": ["enterprise"]}}])
    january, report = owed(stage, "A", "monthly-01"), owed(stage, "A", "monthly-02")
    for draft, value in ((january, 3), (report, 8)):
        type_in(draft, stage, "shops", value)
        for held in (contents_of(draft), contents_shown(draft)):
            assert [(row.code, entry.value) for row, entry in held.answered()] == [("shops", Decimal(value))]
            assert [row.code for row in held.indicators] == ["trees", "taught"]
            assert stage.indicators["shops"].pk in held.slices
        submit(draft, by=stage.reporters["A"])
    last = stage.indicators["shops"].pk
    assert contents_shown(report).last[last].value == contents_of(report).last_values[last] == 3
    rows = Result.objects.filter(indicator__code="shops").order_by("value")
    assert [row.value for row in rows] == [3, 8]


def test_what_a_cluster_answers_is_asked_of_its_lead() -> None:
    stage = set_stage(clusters=[{"code": "C1", "year": 2026, "units": ["A", "B"], "lead": "A"}])
    Indicator.objects.filter(code="taught").update(answered_by=AnsweredBy.CLUSTER_LEAD)
    assert asked(stage, "monthly-02", "A") == ["trees", "taught"]
    assert asked(stage, "monthly-02", "B") == ["trees"]


def test_what_is_asked_takes_as_many_queries_for_many_indicators_as_for_one() -> None:
    def count(indicators: int) -> int:
        codes = [{"code": f"i{number}-{indicators}"} for number in range(indicators)]
        submission = owed(set_stage(indicators=codes), "A")
        with CaptureQueriesContext(connection) as found:
            read = asking(submission)
            assert len(read.slices(read.asked)) == indicators
        return len(found)

    assert count(1) == count(20) <= 6


def test_a_page_about_what_was_not_asked_has_every_target_at_hand(cast: Cast) -> None:
    draft, trees = cast.submission("A", "monthly-05"), cast.indicators["trees"]
    PopulationLine.objects.create(indicator=trees, unit=cast.b)
    Entry.objects.update_or_create(
        submission=draft, indicator=trees, defaults={"answer": Entry.Answer.VALUE, "value": Decimal(4)}
    )
    held = contents_shown(draft)
    assert trees in held.volunteered
    with CaptureQueriesContext(connection) as queries:
        assert any(line.target for line in shown_lines(held))
    assert not queries
