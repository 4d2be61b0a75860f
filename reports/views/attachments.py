"""Views of reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def attachment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")
