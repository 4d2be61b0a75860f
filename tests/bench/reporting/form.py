"""The form of a report with forty indicators, beside its floor: the same template and row partial over plain data."""

from __future__ import annotations

import gc
import sys

from tests.bench.reporting.saying import say
from tests.bench.reporting.starting import start

MOST_RATIO = 4.0
MOST_QUERIES = 12
INDICATORS = 40


def main() -> int:
    start("tests.bench.urls")
    from django.test import Client
    from django.urls import reverse

    from tests.bench.measuring import measure
    from tests.bench.reporting.world import make_world

    (seat,) = make_world(units=1, indicators=INDICATORS).seats
    client = Client()
    client.force_login(seat.user)
    gc.collect()
    gc.freeze()
    found = measure(client, reverse("reports:submission_form", args=[seat.submission]))
    ratio = found.ms / found.floor_ms
    is_ok = ratio <= MOST_RATIO and found.queries <= MOST_QUERIES
    numbers = {"indicators": INDICATORS, "ms": round(found.ms, 1), "floor_ms": round(found.floor_ms, 1)}
    limits = {"limit": MOST_RATIO, "queries_limit": MOST_QUERIES}
    said = say("the form", ok=is_ok, **numbers, ratio=round(ratio, 2), queries=found.queries, **limits)
    return 0 if said else 1


if __name__ == "__main__":
    sys.exit(main())
