"""The floor of a page: behind the login and all middleware, the same template over plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.backends.django import Template


@dataclass
class Served:
    """What the address of the floor answers just now."""

    template: Template
    data: dict[str, Any]
    path: str


_now: list[Served] = []


def serve(served: Served) -> None:
    """Answer with this from now on."""
    _now[:] = [served]


def floor(request: HttpRequest) -> HttpResponse:
    served = _now[0]
    request.path = served.path  # the frame shows which entry of the navigation is open
    return HttpResponse(served.template.render(dict(served.data), request))
