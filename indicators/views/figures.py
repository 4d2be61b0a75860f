"""Targets of a body: the list with progress, and what is behind one figure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from indicators import access, listing
from indicators.explaining_branches import explained_now
from indicators.wording import in_words, summed_at
from units import access as unit_access
from units import clock, roles


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The targets of a body with value, goal, bar and status."""
    reading = access.get_reading(request)
    board = listing.board_of(
        reading.body, request.GET, may_open=reading.may_open, own=unit_access.current_unit(request)
    )
    here = f"?don_vi={reading.body.pk}" if "don_vi" in request.GET else ""
    context = {
        "board": board,
        "reading": reading,
        "at": board.at,
        "clear_url": request.path + here,
        "summed_at": summed_at(board.rows),
    }
    return render(request, "indicators/indicator_list.html", context)


@require_safe
@vary_on_headers("HX-Request")
def indicator_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator: the figure and everything it is made of; as a panel only the explanation."""
    reading = access.get_reading(request)
    indicator = access.get_indicator(reading.user, pk)
    found = explained_now(indicator, reading.body)
    issuer = indicator.program.issuer
    context = {
        "indicator": indicator,
        "reading": reading,
        "found": found,
        "row": in_words(indicator, found.progress),
        "may_write": roles.may_edit_programs(reading.user, issuer),
        "may_share": roles.may_allocate(reading.user, reading.body),
        "own": access.own_postings(indicator) if reading.body == issuer else (),
        "goals": access.goal_history(indicator, reading.body),
        "at": clock.now(),
    }
    page = "partials/indicator_explanation.html" if request.headers.get("HX-Request") else "indicator_detail.html"
    return render(request, f"indicators/{page}", context)
