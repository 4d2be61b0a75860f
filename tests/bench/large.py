"""The portal over a large sample, in a process of its own: does one thing for every line it is asked, as JSON.

`python -m tests.bench.large province 3` loads what is missing, says that it is ready, and then takes requests like
{"do": "visit", "page": "overview"} from its input. See `tests.bench.size`, which asks.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

TODAY = dt.date(2026, 11, 21)
NOON = dt.datetime.combine(TODAY, dt.time(12))


def main(scale: str, years: int) -> None:
    # What the portal prints while it loads must not be taken for an answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    django.setup()
    settings.DEBUG = False
    settings.ROOT_URLCONF = "tests.bench.urls"
    load(scale, years)
    portal = _portal()
    gc.collect()
    gc.freeze()
    _answer(answers, {"ready": True, "pages": sorted(portal.pages)})
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        _answer(answers, getattr(portal, asked.pop("do"))(**asked))


def _answer(out: Any, found: dict[str, Any]) -> None:
    out.write(json.dumps(found) + "\n")
    out.flush()


def load(scale: str, years: int) -> None:
    """Load the sample unless it is there, and set the clock to its moment with all sums up to date."""
    from django.core.management import call_command

    from indicators.actions.remembering_past import record_days
    from indicators.actions.rolling_up import rebuild_outdated, refresh, running
    from indicators.trends import month_ends
    from units import clock
    from units.models import Unit

    call_command("migrate", verbosity=0)
    if not Unit.objects.exists():
        more = {"years": years} if scale == "province" else {}
        call_command("load_demo", scale=scale, today=TODAY, **more)
    clock.set_to(NOON)
    rebuild_outdated()
    refresh()
    if scale == "province":  # of the country only today: writing down every month takes as long as loading it
        for program in running(TODAY):
            record_days(program, [*month_ends(program.starts_on, TODAY), TODAY - dt.timedelta(days=7)])


def _portal() -> Any:
    from tests.bench.visiting import Portal

    return Portal()


def resident_megabytes() -> float:
    """Return how much memory the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def milliseconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
