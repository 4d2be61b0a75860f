"""What becomes of a period's reports: a list of courses, each for a small part of the units. Pure.

A unit falls into a course by two numbers that only depend on it and the period: its mood (0 to 999) says when it sends,
its luck (0 to 99) what the reviewer does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta

from programs.calendar import due_moment, working_days_after

DAY = timedelta(days=1)
MOODS, LUCKS = 1000, 100

WAIVED, SILENT, LATE = (0, 10), (10, 45), (45, 125)
EXTENDED = (930, 950)
LATE_DAYS, EARLY_DAYS, HOURS = 4, 4, 3
BEGUN_FROM = 600  # of those who have not sent shortly before the day, the busier ones have begun

# Reports of a period are still being reviewed this long after it fell due.
STILL_REVIEWED = 30 * DAY
STAYS_REOPENED = 60 * DAY

RETURNED, CORRECTED, REOPENED, UNREVIEWED = (0, 3), (3, 7), (50, 51), (72, 100)


@dataclass(frozen=True)
class Facts:
    """What courses depend on of a period."""

    opens_at: datetime
    last_day: date
    due_at: datetime


@dataclass(frozen=True)
class Course:
    """How a report went until now. Moments are None where it has not come to that."""

    mood_from: int
    mood_until: int
    luck_from: int = 0
    luck_until: int = LUCKS
    status: str = "not_started"
    version: int = 0
    first_at: datetime | None = None
    first_until: datetime | None = None
    first_accepted_at: datetime | None = None
    first_accepted_until: datetime | None = None
    again_at: datetime | None = None
    again_accepted_at: datetime | None = None
    returned_at: datetime | None = None
    reopened_at: datetime | None = None
    waived_at: datetime | None = None
    extended_at: datetime | None = None
    extended_due_at: datetime | None = None
    correct_by: date | None = None
    opened_at: datetime | None = None

    @property
    def accepted_at(self) -> datetime | None:
        return self.again_accepted_at or self.first_accepted_at


COLUMNS = tuple(field.name for field in fields(Course))


def courses_of(period: Facts, now: datetime) -> list[Course]:
    """Return the courses that reports of the period have taken by now; together they cover every mood and luck."""
    if period.opens_at > now:
        return [Course(0, MOODS)]
    return [*_unsent(period, now), *(course for start in _sendings(period) for course in _sent(start, period, now))]


def _unsent(period: Facts, now: datetime) -> Iterator[Course]:
    waived_at = period.due_at - 3 * DAY
    if waived_at <= now:
        yield Course(*WAIVED, status="waived", version=1, waived_at=waived_at)
    else:
        yield Course(*WAIVED)
    yield Course(*SILENT)


def _sendings(period: Facts) -> Iterator[Course]:
    """Yield when the others send: late ones over four days, most within the last four days."""
    end = due_moment(period.last_day)
    step = (LATE[1] - LATE[0]) // LATE_DAYS
    for place in range(LATE_DAYS):
        low = LATE[0] + place * step
        yield Course(low, low + step, first_at=end + place * DAY + timedelta(hours=9, minutes=11 * place))
    wide = (MOODS - LATE[1]) // (EARLY_DAYS * HOURS)
    for place in range(EARLY_DAYS * HOURS):
        low = LATE[1] + place * wide
        high = MOODS if place == EARLY_DAYS * HOURS - 1 else low + wide
        hours = (8, 14, 20)[place % HOURS]
        at = end - (1 + place // HOURS) * DAY + timedelta(hours=hours, minutes=17 * place % 60)
        course = Course(low, high, first_at=at)
        yield from _with_extension(course, period)


def _with_extension(course: Course, period: Facts) -> Iterator[Course]:
    """Cut out of the course the few who had been given more time, and send on its last day."""
    low, high = max(course.mood_from, EXTENDED[0]), min(course.mood_until, EXTENDED[1])
    if low >= high:
        yield course
        return
    until = period.last_day + 4 * DAY
    if course.mood_from < low:
        yield replace(course, mood_until=low)
    yield replace(
        course,
        mood_from=low,
        mood_until=high,
        first_at=due_moment(until) - timedelta(hours=5),
        extended_at=period.due_at - 2 * DAY,
        extended_due_at=due_moment(until),
    )
    if high < course.mood_until:
        yield replace(course, mood_from=high)


def _sent(start: Course, period: Facts, now: datetime) -> Iterator[Course]:
    if start.extended_at is not None and start.extended_at > now:
        start = replace(start, extended_at=None, extended_due_at=None)
    sent_at, steps = start.first_at, int(start.extended_at is not None)
    if sent_at is None:
        return
    if sent_at > now:
        near = period.due_at - now < 12 * DAY
        begun = near and start.mood_from >= BEGUN_FROM
        yield replace(start, status="draft" if begun else "not_started", version=3 * begun + steps, first_at=None)
        return
    start = replace(start, status="submitted", version=steps + 4)
    reviewed_at = max(sent_at, period.due_at) + timedelta(days=2, hours=2)
    if reviewed_at > now:
        yield start
        return
    is_recent = now - period.due_at < STILL_REVIEWED
    yield _returned(start, RETURNED, reviewed_at, now, is_left=is_recent)
    yield _returned(start, CORRECTED, reviewed_at, now, is_left=False)
    yield _accepted(start, CORRECTED[1], REOPENED[0], reviewed_at)
    yield _reopened(_accepted(start, *REOPENED, reviewed_at), reviewed_at + DAY, now, period)
    yield _accepted(start, REOPENED[1], UNREVIEWED[0], reviewed_at)
    if is_recent:
        yield replace(start, luck_from=UNREVIEWED[0], luck_until=UNREVIEWED[1])
    else:
        yield _accepted(start, *UNREVIEWED, reviewed_at)


def _accepted(start: Course, low: int, high: int, at: datetime) -> Course:
    return replace(
        start,
        luck_from=low,
        luck_until=high,
        status="accepted",
        version=start.version + 1,
        first_accepted_at=at,
        opened_at=at - timedelta(hours=1),
    )


def _returned(start: Course, luck: tuple[int, int], at: datetime, now: datetime, *, is_left: bool) -> Course:
    """Returned for correction; sent again a day later unless it is `is_left`, and accepted the day after that."""
    course = replace(
        start,
        luck_from=luck[0],
        luck_until=luck[1],
        status="returned",
        version=start.version + 1,
        returned_at=at,
        first_until=at,
        correct_by=working_days_after(at.date(), 2),
        opened_at=at,
    )
    again_at = at + timedelta(days=1, hours=3)
    if is_left or again_at > now:
        return course
    course = replace(course, status="submitted", version=course.version + 2, again_at=again_at, opened_at=None)
    accepted_at = again_at + timedelta(hours=20)
    if accepted_at > now:
        return course
    return replace(
        course, status="accepted", version=course.version + 1, again_accepted_at=accepted_at, opened_at=accepted_at
    )


def _reopened(course: Course, at: datetime, now: datetime, period: Facts) -> Course:
    """Reopened after acceptance; the accepted figures count until it is sent and accepted again."""
    if at > now:
        return course
    course = replace(course, status="reopened", version=course.version + 1, reopened_at=at)
    again_at, accepted_at = at + 2 * DAY, at + 4 * DAY
    if now - period.due_at < STAYS_REOPENED or accepted_at > now:
        return course
    return replace(
        course,
        status="accepted",
        version=course.version + 3,
        again_at=again_at,
        first_until=again_at,
        again_accepted_at=accepted_at,
        first_accepted_until=accepted_at,
        opened_at=accepted_at,
    )
