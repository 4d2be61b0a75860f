"""Temporary tables from which sets of rows are written, in SQL that SQLite and PostgreSQL both read.

`demo_cast`: the units that take part, with whoever sends and reviews for them. `demo_course`: what became of a period's
reports. `demo_turn`: the cast with its courses. `demo_sheet`: a line for everything that was typed in the period.
`demo_asked`: which indicators the period asks, for which days.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from programs.calendar import last_good_day
from reports.demo.large.fates import COLUMNS, LUCKS, MOODS, Course
from reports.demo.large.organisation import Organisation

_NUMBERS = ("mood_from", "mood_until", "luck_from", "luck_until", "version")
_CAST = (
    "number BIGINT, unit_id BIGINT, reviewer_id BIGINT, sender_id BIGINT, office_id BIGINT, seed BIGINT, "
    "members BIGINT, officers BIGINT, youth BIGINT, level TEXT, sector TEXT, is_lead BIGINT, name TEXT"
)
_TYPES = {"correct_by": "DATE", "status": "TEXT"} | dict.fromkeys(_NUMBERS, "BIGINT")
_COURSE = ", ".join(f"{name} {_TYPES.get(name, 'TIMESTAMPTZ')}" for name in COLUMNS)
_TABLES = {
    "demo_cast": _CAST,
    "demo_course": f"{_COURSE}, month TEXT, until TEXT",
    "demo_turn": f"{_CAST}, mood BIGINT, luck BIGINT, submission_id BIGINT, {_COURSE}, month TEXT, until TEXT",
    "demo_sheet": f"submission_id BIGINT, posting_id BIGINT, is_last BIGINT, is_draft BIGINT, at TIMESTAMPTZ, "
    f"factor BIGINT, {_CAST}",
    "demo_asked": "place BIGINT, indicator_id BIGINT, label TEXT, measure TEXT, kind TEXT, first TEXT, last TEXT, "
    "levels TEXT, sectors TEXT, leads_only BIGINT",
}

_FILL_CAST = """
INSERT INTO demo_cast
SELECT u.id - %s, u.id, parent.id, MIN(sender.user_id), MIN(office.user_id), ((u.id - %s) * 48271 + 7) %% 65521,
       h.members, h.officers, h.youth, u.level, u.sector,
       MAX(CASE WHEN place.is_lead THEN 1 ELSE 0 END), u.name
FROM units_unit u
JOIN units_unit parent ON parent.path = substr(u.path, 1, length(u.path) - %s)
JOIN units_headcount h ON h.unit_id = u.id AND h.holds_from = %s
JOIN units_appointment sender ON sender.unit_id = u.id AND sender.role = 'secretary'
JOIN units_appointment office ON office.unit_id = parent.id AND office.role = 'office'
LEFT JOIN units_clustermembership place ON place.unit_id = u.id
GROUP BY u.id, parent.id, h.members, h.officers, h.youth, u.level, u.sector, u.name
"""

_FILL_TURN = """
INSERT INTO demo_turn
SELECT c.*, %s + c.number, k.*
FROM (
    SELECT demo_cast.*, ((seed + 17) * %s / 64) %% %s AS mood, ((seed + 17) * %s / 64) %% %s AS luck
    FROM demo_cast WHERE sector <> %s
) c
JOIN demo_course k
    ON c.mood >= k.mood_from AND c.mood < k.mood_until AND c.luck >= k.luck_from AND c.luck < k.luck_until
"""

_FILL_SHEET = """
INSERT INTO demo_sheet
SELECT submission_id, 2 * submission_id, CASE WHEN again_at IS NULL THEN 1 ELSE 0 END, 0, first_at,
       CASE WHEN returned_at IS NULL THEN 1 ELSE 2 END,
       number, unit_id, reviewer_id, sender_id, office_id, seed, members, officers, youth, level, sector, is_lead, name
FROM demo_turn WHERE first_at IS NOT NULL
UNION ALL
SELECT submission_id, 2 * submission_id + 1, 1, 0, again_at, 1,
       number, unit_id, reviewer_id, sender_id, office_id, seed, members, officers, youth, level, sector, is_lead, name
FROM demo_turn WHERE again_at IS NOT NULL
UNION ALL
SELECT submission_id, NULL, 1, 1, CAST(NULL AS TIMESTAMPTZ), 1,
       number, unit_id, reviewer_id, sender_id, office_id, seed, members, officers, youth, level, sector, is_lead, name
FROM demo_turn WHERE status = 'draft'
"""


def run(sql: str, params: Sequence[object] = ()) -> int:
    """Run one statement and return how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_adapted(value) for value in params])
        return int(cursor.rowcount)


def key_of(*parts: object) -> int:
    """Return a number that is always the same for the same parts; multiplied with a unit's seed it decides its luck."""
    return zlib.crc32("|".join(map(str, parts)).encode()) % 1_000_003 + 1


def set_up() -> None:
    """Make the temporary tables; foreign keys are looked at row by row, so that nothing gathers in memory."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    for name, columns in _TABLES.items():
        run(f"DROP TABLE IF EXISTS {name}")
        run(f"CREATE TEMPORARY TABLE {name} ({columns})")


def clear_up() -> None:
    for name in _TABLES:
        run(f"DROP TABLE {name}")


def cast(organisation: Organisation, year: int) -> None:
    """Put the units below the issuing body on stage, with the headcounts of that year."""
    run("DELETE FROM demo_cast")
    first = organisation.body.pk
    run(_FILL_CAST, [first, first, type(organisation.body).steplen, date(year, 1, 1)])


def play(courses: Iterable[Course], base: int, period: str, exempt: str) -> None:
    """Give every unit of the cast but those of the exempt sector its course; `base` is where report numbers begin."""
    rows = [[*(getattr(course, name) for name in COLUMNS), _month(course), _until(course)] for course in courses]
    marks = ", ".join(["%s"] * len(rows[0]))
    run("DELETE FROM demo_course")
    with connection.cursor() as cursor:
        sql = f"INSERT INTO demo_course VALUES ({marks})"  # noqa: S608, marks only
        cursor.executemany(sql, [[_adapted(value) for value in row] for row in rows])
    run("DELETE FROM demo_turn")
    run(_FILL_TURN, [base, key_of(period, "mood"), MOODS, key_of(period, "luck"), LUCKS, exempt])
    run("DELETE FROM demo_sheet")
    run(_FILL_SHEET)
    if connection.vendor == "postgresql":
        for name in _TABLES:
            run(f"ANALYZE {name}")


def continue_numbers(*kinds: type[models.Model]) -> None:
    """Let the database go on numbering after rows that were written with numbers of their own."""
    for sql in connection.ops.sequence_reset_sql(no_style(), list(kinds)):
        run(sql)


def _month(course: Course) -> str:
    return f"{course.first_at:%Y-%m}" if course.first_at else ""


def _until(course: Course) -> str:
    """The last day of an extension, as it stands in the log."""
    due = course.extended_due_at
    return last_good_day(due).isoformat() if due else ""


def _adapted(value: object) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
