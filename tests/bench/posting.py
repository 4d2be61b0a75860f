"""How a report reaches the figures of the body above: queries and time, beside the same statements on a bare cursor.

`python -m tests.bench.posting` works over one year of the province sample, on SQLite and on PostgreSQL where one
answers, each in a database of its own, and takes everything back. Posting and bringing the kept sums up to date belong
together here; checking what was typed, keeping a snapshot and telling people (the rest of sending a report) do not.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

from tests.bench.databases import POSTGRESQL, SQLITE, environment, server

ROUNDS, WARM_UP = 25, 2
FIGURES, MOST_QUERIES, MOST_OVER_BARE = 40, 15, 3
UNITS, MOST_QUERIES_FOR_UNITS = 100, 20

Statement = tuple[str, Any, bool]


HERE = "here"


def main() -> int:
    """Measure in a process of its own for each kind of database."""
    at = server()
    worst = 0
    for vendor in (SQLITE, *([POSTGRESQL] if at else [])):
        with environment("province_1", vendor, at) as surroundings:
            command = [sys.executable, "-m", "tests.bench.posting", HERE]
            worst = max(worst, subprocess.run(command, env=surroundings, check=False).returncode)
    return worst


def measure() -> int:
    from tests.bench.large import load
    from tests.bench.size import say

    answers, sys.stdout = sys.stdout, sys.stderr
    django.setup()
    load("province", 1)
    sys.stdout = answers
    from django.core.cache import cache
    from django.db import connection

    from units import at_hand

    head = {"database": connection.vendor}
    with undone():
        one = _one_report()
    is_ok = say({"figure": f"posting a report of {FIGURES} figures"} | head | one)
    cache.clear()  # of what was undone nothing may be remembered
    at_hand.forget()
    with undone():
        many = _many_units()
    return 0 if say({"figure": f"taking up the first figure of {UNITS} units"} | head | many) & is_ok else 1


@contextmanager
def undone() -> Iterator[None]:
    """Take back everything that is written in the block."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def listening() -> Iterator[list[Statement]]:
    """Collect the statements of the block; its savepoints stand for the transactions they would be elsewhere."""
    from django.db import connection

    found: list[Statement] = []

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params, many))
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield found


def _one_report() -> dict[str, Any]:
    from indicators.actions.posting import post_results
    from indicators.actions.rolling_up import rebuild, refresh
    from tests.bench.large import milliseconds
    from tests.bench.visiting import due_report
    from units import clock

    submission = due_report()
    figures = _figures(submission, FIGURES)
    rebuild(figures[0].program)
    period = submission.period

    def post() -> None:
        post_results(
            unit=submission.unit,
            period=period,
            figures=[figure.figure for figure in figures],
            covers_from=period.covers_from,
            covers_until=period.covers_until or period.last_day,
            by=None,
            at=clock.now(),
        )
        if not refresh():
            raise RuntimeError("The figures have not reached the sums.")

    taken: list[float] = []
    bare: list[float] = []
    queries = 0
    for number in range(WARM_UP + ROUNDS):
        with undone(), listening() as statements:
            ms = milliseconds(post)
        queries = _asked(statements)
        with undone():
            bare_ms = milliseconds(lambda: _replay(statements))
        if number >= WARM_UP:
            taken.append(ms)
            bare.append(bare_ms)
    ratio = statistics.median(taken) / statistics.median(bare)
    return {
        "queries": queries,
        "queries_limit": MOST_QUERIES,
        "ms": round(statistics.median(taken), 1),
        "bare_ms": round(statistics.median(bare), 1),
        "ratio": round(ratio, 2),
        "limit": MOST_OVER_BARE,
        "ok": queries <= MOST_QUERIES and ratio <= MOST_OVER_BARE,
    }


def _many_units() -> dict[str, Any]:
    """Have units send the first figure that anybody sends for an indicator, then bring the sums up to date once."""
    from indicators.actions.posting import post_results
    from indicators.actions.rolling_up import rebuild, refresh
    from programs.models import ReportingPeriod
    from tests.bench.large import milliseconds
    from units import clock
    from units.models import Level, Unit

    body = Unit.objects.get(depth=1)
    closing = ReportingPeriod.objects.filter(regime__issuer=body).latest("due_at")
    asked = _added(closing.regime.programs.get(), 1)[0]
    rebuild(asked.program)
    for unit in Unit.objects.below(body).filter(level=Level.BASE)[:UNITS]:
        post_results(
            unit=unit,
            period=closing,
            figures=[asked.figure],
            covers_from=closing.covers_from,
            covers_until=clock.today(),
            by=None,
            at=clock.now(),
        )
    with listening() as statements:
        ms = milliseconds(refresh)
    queries = _asked(statements)
    fits = queries <= MOST_QUERIES_FOR_UNITS
    return {"queries": queries, "limit": MOST_QUERIES_FOR_UNITS, "ms": round(ms, 1), "ok": fits}


class Asked:
    """An indicator and the figure that is posted for it."""

    def __init__(self, indicator: Any) -> None:
        from decimal import Decimal

        from indicators.actions.posting import Figure

        numbers: dict[str, dict[str, Any]] = {
            "COUNT": {"value": Decimal(3)},
            "SHARE": {"numerator": Decimal(9), "denominator": Decimal(12)},
            "CONDITION": {"holds": True},
        }
        self.program = indicator.program
        self.figure = Figure(indicator.pk, **numbers[indicator.kind])


def _figures(submission: Any, count: int) -> list[Asked]:
    """Return a figure for everything the report asks, with so many indicators added that it asks for `count`."""
    from reports.contents import contents_of

    asked = [Asked(indicator) for indicator in contents_of(submission).indicators]
    return [*asked, *_added(asked[0].program, count - len(asked))]


def _added(program: Any, count: int) -> list[Asked]:
    from indicators.models import Indicator

    rows = [Indicator(program=program, label=f"Việc thêm {place + 1}").with_keys() for place in range(count)]
    return [Asked(indicator) for indicator in Indicator.objects.bulk_create(rows)]


def _asked(statements: list[Statement]) -> int:
    return sum("SAVEPOINT" not in sql for sql, *_ in statements)


def _replay(statements: list[Statement]) -> None:
    """Run the statements as they are on the database's own cursor and fetch what they give."""
    from django.db import connection

    for sql, params, many in statements:
        cursor = connection.create_cursor()
        (cursor.executemany if many else cursor.execute)(sql, params)
        if cursor.description:
            cursor.fetchall()
        cursor.close()


if __name__ == "__main__":
    sys.exit(measure() if sys.argv[1:] == [HERE] else main())
