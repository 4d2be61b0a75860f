"""Addresses of pages that go wrong on purpose, beside the portal's own."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config import urls


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def denied_because(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Chỉ Bí thư được ban hành chương trình.")


def too_much(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def typed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("narrative", ""))


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html", {"page_title": "Trang thử"})


for view in (denied, denied_because, too_much, broken, typed, page):
    view.login_required = False  # type: ignore[attr-defined]  # what login_not_required() does

urlpatterns = [
    path("thu/cam", denied),
    path("thu/cam-vi", denied_because),
    path("thu/qua-lon", too_much),
    path("thu/hong", broken),
    path("thu/nhap", typed),
    path("thu/trang", page),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
