"""Figures and deadlines as sentences and cells say them. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from indicators.models import Kind
from units import clock
from units.formats import NO_VALUE, due_in_words, format_day, format_last_day, format_number, format_percent

NONE_WORDS = "Trong kỳ không có"
NOT_APPLICABLE_WORDS = "Không áp dụng"


class Figure(Protocol):
    """An entry, a result, or anything else that holds one answer."""

    @property
    def answer(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def holds(self) -> bool | None: ...


def figure_words(figure: Figure | None) -> str:
    """Return "1.200", "495/629 (78,7%)", "Có", "Trong kỳ không có", "Không áp dụng", or "–" for nothing yet."""
    if figure is None or not figure.answer:
        return NO_VALUE
    if figure.answer == "none":
        return NONE_WORDS
    if figure.answer == "n/a":
        return NOT_APPLICABLE_WORDS
    if figure.holds is not None:
        return "Có" if figure.holds else "Không"
    if figure.numerator is not None and figure.denominator is not None:
        return share_words(figure.numerator, figure.denominator)
    return NO_VALUE if figure.value is None else format_number(figure.value)


def share_words(numerator: Decimal, denominator: Decimal) -> str:
    """Return "495/629 (78,7%)"; nothing out of nothing has no percentage."""
    text = f"{format_number(numerator)}/{format_number(denominator)}"
    return f"{text} ({format_percent(numerator * 100 / denominator)})" if denominator else text


def goal_words(goal: Decimal | None, *, kind: str, comparator: str, measure: str) -> str:
    """Return "100 cây", "từ 90%", "không quá 5 vụ", "Có", "Chưa giao"."""
    if kind == Kind.CONDITION:
        return "Có"
    if goal is None:
        return "Chưa giao"
    number = format_percent(goal) if kind == Kind.SHARE else f"{format_number(goal)} {measure}".strip()
    before = {">": "trên ", "<=": "không quá ", "<": "dưới "}.get(comparator, "từ " if kind == Kind.SHARE else "")
    return before + number


def total_words(total: Decimal | None, goal: Decimal | None, *, is_ceiling: bool = False) -> str:
    """Return "73 (69,5%)", "73" without a goal or under an at-most, "–" for nothing."""
    if total is None:
        return NO_VALUE
    if not goal or is_ceiling:
        return format_number(total)
    return f"{format_number(total)} ({format_percent(total * 100 / goal)})"


def last_good_day(due_at: datetime) -> date:
    """Return the local day on which a report is still on time."""
    return clock.local(due_at - timedelta(microseconds=1)).date()


def due_words(due_at: datetime, today: date) -> str:
    """Return "Còn 3 ngày – hết ngày 05/05/2026 (Thứ Ba)"; a due hour is named: "17:00 ngày 05/05/2026 (Thứ Ba)"."""
    last_day, due = last_good_day(due_at), clock.local(due_at)
    midnight = (due.hour, due.minute) == (0, 0)
    limit = format_last_day(last_day) if midnight else f"{due:%H:%M} ngày {format_day(last_day)}"
    return f"{due_in_words(last_day, today)} – {limit}"
