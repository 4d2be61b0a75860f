"""A server killed at random moments, between saves and while sending: what was shown as saved is there again."""

from __future__ import annotations

import os
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.reporting.saying import say
from tests.bench.reporting.serving import Server, serving
from tests.bench.reporting.starting import start
from tests.bench.reporting.visiting import Broken, Visitor

if TYPE_CHECKING:
    from tests.bench.reporting.world import Seat, World

KILLS = 50
INDICATORS = 12
SEED = 20261127
CALIBRATING = 2

# What must never be counted.
WRONG = ("values lost", "values not on the page", "half done")


@dataclass
class Typing:
    """What one reporter typed: what the page showed as saved, and what was on its way when the server went."""

    shown: dict[int, str] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    on_its_way: tuple[int, str] | None = None
    is_cut_off: bool = False


def main() -> int:
    start()

    from tests.bench.reporting.world import make_world

    world = make_world(units=KILLS + CALIBRATING, indicators=INDICATORS)
    folder = Path(os.environ["DATA_DIR"])
    counts: Counter[str] = Counter()
    with serving(folder, workers=1, threads=8) as server:
        seconds = [_undisturbed(server, world, seat) for seat in world.seats[:CALIBRATING]]
        pace, sending = (statistics.median(times) for times in zip(*seconds, strict=True))
        dice = random.Random(SEED)
        for number, seat in enumerate(world.seats[CALIBRATING:]):
            if number % 2:
                _kill_while_sending(server, world, seat, dice.uniform(0, sending * 1.3), counts)
            else:
                _kill_while_typing(server, world, seat, dice.uniform(0, 2 * pace * INDICATORS), pace, counts)
    is_ok = counts["kills"] == KILLS and not any(counts[name] for name in WRONG)
    found = {name: counts[name] for name in (*sorted(counts.keys() - set(WRONG)), *WRONG)}
    return 0 if say("killed servers", ok=is_ok, seed=SEED, limit=0, **found) else 1


def _undisturbed(server: Server, world: World, seat: Seat) -> tuple[float, float]:
    """Return how many seconds a save and a sending take when nobody disturbs them."""
    visitor, typing = Visitor(server.port, seat.session), Typing()
    began = time.perf_counter()
    _type(visitor, world, seat, typing, turns=1)
    typed = time.perf_counter()
    assert _send(visitor, seat), "a report that nobody disturbs is sent"
    visitor.close()
    return (typed - began) / INDICATORS, time.perf_counter() - typed


def _kill_while_typing(
    server: Server, world: World, seat: Seat, after: float, pace: float, counts: Counter[str]
) -> None:
    visitor, typing = Visitor(server.port, seat.session), Typing()
    killing = threading.Timer(after, server.kill)
    killing.start()
    _type(visitor, world, seat, typing, turns=1000, rest=pace)
    killing.join()
    visitor.close()
    counts["kills"] += 1
    counts["saves cut off" if typing.is_cut_off else "killed between saves"] += 1
    server.start()
    _check(server, world, seat, typing, counts, was_answered=False)


def _kill_while_sending(server: Server, world: World, seat: Seat, after: float, counts: Counter[str]) -> None:
    visitor, typing = Visitor(server.port, seat.session), Typing()
    _type(visitor, world, seat, typing, turns=1)
    killing = threading.Timer(after, server.kill)
    killing.start()
    try:
        was_answered = _send(visitor, seat)
    except Broken:
        was_answered = False
    killing.join()
    visitor.close()
    counts["kills"] += 1
    counts["sendings answered" if was_answered else "sendings cut off"] += 1
    server.start()
    _check(server, world, seat, typing, counts, was_answered=was_answered)


def _type(visitor: Visitor, world: World, seat: Seat, typing: Typing, *, turns: int, rest: float = 0) -> None:
    """Fill in field after field, resting before each, until all turns are done or the server is gone."""
    hand = threading.Event()
    for turn in range(turns):
        for place, key in enumerate(world.indicators):
            text = str(1 + turn * INDICATORS + place)
            fields = {f"t-{key}": text, f"a-{key}": "value", f"m-{key}": typing.marks.get(key, "")}
            hand.wait(rest)
            typing.on_its_way = (key, text)
            try:
                answer = visitor.post(f"/bao-cao/{seat.submission}/soan/o/{key}/", fields, script=True)
            except (ConnectionRefusedError, BrokenPipeError):
                return
            except Broken:
                typing.is_cut_off = True
                return
            said = answer.json()
            assert said["state"] == "saved", said
            typing.on_its_way = None
            typing.shown[key], typing.marks[key] = text, said["mark"]


def _send(visitor: Visitor, seat: Seat) -> bool:
    answer = visitor.post(f"/bao-cao/{seat.submission}/gui/", {})
    assert answer.status == 302, answer.status
    assert answer.location.endswith("giay-xac-nhan/"), answer.location
    return True


def _check(
    server: Server, world: World, seat: Seat, typing: Typing, counts: Counter[str], *, was_answered: bool
) -> None:
    """Compare what the page showed before the kill with what page and database say after the restart."""
    from reports.models import Entry

    stored = dict(Entry.objects.filter(submission=seat.submission).values_list("indicator_id", "typed"))
    for key, text in typing.shown.items():
        counts["values shown as saved"] += 1
        may_be = {text} | ({typing.on_its_way[1]} if typing.on_its_way and typing.on_its_way[0] == key else set())
        counts["values lost"] += stored.get(key) not in may_be
    is_sent = _state(seat, stored, counts)
    counts["sendings done"] += is_sent
    counts["half done"] += was_answered and not is_sent
    visitor = Visitor(server.port, seat.session)
    answer = visitor.get(f"/bao-cao/{seat.submission}/{'' if is_sent else 'soan/'}")
    assert answer.status == 200, answer.status
    page = answer.content.decode()
    visitor.close()
    for key, text in stored.items():
        is_shown = _shown_as_sent(page, key, text) if is_sent else f'name="t-{key}" value="{text}"' in page
        counts["values not on the page"] += not is_shown


def _shown_as_sent(page: str, key: int, text: str) -> bool:
    line = re.search(rf'id="line-{key}".*?</tr>', page, re.DOTALL)
    return line is not None and f"<strong>{text}</strong>" in line[0]


def _state(seat: Seat, stored: dict[int, str], counts: Counter[str]) -> bool:
    """Return whether the report is sent; count it as half done where its parts disagree."""
    from indicators.models import Posting
    from reports.models import Status, Submission

    submission = Submission.objects.get(pk=seat.submission)
    revisions = list(submission.revisions.select_related("posting"))
    postings = list(Posting.objects.filter(unit=submission.unit_id, period=submission.period_id))
    is_sent = submission.status == Status.SUBMITTED
    if is_sent:
        figures = {row["indicator"]: row["typed"] for row in revisions[0].snapshot["figures"]} if revisions else {}
        results = {row.indicator_id: str(int(row.value or 0)) for row in postings[0].results.all()} if postings else {}
        is_whole = len(revisions) == len(postings) == 1 and figures == results == stored
        is_whole = is_whole and bool(submission.receipt)
    else:
        is_whole = not revisions and not postings and not submission.receipt and submission.submitted_at is None
    counts["half done"] += not is_whole
    return is_sent


if __name__ == "__main__":
    sys.exit(main())
