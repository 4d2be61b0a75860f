"""The last evening: every unit sends its report within a minute, against a bare view that runs the same statements.

On PostgreSQL over loopback, through gunicorn with two workers and the threads that production gives each. The bare view
stands behind the same login and middleware and runs, statement by statement, what the portal asked for the same report.
Portal and bare view take turns, some units at a time, so that a slow moment of the machine strikes both.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tests.bench.reporting.recorded import Statements, keep
from tests.bench.reporting.saying import percentile, say
from tests.bench.reporting.serving import serving
from tests.bench.reporting.starting import start
from tests.bench.reporting.visiting import Broken, Visitor

if TYPE_CHECKING:
    from tests.bench.reporting.world import Seat, World

UNITS = 300
INDICATORS = 30
CLIENTS = 12
AT_A_TIME = 25
WORKERS = 2
MOST_SECONDS = 60.0
LEAST_SHARE = 0.5
# What the login asks before any view is called.
_OF_THE_LOGIN = ('FROM "django_session"', 'FROM "units_user" WHERE "units_user"."id"')


def main() -> int:
    start()
    from django.db import connection

    from tests.bench.reporting.world import make_world

    assert connection.vendor == "postgresql", "the rush is measured on PostgreSQL"
    world = make_world(units=UNITS, indicators=INDICATORS)
    folder = Path(os.environ["DATA_DIR"])
    environment = keep(_record(world), folder / "statements.pickle")
    environment["DJANGO_SETTINGS_MODULE"] = "tests.bench.reporting.settings"
    with serving(folder, workers=WORKERS, environment=environment) as server:
        _warm_up(server.port, world.seats)
        bare, real = Run(), Run()
        for first in range(0, UNITS, AT_A_TIME):
            some = world.seats[first : first + AT_A_TIME]
            # The statements can only be replayed while the report has not been sent.
            _run(bare, server.port, some, _replay)
            _run(real, server.port, some, lambda visitor, seat: _report(visitor, world, seat))
    share = bare.seconds / real.seconds
    lost = _lost(world)
    is_ok = not real.errors and not bare.errors and not lost and real.seconds <= MOST_SECONDS and share >= LEAST_SHARE
    found: dict[str, float] = {"units": UNITS, "figures": UNITS * INDICATORS, "clients": CLIENTS, "workers": WORKERS}
    found |= {"errors": len(real.errors), "lost": lost, "seconds": round(real.seconds, 1), "limit": MOST_SECONDS}
    found |= {"per_second": round(UNITS / real.seconds, 1), "bare_per_second": round(UNITS / bare.seconds, 1)}
    found |= {"share_of_bare": round(share, 2), "share_limit": LEAST_SHARE}
    p95, bare_p95 = (round(percentile(run.sending, 95)) for run in (real, bare))
    found |= {"send_p95_ms": p95, "bare_send_p95_ms": bare_p95}
    for error in [*real.errors, *bare.errors][:5]:
        sys.stderr.write(f"{error}\n")
    return 0 if say("all units send at once", ok=is_ok, **found) else 1


class Run:
    """What came of units reporting once: how long that took, sending alone in milliseconds, and what went wrong."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.sending: list[float] = []
        self.errors: list[str] = []


