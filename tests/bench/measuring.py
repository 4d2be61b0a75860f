"""Time and queries of a page beside those of its floor, request by request in turn."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from tests.bench.floor import Served, serve
from tests.bench.freezing import Recording

ROUNDS = 20
WARM_UP = 3

FLOOR = "/floor/"
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": "|X-CSRFToken&quot;: &quot;)\w+')


class UnfairFloorError(Exception):
    """The frozen page is not the page."""


@dataclass(frozen=True)
class Measured:
    ms: float
    floor_ms: float
    queries: int
    floor_queries: int
    bytes: int


def measure(client: Client, path: str) -> Measured:
    """Return what the page and its floor take, in milliseconds; raise UnfairFloorError where they differ."""
    client.get(path)  # what a first visit changes, as a report that counts as opened, is no part of the page
    served, size = frozen(client, path)
    serve(served)
    floor = FLOOR + path[len(path.partition("?")[0]) :]
    for _ in range(WARM_UP):
        _get(client, path)
        _get(client, floor)
    times: dict[str, list[float]] = {path: [], floor: []}
    for _ in range(ROUNDS):
        for address, taken in times.items():
            began = time.perf_counter()
            client.get(address)
            taken.append((time.perf_counter() - began) * 1000)
    return Measured(
        ms=statistics.median(times[path]),
        floor_ms=statistics.median(times[floor]),
        queries=counted(lambda: client.get(path)),
        floor_queries=counted(lambda: client.get(floor)),
        bytes=size,
    )


def frozen(client: Client, path: str) -> tuple[Served, int]:
    """Return the page as plain data and its size in bytes; raise UnfairFloorError where the two are not the same."""
    recording = Recording()
    with recording.listening():
        page = _get(client, path)
    if recording.template is None:
        raise UnfairFloorError("no template was rendered")
    plain = path.partition("?")[0]
    served = Served(recording.template, recording.frozen(), plain)
    serve(served)
    if difference := _difference(_get(client, path), _get(client, FLOOR + path[len(plain) :])):
        raise UnfairFloorError(difference)
    return served, len(page)


def _get(client: Client, path: str) -> bytes:
    response = client.get(path)
    if response.status_code != 200:
        raise UnfairFloorError(f"{path} answers {response.status_code}")
    return TOKEN.sub(rb"\1", response.content)


def _difference(page: bytes, floor: bytes) -> str:
    """Return the first place where the two differ; empty when they are the same."""
    if page == floor:
        return ""
    place = next((i for i, (a, b) in enumerate(zip(page, floor, strict=False)) if a != b), min(len(page), len(floor)))
    around = slice(max(place - 60, 0), place + 60)
    has, shows = (content[around].decode(errors="replace") for content in (page, floor))
    return f"at byte {place} the page has {has!r}, the floor {shows!r}"


def counted(visit: Callable[[], Any]) -> int:
    """Return how many queries a visit takes."""
    count = 0

    def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counting):
        visit()
    return count
