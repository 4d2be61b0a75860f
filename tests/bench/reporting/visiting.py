"""A browser without a screen: one signed-in person on one kept connection."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.bench.reporting.serving import HOST

# What the browser would have been given with the page; any secret that cookie and header share will do.
TOKEN = "b" * 32

Broken = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    content: bytes

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.content))


class Visitor:
    """Raises one of `Broken` when the server goes away."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self._headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, str], *, script: bool = False) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if script:
            headers["Accept"] = "application/json"
        return self._ask("POST", path, urlencode(fields), headers)

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self._connection.request(method, path, body, self._headers | headers)
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.headers.get("Location", ""), answer.read())
