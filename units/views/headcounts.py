"""Numbers of people: who has confirmed them this year, one click to confirm, all units from one Excel file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import access, roles
from units.actions.counting import confirm_heads
from units.actions.refusals import Refused
from units.headcounts import CARRIED, heads_below
from units.vietnamese import fold
from units.views.answers import done, tell_refused
from units.workbook.counting import headcount_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_safe
def headcount_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The units next below with their numbers and whether this year's are confirmed."""
    user = access.signed_in(request)
    unit = access.get_unit(user, pk, to_manage=True)
    if not unit.numchild:
        return redirect("units:unit_detail", pk=pk)
    context = {"heads": heads_below(unit), "unit": unit, "carried": CARRIED, "may": roles.may_manage_unit(user, unit)}
    return render(request, "units/headcount_list.html", context)


@require_safe
def headcount_workbook_download(request: HttpRequest, pk: int) -> HttpResponse:
    unit = access.get_unit(access.signed_in(request), pk, to_manage=True)
    heads = heads_below(unit)
    name = slugify(fold(f"so luong {unit.label} {heads.year}")) or "so-luong"
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(headcount_workbook(heads), content_type=XLSX, headers=headers)


@require_POST
def headcount_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Last year's numbers still hold: one click, by the unit or by the office above."""
    user = access.signed_in(request)
    unit = access.get_unit_to_count(user, pk)
    back = reverse("units:unit_detail", args=[pk])
    parent = request.POST.get("from", "")
    if parent.isascii() and parent.isdigit():
        back = reverse("units:headcount_list", args=[int(parent[:12])])
    try:
        confirm_heads(unit, by=user)
    except Refused as refusal:
        return tell_refused(request, refusal, back)
    return done(request, f"Đã xác nhận số lượng của {unit.label} không thay đổi.", back)
