"""What a figure will be at the end of its span."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indicators import forecasting
from indicators.progress import Bound, Span, Status, expected_part, round_half_up, status_of
from indicators.rollup import Progress

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
HALF = date(2026, 7, 2)  # 183 of 365 days


def forecast(progress: Progress, on: date, **facts: Any) -> Any:
    """Untyped, so that 5 may be written for Decimal("5")."""
    return forecasting.forecast(progress, on, **facts)


def stood(value: str | None, goal: str = "1000", on: date = HALF, **facts: Any) -> Progress:
    progress = Progress(
        value=None if value is None else Decimal(value),
        goal=Decimal(goal),
        percent=None,
        status=Status.BEHIND,
        expected=round_half_up(YEAR.elapsed(on) * 100, 1),
        span=YEAR,
    )
    return replace(progress, **facts)


def test_what_was_reached_so_far_goes_on_day_by_day() -> None:
    found = forecast(stood("366"), HALF)
    assert found is not None
    assert (found.value, found.percent, found.reaches, found.until) == (730, 73, False, YEAR.last)


def test_decimals_are_those_of_the_indicator() -> None:
    found = forecast(stood("1.5", goal="4"), HALF, decimals=1)
    assert found is not None
    assert found.value == Decimal("3.0")


def test_percentages_end_at_a_hundred() -> None:
    found = forecast(stood("80", goal="90", in_percent=True), HALF)
    assert found is not None
    assert (found.value, found.reaches) == (100, True)


def test_milestones_bend_the_pace() -> None:
    # A quarter is due by the end of June, the rest in the second half: 250 by then is all that is asked for.
    milestones = [(date(2026, 6, 30), Decimal(25))]
    found = forecast(stood("250"), date(2026, 6, 30), milestones=milestones)
    assert found is not None
    assert (found.value, found.reaches) == (1000, True)


def test_nothing_is_said_where_nothing_can_be_foreseen() -> None:
    assert forecast(stood(None), HALF) is None
    assert forecast(stood("0", status=Status.NO_DATA), HALF) is None
    assert forecast(stood("3", is_ceiling=True, expected=None), HALF) is None
    assert forecast(stood("1", expected=None), HALF) is None, "a condition"
    assert forecast(stood("366"), YEAR.last) is None, "the year is over"
    assert forecast(stood("366"), date(2025, 12, 31)) is None, "it has not begun"


@given(st.integers(0, 3000), st.dates(date(2026, 1, 1), date(2026, 12, 30)))
def test_a_forecast_reaches_the_goal_just_when_the_figure_is_on_pace(value: int, on: date) -> None:
    status = status_of(Fraction(value), Bound(Decimal(1000)), YEAR, on)
    assert expected_part(YEAR, on) > 0
    found = forecast(stood(str(value), on=on), on)
    assert found is not None
    assert found.reaches == (status in (Status.ACHIEVED, Status.ON_PACE))
