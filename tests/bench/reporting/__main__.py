"""Measure reporting: `python -m tests.bench.reporting [weight | form | saving | killing | rush ...]`.

Each is measured in a process and a folder of its own, with settings as production has them. The rush wants DATABASE_URL
and REDIS_URL (make bench starts what is missing); it makes a database of its own on that server and drops it.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

EMBEDDED = ("weight", "form", "saving", "killing")
ON_SERVERS = ("rush",)
LEFT_OUT = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SITE_URL", "DEBUG", "CLOCK", "STATIC_ROOT")


def main(wanted: list[str]) -> int:
    status = 0
    for name in wanted or EMBEDDED:
        if name in ON_SERVERS:
            with _database() as environment:
                status |= _measure(name, environment)
        else:
            status |= _measure(name, {})
    return status


def _measure(name: str, environment: Mapping[str, str]) -> int:
    clean = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
    with tempfile.TemporaryDirectory(prefix="dung-han-bench-") as folder:
        production = {
            "DATA_DIR": folder,
            "DEBUG": "false",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "http://127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        command = [sys.executable, "-m", f"tests.bench.reporting.{name}"]
        return int(subprocess.run(command, env=clean | production | dict(environment), check=False).returncode != 0)


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """Make a database beside the one that DATABASE_URL names, and drop it afterwards."""
    import psycopg2

    server = os.environ["DATABASE_URL"]
    name = f"bench_dung_han_{os.getpid()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            url = f"{server.rpartition('/')[0]}/{name}"
            yield {"DATABASE_URL": url, "REDIS_URL": os.environ["REDIS_URL"], "EMAIL_URL": "dummymail://"}
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    connection.close()


sys.exit(main(sys.argv[1:]))
