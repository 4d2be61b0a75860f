"""Pace and status of a goal, on plain values."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.progress import (
    Bound,
    Span,
    Status,
    expected_part,
    percent_of,
    rate,
    round_half_up,
    span_at,
    spans_between,
    status_of,
)

YEAR = Span(date(2023, 1, 1), date(2023, 12, 31))
HUNDRED = Bound(Decimal(100))


def status(figure: int | str | None, goal: Bound | None, on: date, span: Span = YEAR) -> Status:
    return status_of(None if figure is None else Fraction(figure), goal, span, on)


# --- pace ---------------------------------------------------------------------------------------------------------


def test_the_day_itself_has_passed() -> None:
    assert YEAR.elapsed(date(2023, 1, 10)) == Fraction(10, 365)
    assert YEAR.elapsed(date(2023, 1, 1)) == Fraction(1, 365)
    assert YEAR.elapsed(date(2023, 12, 31)) == 1


def test_nothing_is_expected_before_the_span_and_everything_after_it() -> None:
    assert YEAR.elapsed(date(2022, 12, 1)) == 0
    assert YEAR.elapsed(date(2025, 1, 1)) == 1


def test_milestones_replace_the_even_pace() -> None:
    steps = [(date(2023, 6, 30), Decimal(80))]
    assert expected_part(YEAR, date(2023, 6, 30), steps) == Fraction(80, 100)
    assert expected_part(YEAR, date(2023, 12, 31), steps) == 1
    # Half of the 181 days up to the milestone, rounded to whole days, ask for about half of its share.
    assert expected_part(YEAR, date(2023, 4, 1), steps) == Fraction(91, 181) * Fraction(80, 100)
    assert expected_part(YEAR, date(2022, 12, 1), steps) == 0


@given(
    st.dates(date(2023, 1, 1), date(2023, 12, 31)),
    st.lists(
        st.tuples(st.dates(date(2023, 1, 1), date(2023, 12, 31)), st.integers(0, 100).map(Decimal)),
        max_size=4,
        unique_by=lambda m: m[0],
    ),
)
def test_what_is_expected_never_leaves_0_to_100_percent(on: date, steps: list[tuple[date, Decimal]]) -> None:
    assert 0 <= expected_part(YEAR, on, steps) <= 1


# --- status -------------------------------------------------------------------------------------------------------


def test_exactly_on_the_pace_is_on_pace() -> None:
    goal = Bound(Decimal(365))
    assert status(10, goal, date(2023, 1, 10)) == Status.ON_PACE
    assert status("9.999", goal, date(2023, 1, 10)) == Status.BEHIND


def test_below_three_quarters_of_the_pace_is_at_risk() -> None:
    goal = Bound(Decimal(365))
    assert status(75, goal, date(2023, 4, 10)) == Status.BEHIND  # the hundredth day
    assert status("74.99", goal, date(2023, 4, 10)) == Status.AT_RISK


def test_a_goal_reached_early_stays_achieved() -> None:
    assert status(100, HUNDRED, date(2023, 1, 2)) == Status.ACHIEVED
    assert status(100, HUNDRED, date(2024, 6, 1)) == Status.ACHIEVED


def test_the_last_day_still_counts_and_the_day_after_is_too_late() -> None:
    assert status(99, HUNDRED, date(2023, 12, 31)) == Status.BEHIND
    assert status(99, HUNDRED, date(2024, 1, 1)) == Status.MISSED


def test_nothing_counted_is_no_data_even_after_the_end() -> None:
    assert status(None, HUNDRED, date(2023, 5, 1)) == Status.NO_DATA
    assert status(None, HUNDRED, date(2024, 5, 1)) == Status.NO_DATA
    assert status(0, HUNDRED, date(2023, 5, 1)) == Status.AT_RISK


def test_without_a_goal_nothing_is_judged() -> None:
    assert status(5, None, date(2023, 5, 1)) == Status.NOT_SET
    assert status(None, None, date(2023, 5, 1)) == Status.NOT_SET


@pytest.mark.parametrize("comparator", ["<=", "<"])
def test_a_limit_that_holds_is_on_pace_and_achieved_after_the_end(comparator: str) -> None:
    limit = Bound(Decimal(5), comparator)
    assert status(4, limit, date(2023, 5, 1)) == Status.ON_PACE
    assert status(4, limit, date(2023, 12, 31)) == Status.ON_PACE
    assert status(4, limit, date(2024, 1, 1)) == Status.ACHIEVED


def test_a_broken_limit_is_missed_at_once() -> None:
    assert status("5.0001", Bound(Decimal(5), "<="), date(2023, 1, 2)) == Status.MISSED
    assert status(5, Bound(Decimal(5), "<="), date(2023, 1, 2)) == Status.ON_PACE
    assert status(5, Bound(Decimal(5), "<"), date(2023, 1, 2)) == Status.MISSED


def test_more_than_is_not_met_by_the_number_itself() -> None:
    assert status(90, Bound(Decimal(90), ">"), date(2024, 1, 1)) == Status.MISSED
    assert status("90.01", Bound(Decimal(90), ">"), date(2024, 1, 1)) == Status.ACHIEVED


def test_a_bare_number_is_at_least_and_a_bare_zero_at_most() -> None:
    assert status(2100, Bound(Decimal(2000), "="), date(2023, 5, 1)) == Status.ACHIEVED
    none_at_all = Bound(Decimal(0), "=")
    assert status(0, none_at_all, date(2023, 5, 1)) == Status.ON_PACE
    assert status(1, none_at_all, date(2023, 5, 1)) == Status.MISSED


def test_a_range_is_reached_at_its_lower_end() -> None:
    assert status(8, Bound(Decimal(8), "range", Decimal(10)), date(2023, 5, 1)) == Status.ACHIEVED
    assert status(12, Bound(Decimal(8), "range", Decimal(10)), date(2023, 5, 1)) == Status.ACHIEVED


@given(st.integers(0, 200), st.integers(0, 200), st.dates(date(2022, 6, 1), date(2024, 6, 1)))
def test_having_more_never_makes_an_at_least_worse(low: int, more: int, on: date) -> None:
    order = [Status.MISSED, Status.AT_RISK, Status.BEHIND, Status.ON_PACE, Status.ACHIEVED]
    assert order.index(status(low, HUNDRED, on)) <= order.index(status(low + more, HUNDRED, on))


# --- percentages --------------------------------------------------------------------------------------------------


def test_a_half_is_rounded_up() -> None:
    assert round_half_up(Fraction(84375, 1000), 1) == Decimal("84.4")
    assert round_half_up(Fraction("0.05"), 1) == Decimal("0.1")
    assert round_half_up(Fraction("0.125"), 2) == Decimal("0.13")
    assert rate(2, 3) == Decimal("66.7")
    assert rate(0, 0) is None


def test_at_most_zero_and_missing_goals_have_no_percentage() -> None:
    assert percent_of(Fraction(187), Bound(Decimal(4500))) == Decimal("4.2")
    assert percent_of(Fraction(3), Bound(Decimal(5), "<=")) is None
    assert percent_of(Fraction(3), Bound(Decimal(0), ">=")) is None
    assert percent_of(Fraction(3), None) is None
    assert percent_of(None, HUNDRED) is None


# --- goal spans ---------------------------------------------------------------------------------------------------


def test_the_span_that_contains_the_day() -> None:
    starts, ends = date(2022, 10, 1), date(2027, 9, 30)
    assert span_at("PROGRAMME", date(2024, 5, 5), starts, ends) == Span(starts, ends)
    assert span_at("YEAR", date(2024, 5, 5), starts, ends) == Span(date(2024, 1, 1), date(2024, 12, 31))
    assert span_at("QUARTER", date(2024, 12, 5), starts, ends) == Span(date(2024, 10, 1), date(2024, 12, 31))
    assert span_at("MONTH", date(2024, 2, 5), starts, ends) == Span(date(2024, 2, 1), date(2024, 2, 29))


def test_spans_are_cut_at_the_ends_of_the_programme() -> None:
    starts, ends = date(2022, 10, 15), date(2027, 9, 30)
    assert span_at("YEAR", date(2022, 11, 1), starts, ends) == Span(starts, date(2022, 12, 31))
    assert span_at("YEAR", date(2030, 1, 1), starts, ends) == Span(date(2027, 1, 1), ends)


@given(
    st.sampled_from(["PROGRAMME", "YEAR", "QUARTER", "MONTH"]),
    st.dates(date(2020, 1, 1), date(2024, 1, 1)),
    st.integers(0, 1500),
)
def test_spans_follow_each_other_without_gap_or_overlap(kind: str, starts: date, length: int) -> None:
    ends = starts + timedelta(days=length)
    spans = list(spans_between(kind, starts, ends))
    assert spans[0].first == starts
    assert spans[-1].last == ends
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(spans))
