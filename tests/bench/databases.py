"""Databases of their own for measuring: on PostgreSQL where one answers, else SQLite files; dropped at the end.

DATABASE_URL names the server, else the one on loopback is asked. BENCH_KEEP keeps what was loaded for the next run.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

LOOPBACK = "postgres://postgres@127.0.0.1:5432/postgres"
POSTGRESQL, SQLITE = "postgresql", "sqlite"
PREFIX = "dung_han_bench"
# What a developer's environment may hold that the portal would read.
_LEFT_OUT = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SITE_URL", "DEBUG", "CLOCK", "ALLOWED_HOSTS")


def server() -> str:
    """Return the address of a PostgreSQL in which databases may be made; empty without one."""
    address = os.environ.get("DATABASE_URL") or LOOPBACK
    if not address.startswith("postgres"):
        return ""
    try:
        connection = psycopg2.connect(address, connect_timeout=3)
    except psycopg2.Error:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    connection.close()
    return address if row and row[0] else ""


@contextmanager
def environment(name: str, vendor: str, at: str = "") -> Iterator[dict[str, str]]:
    """Give the environment of a process that works on a database of that name; `at` is the address of the server."""
    kept = os.environ.get("BENCH_DATA")
    folder = Path(kept or tempfile.mkdtemp(prefix="dung-han-bench-")) / f"{name}-{vendor}"
    folder.mkdir(parents=True, exist_ok=True)
    found = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
    # With DEBUG settings ask for nothing else; the process that measures turns it off before anything is rendered.
    found |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "true"}
    if vendor == POSTGRESQL:
        found["DATABASE_URL"] = _made(at, name)
    try:
        yield found
    finally:
        if not os.environ.get("BENCH_KEEP"):
            if vendor == POSTGRESQL:
                _statement(at, f'DROP DATABASE IF EXISTS "{PREFIX}_{name}" WITH (FORCE)')
            shutil.rmtree(folder if kept else folder.parent, ignore_errors=True)


def _made(at: str, name: str) -> str:
    """Return the address of the database, made unless it was kept."""
    database = f"{PREFIX}_{name}"
    if not _statement(at, "SELECT 1 FROM pg_database WHERE datname = %s", database):
        _statement(at, f'CREATE DATABASE "{database}"')
    return f"{at.rpartition('/')[0]}/{database}"


def _statement(at: str, sql: str, *params: str) -> bool:
    """Run the statement outside a transaction; True when it gave a row."""
    connection = psycopg2.connect(at)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = bool(cursor.description and cursor.fetchone())
    connection.close()
    return found
