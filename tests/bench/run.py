"""One run of the benchmark: load the sample data if they are not there, then measure page after page."""

from __future__ import annotations

import datetime as dt
import gc
import json
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

TODAY = dt.date(2026, 11, 21)
NOON = dt.datetime.combine(TODAY, dt.time(12))

# Against the floor, and in queries (issue 2).
MOST_RATIO = 4
MOST_QUERIES = 25

# The five units that stay when the sample is cut: agencies of two clusters, an enterprise and a school.
FEW_UNITS = ("STC", "VPUB", "SYT", "DIEN", "CDSP")


def main(size: int, wanted: list[str]) -> int:
    django.setup()
    settings.ROOT_URLCONF = "tests.bench.urls"
    from django.test import Client

    from tests.bench.measuring import measure
    from tests.bench.pages import PAGES
    from units import clock
    from units.models import User

    sample = _sample(size)
    clock.set_to(NOON)
    clients: dict[str, Client] = {}
    broken = 0
    gc.collect()
    gc.freeze()
    for page in PAGES:
        if wanted and not any(part in page.name for part in wanted):
            continue
        if page.login not in clients:
            clients[page.login] = Client(SERVER_NAME="localhost")
            clients[page.login].force_login(User.objects.get_by_natural_key(page.login))
        line: dict[str, Any] = {"figure": "page", "page": page.name, "units": size}
        try:
            found = measure(clients[page.login], page.path(sample))
        except Exception as error:  # noqa: BLE001, one page that fails must not hide the others
            broken += 1
            _say(line | {"error": f"{type(error).__name__}: {error}", "ok": False})
            continue
        ratio = found.ms / found.floor_ms
        is_ok = ratio <= MOST_RATIO and found.queries <= MOST_QUERIES
        broken += not is_ok
        _say(
            line
            | {"ms": round(found.ms, 1), "floor_ms": round(found.floor_ms, 1), "ratio": round(ratio, 2)}
            | {"limit": MOST_RATIO, "queries": found.queries, "queries_limit": MOST_QUERIES}
            | {"floor_queries": found.floor_queries, "bytes": found.bytes, "ok": is_ok}
        )
    return 1 if broken else 0


def _sample(size: int) -> Any:
    """Return the rows that addresses need, after loading the sample data of that many units."""
    from django.core.management import call_command

    from programs.models import Program, ProgramStatus
    from reports.demo import names
    from tests.bench.pages import Sample
    from units.models import Unit

    call_command("migrate", verbosity=0)
    if size == len(FEW_UNITS):
        names.UNITS = tuple(row for row in names.UNITS if row[0] in FEW_UNITS)
    if not Unit.objects.exists():
        call_command("load_demo", scale="small", today=TODAY, stdout=sys.stderr)
        _prepare()
    body = Unit.objects.get(code=names.BLOC_CODE)
    assert Unit.objects.below(body).count() == size
    draft = Program.objects.filter(status=ProgramStatus.DRAFT).latest("pk")
    return Sample(body, Unit.objects.get(code="STC"), draft)


def _prepare() -> None:
    """Add what the sample lacks: a draft under review, and a compiled report."""
    from programs.actions.drafting import import_program
    from programs.models import ReportingPeriod
    from reports.actions.compiling import build, request_compilation
    from reports.demo import names
    from units import clock
    from units.models import Unit, User
    from units.nudge import held_back

    body = Unit.objects.get(code=names.BLOC_CODE)
    office = User.objects.get_by_natural_key("vanphong")
    document = next((Path(settings.DATA_DIR) / "mau").glob("*.docx"))
    with clock.at(NOON), held_back():
        import_program(body, document.read_bytes(), document.name, by=office)
        period = ReportingPeriod.objects.filter(due_at__lt=clock.now()).latest("due_at")
        build(request_compilation(body, period, by=office).pk)


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
