"""Shares add up to exactly the goal, whatever the numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.splits import MINIMA_TOO_HIGH, CannotSplit, by_weights, equally, with_minima

# The same values on each run, however slowly a busy machine draws its first lists.
settings.register_profile("splits", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
calm = settings.get_profile("splits")
goals = st.decimals(min_value=0, max_value=10**9, places=1)
whole_goals = st.integers(0, 10**9).map(Decimal)
headcounts = st.lists(st.integers(0, 5000), min_size=1, max_size=60).filter(any)


@calm
@given(goals, headcounts, st.integers(0, 3))
def test_shares_by_headcount_add_up_to_the_goal(goal: Decimal, heads: list[int], decimals: int) -> None:
    assert sum(by_weights(goal, heads, decimals)) == goal


@calm
@given(goals, headcounts)
def test_no_share_is_a_step_or_more_away_from_its_exact_part(goal: Decimal, heads: list[int]) -> None:
    for share, weight in zip(by_weights(goal, heads, 1), heads, strict=True):
        assert abs(share * sum(heads) - goal * weight) < Decimal("0.1") * sum(heads)


@calm
@given(whole_goals, st.integers(1, 80))
def test_equal_shares_differ_by_at_most_one_and_the_first_get_more(goal: Decimal, units: int) -> None:
    shares = equally(goal, units)
    assert sum(shares) == goal
    assert max(shares) - min(shares) <= 1
    assert shares == sorted(shares, reverse=True)


@calm
@given(whole_goals, headcounts)
def test_whoever_has_more_people_never_gets_less(goal: Decimal, heads: list[int]) -> None:
    shares = by_weights(goal, heads)
    for place, weight in enumerate(heads):
        for other, other_weight in enumerate(heads):
            if weight > other_weight:
                assert shares[place] >= shares[other]


@calm
@given(st.lists(st.integers(0, 1000).map(Decimal), min_size=1, max_size=40), whole_goals)
def test_minima_are_kept_and_the_sum_is_still_the_goal(minima: list[Decimal], more: Decimal) -> None:
    goal = sum(minima, more)
    shares = with_minima(goal, minima)
    assert sum(shares) == goal
    assert all(share >= least for share, least in zip(shares, minima, strict=True))


@calm
@given(goals, headcounts, st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_units_matters_only_for_those_with_equal_remainders(
    goal: Decimal, heads: list[int], decimals: int, random: Random
) -> None:
    mixed = list(heads)
    random.shuffle(mixed)
    before, after = by_weights(goal, heads, decimals), by_weights(goal, mixed, decimals)
    one, other = sorted(zip(heads, before, strict=True)), sorted(zip(mixed, after, strict=True))
    places = max(decimals, 0 if goal == goal.to_integral_value() else 1)
    # Units with equal remainders may change places for the last step, and for nothing else.
    assert all(abs(x[1] - y[1]) <= Decimal(1).scaleb(-places) for x, y in zip(one, other, strict=True))
    remainders = [Fraction(goal) * 10**places * head / sum(heads) % 1 for head in heads]
    if len(set(remainders)) == len(heads):
        assert one == other


@calm
@given(goals, headcounts, st.integers(0, 3))
def test_no_share_is_ever_negative(goal: Decimal, heads: list[int], decimals: int) -> None:
    assert all(share >= 0 for share in by_weights(goal, heads, decimals))


@calm
@given(st.lists(st.integers(0, 1000).map(Decimal), min_size=1, max_size=40), whole_goals)
def test_minima_that_exceed_the_goal_are_said_and_never_cut(minima: list[Decimal], goal: Decimal) -> None:
    if sum(minima) > goal:
        with pytest.raises(CannotSplit, match=MINIMA_TOO_HIGH):
            with_minima(goal, minima)
    else:
        assert sum(with_minima(goal, minima)) == goal


def test_what_cannot_be_divided_goes_to_the_unit_that_comes_first() -> None:
    assert equally(Decimal(100), 3) == [34, 33, 33]
    assert by_weights(Decimal(5), [1, 1]) == [3, 2]


def test_the_largest_remainder_gets_the_step() -> None:
    assert by_weights(Decimal(100), [1, 2, 4]) == [14, 29, 57]
    assert by_weights(Decimal(4500), [40, 60, 100]) == [900, 1350, 2250]


def test_a_goal_finer_than_the_indicator_is_not_rounded_away() -> None:
    assert sum(equally(Decimal("10.5"), 2)) == Decimal("10.5")


def test_nothing_to_share_by_is_said_in_words() -> None:
    with pytest.raises(CannotSplit, match="số liệu"):
        by_weights(Decimal(10), [0, 0])
    with pytest.raises(CannotSplit, match="ít nhất một đơn vị"):
        equally(Decimal(10), 0)
    with pytest.raises(CannotSplit, match=MINIMA_TOO_HIGH):
        with_minima(Decimal(10), [Decimal(6), Decimal(6)])
