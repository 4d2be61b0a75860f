"""A unit's due dates of one year, month by month, in the order in which they fall due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from reports.compliance import Standing, standing
from reports.duties import deadline_words
from reports.models import Status, Submission
from units.formats import due_in_words


@dataclass(frozen=True)
class DueDate:
    """One report and how it stands today."""

    submission: Submission
    standing: Standing
    words: str

    @property
    def last_day(self) -> date:
        return self.submission.last_day

    @property
    def is_asked_back(self) -> bool:
        return self.submission.status in (Status.RETURNED, Status.REOPENED)


@dataclass(frozen=True)
class Month:
    """The reports that fall due in a month; `is_now` marks the month of today."""

    first: date
    is_now: bool
    dates: list[DueDate] = field(default_factory=list)


def year_of(typed: str, today: date) -> int:
    """Return the year asked for in an address; this year for anything else, and for years nobody plans for."""
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
    return year if 2000 <= year <= today.year + 10 else today.year


def months_of(submissions: Iterable[Submission], year: int, at: datetime) -> list[Month]:
    """Return the months of that year in which something falls due; `submissions` come by due moment."""
    today = at.date()
    return [
        Month(date(year, number, 1), is_now=(year, number) == (today.year, today.month), dates=list(dates))
        for number, dates in groupby(_dates(submissions, year, at), key=lambda row: row.last_day.month)
    ]


def years_of(submissions: Iterable[Submission], year: int) -> tuple[int | None, int | None]:
    """Return the nearest years before and after in which something falls due; None where there is none."""
    years = {row.last_day.year for row in submissions}
    before, after = [one for one in years if one < year], [one for one in years if one > year]
    return max(before, default=None), min(after, default=None)


def _dates(submissions: Iterable[Submission], year: int, at: datetime) -> Iterator[DueDate]:
    for row in submissions:
        if row.last_day.year == year:
            stands = standing(row, at)
            yield DueDate(row, stands, _words(row, at.date()))


def _words(row: Submission, today: date) -> str:
    """Return how long there is left, or how late it is; empty for what needs nothing more from the unit."""
    if not row.is_editable:
        return ""
    if row.status in (Status.RETURNED, Status.REOPENED):
        return deadline_words(row, today)
    return due_in_words(row.last_day, today)
