"""A page that only shows something is of one moment."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from units.page import one_page

GetResponse = Callable[[HttpRequest], HttpResponse]


def of_one_moment(get_response: GetResponse) -> GetResponse:
    """Let everything that is remembered for a page be asked for under one state of affairs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with one_page():
            return get_response(request)

    return middleware
