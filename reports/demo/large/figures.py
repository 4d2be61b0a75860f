"""The figures of a period, one statement for every indicator: plausible amounts worked out by the database.

All of it is whole-number arithmetic on the units' headcounts and seeds, so that every database comes to the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from indicators.models import Accumulation, AnsweredBy, Indicator, Kind, Scope
from programs.calendar import Span
from programs.promises import GoalSpan
from reports.demo.figures import done_by
from reports.demo.large.promises import Promise
from reports.demo.large.staging import key_of, run

WHOLE = 10_000  # of a year's work
TIMES = {GoalSpan.QUARTER: 4, GoalSpan.MONTH: 12}
NO_REASON = "Đơn vị không có đối tượng này."

_RESULTS = """
INSERT INTO indicators_result (
    posting_id, indicator_id, answer, value, numerator, denominator, holds, is_estimated, is_approximate, note)
SELECT posting_id, %s, answer, {value}, {numerator}, {denominator}, {holds}, FALSE, FALSE, ''
FROM ({rows}) figures WHERE posting_id IS NOT NULL
"""
_ENTRIES = """
INSERT INTO reports_entry (
    submission_id, indicator_id, answer, typed, value, numerator, denominator, holds, reason, note, is_estimated,
    is_approximate, version, updated_by_id, updated_at)
SELECT submission_id, %s, answer, {typed}, {value}, {numerator}, {denominator}, {holds},
    CASE WHEN answer = 'n/a' THEN %s ELSE '' END, '', FALSE, FALSE, 1, sender_id, COALESCE(at, %s)
FROM ({rows}) figures WHERE is_last = 1 AND (is_draft = 0 OR %s <> 2)
"""
_ROWS = """
SELECT posting_id, submission_id, sender_id, at, is_last, is_draft, n, d, h,
    CASE WHEN {not_applicable} THEN 'n/a' WHEN {something} THEN 'value' ELSE 'none' END AS answer
FROM (SELECT demo_sheet.*, {n} AS n, {d} AS d, {h} AS h FROM demo_sheet WHERE {asked}) drawn
"""


@dataclass
class Piece:
    """SQL with its parameters, in order."""

    sql: str
    params: list[object] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """How n, d and h become the columns of a figure."""

    something: str
    value: str = "NULL"
    numerator: str = "NULL"
    denominator: str = "NULL"
    holds: str = "NULL"
    typed: str = "''"

    def as_dict(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("value", "numerator", "denominator", "holds")}


def write_results(indicator: Indicator, promise: Promise, period: str, span: Span, year: int) -> int:
    """Write what the sheets of a period say about the indicator to the ledger; return how many figures."""
    columns, rows = _columns(promise), _rows(promise, period, span, year)
    sql = _RESULTS.format(rows=rows.sql, **columns.as_dict())
    return run(sql, [indicator.pk, *rows.params])


def write_entries(
    indicator: Indicator, promise: Promise, period: str, span: Span, year: int, *, place: int, at: object
) -> int:
    """Write what is typed in the reports as they stand now, drafts (two thirds full) included."""
    columns, rows = _columns(promise), _rows(promise, period, span, year)
    sql = _ENTRIES.format(rows=rows.sql, typed=columns.typed, **columns.as_dict())
    return run(sql, [indicator.pk, NO_REASON, at, *rows.params, place % 3])


def population_of(promise: Promise) -> Piece:
    """Return the condition under which a line of the cast is asked for the indicator."""
    parts, params = ["1 = 1"], list[object]()
    for column, chosen in (("level", promise.levels), ("sector", promise.sectors)):
        if chosen:
            parts.append(f"{column} IN ({', '.join(['%s'] * len(chosen))})")
            params += list(chosen)
    if promise.answered_by == AnsweredBy.CLUSTER_LEAD:
        parts.append("is_lead = 1")
    return Piece(" AND ".join(parts), params)


def _columns(promise: Promise) -> Columns:
    if promise.kind == Kind.SHARE:
        part, whole = (f"CASE WHEN answer = 'value' THEN {name} END" for name in "nd")
        typed = "CASE WHEN answer = 'value' THEN CAST(n AS TEXT) || '/' || CAST(d AS TEXT) ELSE '' END"
        return Columns("d > 0", numerator=part, denominator=whole, typed=typed)
    if promise.kind == Kind.CONDITION:
        return Columns("h IS NOT NULL", holds="CASE WHEN answer = 'value' THEN h = 1 END")
    if promise.decimals:
        value = "CASE WHEN answer = 'value' THEN n / 10.0 END"
        typed = "CASE WHEN answer = 'value' THEN CAST(n / 10 AS TEXT) || ',' || CAST(n %% 10 AS TEXT) ELSE '' END"
        return Columns("n > 0", value=value, typed=typed)
    typed = "CASE WHEN answer = 'value' THEN CAST(n AS TEXT) ELSE '' END"
    return Columns("n > 0", value="CASE WHEN answer = 'value' THEN n END", typed=typed)


def _rows(promise: Promise, period: str, span: Span, year: int) -> Piece:
    key = f"{promise.label}|{year}"
    n, d, h = _drawn(promise, key, f"{key}|{period}", _done(span, year))
    asked = population_of(promise)
    if not promise.is_required:
        asked.sql += f" AND {_LUCK} >= 2"
        asked.params += [key_of(key, period, "blank"), 100]
    inapplicable = Piece("1 = 0")
    if promise.may_not_apply:
        inapplicable = Piece("number %% %s = 1", [23])
    sql = _ROWS.format(
        not_applicable=inapplicable.sql,
        something=_columns(promise).something,
        n=n.sql,
        d=d.sql,
        h=h.sql,
        asked=asked.sql,
    )
    return Piece(sql, [*inapplicable.params, *n.params, *d.params, *h.params, *asked.params])


_LUCK = "((seed + 17) * %s / 64 %% %s)"
_NOTHING = Piece("CAST(NULL AS BIGINT)")


def _done(span: Span, year: int) -> tuple[int, int]:
    """Which part of the year's work lies before the days of the span, and before their end."""
    before = span[0] - timedelta(days=1)
    return (round(done_by(before) * WHOLE) if before.year == year else 0), round(done_by(span[1]) * WHOLE)


