"""What every request passes through and no package offers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.module_loading import import_string

GetResponse = Callable[[HttpRequest], HttpResponse]


def real_client_address(get_response: GetResponse) -> GetResponse:
    """Behind the proxy, put the visitor's address where everything looks for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if settings.BEHIND_PROXY and forwarded:
            # Only the last entry was written by our own proxy; the ones before it are the visitor's word.
            request.META["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()
        return get_response(request)

    return middleware


class Compressed(GZipMiddleware):
    """Pages, scripts and style sheets go out packed, also without the proxy: a phone's network is weak."""

    KINDS = ("text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith(self.KINDS)
        is_whole = response.status_code not in (206, 304) and "Content-Disposition" not in response.headers
        return super().process_response(request, response) if is_text and is_whole else response


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Forbid foreign and inline script and style on every page; a view may set a stricter policy itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response

    return middleware


def request_size_limit(get_response: GetResponse) -> GetResponse:
    """Refuse a body over REQUEST_MAX_BYTES with the portal's own 413 page, before anything reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.REQUEST_MAX_BYTES:
            too_large: Callable[[HttpRequest], HttpResponse] = import_string("units.views.errors.too_large")
            return too_large(request)
        return get_response(request)

    return middleware
