"""Questions put so often that making their text costs more than the answer: the text is made once and kept.

Django works out the text of a queryset anew each time it is run. On the evening when everybody sends, that is a third
of what a report costs. For the few querysets on that way only; everywhere else a queryset is plainer.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from inspect import signature
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet, Value
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")

# How a day or a moment stands among the parameters of databases that know none.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")
# How many texts are kept of a question that is asked of lists: one for each length. Lists are filled up to one of these
# with their last value, so that few texts serve all.
MOST_LENGTHS = 100
_LENGTHS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384)
# Of more values than that in lists a text would take more time and memory than it saves: the queryset itself is asked.
MOST_LISTED = 300


class Prepared(Generic[Row]):
    """Call it with a value, or a list of values, for each parameter of `build`; returns the rows of the queryset that
    `build` returns, read anew each time.

    `build` is given places instead of values: it can hand them on to filters and cannot look at them. Raises ValueError
    for None (which SQL compares by other words), and for a queryset that holds a day or a moment of its own: it would
    be that of the first time for ever. A list goes to `pk__in` (for a foreign key Django looks into it) or to what does
    not mind a value that comes twice; it may be empty.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._count = len(signature(build).parameters)
        self._kept: dict[tuple[int | None, ...], _Text[Row] | None] = {}

    def __call__(self, *values: object) -> list[Row]:
        if len(values) != self._count or None in values:
            raise ValueError(f"This question takes {self._count} values, none of which may be None.")
        if sum(len(value) for value in values if isinstance(value, (list, tuple))) > MOST_LISTED:
            return list(self._build(*values))
        filled = [_filled_up(value) if isinstance(value, (list, tuple)) else value for value in values]
        text = self._text(tuple(len(value) if isinstance(value, list) else None for value in filled))
        return text.rows(list(_flat(filled))) if text else []

    def first(self, *values: object) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self(*values)), None)

    def _text(self, lengths: tuple[int | None, ...]) -> _Text[Row] | None:
        """Return the text for lists of these lengths; None where no row can fit."""
        kept = self._kept
        if lengths not in kept:
            if len(kept) >= MOST_LENGTHS:
                # A new one, not emptied: another thread may just be reading it.
                kept = self._kept = {}
            kept[lengths] = _made(self._build(*_places(lengths)))
        return kept[lengths]


class PreparedChange:
    """The same for a change: `build` returns the rows and what `update` would be told about them, and calling it with
    values returns how many rows were changed. Fields are given what the database takes, a moment as a place."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any], Mapping[str, object]]]) -> None:
        self._build = build
        self._count = len(signature(build).parameters)
        self._kept: tuple[str, str, Sequence[Any]] | None = None

    def __call__(self, *values: object) -> int:
        if len(values) != self._count or None in values:
            raise ValueError(f"This change takes {self._count} values, none of which may be None.")
        if self._kept is None:
            rows, columns = self._build(*_places([None] * self._count))
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(columns)
            query.clear_select_clause()
            sql, params = query.get_compiler(rows.db).as_sql()
            self._kept = rows.db, sql, _seen_through(params)
        db, sql, params = self._kept
        with connections[db].cursor() as cursor:
            cursor.execute(sql, _filled(params, values, connections[db]))
            return int(cursor.rowcount)


class _Place(Value):
    """Stands in a text for the value with this number, and is the parameter there until a value takes its place."""

    def __init__(self, number: int) -> None:
        super().__init__(number)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


@dataclass(frozen=True)
class _Asked:
    """What Django's readers of rows want of a queryset."""

    db: str
    model: Any
    query: _Ready
    _known_related_objects: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Ready:
    """What they want of its query: a compiler, here one that has done its work."""

    compiler: SQLCompiler

    def get_compiler(self, using: str) -> SQLCompiler:
        return self.compiler


@dataclass(frozen=True)
class _Text(Generic[Row]):
    queryset: QuerySet[Any, Row]
    compiler: SQLCompiler
    sql: str
    params: Sequence[Any]

    def rows(self, values: Sequence[object]) -> list[Row]:
        """Put the values in their places and read the rows as the queryset itself would."""
        db = self.queryset.db
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[db]
        params = _filled(self.params, values, compiler.connection)
        compiler.as_sql = lambda *_, **__: (self.sql, params)  # type: ignore[method-assign]
        # What reads the rows of a queryset, told to read these.
        reader: Any = self.queryset._iterable_class  # type: ignore[attr-defined, unused-ignore]  # noqa: SLF001
        return list(reader(_Asked(db, self.queryset.model, _Ready(compiler))))


def _made(queryset: QuerySet[Any, Row]) -> _Text[Row] | None:
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    return _Text(queryset, compiler, sql, _seen_through(params))


def _seen_through(params: Sequence[Any]) -> Sequence[Any]:
    if any(isinstance(param, date) or (isinstance(param, str) and _MOMENT.match(param)) for param in params):
        raise ValueError("A question whose text is kept must be given its days and moments.")
    return params


def _filled(params: Sequence[Any], values: Sequence[object], connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
    return tuple(_adapted(values[param.value], connection) if isinstance(param, _Place) else param for param in params)


def _places(lengths: Iterable[int | None]) -> Iterator[_Place | list[_Place]]:
    number = 0
    for length in lengths:
        if length is None:
            yield _Place(number)
        else:
            yield [_Place(number + step) for step in range(length)]
        number += 1 if length is None else length


def _filled_up(values: Sequence[object]) -> list[object]:
    missing = _LENGTHS[bisect_left(_LENGTHS, len(values))] - len(values)
    return [*values, *[values[-1]] * missing] if missing else list(values)


def _flat(values: Iterable[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _adapted(value: object, connection: BaseDatabaseWrapper) -> object:
    """Return the value as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, (int, str)):
        return value
    raise TypeError(f"Not a value to ask with: {value!r}")
