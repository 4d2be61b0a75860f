"""The committee's first screen, both matrices, and the page of a unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.wording import summed_at
from reports import overview_access
from reports.boards import period_board, target_board
from reports.overview import overview_of
from reports.unit_page import unit_page_of
from units import access as unit_access
from units import badges


def _clear_url(request: HttpRequest, body_pk: int) -> str:
    return request.path + (f"?don_vi={body_pk}" if "don_vi" in request.GET else "")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Targets by status, who has sent what, what changed in a week, who holds back."""
    body = overview_access.get_overview_body(request)
    board = overview_of(body, request.GET)
    context = {
        "board": board,
        "clear_url": _clear_url(request, body.pk),
        "summed_at": summed_at(board.figures),
    }
    return render(request, "reports/overview.html", context)


@require_safe
def period_matrix(request: HttpRequest) -> HttpResponse:
    """Unit × period."""
    body = overview_access.get_overview_body(request)
    context = {"board": period_board(body, request.GET), "clear_url": _clear_url(request, body.pk)}
    return render(request, "reports/period_matrix.html", context)


@require_safe
def target_matrix(request: HttpRequest) -> HttpResponse:
    """Unit × indicator."""
    body = overview_access.get_overview_body(request)
    context = {
        "board": target_board(body, request.GET),
        "tones": list(badges.TARGET.values()),
        "clear_url": _clear_url(request, body.pk),
    }
    return render(request, "reports/target_matrix.html", context)


@require_safe
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's shares, its reports and its place in its cluster."""
    reading = overview_access.get_unit_reading(unit_access.signed_in(request), pk)
    context = {"page": unit_page_of(reading), "reading": reading}
    return render(request, "reports/unit_detail.html", context)
