"""Many rows written or deleted by one plain statement, where the ways of models cost more than the database takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

# What every database takes as it is.
_AS_THEY_ARE = (int, bool, str)


class _Readied(dict[Any, Any]):
    """By value of a field what the database is given for it; in many rows the same values come again and again."""

    def __init__(self, field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> None:
        self._prepare, self._connection = field.get_db_prep_save, connection

    def __missing__(self, value: object) -> object:
        self[value] = found = self._prepare(value, self._connection)
        return found


def write_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[object]], *, unique: Sequence[str] = ()
) -> None:
    """Insert rows given as values in the order of the fields named by `columns`, with one statement.

    These are all fields but the key: defaults of models are not looked at. `unique` names the fields of a constraint: a
    row with these values that is there already takes over all others. Raises what the database raises (IntegrityError).
    """
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    fields = {field.name: field for field in model._meta.concrete_fields}
    quoted = {name: connection.ops.quote_name(fields[name].column or name) for name in columns}
    head = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({', '.join(quoted.values())}) VALUES "  # noqa: S608
    places, end = f"({', '.join(['%s'] * len(columns))})", ""
    if unique:
        taken = ", ".join(f"{name} = EXCLUDED.{name}" for key, name in quoted.items() if key not in unique)
        end = f" ON CONFLICT ({', '.join(quoted[name] for name in unique)}) DO UPDATE SET {taken}"
    ready = [_Readied(fields[name], connection) for name in columns]
    values: list[Any] = [
        [
            value if value is None or type(value) in _AS_THEY_ARE else known[value]
            for known, value in zip(ready, row, strict=True)
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # takes row by row as fast, and only so many values at once
            cursor.executemany(f"{head}{places}{end}", values)
        else:
            cursor.execute(f"{head}{', '.join([places] * len(rows))}{end}", [one for row in values for one in row])


def delete_rows(model: type[models.Model], keys: Sequence[int]) -> None:
    """Delete the rows with these keys of a table to which nothing refers; one statement. No signals are sent."""
    if not keys:
        return
    connection = connections[router.db_for_write(model)]
    table, key = (connection.ops.quote_name(str(name)) for name in (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {key} IN ({', '.join(['%s'] * len(keys))})", list(keys))  # noqa: S608
