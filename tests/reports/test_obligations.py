"""What is owed follows from rules and participation, and what was reported stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import ReportingPeriod, ReportingRule, RuleAudience
from reports.actions.obligations import regenerate_periods, sync_obligations
from reports.actions.participating import add_participants, end_participation
from reports.actions.refusals import NotAllowed
from reports.actions.submitting import submit
from reports.models import Status, Submission
from reports.scenario.stage import Stage
from tests.reports.staging import STORY, codes_of, owed, set_stage, type_in
from units import clock
from units.models import Unit

pytestmark = pytest.mark.django_db

At = Callable[[dt.datetime | dt.date], None]


def periods(stage: Stage) -> dict[str, ReportingPeriod]:
    rows = ReportingPeriod.objects.filter(regime=stage.regime, cancelled_at=None)
    return {period.code: period for period in rows}


def monthly(stage: Stage) -> ReportingRule:
    return ReportingRule.objects.get(regime=stage.regime, kind="monthly")


def test_every_unit_owes_what_its_rules_ask_and_schools_owe_no_monthly_report() -> None:
    stage = set_stage()
    assert set(periods(stage)) == {"monthly-01", "monthly-02", "monthly-04", "t1"}
    assert codes_of(stage, "monthly-02") == ["A", "B"]
    assert codes_of(stage, "t1") == ["A", "B", "S"]


def test_a_second_run_changes_nothing() -> None:
    stage = set_stage()
    before = list(Submission.objects.order_by("pk").values())
    assert sync_obligations(stage.regime) == 0
    assert sync_obligations() == 0
    assert list(Submission.objects.order_by("pk").values()) == before


def test_the_number_of_queries_does_not_grow_with_units() -> None:
    def count(units: int) -> int:
        codes = [f"U{number}-{units}" for number in range(units)]
        stage = set_stage(units=[STORY["units"][0], *({"code": code, "parent": "K"} for code in codes)])
        Submission.objects.all().delete()
        with CaptureQueriesContext(connection) as found:
            sync_obligations(stage.regime)
        return len(found)

    # One INSERT holds this many rows; SQLite splits longer ones.
    assert count(3) == count(9)


def test_nothing_that_fell_due_before_reports_are_taken_is_owed() -> None:
    stage = set_stage(reports_from="2026-02-05")
    assert codes_of(stage, "monthly-01") == []
    assert codes_of(stage, "monthly-02") == ["A", "B"]


def test_taking_reports_later_cancels_what_nobody_has_touched() -> None:
    stage = set_stage()
    type_in(owed(stage, "A", "monthly-01"), stage, "trees", 5)
    stage.regime.reports_from = dt.date(2026, 2, 1)
    stage.regime.save()
    sync_obligations(stage.regime)
    assert codes_of(stage, "monthly-01") == ["A"]


def test_the_reviewer_is_the_nearest_body_above_that_takes_part() -> None:
    stage = set_stage(
        units=[
            {"code": "K", "level": "bloc"},
            {"code": "M", "parent": "K", "level": "commune"},
            {"code": "X", "parent": "M"},
            {"code": "N", "parent": "K", "level": "commune", "participates": False},
            {"code": "Y", "parent": "N"},
        ]
    )
    reviewers = {code: owed(stage, code).reviewer.code for code in ("M", "X", "Y")}
    assert reviewers == {"M": "K", "X": "M", "Y": "K"}


def test_exempting_a_sector_later_cancels_what_is_untouched_and_leaves_what_was_sent(at: At) -> None:
    stage = set_stage()
    at(dt.date(2026, 1, 4))
    submit(owed(stage, "B", "monthly-01"), by=stage.reporters["B"])
    RuleAudience.objects.create(rule=monthly(stage), is_exempt=True, sector="enterprise")
    sync_obligations(stage.regime)
    assert codes_of(stage, "monthly-01") == ["A", "B"]
    assert codes_of(stage, "monthly-02") == ["A"]


def test_what_was_cancelled_is_owed_again_when_the_exemption_ends() -> None:
    stage = set_stage()
    line = RuleAudience.objects.create(rule=monthly(stage), is_exempt=True, sector="enterprise")
    sync_obligations(stage.regime)
    line.delete()
    sync_obligations(stage.regime)
    assert codes_of(stage, "monthly-02") == ["A", "B"]
    assert Submission.objects.filter(unit=stage.units["B"], period__code="monthly-02").count() == 1


def test_a_changed_rule_changes_only_periods_nobody_has_reported_on(at: At) -> None:
    stage = set_stage()
    at(dt.date(2026, 1, 4))
    submit(owed(stage, "A", "monthly-01"), by=stage.reporters["A"])
    ReportingRule.objects.filter(pk=monthly(stage).pk).update(due_day=10)
    assert regenerate_periods(stage.regime) == 2
    found = periods(stage)
    assert found["monthly-01"].last_day == dt.date(2026, 1, 5)
    assert found["monthly-02"].last_day == dt.date(2026, 2, 10)


def test_a_month_taken_out_of_a_rule_takes_its_reports_and_drafts_with_it() -> None:
    stage = set_stage()
    draft = owed(stage, "A", "monthly-02")
    type_in(draft, stage, "trees", 5)
    Submission.objects.filter(pk=draft.pk).update(status=Status.DRAFT)
    ReportingRule.objects.filter(pk=monthly(stage).pk).update(months=(1, 4))
    sync_obligations(stage.regime)
    assert "monthly-02" not in periods(stage)
    assert codes_of(stage, "monthly-02") == []


def test_a_date_moved_to_another_month_keeps_the_drafts_of_its_period() -> None:
    stage = set_stage()
    before = owed(stage, "A", "t1").period
    ReportingRule.objects.filter(regime=stage.regime, code="t1").update(due_on=dt.date(2026, 6, 8), code="")
    sync_obligations(stage.regime)
    after = periods(stage)["thematic-06"]
    assert (after.pk, after.last_day) == (before.pk, dt.date(2026, 6, 8))


def test_two_reports_of_one_kind_and_month_have_codes_of_their_own() -> None:
    rules = [{"kind": "thematic", "due": "2026-05-08"}, {"kind": "thematic", "due": "2026-05-20"}]
    stage = set_stage(rules=rules)
    assert set(periods(stage)) == {"thematic-05", "thematic-05.2"}
    assert regenerate_periods(stage.regime) == 0


def test_a_regime_prolonged_into_the_next_year_knows_its_periods_again(at: At) -> None:
    stage = set_stage()
    at(dt.date(2026, 1, 4))
    submit(owed(stage, "A", "monthly-01"), by=stage.reporters["A"])
    stage.regime.ends_on = dt.date(2027, 12, 31)
    stage.regime.save()
    sync_obligations(stage.regime)
    due = sorted(period.last_day for period in periods(stage).values() if period.code.startswith("monthly"))
    assert due == [dt.date(year, month, 5) for year in (2026, 2027) for month in (1, 2, 4)]


def test_units_that_join_owe_what_falls_due_from_then_on() -> None:
    stage = set_stage(units=[*STORY["units"], {"code": "C", "parent": "K", "participates": False}])
    program = stage.regime.programs.get()
    joined = add_participants(program, [stage.units["C"], stage.units["A"]], dt.date(2026, 2, 5), by=stage.secretary)
    assert joined == 1
    assert codes_of(stage, "monthly-01") == ["A", "B"]
    assert codes_of(stage, "monthly-02") == ["A", "B", "C"]


def test_a_unit_that_leaves_owes_nothing_that_falls_due_later_not_even_its_draft() -> None:
    stage = set_stage()
    Submission.objects.filter(pk=owed(stage, "B", "monthly-04").pk).update(status=Status.DRAFT)
    end_participation(stage.regime.programs.get(), stage.units["B"], dt.date(2026, 2, 5), by=stage.secretary)
    assert codes_of(stage, "monthly-02") == ["A", "B"]
    assert codes_of(stage, "monthly-04") == ["A"]
    with pytest.raises(NotAllowed):
        end_participation(stage.regime.programs.get(), stage.units["B"], dt.date(2026, 3, 5), by=stage.secretary)


def test_units_of_other_bodies_cannot_be_made_to_take_part() -> None:
    stage = set_stage()
    stranger = Unit.objects.add_root(
        instance=Unit(code="Z", name="Z", level="bloc", active_from=dt.date(2020, 1, 1)).with_keys()
    )
    with pytest.raises(NotAllowed):
        add_participants(stage.regime.programs.get(), [stranger], clock.today(), by=stage.secretary)


def test_an_open_regime_is_planned_to_the_end_of_next_year(at: At) -> None:
    stage = set_stage()
    stage.regime.ends_on = None
    stage.regime.save()
    at(dt.date(2026, 7, 1))
    sync_obligations(stage.regime)
    assert max(period.last_day for period in periods(stage).values()) == dt.date(2027, 4, 5)
