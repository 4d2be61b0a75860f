"""The allocation desk: goals of a programme shared out among the units below, many indicators at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import access, desk_pages
from indicators.actions.refusals import NO_REASON, FigureRefused
from indicators.actions.sharing_out import ChangedMeanwhile, save_shares
from indicators.desk import Desk, type_into
from indicators.sharing import WAYS
from indicators.splitting import MINIMA, Minima, minima_of, split
from units import access as unit_access
from units import clock, formats
from units.models import User

INVALID = 422


@never_cache
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a page of the desk, fill it with a proposal, or save what was typed."""
    user = unit_access.signed_in(request)
    program, body = access.get_desk(user, pk, request.GET.get("don_vi", ""))
    page = desk_pages.open_page(user, program, body, request.GET, request.POST.getlist("cot"))
    minima = minima_of(page.desk.units, body, request.POST)
    if request.method != "POST":
        return _show(request, page, minima)
    type_into(page.desk, request.POST)
    if way := request.POST.get("split", ""):
        if way == MINIMA or way in WAYS:
            split(page.desk, page.picked(request.POST.getlist("pick")), way, minima)
        return _show(request, page, minima)
    if page.desk.errors or not _save(page.desk, user):
        # What was typed meanwhile rests on the goals that are now shown beside it.
        return _show(request, page, minima, status=INVALID)
    saved = len(page.desk.changes())
    messages.success(request, desk_pages.SAVED if saved else desk_pages.NOTHING_NEW)
    return redirect(page.url_after if "next" in request.POST else page.url)


def _save(desk: Desk, user: User) -> bool:
    changes = desk.changes()
    try:
        save_shares(changes, desk.seen(), reason=desk.reason, by=user, on=clock.today())
    except ChangedMeanwhile as refused:
        desk.notes.append(refused.sentence)
    except FigureRefused as refused:
        if refused.sentence == NO_REASON:
            desk.reason_error = refused.sentence
        else:
            desk.notes.append(refused.sentence)
    else:
        return True
    return False


def _show(request: HttpRequest, page: desk_pages.Page, minima: Minima, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "desk": page.desk,
        "minima": minima,
        "ways": WAYS,
        "annex_name": desk_pages.annex_name(page.desk.program, page.desk.body),
        "annex_formats": (("docx", "Word"), ("xlsx", "Excel")),
        "picked": request.POST.getlist("pick"),
        "problem_words": f"Có {formats.format_number(page.desk.errors)} ô cần xem lại. Chưa lưu gì; sửa rồi lưu lại.",
        "list_url": reverse("programs:program_detail", args=[page.desk.program.pk]),
    }
    return render(request, "indicators/desk.html", context, status=status)
