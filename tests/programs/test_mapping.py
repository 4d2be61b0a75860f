"""How a promise is counted, and which rule a sentence on reporting becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from programs.importing.reading import DeadlineRead, FoldedMonth, IndicatorRead, PerUnit, Span
from programs.mapping import indicator_draft, related
from programs.models import Audience, Covers, ReportKind
from programs.payloads import IndicatorDraft, RuleDraft
from programs.promises import Measure
from programs.ruling import closing_rule, exempt_from_regular, rule_draft

HERE = Span(0, 0, 1)
PROMISE = IndicatorRead(
    text="trồng cây", span=HERE, quantity=Decimal(100), unit="cây", comparator=">=", scope="organisation"
)
DEADLINE = DeadlineRead(report_kind="monthly", text="Báo cáo tháng", span=HERE)


def mapped(*, branches_take_part: bool = False, **facts: Any) -> IndicatorDraft:
    return indicator_draft(replace(PROMISE, **facts), branches_take_part=branches_take_part)[0]


def ruled(**facts: Any) -> tuple[RuleDraft, str]:
    return rule_draft(replace(DEADLINE, **facts), year=2026)


@pytest.mark.parametrize(
    ("scope", "measure"),
    [
        ("organisation", Measure.TOTAL),
        ("each_unit", Measure.EACH_UNIT),
        ("per_cluster", Measure.EACH_CLUSTER),
        ("each_member", Measure.EACH_MEMBER),
        ("percent_of_units", Measure.UNIT_CONDITION),
        ("percent_of_members", Measure.SHARE),
        ("percent_of_youth", Measure.SHARE),
        ("percent_other", Measure.SHARE),
    ],
)
def test_each_scope_is_counted_in_its_own_way(scope: str, measure: Measure) -> None:
    assert mapped(scope=scope).measure == measure


def test_a_percentage_of_units_with_a_threshold_makes_the_percentage_the_coverage() -> None:
    each = PerUnit(quantity=Decimal(2), unit="mô hình", comparator=">=")
    draft = mapped(scope="percent_of_units", quantity=Decimal(90), comparator=">", unit="%", per_unit=each)
    assert (draft.measure, draft.goal, draft.unit_of_measure) == (Measure.EACH_UNIT, Decimal(2), "mô hình")
    assert (draft.coverage_goal, draft.coverage_comparator) == (Decimal(90), ">")


def test_a_percentage_of_branches_is_a_share_unless_branches_report_themselves() -> None:
    facts: dict[str, Any] = {"scope": "percent_of_units", "population": "chi đoàn", "unit": "%"}
    assert mapped(**facts).measure == Measure.SHARE
    assert mapped(**facts, branches_take_part=True).measure == Measure.UNIT_CONDITION
    assert mapped(**facts | {"population": "chi đoàn cơ sở"}).measure == Measure.UNIT_CONDITION


def test_what_the_issuing_body_promises_itself_is_not_asked_of_units() -> None:
    assert mapped(is_issuer=True).measure == Measure.OWN_COUNT


def test_a_promise_without_a_number_is_yes_or_no_or_waits_for_its_goal() -> None:
    assert mapped(quantity=None, comparator=None, unit="", is_issuer=True).measure == Measure.OWN_CONDITION
    waiting = mapped(quantity=None, comparator=None, unit="đảng viên mới")
    assert (waiting.measure, waiting.goal) == (Measure.TOTAL, None)


def test_units_without_a_good_grade_are_counted_by_the_body_above_them() -> None:
    draft = mapped(quantity=Decimal(0), comparator="=", unit="cơ sở", grade="không hoàn thành nhiệm vụ")
    assert draft.measure == Measure.OWN_COUNT


def test_one_tree_for_each_member_is_counted_from_the_trees_in_all() -> None:
    drafts = [mapped(unit="cây"), mapped(unit="cây", scope="each_member"), mapped(unit="máu")]
    assert [reads for _, reads in related(drafts, [None, None, None])] == [None, 0, None]


def test_a_part_of_the_issuers_own_count_is_its_own_too() -> None:
    drafts = [mapped(is_issuer=True), mapped()]
    assert related(drafts, [None, 0])[1][0].measure == Measure.OWN_COUNT


def test_a_monthly_report_has_no_month_that_is_folded_into_another_report() -> None:
    folded = tuple(FoldedMonth(month, "quarterly") for month in (3, 6, 9, 12))
    rule, doubt = ruled(day=5, inclusive=True, folded=folded, covers="5-to-5", covers_until_day=5)
    assert rule.months == (1, 2, 4, 5, 7, 8, 10, 11)
    assert (rule.covers, rule.covers_day, rule.is_inclusive, doubt) == (Covers.DAY_TO_DAY, 5, True, "")


def test_a_report_on_a_month_that_is_due_in_the_next_one_does_not_begin_with_the_year_before() -> None:
    rule, _ = ruled(day=3, inclusive=False, months=(1, 12), day_of_next_month=True)
    assert (rule.months, rule.starts_on, rule.covers) == ((1, 2), date(2026, 2, 1), Covers.PREVIOUS_MONTH)
    assert not rule.is_inclusive


def test_a_cumulative_report_runs_from_the_beginning_of_the_year() -> None:
    rule, _ = ruled(report_kind="half_year", due=date(2026, 6, 5), inclusive=False)
    assert (rule.kind, rule.due_on, rule.covers) == (ReportKind.HALF_YEAR, date(2026, 6, 5), Covers.TO_DATE)


def test_a_cluster_plan_is_owed_by_the_leading_units() -> None:
    rule, _ = ruled(report_kind="cluster_work_plan", due=date(2026, 2, 25))
    assert (rule.kind, rule.audience) == (ReportKind.CLUSTER_PLAN, Audience.CLUSTER_LEADS)


def test_a_report_without_a_date_is_an_open_question() -> None:
    rule, doubt = ruled(report_kind="thematic")
    assert rule.is_open_question
    assert doubt


def test_a_sentence_on_another_regime_only_exempts() -> None:
    rule, _ = ruled(report_kind="other_regime", reporter_kind="school")
    monthly, plan = RuleDraft(kind="monthly", due_day=5), RuleDraft(kind="unit_work_programme")
    exempted = exempt_from_regular([monthly, plan, rule], {"school"})
    assert [each.exempt_sectors for each in exempted] == [("school",), (), ()]
    assert rule.is_note


def test_an_early_year_end_report_is_followed_by_a_closing_of_the_year() -> None:
    annual = RuleDraft(kind="annual", due_on=date(2026, 11, 20), is_inclusive=False, exempt_sectors=("school",))
    closing = closing_rule([annual], 2026)
    assert closing is not None
    assert (closing.kind, closing.covers_until, closing.exempt_sectors) == ("closing", date(2026, 12, 31), ("school",))
    assert closing_rule([replace(annual, due_on=date(2026, 12, 31), is_inclusive=True)], 2026) is None
