"""The committee's first screen, and the page of a unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import overview_access
from reports.overview import overview_of
from reports.unit_page import unit_page_of
from units import access as unit_access


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Targets by status, who has sent what, what needs attention, and unit × period."""
    body = overview_access.get_overview_body(request)
    clear_url = request.path + (f"?don_vi={body.pk}" if "don_vi" in request.GET else "")
    context = {"board": overview_of(body, request.GET), "clear_url": clear_url}
    return render(request, "reports/overview.html", context)


@require_safe
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's shares, its reports and its place in its cluster."""
    reading = overview_access.get_unit_reading(unit_access.signed_in(request), pk)
    return render(request, "reports/unit_detail.html", {"page": unit_page_of(reading.body), "reading": reading})
