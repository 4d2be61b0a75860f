"""When reports are due and what they cover: plain functions on plain values (DESIGN §5).

A due moment is stored as the moment that follows the last good second ("chậm nhất ngày 05" is the midnight after the
5th); a report is late at or after it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import holidays

from units.formats import VIETNAM, format_date

DAY = timedelta(days=1)

# Kinds whose figures run from the beginning of the year unless the rule says otherwise.
CUMULATIVE = frozenset({"quarterly", "half_year", "nine_month", "annual"})
USUAL_MONTHS: dict[str, tuple[int, ...]] = {
    "monthly": tuple(range(1, 13)),
    "quarterly": (3, 6, 9, 12),
    "half_year": (6,),
    "nine_month": (9,),
    "annual": (12,),
    "closing": (1,),
}
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a reporting rule says, as the columns of `ReportingRule` hold it. Weekdays count from Monday = 1."""

    kind: str
    code: str = ""
    name: str = ""
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    due_day: int | None = None
    due_on: date | None = None
    due_hour: int = 24
    is_inclusive: bool = True
    shift: str = "none"
    covers: str = "nothing"
    covers_day: int | None = None
    covers_from: date | None = None
    covers_until: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time a rule asks for a report.

    `named_day` is the last good day before it was moved off a day off; `other_code` is the code with the year where
    `code` has none, and the other way round: a regime that is prolonged into another year knows its periods again.
    """

    code: str
    other_code: str
    name: str
    named_day: date
    last_day: date
    due_at: datetime
    covers_from: date | None
    covers_until: date | None


Span = tuple[date, date]


def default_covers(kind: str) -> str:
    """Return what a rule of that kind covers when it does not say: to date for cumulative kinds, else nothing."""
    return "to_date" if kind in CUMULATIVE else "nothing"


def occasions(rule: RuleFacts, starts: date, ends: date, *, with_year: bool | None = None) -> list[Occasion]:
    """Return every occasion of the rule in a regime that runs from `starts` to `ends`, in order of time.

    A date written out counts even outside that time (figures of a year are closed in the January after it).
    `with_year` puts the year into codes; by default when the regime touches several years.
    """
    has_year = starts.year != ends.year if with_year is None else with_year
    if rule.kind in ("daily", "weekly") and rule.due_on is None:
        return list(_in_weeks(rule, starts, ends))
    named = [rule.due_on] if rule.due_on else list(_in_months(rule, starts, ends))
    is_only = len(named) == 1
    return [_occasion(rule, day, starts, _codes(rule, day, has_year=has_year, is_only=is_only)) for day in named]


def slice_of(span: Span, earlier_spans: Iterable[Span]) -> Span | None:
    """Return the part to be typed: from the day after the last day that earlier-due reports cover to the span's end.

    The first report's slice is its span. None when earlier reports cover it all. May begin before the span does, when
    nobody asked for the days between.
    """
    covered = max((until for _, until in earlier_spans), default=None)
    begins = span[0] if covered is None else covered + DAY
    return (begins, span[1]) if begins <= span[1] else None


def due_moment(last_day: date, hour: int = 24) -> datetime:
    """Return the aware moment from which a report with that last good day is late."""
    day = last_day + DAY if hour == 24 else last_day
    return datetime.combine(day, time(hour % 24), tzinfo=VIETNAM)


def last_good_day(due_at: datetime) -> date:
    """Return the local day of the last second before the due moment."""
    return (due_at.astimezone(VIETNAM) - timedelta(seconds=1)).date()


def is_working_day(day: date) -> bool:
    """True unless the day is a weekend or a public holiday of Viet Nam; days worked in exchange are working days."""
    return bool(_holidays(day.year).is_working_day(day))


def next_working_day(day: date) -> date:
    """Return the day itself if people work on it, else the first working day after it."""
    while not is_working_day(day):
        day += DAY
    return day


def working_days_after(day: date, count: int) -> date:
    """Return the last of the `count` working days that follow the day."""
    for _ in range(count):
        day = next_working_day(day + DAY)
    return day


@lru_cache(maxsize=16)
def _holidays(year: int) -> Any:
    # Both neighbours: an exchanged day may belong to a holiday of the year before or after.
    return holidays.country_holidays("VN", years=[year - 1, year, year + 1])


# --- days that a rule names ------------------------------------------------------------------------------------------


def clamped(year: int, month: int, day: int) -> date:
    """Return that day of the month, or the month's last one where the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def month_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def _window(rule: RuleFacts, starts: date, ends: date) -> Span:
    return max(starts, rule.starts_on or starts), min(ends, rule.ends_on or ends)


def _in_months(rule: RuleFacts, starts: date, ends: date) -> Iterator[date]:
    """The days named by "ngày N hằng tháng (tháng …)" inside the regime and the rule's own time."""
    if rule.due_day is None:
        return
    first, last = _window(rule, starts, ends)
    for year in range(first.year, last.year + 1):
        for month in rule.months or USUAL_MONTHS.get(rule.kind, ()):
            day = clamped(year, month, rule.due_day)
            if first <= day <= last:
                yield day


