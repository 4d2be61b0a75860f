"""Views of reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def submission_form(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def entry_save(request: HttpRequest, pk: int, indicator_id: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def narrative_save(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")
