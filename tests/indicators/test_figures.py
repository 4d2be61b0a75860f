"""What has been reached: every kind, scope and way of adding up, as a committee would ask for it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.explaining import explain
from indicators.figures import accepted_value, period_figures, progress_of_many, so_far
from indicators.ledger import exact
from indicators.models import AnsweredBy, PopulationLine
from programs.models import Participation, Program, ReportingRule, RuleAudience
from tests.indicators.story import Story, moment_of, silent
from units.models import ClusterMembership, Sector, Unit

pytestmark = pytest.mark.django_db


# --- sums over everybody ------------------------------------------------------------------------------------------


def test_a_sum_adds_periods_and_units_and_names_who_is_silent() -> None:
    story = Story.begin("A", "B", "C")
    story.count("trees", "100")
    story.report("A", "2023-01-04", trees=10)
    story.report("A", "2023-02-04", trees=5)
    story.report("B", "2023-01-05", trees=None)
    found = story.stands("trees", "K", "2023-02-10")
    assert (found.value, found.goal, found.percent, found.status) == (15, 100, 15, "on_pace")
    assert silent(found) == ["C"]


def test_what_came_in_later_is_not_seen_earlier() -> None:
    story = Story.begin("A")
    story.count("trees", "100")
    story.report("A", "2023-01-04T10:00", trees=10)
    assert story.stands("trees", "K", "2023-01-03").value is None
    assert story.stands("trees", "K", "2023-01-04").value == 10


def test_a_unit_is_judged_by_its_share_and_without_one_by_nothing() -> None:
    story = Story.begin("A", "B")
    story.count("trees", "100")
    story.share("trees", "A", "40")
    story.report("A", "2023-01-04", trees=10)
    story.report("B", "2023-01-04", trees=10)
    a, b = story.stands("trees", "A", "2023-01-10"), story.stands("trees", "B", "2023-01-10")
    assert (a.value, a.goal, a.percent) == (10, 40, 25)
    assert (b.value, b.goal, b.percent, b.status) == (10, None, None, "not_set")


def test_far_below_the_pace_is_at_risk() -> None:
    story = Story.begin("A", "B")
    story.count("trees", "4500")
    story.report("A", "2023-02-05", trees=150)
    story.report("B", "2023-03-04", trees=37)
    found = story.stands("trees", "K", "2023-03-05")
    assert (found.value, found.percent, found.status) == (187, Decimal("4.2"), "at_risk")
    assert found.expected == Decimal("17.5")


def test_a_sum_of_decimals_has_no_dust() -> None:
    story = Story.begin("A", "B")
    story.count("roads", "10", decimals=1)
    for month in range(1, 11):
        story.report("A", f"2023-{month:02d}-05", roads="0.1")
        story.report("B", f"2023-{month:02d}-05", roads="0.2")
    assert str(story.stands("roads", "K", "2023-12-01").value) == "3"


def test_binary_dust_of_a_sum_is_swept_away() -> None:
    assert exact(Decimal("99.9999999999986")) == 100
    assert exact(None) == 0


def test_the_last_figure_is_the_one_about_the_latest_day_not_the_one_sent_last() -> None:
    story = Story.begin("A", "B")
    story.count("groups", "50", accumulation="LAST")
    story.report("A", "2023-02-05", groups=9)
    story.report("A", "2023-03-01", until="2023-01-05", groups=4)
    story.report("B", "2023-01-05", groups=7)
    story.report("B", "2023-02-05", groups="n/a")
    assert story.stands("groups", "K", "2023-03-05").value == 9 + 7


def test_the_highest_is_taken_per_unit_before_units_are_added() -> None:
    story = Story.begin("A", "B")
    story.count("guests", "50", accumulation="HIGHEST")
    for month, a, b in ((1, 4, 9), (2, 12, 1), (3, 8, None)):
        story.report("A", f"2023-{month:02d}-05", guests=a)
        story.report("B", f"2023-{month:02d}-05", guests=b)
    assert story.stands("guests", "K", "2023-04-01").value == 12 + 9


def test_units_that_left_or_were_merged_keep_counting_above_but_are_not_silent() -> None:
    story = Story.begin("A")
    story.count("trees", "100")
    story.join("B", ends="2023-02-28")
    story.join("C", starts="2023-06-01")
    story.join("D", ends="2023-02-28")
    story.report("B", "2023-02-05", trees=8)
    assert silent(story.stands("trees", "K", "2023-02-28")) == ["A", "D"]
    found = story.stands("trees", "K", "2023-03-05")
    assert found.value == 8
    assert silent(found) == ["A"]
    assert silent(story.stands("trees", "K", "2023-06-01")) == ["A", "C"]


def test_a_middle_body_is_its_own_figure_and_all_below_it() -> None:
    story = Story.begin("C", "C/X", "C/Y", "D")
    story.count("trees", "100")
    for unit, trees in (("C", 1), ("X", 2), ("Y", 4), ("D", 8)):
        story.report(unit, "2023-01-05", trees=trees)
    assert story.stands("trees", "C", "2023-01-10").value == 7
    assert story.stands("trees", "X", "2023-01-10").value == 2
    assert story.stands("trees", "K", "2023-01-10").value == 15


def test_the_issuing_body_reaches_its_own_goals_alone() -> None:
    story = Story.begin("A")
    story.count("talks", "3", scope="ISSUER")
    story.count("plan", None, scope="ISSUER", kind="CONDITION")
    story.own("K", "2023-02-01", talks=2, plan=True)
    story.own("K", "2023-03-01", talks=1)
    found = story.stands("talks", "K", "2023-03-05")
    assert (found.value, found.status, silent(found)) == (3, "achieved", [])
    assert story.stands("plan", "K", "2023-03-05").value == 1


# --- shares -------------------------------------------------------------------------------------------------------


def test_a_share_divides_sums_and_leaves_the_silent_out() -> None:
    story = Story.begin("A", "B", "C", "D")
    story.count("taught", "90", kind="SHARE")
    story.report("A", "2023-01-04", taught=(45, 60))
    story.report("B", "2023-01-04", taught=(90, 100))
    found = story.stands("taught", "K", "2023-01-31")
    assert (found.value, found.percent, found.status) == (Decimal("84.4"), Decimal("93.8"), "on_pace")
    assert (found.numerator, found.denominator) == (135, 160)
    assert silent(found) == ["C", "D"]
    alone = story.stands("taught", "D", "2023-01-31")
    assert (alone.value, alone.goal, alone.status, silent(alone)) == (None, 90, "no_data", ["D"])


def test_a_later_share_replaces_the_earlier_one_and_none_is_nothing_over_nothing() -> None:
    story = Story.begin("A", "B")
    story.count("taught", "90", kind="SHARE")
    story.report("A", "2023-01-04", taught=(1, 10))
    story.report("A", "2023-02-04", taught=(9, 10))
    story.report("B", "2023-02-04", taught=None)
    found = story.stands("taught", "K", "2023-02-10")
    assert (found.value, silent(found)) == (90, [])
    assert story.stands("taught", "B", "2023-02-10").status == "no_data"


def test_at_most_has_no_percentage_and_is_broken_at_once() -> None:
    story = Story.begin("A", "B", "C")
    story.count("failed", "5", kind="SHARE", comparator="<=")
    story.report("A", "2023-01-04", failed=(1, 40))
    story.report("B", "2023-01-04", failed=(0, 60))
    story.report("C", "2023-01-04", failed=(10, 100))
    found = story.stands("failed", "K", "2023-01-31")
    assert (found.value, found.percent, found.status) == (Decimal("5.5"), None, "missed")
    alone = story.stands("failed", "B", "2023-01-31")
    assert (alone.value, alone.percent, alone.status) == (0, None, "on_pace")


def test_nobody_keeps_within_a_limit_and_reaches_nothing_else() -> None:
    story = Story.begin("A")
    story.count("failed", "5", kind="SHARE", comparator="<=", scope="EACH_UNIT")
    story.count("taught", "90", kind="SHARE", scope="EACH_UNIT")
    story.report("A", "2023-01-04", failed=(0, 0), taught=(0, 0))
    assert story.stands("failed", "K", "2023-01-31").units_reached == 1
    assert story.stands("taught", "K", "2023-01-31").units_reached == 0


# --- units and clusters that each reach it --------------------------------------------------------------------------


def test_coverage_counts_units_that_each_reach_their_goal() -> None:
    story = Story.begin("A", "B", "C", "D")
    story.count("model", "1", scope="EACH_UNIT", coverage_goal=Decimal(100))
    story.report("A", "2023-01-04", model=1)
    story.report("B", "2023-01-04", model=None)
    story.report("C", "2023-01-04", model=2)
    found = story.stands("model", "K", "2023-01-31")
    assert (found.value, found.goal, found.percent, found.status) == (50, 100, 50, "on_pace")
    assert (found.units_reached, found.units_total, silent(found)) == (2, 4, ["D"])
    alone = story.stands("model", "C", "2023-01-31")
    assert (alone.value, alone.goal, alone.percent, alone.status) == (2, 1, 200, "achieved")
    assert alone.units_total is None


def test_a_unit_with_a_share_of_its_own_is_judged_by_that() -> None:
    story = Story.begin("A", "B")
    story.count("model", "1", scope="EACH_UNIT")
    story.share("model", "B", "3")
    story.report("A", "2023-01-04", model=2)
    story.report("B", "2023-01-04", model=2)
    assert story.stands("model", "K", "2023-01-31").units_reached == 1


def test_not_applicable_takes_a_unit_out_of_the_total() -> None:
    story = Story.begin("A", "B", "C")
    story.count("model", "1", scope="EACH_UNIT")
    story.report("A", "2023-01-04", model=1)
    story.report("B", "2023-01-04", model="n/a")
    found = story.stands("model", "K", "2023-01-31")
    assert (found.units_reached, found.units_total, silent(found)) == (1, 2, ["C"])
    story.report("B", "2023-02-04", model=0)
    assert story.stands("model", "K", "2023-02-10").units_total == 3


def test_where_nothing_applies_there_is_no_figure() -> None:
    story = Story.begin("A")
    story.count("trees", "10")
    story.report("A", "2023-01-04", trees="n/a")
    found = story.stands("trees", "K", "2023-01-31")
    assert (found.value, found.status, silent(found)) == (None, "no_data", [])


def test_more_than_ninety_percent_is_not_met_by_ninety() -> None:
    story = Story.begin(*(f"U{number}" for number in range(10)))
    story.count("model", "1", scope="EACH_UNIT", kind="CONDITION", coverage_goal=Decimal(90), coverage_comparator=">")
    for number in range(9):
        story.report(f"U{number}", "2023-12-05", model=True)
    assert story.stands("model", "K", "2024-01-01").status == "missed"
    story.report("U9", "2023-12-06", model=True)
    assert story.stands("model", "K", "2024-01-01").status == "achieved"


def test_a_condition_asks_no_goal_and_a_no_is_an_answer() -> None:
    story = Story.begin("A", "B", "C")
    story.count("model", None, scope="EACH_UNIT", kind="CONDITION")
    story.report("A", "2023-01-04", model=True)
    story.report("B", "2023-01-04", model=False)
    found = story.stands("model", "K", "2023-01-31")
    assert (found.units_reached, found.units_total, silent(found)) == (1, 3, ["C"])
    assert (story.stands("model", "A", "2023-01-31").value, story.stands("model", "B", "2023-01-31").value) == (1, 0)


def test_a_share_that_each_unit_must_reach_is_judged_unit_by_unit() -> None:
    story = Story.begin("A", "B")
    story.count("taught", "90", kind="SHARE", scope="EACH_UNIT")
    story.report("A", "2023-01-04", taught=(9, 10))
    story.report("B", "2023-01-04", taught=(899, 1000))
    found = story.stands("taught", "K", "2023-01-31")
    assert (found.value, found.units_reached, found.units_total) == (50, 1, 2)


def test_limits_of_each_unit_are_achieved_only_at_the_end_and_stay_broken() -> None:
    story = Story.begin("A", "B")
    story.count("breaches", "0", comparator="=", scope="EACH_UNIT")
    story.report("A", "2023-01-04", breaches=0)
    story.report("B", "2023-01-04", breaches=None)
    assert story.stands("breaches", "K", "2023-01-31").status == "on_pace"
    assert story.stands("breaches", "K", "2024-01-31").status == "achieved"
    story.report("B", "2023-02-04", breaches=1)
    assert story.stands("breaches", "K", "2023-02-10").status == "missed"


def test_a_cluster_is_the_sum_of_its_members() -> None:
    story = Story.begin("A", "B", "C", "D")
    story.cluster("C1", "A", "B")
    story.cluster("C2", "C", "D")
    story.count("works", "2", scope="EACH_CLUSTER", coverage_goal=Decimal(100))
    story.report("A", "2023-01-04", works=1)
    story.report("B", "2023-01-04", works=1)
    story.report("C", "2023-01-04", works=1)
    found = story.stands("works", "K", "2023-01-31")
    assert (found.value, found.units_reached, found.units_total, silent(found)) == (50, 1, 2, ["D"])


def test_a_cluster_keeps_what_a_merged_member_has_reached() -> None:
    story = Story.begin("A", "B")
    story.cluster("C1", "A", "B")
    story.count("works", "1", scope="EACH_CLUSTER")
    story.report("B", "2023-01-04", works=1)
    gone = dt.date(2023, 2, 28)
    ClusterMembership.objects.filter(unit=story.units["B"]).update(ends_on=gone)
    Participation.objects.filter(unit=story.units["B"]).update(ends_on=gone)
    assert story.stands("works", "K", "2023-03-31").units_reached == 1


# --- averages -----------------------------------------------------------------------------------------------------


def test_an_average_divides_by_everybody_who_takes_part() -> None:
    story = Story.begin("A", "B", "C", "D")
    story.people(K=9, A=40, B=60, C=100, D=50)
    story.count("acts", "2", scope="EACH_MEMBER")
    for unit, acts in (("A", 30), ("B", 60), ("C", 100)):
        story.report(unit, "2023-01-04", acts=acts)
    found = story.stands("acts", "K", "2023-01-31")
    assert (found.value, found.percent, found.status) == (Decimal("0.76"), 38, "on_pace")
    assert (found.numerator, found.denominator, silent(found)) == (190, 250, ["D"])
    story.report("D", "2023-02-04", acts="n/a")
    assert story.stands("acts", "K", "2023-02-10").denominator == 200


def test_an_average_may_be_per_young_person() -> None:
    story = Story.begin("A")
    story.people(A=10)
    story.count("acts", "2", scope="EACH_MEMBER", denominator="youth")
    story.report("A", "2023-01-04", acts=30)
    assert story.stands("acts", "A", "2023-01-31").value == Decimal("1.5")


# --- whom it is about ---------------------------------------------------------------------------------------------


def test_units_outside_the_population_or_exempt_are_neither_silent_nor_in_the_total() -> None:
    story = Story.begin("A", "B")
    story.join("S", sector=Sector.SCHOOL)
    RuleAudience.objects.create(rule=story.rule, is_exempt=True, sector=Sector.SCHOOL)
    indicator = story.count("model", "1", scope="EACH_UNIT")
    story.report("A", "2023-01-04", model=1)
    assert story.stands("model", "K", "2023-01-31").units_total == 2
    PopulationLine.objects.create(indicator=indicator, unit=story.units["A"])
    found = story.stands("model", "K", "2023-01-31")
    assert (found.units_reached, found.units_total, silent(found)) == (1, 1, [])


def test_a_rule_may_ask_chosen_units_and_an_indicator_may_belong_to_one_rule() -> None:
    story = Story.begin("A", "B")
    late = ReportingRule.objects.create(regime=story.regime, kind="annual", covers="to_date", audience="chosen")
    RuleAudience.objects.create(rule=late, unit=story.units["B"])
    indicator = story.count("model", "1", scope="EACH_UNIT")
    assert story.stands("model", "K", "2023-01-31").units_total == 2
    indicator.asking_rules.create(rule=late)
    assert silent(story.stands("model", "K", "2023-01-31")) == ["B"]


def test_grades_given_from_above_ask_every_unit_of_the_population() -> None:
    story = Story.begin("A", "B")
    story.rule.delete()
    story.count("good", None, kind="CONDITION", scope="EACH_UNIT", answered_by=AnsweredBy.ISSUER_FOR_EACH_UNIT)
    story.own("A", "2023-12-20", good=True)
    found = story.stands("good", "K", "2023-12-31")
    assert (found.units_reached, found.units_total, silent(found)) == (1, 2, ["B"])


def test_cluster_leads_answer_for_their_cluster() -> None:
    story = Story.begin("A", "B", "C")
    story.cluster("C1", "A", "B", "C")
    story.count("works", "1", scope="EACH_CLUSTER", answered_by=AnsweredBy.CLUSTER_LEAD)
    found = story.stands("works", "K", "2023-01-31")
    assert (silent(found), found.units_total, found.status) == (["A"], 1, "no_data")


# --- goals, spans, reading ----------------------------------------------------------------------------------------


def test_a_yearly_goal_is_reached_anew_each_year() -> None:
    story = Story.begin("A", starts="2022-01-01", ends="2024-12-31")
    story.count("trees", "10", goal_span="YEAR")
    story.share("trees", "K", "20", year=2024)
    story.report("A", "2022-11-05", trees=10)
    story.report("A", "2023-11-05", trees=4)
    first, second = story.stands("trees", "K", "2022-12-31"), story.stands("trees", "K", "2023-12-31")
    assert (first.value, first.status) == (10, "achieved")
    assert (second.value, second.goal, second.status) == (4, 10, "at_risk")
    third = story.stands("trees", "K", "2024-06-30")
    assert (third.value, third.goal, third.status, silent(third)) == (None, 20, "no_data", ["A"])


def test_over_the_whole_programme_spans_reached_are_counted() -> None:
    story = Story.begin("A", starts="2022-01-01", ends="2025-12-31")
    trees = story.count("trees", "10", goal_span="YEAR")
    for year, planted in ((2022, 10), (2023, 4), (2024, 12)):
        story.report("A", f"{year}-06-05", trees=planted)
    found = explain(trees, story.units["K"], moment_of("2024-07-01"))
    assert [(part.value, str(part.status)) for part in found.spans] == [
        (Decimal(10), "achieved"),
        (Decimal(4), "missed"),
        (Decimal(12), "achieved"),
    ]
    assert found.spans_reached == 2


def test_who_holds_a_figure_back_stands_on_top() -> None:
    story = Story.begin("A", "B", "C", "D")
    events = story.count("events", "2", scope="EACH_UNIT")
    for code, held in {"A": 2, "B": 1, "C": 0, "D": 3}.items():
        story.report(code, "2023-06-05", events=held)
    found = explain(events, story.units["K"], moment_of("2023-07-01"))
    assert [row.unit.code for row in found.rows] == ["C", "B", "A", "D"]
    ceiling = story.count("lost", "1", scope="EACH_UNIT", comparator="<=")
    for code, held in {"A": 0, "B": 1, "C": 2, "D": 1}.items():
        story.report(code, "2023-07-05", lost=held)
    found = explain(ceiling, story.units["K"], moment_of("2023-08-01"))
    assert [row.unit.code for row in found.rows] == ["C", "A", "B", "D"]


def test_a_figure_belongs_to_the_month_of_its_last_day() -> None:
    story = Story.begin("A")
    story.count("meetings", "1", goal_span="MONTH")
    story.report("A", "2023-01-30", until="2023-02-05", meetings=1)
    assert story.stands("meetings", "K", "2023-01-31").value is None
    assert story.stands("meetings", "K", "2023-02-01").value == 1


def test_an_indicator_that_reads_another_judges_the_same_figures_otherwise() -> None:
    story = Story.begin("A", "B")
    story.people(A=10, B=10)
    trees = story.count("trees", "100")
    story.count("each", "1", scope="EACH_MEMBER", reads=trees)
    story.count("units", "5", scope="EACH_UNIT", reads=trees)
    story.report("A", "2023-01-04", trees=12)
    assert story.stands("each", "K", "2023-01-31").value == Decimal("0.6")
    found = story.stands("units", "K", "2023-01-31")
    assert (found.units_reached, found.units_total, silent(found)) == (1, 2, ["B"])


def test_narrowed_to_a_cluster_a_sum_is_judged_by_the_shares_of_its_units() -> None:
    story = Story.begin("A", "B", "C")
    story.count("trees", "100")
    story.count("talks", "3", scope="ISSUER")
    for unit, goal in (("A", "40"), ("B", "30"), ("C", "30")):
        story.share("trees", unit, goal)
        story.report(unit, "2023-01-05", trees=10)
    story.own("K", "2023-01-05", trees=99, talks=1)
    some = Unit.objects.filter(code__in=["A", "B"])
    indicators = list(story.indicators.values())
    found = progress_of_many(indicators, story.units["K"], moment_of("2023-01-31"), units=some)
    trees, talks = (vars(found[indicator.pk]) for indicator in indicators)
    assert (trees["value"], trees["goal"]) == (20, 70)
    assert (talks["value"], talks["goal"]) == (1, 3)


# --- slices, accepted figures, queries ----------------------------------------------------------------------------


def test_so_far_adds_the_counted_slices_that_end_in_the_span() -> None:
    story = Story.begin("A", "B")
    trees = story.count("trees", "100")
    story.report("A", "2023-02-05", trees=100)
    story.report("A", "2023-03-04", trees=50)
    story.report("B", "2023-03-04", trees=7)
    quarter = story.period("2023-03-31")
    quarter.covers_from = dt.date(2023, 1, 1)
    now = moment_of("2023-04-01")
    story.report("A", "2023-03-31", trees=30)
    assert so_far(story.units["A"], quarter, [trees], now) == {trees.pk: 150}
    assert so_far(story.units["A"], quarter, [trees], now, with_itself=True) == {trees.pk: 180}
    assert so_far(story.units["K"], quarter, [trees], now, with_subtree=True) == {trees.pk: 157}
    assert period_figures([trees], story.units["K"], quarter, now) == {trees.pk: 30}


def test_accepted_figures_start_at_nothing() -> None:
    story = Story.begin("A")
    trees = story.count("trees", "100")
    story.report("A", "2023-01-05", trees=10)
    assert accepted_value(trees, story.units["K"], moment_of("2023-01-31")) == 0
    story.own("K", "2023-01-06", trees=3)
    assert accepted_value(trees, story.units["K"], moment_of("2023-01-31")) == 3


def test_the_number_of_queries_grows_neither_with_indicators_nor_with_units() -> None:
    def queries(story: Story) -> int:
        program = Program.objects.get(pk=story.program.pk)
        indicators = list(program.indicators.all())
        with CaptureQueriesContext(
            connection,
        ) as log:
            progress_of_many(indicators, story.units["K"], moment_of("2023-06-30"))
        return len(log)

    story = Story.begin("A", "B")
    story.cluster("C1", "A", "B")
    kinds: list[dict[str, str]] = [
        {"scope": "ORGANISATION"},
        {"scope": "EACH_MEMBER"},
        {"scope": "EACH_CLUSTER"},
        {"scope": "EACH_UNIT", "goal_span": "MONTH"},
        {"kind": "SHARE", "goal_span": "QUARTER"},
    ]

    def more(prefix: str) -> None:
        for place, facts in enumerate(kinds):
            story.count(f"{prefix}{place}", "5", **facts)
        for unit in [code for code in story.units if code != "K"]:
            answers: dict[str, Any] = {f"{prefix}{place}": 1 for place in range(4)} | {f"{prefix}4": (1, 2)}
            story.report(unit, "2023-06-05", **answers)

    more("x")
    few = queries(story)
    for number in range(12):
        story.join(f"U{number}")
    more("y")
    assert queries(story) == few <= 15
