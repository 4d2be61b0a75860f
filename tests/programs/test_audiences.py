"""Who takes part, and whom a rule asks."""

from __future__ import annotations

import datetime as dt

import pytest

from programs.audiences import participants_of, units_asked
from programs.models import Audience, ProgramStatus, Regime, ReportingRule, RuleAudience
from reports.actions.obligations import sync_obligations
from reports.models import Submission
from reports.scenario.stage import Stage
from tests.reports.staging import STORY, set_stage

pytestmark = pytest.mark.django_db

MAY = dt.date(2026, 5, 8)


def asked(rule: ReportingRule, on: dt.date = MAY) -> list[str]:
    return sorted(units_asked(rule, on).values_list("code", flat=True))


def rule_of(stage: Stage, kind: str) -> ReportingRule:
    return ReportingRule.objects.select_related("regime").get(regime=stage.regime, kind=kind)


def test_a_rule_for_everybody_asks_all_that_take_part_and_not_the_issuing_body() -> None:
    assert asked(rule_of(set_stage(), "thematic")) == ["A", "B", "S"]


def test_an_issuing_body_that_is_listed_among_its_units_does_not_owe_itself_reports() -> None:
    stage = set_stage(units=[{"code": "K", "participates": True}, {"code": "A", "parent": "K"}])
    assert asked(rule_of(stage, "thematic")) == ["A"]


def test_exempt_schools_are_not_asked() -> None:
    assert asked(rule_of(set_stage(), "monthly")) == ["A", "B"]


def test_a_unit_is_asked_while_it_takes_part_first_and_last_day_included() -> None:
    stage = set_stage(
        units=[
            {"code": "K", "level": "bloc"},
            {"code": "A", "parent": "K", "from": "2026-05-08"},
            {"code": "B", "parent": "K", "until": "2026-05-08"},
        ]
    )
    rule = rule_of(stage, "thematic")
    assert asked(rule, MAY) == ["A", "B"]
    assert asked(rule, MAY - dt.timedelta(days=1)) == ["B"]
    assert asked(rule, MAY + dt.timedelta(days=1)) == ["A"]


def test_a_unit_that_does_not_exist_any_more_is_not_asked() -> None:
    stage = set_stage()
    unit = stage.units["B"]
    unit.active_until = dt.date(2026, 3, 31)
    unit.save()
    assert asked(rule_of(stage, "thematic")) == ["A", "S"]


def test_a_chosen_audience_is_any_of_its_levels_sectors_and_units() -> None:
    stage = set_stage()
    rule = rule_of(stage, "thematic")
    rule.audience = Audience.CHOSEN
    rule.save()
    assert asked(rule) == []
    RuleAudience.objects.create(rule=rule, sector="school")
    RuleAudience.objects.create(rule=rule, unit=stage.units["A"])
    assert asked(ReportingRule.objects.get(pk=rule.pk)) == ["A", "S"]


def test_a_cluster_plan_is_asked_of_whoever_leads_a_cluster_on_that_day() -> None:
    years = [
        {"code": "C1", "year": year, "units": ["A", "B"], "lead": lead} for year, lead in ((2026, "B"), (2027, "A"))
    ]
    stage = set_stage(clusters=years)
    rule = rule_of(stage, "thematic")
    rule.audience = Audience.CLUSTER_LEADS
    rule.save()
    assert asked(rule) == ["B"]
    assert asked(rule, dt.date(2027, 1, 1)) == ["A"]


def test_a_draft_programme_asks_nobody() -> None:
    stage = set_stage()
    stage.regime.programs.update(status=ProgramStatus.DRAFT)
    assert asked(rule_of(stage, "thematic")) == []


def test_an_urgent_request_goes_to_whoever_takes_part_in_what_its_body_runs() -> None:
    stage = set_stage()
    urgent = Regime.objects.create(
        issuer=stage.issuer, name="Báo cáo nhanh", starts_on=dt.date(2026, 3, 1), is_urgent=True
    )
    codes = participants_of(urgent, dt.date(2026, 3, 10)).values_list("code", flat=True)
    assert sorted(codes) == ["A", "B", "S"]


def test_an_urgent_request_may_choose_a_unit_that_takes_part_in_nothing() -> None:
    stage = set_stage(units=[*STORY["units"], {"code": "N", "parent": "K", "participates": False}])
    urgent = Regime.objects.create(
        issuer=stage.issuer, name="Báo cáo nhanh", starts_on=dt.date(2026, 3, 1), is_urgent=True
    )
    rule = ReportingRule.objects.create(
        regime=urgent, kind="ad_hoc", due_on=dt.date(2026, 3, 10), audience=Audience.CHOSEN
    )
    RuleAudience.objects.create(rule=rule, unit=stage.units["N"])
    assert asked(rule, dt.date(2026, 3, 10)) == ["N"]
    sync_obligations(urgent)
    assert codes_of_rule(rule) == ["N"]


def codes_of_rule(rule: ReportingRule) -> list[str]:
    return list(Submission.objects.owed().filter(period__rule=rule).values_list("unit__code", flat=True))
