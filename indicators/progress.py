"""Pace, percentages and status of a goal (DESIGN §4, "Status"). Pure: plain values in, plain values out.

Comparisons are made on exact fractions; only what is shown is rounded, half up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache

# Below this part of the pace a goal is at risk, above it (and below the pace) only behind.
RISK = Fraction(3, 4)
_QUARTER_MONTHS = 3


class Status(StrEnum):
    ACHIEVED = "achieved"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    MISSED = "missed"
    NO_DATA = "no_data"
    NOT_SET = "not_set"


@dataclass(frozen=True)
class Span:
    """Days in which a goal is to be reached, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def elapsed(self, on: date) -> Fraction:
        """Part of the span that is over at the end of that day, from 0 to 1: on 10 January 10/365 of a year."""
        days = (on - self.first).days + 1
        return Fraction(min(max(days, 0), self.days), self.days)


@dataclass(frozen=True)
class Bound:
    """A goal: its number, and how a figure is compared with it. `upper` is the far end of a range."""

    value: Decimal
    comparator: str = ">="
    upper: Decimal | None = None

    @property
    def is_ceiling(self) -> bool:
        """Less is better: at most, less than, and a bare 0 ("không có …")."""
        return self.comparator in ("<=", "<") or (self.comparator == "=" and self.value == 0)

    @cached_property
    def exact(self) -> Fraction:
        return Fraction(self.value)

    def is_met_by(self, figure: Fraction) -> bool:
        """A bare number is met from there upwards, a range at its lower end."""
        goal = self.exact
        if self.is_ceiling:
            return figure < goal if self.comparator == "<" else figure <= goal
        return figure > goal if self.comparator == ">" else figure >= goal


def round_half_up(number: Fraction, places: int) -> Decimal:
    """Return the number with that many decimals, a half rounded away from zero."""
    whole, rest = divmod(abs(number.numerator) * 10**places, number.denominator)
    whole += 2 * rest >= number.denominator
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)


def rate(part: int | Decimal, of: int | Decimal) -> Decimal | None:
    """Return part ÷ of in percent with one decimal; None when there is nothing to divide by."""
    return round_half_up(Fraction(part) * 100 / Fraction(of), 1) if of else None


def percent_of(figure: Fraction | None, goal: Bound | None) -> Decimal | None:
    """Return figure ÷ goal in percent with one decimal; None for an at-most, a zero or a missing goal."""
    if figure is None or goal is None or goal.is_ceiling or goal.value == 0:
        return None
    return round_half_up(figure * 100 / goal.exact, 1)


def expected_part(span: Span, on: date, milestones: Sequence[tuple[date, Decimal]] = ()) -> Fraction:
    """Return the part of the goal (0 to 1) that should be reached by the end of that day.

    Even over the span's days; with milestones (day, percent of the goal) even between them.
    """
    return _expected_part(span, on, tuple(milestones))


@lru_cache(maxsize=1024)
def _expected_part(span: Span, on: date, milestones: tuple[tuple[date, Decimal], ...]) -> Fraction:
    if not milestones:
        return span.elapsed(on)
    before, done = span.first - timedelta(days=1), Fraction(0)
    for day, share in [*sorted(m for m in milestones if span.contains(m[0])), (span.last, Decimal(100))]:
        due = Fraction(share) / 100
        if on < day:
            days = (day - before).days
            return done + (due - done) * Fraction(max((on - before).days, 0), days)
        if day >= before:
            before, done = day, due
    return done


def status_of(
    figure: Fraction | None,
    goal: Bound | None,
    span: Span,
    on: date,
    milestones: Sequence[tuple[date, Decimal]] = (),
) -> Status:
    """Return where a figure stands on a day against its goal; `figure` None means that nothing is counted yet."""
    if goal is None:
        return Status.NOT_SET
    if figure is None:
        return Status.NO_DATA
    is_over = on > span.last
    met = goal.is_met_by(figure)
    if goal.is_ceiling:
        if not met:
            return Status.MISSED
        return Status.ACHIEVED if is_over else Status.ON_PACE
    if met:
        return Status.ACHIEVED
    if is_over:
        return Status.MISSED
    pace = goal.exact * expected_part(span, on, milestones)
    if figure >= pace:
        return Status.ON_PACE
    return Status.BEHIND if figure >= pace * RISK else Status.AT_RISK


# --- spans in which a goal is reached anew ----------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def span_at(goal_span: str, on: date, starts: date, ends: date) -> Span:
    """Return the goal span (PROGRAMME, YEAR, QUARTER, MONTH) of a programme that contains the day.

    Spans are those of the calendar, cut at the programme's ends; a day outside the programme gets the nearest one.
    """
    day = min(max(on, starts), ends)
    first, last = _calendar_span(goal_span, day) if goal_span != "PROGRAMME" else (starts, ends)
    return Span(max(first, starts), min(last, ends))


def spans_between(goal_span: str, starts: date, ends: date) -> Iterator[Span]:
    """Yield the goal spans of a programme in order."""
    day = starts
    while day <= ends:
        span = span_at(goal_span, day, starts, ends)
        yield span
        day = span.last + timedelta(days=1)


def _calendar_span(goal_span: str, day: date) -> tuple[date, date]:
    months = {"YEAR": 12, "QUARTER": _QUARTER_MONTHS, "MONTH": 1}[goal_span]
    first_month = (day.month - 1) // months * months + 1
    first = date(day.year, first_month, 1)
    following = first_month + months
    next_first = date(day.year + (following > 12), (following - 1) % 12 + 1, 1)
    return first, next_first - timedelta(days=1)
