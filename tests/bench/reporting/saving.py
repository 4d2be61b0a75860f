"""Saving one field against a bare view that authenticates and upserts one row, request by request in turn."""

from __future__ import annotations

import gc
import statistics
import sys
import time

from tests.bench.reporting.saying import say
from tests.bench.reporting.starting import start

MOST_RATIO = 3.0
INDICATORS = 40
ROUNDS = 150
WARM_UP = 20


def main() -> int:
    start("tests.bench.reporting.urls")
    from django.test import Client
    from django.urls import reverse

    from tests.bench.reporting.world import make_world

    world = make_world(units=2, indicators=INDICATORS)
    seat, floor = world.seats
    client, bare = Client(), Client()
    client.force_login(seat.user)
    bare.force_login(floor.user)
    taken: dict[str, list[float]] = {"save": [], "bare": []}
    marks: dict[int, str] = {}
    gc.collect()
    gc.freeze()
    for turn in range(ROUNDS + WARM_UP):
        key = world.indicators[turn % INDICATORS]
        address = reverse("reports:entry_save", args=[seat.submission, key])
        fields = {f"t-{key}": str(turn), f"a-{key}": "value", f"m-{key}": marks.get(key, "")}
        began = time.perf_counter()
        answer = client.post(address, fields)
        taken["save"].append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.content
        marks[key] = answer.json()["mark"]
        began = time.perf_counter()
        answer = bare.post(f"/bare/upsert/{floor.submission}/{key}/", {"text": str(turn)})
        taken["bare"].append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200
    ms, bare_ms = (statistics.median(times[WARM_UP:]) for times in taken.values())
    ratio = ms / bare_ms
    found = {"ms": round(ms, 2), "bare_ms": round(bare_ms, 2), "ratio": round(ratio, 2), "limit": MOST_RATIO}
    return 0 if say("save one field", ok=ratio <= MOST_RATIO, **found) else 1


if __name__ == "__main__":
    sys.exit(main())