def _run(run: Run, port: int, seats: Sequence[Seat], report: Callable[[Visitor, Seat], float]) -> None:
    """Let CLIENTS people at a time report for one unit after another until all have, and add to the run what came."""
    waiting = queue.SimpleQueue[object]()
    for seat in seats:
        waiting.put(seat)

    def work() -> None:
        while True:
            try:
                seat = waiting.get_nowait()
            except queue.Empty:
                return
            visitor = Visitor(port, seat.session)  # type: ignore[attr-defined]
            try:
                run.sending.append(report(visitor, seat))  # type: ignore[arg-type]
            except (*Broken, AssertionError) as error:
                run.errors.append(f"{type(error).__name__}: {error}")
            visitor.close()

    people = [threading.Thread(target=work) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for person in people:
        person.start()
    for person in people:
        person.join()
    run.seconds += time.perf_counter() - began


def _report(visitor: Visitor, world: World, seat: Seat) -> float:
    """Save the whole form and send it; return the milliseconds that sending took."""
    saved = visitor.post(f"/bao-cao/{seat.submission}/soan/", _form(world, seat))
    assert saved.status == 302, f"form: {saved.status}"
    began = time.perf_counter()
    sent = visitor.post(f"/bao-cao/{seat.submission}/gui/", {})
    taken = (time.perf_counter() - began) * 1000
    assert sent.status == 302, f"send: {sent.status}"
    assert sent.location.endswith("giay-xac-nhan/"), f"send: {sent.location}"
    return taken


def _replay(visitor: Visitor, seat: Seat) -> float:
    saved = visitor.post(f"/bare/replay/form/{seat.submission}/", {})
    assert saved.status == 204, f"bare form: {saved.status}"
    began = time.perf_counter()
    sent = visitor.post(f"/bare/replay/send/{seat.submission}/", {})
    assert sent.status == 204, f"bare send: {sent.status}"
    return (time.perf_counter() - began) * 1000


def _form(world: World, seat: Seat) -> dict[str, str]:
    fields = {"go": "1"}
    for place, key in enumerate(world.indicators):
        fields |= {f"t-{key}": str(_value(seat, place)), f"a-{key}": "value", f"m-{key}": ""}
    return fields


def _value(seat: Seat, place: int) -> int:
    return 1 + (seat.submission * 7 + place * 3) % 97


def _warm_up(port: int, seats: Sequence[Seat]) -> None:
    """Let every worker load what it loads once."""
    for seat in seats[: WORKERS * 8]:
        visitor = Visitor(port, seat.session)
        for path in ("/", f"/bao-cao/{seat.submission}/soan/"):
            assert visitor.get(path).status == 200
        visitor.close()


def _record(world: World) -> Statements:
    """Report once for every unit in a transaction that is rolled back, and return what was asked of the database."""
    from django.db import connection, transaction
    from django.test import Client

    from units.nudge import held_back

    statements: Statements = {"form": {}, "send": {}}
    heard: list[str] = []

    def listen(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        with connection.connection.cursor() as cursor:
            text = cursor.mogrify(sql, params).decode()
        if not any(part in text for part in _OF_THE_LOGIN):
            heard.append(text)
        return execute(sql, params, many, context)

    for seat in world.seats:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = seat.session
        with transaction.atomic(), held_back(), connection.execute_wrapper(listen):
            for kind, path, fields in (("form", "soan", _form(world, seat)), ("send", "gui", {})):
                heard.clear()
                answer = client.post(f"/bao-cao/{seat.submission}/{path}/", fields)
                assert answer.status_code == 302, f"{path}: {answer.status_code}"
                statements[kind][seat.submission] = list(heard)
            transaction.set_rollback(True)
    return statements


def _lost(world: World) -> int:
    """Return how many figures are not in the ledger as they were typed, whole reports included."""
    from indicators.models import Result
    from reports.models import Revision, Status, Submission

    sent = set(Submission.objects.filter(status=Status.SUBMITTED).exclude(receipt="").values_list("pk", flat=True))
    once = set(Revision.objects.filter(number=1).values_list("submission_id", flat=True))
    rows = Result.objects.filter(posting__counted_until=None)
    columns = rows.values_list("posting__revision__submission", "indicator", "value")
    found = {(submission, indicator): value for submission, indicator, value in columns}
    lost = 0
    for seat in world.seats:
        is_sent = seat.submission in sent & once
        for place, key in enumerate(world.indicators):
            lost += not is_sent or found.get((seat.submission, key)) != Decimal(_value(seat, place))
    return lost


if __name__ == "__main__":
    sys.exit(main())
