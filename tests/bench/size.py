"""Pages at the size of a province and of the country: `python -m tests.bench size [part of a page's name]`.

The samples run side by side, each in a process and a database of its own, and are asked in turn, so that a slow moment
of the machine strikes all of them. Prints one JSON line per figure; 1 when a limit is broken.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from contextlib import ExitStack
from typing import Any

from tests.bench.databases import POSTGRESQL, SQLITE, environment, server

MOST_OVER_FLOOR = 4
MOST_OVER_PROVINCE = 2
MOST_OVER_ONE_YEAR = 1.1
MOST_AFTER_CHANGE = 2
MOST_MEGABYTES = 250

ROUNDS, CHANGES, WARM_UP = 61, 11, 2

# The page of the province sample that a page of the country is held against.
BESIDE = {"": "", " of a province": "", " of a commune": " of a commune"}


class Sample:
    """A process that holds a sample and does what it is asked."""

    def __init__(self, surroundings: dict[str, str], scale: str, years: int) -> None:
        self.name = f"{scale}, {years} year{'s' * (years > 1)}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.large", scale, str(years)],
            # Two processes that do the same differ by some percent when their sets and dicts are laid out by chance.
            env=surroundings | {"PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pages: list[str] = self._answer()["pages"]

    def ask(self, do: str, **more: object) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"The process with the sample ({self.name}) has ended.")
        return json.loads(line)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def main(wanted: list[str]) -> int:
    at = server()
    vendor = POSTGRESQL if at else SQLITE
    with ExitStack() as stack:

        def sample(scale: str, years: int) -> Sample:
            found = stack.enter_context(environment(f"{scale}_{years}", vendor, at))
            opened = Sample(found, scale, years)
            stack.callback(opened.end)
            return opened

        three, one = sample("province", 3), sample("province", 1)
        nation = sample("nation", 1) if at else None
        if nation is None:
            say({"figure": "page at nation scale", "skipped": "no PostgreSQL answers; set DATABASE_URL"})
        return _measure(three, one, nation, wanted, vendor)


def _measure(three: Sample, one: Sample, nation: Sample | None, wanted: list[str], vendor: str) -> int:
    is_ok = True
    # What is measured is warm: the processes have just loaded, and the database still tidies up after them.
    for sample in filter(None, (three, one, nation)):
        for page in sample.pages * WARM_UP:
            sample.ask("visit", page=page)
    for page in [page for page in three.pages if not wanted or any(part in page for part in wanted)]:
        is_ok &= _page(page, three, one, vendor)
    if nation is not None:
        for page in [page for page in nation.pages if not wanted or any(part in page for part in wanted)]:
            is_ok &= _page_of_nation(page, nation, three, vendor)
        if not wanted:
            found = nation.ask("walk")
            fits = found["mb"] <= MOST_MEGABYTES
            is_ok &= say(
                {"figure": "memory of a web worker", "sample": nation.name} | found | _limit(MOST_MEGABYTES, fits)
            )
    return 0 if is_ok else 1


def _page(page: str, three: Sample, one: Sample, vendor: str) -> bool:
    """Measure a page over three years beside its floor, one year of history, and the visit after a change."""
    head: dict[str, Any] = {"page": page, "database": vendor}
    prepared = [sample.ask("prepare", page=page) for sample in (three, one)]
    if errors := [each["error"] for each in prepared if "error" in each]:
        return say({"figure": "page at province scale"} | head | {"error": errors[0], "ok": False})
    turns = [(three, "visit", page), (three, "floor", page), (one, "visit", page)]
    times = _times(turns, ROUNDS)
    ms, floor_ms, one_ms = map(statistics.median, times)
    ratio, history = _ratio(times[0], times[1]), _ratio(times[0], times[2])
    line: dict[str, Any] = {"figure": "page at province scale", **head}
    line |= {"ms": round(ms, 1), "floor_ms": round(floor_ms, 1), "ratio": round(ratio, 2)} | prepared[0]
    is_ok = say(line | _limit(MOST_OVER_FLOOR, ratio <= MOST_OVER_FLOOR))
    line = {"figure": "three years of history", **head}
    line |= {"ms": round(ms, 1), "one_year_ms": round(one_ms, 1), "ratio": round(history, 2)}
    is_ok &= say(line | _limit(MOST_OVER_ONE_YEAR, history <= MOST_OVER_ONE_YEAR))
    return is_ok & _after_change(page, three, head)


def _page_of_nation(page: str, nation: Sample, three: Sample, vendor: str) -> bool:
    which = next(part for part in sorted(BESIDE, key=len, reverse=True) if page.endswith(part))
    beside = page.removesuffix(which) + BESIDE[which]
    head: dict[str, Any] = {"page": page, "database": vendor}
    prepared = nation.ask("prepare", page=page)
    if "error" in prepared:
        return say({"figure": "page at nation scale"} | head | prepared | {"ok": False})
    times = _times([(nation, "visit", page), (three, "visit", beside)], ROUNDS)
    (ms, province_ms), ratio = map(statistics.median, times), _ratio(*times)
    line: dict[str, Any] = {"figure": "page at nation scale"} | head | prepared
    line |= {"ms": round(ms, 1), "province_ms": round(province_ms, 1)}
    is_ok = say(line | {"ratio": round(ratio, 2)} | _limit(MOST_OVER_PROVINCE, ratio <= MOST_OVER_PROVINCE))
    return is_ok & _after_change(page, nation, head | {"sample": nation.name})


def _after_change(page: str, sample: Sample, head: dict[str, Any]) -> bool:
    """What one sees as soon as the worker has taken a change up; beside it, without a limit, before it has."""
    turns = [(sample, do, page) for do in ("visit_after_change", "visit", "visit_before_worker")]
    times = _times(turns, CHANGES)
    (changed, warm, before), ratio = map(statistics.median, times), _ratio(times[0], times[1])
    line: dict[str, Any] = {"figure": "first visit after a change"} | head
    line |= {"ms": round(changed, 1), "warm_ms": round(warm, 1), "before_worker_ms": round(before, 1)}
    line |= {"ratio": round(ratio, 2), "before_worker_ratio": round(_ratio(times[2], times[1]), 2)}
    return say(line | _limit(MOST_AFTER_CHANGE, ratio <= MOST_AFTER_CHANGE))


def _times(turns: list[tuple[Sample, str, str]], rounds: int) -> list[list[float]]:
    """Return what each takes, in milliseconds, round by round, asked in turn."""
    times: list[list[float]] = [[] for _ in turns]
    for number in range(WARM_UP + rounds):
        for taken, (sample, do, page) in zip(times, turns, strict=True):
            ms = sample.ask(do, page=page)["ms"]
            if number >= WARM_UP:
                taken.append(ms)
    return times


def _ratio(times: list[float], others: list[float]) -> float:
    """Return the median of what it is in each round: the machine changes its speed from one second to the next."""
    return statistics.median(ms / other for ms, other in zip(times, others, strict=True))


def _limit(most: float, fits: bool) -> dict[str, Any]:
    return {"limit": most, "ok": bool(fits)}


def say(line: dict[str, Any]) -> bool:
    """Print a figure; False when it breaks its limit."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return bool(line.get("ok", True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
