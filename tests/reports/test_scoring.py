"""Points of units: results weighed against punctuality."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from indicators.progress import Status
from indicators.rollup import Progress
from indicators.standings import points_of
from reports import scoring
from reports.scoring import places

FIGURE = Progress(Decimal(50), Decimal(100), Decimal(50), Status.BEHIND, expected=Decimal(60))
NOTHING_YET = replace(FIGURE, value=None, percent=None, status=Status.NO_DATA, silent_count=1)
CEILING = replace(FIGURE, value=Decimal(2), percent=None, is_ceiling=True, expected=None, status=Status.ON_PACE)


def score(figures: list[Progress], punctuality: str | None, weight: int) -> Any:
    found = scoring.score_of(map(points_of, figures), None if punctuality is None else Decimal(punctuality), weight)
    return (found.results, found.punctuality, found.total)


def test_a_figure_gives_its_percentage_and_never_more_than_a_hundred() -> None:
    assert points_of(FIGURE) == 50
    assert points_of(replace(FIGURE, percent=Decimal("243.5"))) == 100


def test_a_limit_gives_all_or_nothing() -> None:
    assert points_of(CEILING) == 100
    assert points_of(replace(CEILING, status=Status.MISSED)) == 0


def test_who_is_asked_and_silent_has_no_points_and_who_is_not_asked_is_not_judged() -> None:
    assert points_of(NOTHING_YET) == 0
    assert points_of(replace(NOTHING_YET, silent_count=0)) is None
    assert points_of(replace(FIGURE, goal=None, percent=None)) is None


def test_results_and_punctuality_are_weighed_as_chosen() -> None:
    figures = [FIGURE, replace(FIGURE, percent=Decimal(100))]
    assert score(figures, "90", 70) == (75, 90, Decimal("79.5"))
    assert score(figures, "90", 0) == (75, 90, 90)
    assert score(figures, None, 70) == (75, None, 75), "nothing was due yet"
    assert score([], "90", 70) == (None, 90, None), "it was asked for nothing"
    assert score([], None, 70) == (None, None, None)


def test_what_does_not_count_does_not_stand_in_for_what_is_unknown() -> None:
    assert score([FIGURE], None, 0) == (50, None, None), "nothing was due yet, and only punctuality counts"
    assert score([], "90", 100) == (None, 90, None)
    assert score([FIGURE], None, 100) == (50, None, 50)


def test_equal_points_share_a_place_and_the_next_is_skipped() -> None:
    assert places({"a": Decimal(90), "b": Decimal(90), "c": Decimal(80), "d": None}) == {"a": 1, "b": 1, "c": 3}
