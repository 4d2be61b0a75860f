"""What stands between a visitor and every page: the first run, and a one-time password that must be changed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from units.models import User

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


def _is_open(request: HttpRequest, *names: str) -> bool:
    return any(request.path.startswith(reverse(name)) for name in names)
