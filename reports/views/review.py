"""Views of reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def submission_review(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def submission_accept(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")


def submission_return(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Trang đang được hoàn thiện.")
