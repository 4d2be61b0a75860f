"""Views of reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def submission_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")
