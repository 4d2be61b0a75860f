"""What stands between a visitor and every page: the first run, logging in, and a one-time password to be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from units.models import User
from units.views import errors

GetResponse = Callable[[HttpRequest], HttpResponse]


def first_run(get_response: GetResponse) -> GetResponse:
    """While nobody can log in yet, lead every page to the set-up; asks the database for anonymous visitors only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or _is_open(request, "units:setup", "healthz") or User.objects.exists():
            return get_response(request)
        return redirect("units:setup")

    return middleware


def one_time_password(get_response: GetResponse) -> GetResponse:
    """Who logged in with a one-time password first chooses their own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not user.must_change_password:
            return get_response(request)
        if _is_open(request, "units:password_change", "units:logout", "healthz"):
            return get_response(request)
        target = reverse("units:password_change")
        return HttpResponseClientRedirect(target) if request.headers.get("HX-Request") else redirect(target)

    return middleware


class LoginRequired(LoginRequiredMiddleware):
    """Leads anonymous visitors to the login page; words typed before the session ended are not lost on the way."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        return errors.session_ended(request) or answer if answer and request.method == "POST" else answer


def way_back(get_response: GetResponse) -> GetResponse:
    """Django answers with an empty page where the address of a button is opened as a page: show one that leads on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and request.method == "GET" and request.user.is_authenticated:
            response.content = errors.not_allowed(request).content
            response.headers["Content-Type"] = "text/html; charset=utf-8"
        return response

    return middleware


def _is_open(request: HttpRequest, *names: str) -> bool:
    return any(request.path.startswith(reverse(name)) for name in names)
