"""Scores of units for a ranking: results and punctuality, weighed as the office has chosen. Pure: plain values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from indicators.progress import Status, round_half_up
from indicators.rollup import Progress

K = TypeVar("K")
_HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Score:
    """Points from 0 to 100, one decimal; None where there is nothing to judge by."""

    results: Decimal | None
    punctuality: Decimal | None
    total: Decimal | None


def points_of(progress: Progress) -> Fraction | None:
    """Return the points of one figure: its percentage of the goal, at most 100; an at-most that holds 100, else 0.

    None without a goal or where nobody was asked; 0 where nothing has come yet.
    """
    if progress.goal is None or (progress.value is None and not progress.silent_count):
        return None
    if progress.value is None or progress.status == Status.NO_DATA:
        return Fraction(0)
    if progress.is_ceiling or progress.percent is None:
        return Fraction(0) if progress.status == Status.MISSED or not _holds(progress) else _HUNDRED
    return min(max(Fraction(progress.percent), Fraction(0)), _HUNDRED)


def score_of(figures: Iterable[Progress], punctuality: Decimal | None, weight: int) -> Score:
    """Return the mean of the figures' points, weighed `weight` to 100 − `weight` against the rate of reports on time.

    Where one of the two is unknown the other counts alone.
    """
    points = [found for progress in figures if (found := points_of(progress)) is not None]
    results = sum(points, Fraction(0)) / len(points) if points else None
    on_time = None if punctuality is None else Fraction(punctuality)
    if results is None or on_time is None:
        total = results if on_time is None else on_time
    else:
        total = (results * weight + on_time * (100 - weight)) / 100
    return Score(_rounded(results), _rounded(on_time), _rounded(total))


def places(totals: Mapping[K, Decimal | None]) -> dict[K, int]:
    """Return places by points, highest first; equal points share a place, the next is skipped."""
    given = {key: value for key, value in totals.items() if value is not None}
    return {key: 1 + sum(other > value for other in given.values()) for key, value in given.items()}


def _holds(progress: Progress) -> bool:
    return progress.is_ceiling or progress.status in (Status.ACHIEVED, Status.ON_PACE)


def _rounded(points: Fraction | None) -> Decimal | None:
    return None if points is None else round_half_up(points, 1)
