"""Scores of units for a ranking: results and punctuality, weighed as the office has chosen. Pure: plain values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from indicators.progress import round_half_up

K = TypeVar("K")


@dataclass(frozen=True)
class Score:
    """Points from 0 to 100, one decimal; None where there is nothing to judge by."""

    results: Decimal | None
    punctuality: Decimal | None
    total: Decimal | None


def score_of(points: Iterable[Decimal | None], punctuality: Decimal | None, weight: int) -> Score:
    """Return the mean of the figures' points, weighed `weight` to 100 − `weight` against the rate of reports on time.

    Figures without points (None) are not counted. Where nothing was due yet results count alone. Without results there
    is no total unless punctuality alone counts: who was asked for nothing would stand before those who do the work.
    """
    given = [Fraction(found) for found in points if found is not None]
    results = sum(given, Fraction(0)) / len(given) if given else None
    on_time = None if punctuality is None else Fraction(punctuality)
    if weight == 0:
        total = on_time
    elif results is None or on_time is None:
        total = results
    else:
        total = (results * weight + on_time * (100 - weight)) / 100
    return Score(_rounded(results), _rounded(on_time), _rounded(total))


def places(totals: Mapping[K, Decimal | None]) -> dict[K, int]:
    """Return places by points, highest first; equal points share a place, the next is skipped."""
    given = {key: value for key, value in totals.items() if value is not None}
    return {key: 1 + sum(other > value for other in given.values()) for key, value in given.items()}


def _rounded(points: Fraction | None) -> Decimal | None:
    return None if points is None else round_half_up(points, 1)