def _in_weeks(rule: RuleFacts, starts: date, ends: date) -> Iterator[Occasion]:
    weekdays = rule.weekdays or (tuple(range(1, 8)) if rule.kind == "daily" else (5,))
    first, last = _window(rule, starts, ends)
    for offset in range((last - first).days + 1):
        day = first + offset * DAY
        if day.isoweekday() in weekdays and (not rule.months or day.month in rule.months):
            code = f"{rule.code or rule.kind}-{day.isoformat()}"
            yield _occasion(rule, day, starts, (code, code))


def _codes(rule: RuleFacts, day: date, *, has_year: bool, is_only: bool) -> tuple[str, str]:
    if rule.code and is_only:
        return rule.code, rule.code
    with_year, without = (f"{rule.code or rule.kind}-{when}" for when in (f"{day:%Y-%m}", f"{day:%m}"))
    return (with_year, without) if has_year else (without, with_year)


def _occasion(rule: RuleFacts, day: date, starts: date, codes: tuple[str, str]) -> Occasion:
    named_day = day if rule.is_inclusive else day - DAY
    last_day = next_working_day(named_day) if rule.shift == "next_working_day" else named_day
    span = _span(rule, day, named_day, starts)
    return Occasion(
        code=codes[0],
        other_code=codes[1],
        name=_name(rule, day, named_day, span),
        named_day=named_day,
        last_day=last_day,
        due_at=due_moment(last_day, rule.due_hour),
        covers_from=span[0] if span else None,
        covers_until=span[1] if span else None,
    )


# --- spans -----------------------------------------------------------------------------------------------------------


def _span(rule: RuleFacts, day: date, named_day: date, starts: date) -> Span | None:
    """What the report due on that day covers; moving the last good day off a holiday does not change it."""
    if rule.covers == "day_to_day":
        return _day_to_day(rule, day)
    if rule.covers == "previous_month":
        year, month = month_before(day.year, day.month)
        return date(year, month, 1), clamped(year, month, 31)
    if rule.covers == "to_date":
        # "trước ngày 01/01" closes the year before it.
        year_begins = date(min(day.year, named_day.year), 1, 1)
        return (max(year_begins, starts), named_day) if max(year_begins, starts) <= named_day else None
    if rule.covers == "fixed" and rule.covers_from and rule.covers_until:
        return rule.covers_from, rule.covers_until
    return None


def _day_to_day(rule: RuleFacts, day: date) -> Span:
    if rule.kind == "daily":
        return day, day
    if rule.kind == "weekly":
        return _since_the_weekday_before(rule.weekdays or (5,), day), day
    mark = rule.covers_day or rule.due_day or day.day
    return clamped(*month_before(day.year, day.month), mark) + DAY, clamped(day.year, day.month, mark)


def _since_the_weekday_before(weekdays: Sequence[int], day: date) -> date:
    before = day - DAY
    while before.isoweekday() not in weekdays:
        before -= DAY
    return before + DAY


# --- names -----------------------------------------------------------------------------------------------------------


def _name(rule: RuleFacts, day: date, named_day: date, span: Span | None) -> str:
    """Return how an office calls the report: "Báo cáo tháng 1/2026", "Báo cáo quý I/2026"."""
    if rule.kind in ("daily", "weekly", "monthly") and rule.due_on is None:
        return _recurring_name(rule, day, span)
    if rule.name:
        return rule.name
    if rule.kind == "monthly":
        return _recurring_name(rule, day, span)
    # Reports on a year, a half-year or nine months may fall due early in the time after it.
    past_year = day.year - 1 if day.month <= 2 else day.year
    names = {
        "quarterly": _quarter_name(day),
        "half_year": f"Báo cáo sơ kết 6 tháng năm {past_year}",
        "nine_month": f"Báo cáo 9 tháng năm {past_year}",
        "annual": f"Báo cáo tổng kết năm {past_year}",
        "closing": f"Chốt số liệu năm {past_year}",
        "unit_work_programme": f"Chương trình công tác năm {day.year} của đơn vị",
        "cluster_work_plan": f"Kế hoạch công tác năm {day.year} của cụm",
        "ad_hoc": f"Báo cáo đột xuất (hạn {format_date(named_day)})",
    }
    return names.get(rule.kind, f"Báo cáo chuyên đề (hạn {format_date(named_day)})")


def _recurring_name(rule: RuleFacts, day: date, span: Span | None) -> str:
    if rule.kind == "daily":
        return f"{rule.name or 'Báo cáo'} ngày {format_date(day)}"
    if rule.kind == "weekly":
        return f"{rule.name or 'Báo cáo tuần'} (đến ngày {format_date(day)})"
    month = span[1] if span and rule.covers == "previous_month" else day
    return f"{rule.name or 'Báo cáo'} tháng {month.month}/{month.year}".replace("tháng tháng", "tháng")


def _quarter_name(day: date) -> str:
    """A quarter's report falls due in its later two months or in the month after it."""
    year, month = month_before(day.year, day.month)
    return f"Báo cáo quý {ROMAN[(month - 1) // 3]}/{year}"
