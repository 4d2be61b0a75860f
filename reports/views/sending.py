"""Views of reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def submission_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def submission_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def submission_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")
