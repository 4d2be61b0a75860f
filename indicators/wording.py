"""Figures and goals in words, as screens and compiled reports show them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.models import Indicator
from indicators.progress import Status
from indicators.rollup import CONDITION, SHARE, Progress
from units import badges
from units.formats import format_number, format_percent

NO_DATA = "Chưa có số liệu"
NOT_SET = "chưa giao"
_LIMITS = {"<=": "không quá ", "<": "dưới ", ">": "trên "}
# Worst first: what a committee should look at before anything else.
WORST_FIRST = (
    Status.MISSED,
    Status.AT_RISK,
    Status.BEHIND,
    Status.NO_DATA,
    Status.NOT_SET,
    Status.ON_PACE,
    Status.ACHIEVED,
)


@dataclass(frozen=True)
class FigureWords:
    """One indicator as a row of a list shows it. `percent` and `expected` draw the bar; None draws none."""

    indicator: Indicator
    progress: Progress
    words: str
    note: str
    tone: str
    percent: Decimal | None
    expected: Decimal | None
    url: str = ""

    @property
    def status(self) -> Status:
        return self.progress.status

    @property
    def urgency(self) -> tuple[int, Decimal]:
        """Sorts the worst first: by status, then by how far the pace is missed."""
        gap = (self.percent or Decimal(0)) - (self.expected or Decimal(0))
        return WORST_FIRST.index(self.status), gap


def in_words(indicator: Indicator, progress: Progress, url: str = "") -> FigureWords:
    """Return the row of an indicator; `url` leads to its explanation."""
    has_bar = progress.goal and not progress.is_ceiling and not is_yes_or_no(indicator, progress)
    percent = progress.percent or Decimal(0)
    return FigureWords(
        indicator=indicator,
        progress=progress,
        words=figure_words(indicator, progress),
        note=coverage_words(indicator, progress),
        tone=badges.target_badge(progress.status).tone,
        percent=percent if has_bar else None,
        expected=progress.expected if has_bar and progress.expected and progress.expected < Decimal(100) else None,
        url=url,
    )


def summed_at(rows: Iterable[FigureWords]) -> datetime | None:
    """Return when the figures were summed, where some are not of now."""
    return min((row.progress.summed_at for row in rows if row.progress.summed_at), default=None)


def figure_words(indicator: Indicator, progress: Progress) -> str:
    """Return "3.120 / 4.500 cây (69,3%)", "84,4% / 90%", "5,5% / không quá 5%", "0,76 / 2 hoạt động"."""
    if is_yes_or_no(indicator, progress):
        return yes_or_no(progress.value)
    goal = goal_words(indicator, progress)
    if progress.value is None or progress.status == Status.NO_DATA:
        return f"{NO_DATA} / {goal}" if progress.goal is not None else NO_DATA
    value = number_words(progress.value, in_percent=progress.in_percent)
    if progress.goal is None:
        return f"{value}{_unit(indicator, progress)} ({NOT_SET})"
    share = f" ({format_percent(progress.percent)})" if progress.percent is not None and not progress.in_percent else ""
    return f"{value} / {goal}{share}"


def short_words(indicator: Indicator, progress: Progress) -> str:
    """Return the figure for a narrow cell: its percentage of the goal ("69%", "9,5%"), else "Có" or the figure."""
    if progress.value is None or progress.status == Status.NO_DATA:
        return "–"
    if is_yes_or_no(indicator, progress):
        return "Có" if progress.value else "Không"
    if progress.in_percent:
        return format_percent(_rounded(progress.value))
    if progress.percent is not None:
        return format_percent(_rounded(progress.percent))
    return number_words(progress.value)


def _rounded(percent: Decimal) -> Decimal:
    """Whole percent from ten upwards: a cell is narrow."""
    return percent.quantize(Decimal(1)) if percent >= 10 else percent


def goal_words(indicator: Indicator, progress: Progress) -> str:
    """Return "4.500 cây", "không quá 5%", "trên 90%", "8–10 mô hình" or "chưa giao"."""
    if progress.goal is None:
        return NOT_SET
    number = number_words(progress.goal, in_percent=progress.in_percent)
    if progress.upper is not None and progress.upper != progress.goal:
        number = f"{number}–{number_words(progress.upper, in_percent=progress.in_percent)}"
    return f"{_LIMITS.get(progress.comparator, '')}{number}{_unit(indicator, progress)}"


def threshold_words(indicator: Indicator, value: Decimal | None) -> str:
    """Return what each unit or cluster has to reach by itself: "ít nhất 2 mô hình"."""
    if indicator.kind == CONDITION:
        return "có thực hiện"
    if value is None:
        return NOT_SET
    limit = _LIMITS.get(indicator.comparator, "ít nhất ")
    if indicator.kind == SHARE:
        return f"{limit}{format_percent(value)}"
    return f"{limit}{format_number(value)} {indicator.unit_of_measure}".rstrip()


def coverage_words(indicator: Indicator, progress: Progress) -> str:
    """Return "33/40 đơn vị đạt"; nothing where units are not judged one by one."""
    if progress.units_total is None:
        return ""
    whom = "cụm" if indicator.scope == "EACH_CLUSTER" else "đơn vị"
    return f"{format_number(progress.units_reached or 0)}/{format_number(progress.units_total)} {whom} đạt"


def number_words(value: Decimal, *, in_percent: bool = False) -> str:
    return format_percent(value) if in_percent else format_number(value)


def yes_or_no(value: Decimal | None) -> str:
    if value is None:
        return NO_DATA
    return "Đã thực hiện" if value else "Chưa thực hiện"


def is_yes_or_no(indicator: Indicator, progress: Progress) -> bool:
    """A condition of one body, as against the share of bodies that fulfil one."""
    return indicator.kind == CONDITION and not progress.in_percent


def _unit(indicator: Indicator, progress: Progress) -> str:
    if progress.in_percent or not indicator.unit_of_measure:
        return ""
    return f" {indicator.unit_of_measure}"