def _drawn(promise: Promise, key: str, turn: str, done: tuple[int, int]) -> tuple[Piece, Piece, Piece]:
    """Return what is drawn for n (amount or numerator), d (denominator) and h (1 for yes)."""
    if promise.kind == Kind.CONDITION:
        return (
            _NOTHING,
            _NOTHING,
            Piece(f"CASE WHEN %s > 1500 + 7 * {_LUCK} THEN 1 ELSE 0 END", [done[1], key_of(key), 1000]),
        )
    if promise.kind == Kind.SHARE:
        return _numerator(promise, turn, done[1]), Piece(promise.denominator), _NOTHING
    if promise.is_ceiling:
        return Piece(f"CASE WHEN {_LUCK} < 4 THEN 1 ELSE 0 END", [key_of(turn), 1000]), _NOTHING, _NOTHING
    return _amount(promise, key, turn, done), _NOTHING, _NOTHING


def _numerator(promise: Promise, turn: str, done: int) -> Piece:
    of = promise.denominator
    if promise.is_ceiling:
        return Piece(f"{of} * {_LUCK} / 1000", [key_of(turn), int(promise.goal or 1) * 14])
    parts = Piece(f"(%s + {_LUCK})", [230 + 650 * done // WHOLE, key_of(turn), 300])
    return Piece(f"CASE WHEN {parts.sql} >= 1000 THEN {of} ELSE {of} * {parts.sql} / 1000 END", parts.params * 2)


def _amount(promise: Promise, key: str, turn: str, done: tuple[int, int]) -> Piece:
    """Return the amount of a slice: the year's by its end without the year's by its beginning, a unit's zeal counted.

    Everybody rounds at a point of their own, so that small amounts of many small units still add up.
    """
    year, scale = _year_amount(promise, key)
    scale //= 10**promise.decimals
    phase = Piece(f"{_LUCK} * %s", [key_of(key, "phase"), 1000, scale // 1000])

    def until(part: Piece) -> Piece:
        return Piece(
            f"({year.sql} * {part.sql} + {phase.sql}) / %s", [*year.params, *part.params, *phase.params, scale]
        )

    if promise.accumulation == Accumulation.LAST:
        whole = until(Piece("%s", [3000 + 7 * done[1] // 10]))
        return Piece(f"factor * ({whole.sql})", whole.params)
    if promise.accumulation == Accumulation.HIGHEST:
        whole = until(Piece(f"(7000 + {_LUCK})", [key_of(turn), 3000]))
        return Piece(f"factor * ({whole.sql})", whole.params)
    begins, ends = (until(Piece("%s", [part])) for part in done)
    return Piece(f"factor * ({ends.sql} - {begins.sql})", [*ends.params, *begins.params])


def _year_amount(promise: Promise, key: str) -> tuple[Piece, int]:
    """Return what a unit does in a year, and what that number has to be divided by once it is multiplied by WHOLE."""
    zeal = f"(700 + {_LUCK})"
    if promise.scope in (Scope.EACH_UNIT, Scope.EACH_CLUSTER):
        goal = int(promise.goal or 1) * TIMES.get(GoalSpan(promise.span), 1)
        return Piece(f"%s * (800 + {zeal} / 2)", [goal, key_of(key, "zeal"), 650]), 1000 * WHOLE
    rate = promise.per_thousand or 1000 * int(promise.goal or 0) or 300
    return Piece(f"members * %s * {zeal}", [rate, key_of(key, "zeal"), 650]), 1000 * 1000 * WHOLE


def asked_columns(promises: Sequence[tuple[Indicator, Promise]]) -> list[list[object]]:
    """Return what a snapshot says about each indicator that is asked, in the order of the form."""
    return [
        [
            place,
            indicator.pk,
            indicator.label,
            indicator.unit_of_measure,
            indicator.kind,
            "".join(f"|{level}|" for level in promise.levels),
            "".join(f"|{sector}|" for sector in promise.sectors),
            int(promise.answered_by == AnsweredBy.CLUSTER_LEAD),
        ]
        for place, (indicator, promise) in enumerate(promises)
    ]
