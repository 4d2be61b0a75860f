"""Shares seen from below and answered; proposals seen from above and decided."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators import access, shares
from indicators.actions.refusals import FigureRefused
from indicators.actions.replying import accept_shares, decide, propose_change
from indicators.forms.replying import ProposalForm
from units import access as unit_access
from units import clock, roles
from units.formats import format_number
from units.models import Unit
from units.views.answers import answer_form, done


@never_cache
@require_safe
def share_list(request: HttpRequest) -> HttpResponse:
    """What the unit was given, programme by programme, with the answer that stands."""
    reading = access.get_reading(request)
    unit = reading.body
    context = {
        "unit": unit,
        "shares": shares.shares_of(unit),
        "may_answer": roles.may_answer_shares(reading.user, unit),
        "may_share_on": unit.numchild > 0 and roles.may_allocate(reading.user, unit),
    }
    return render(request, "indicators/share_list.html", context)


@require_POST
def shares_accept(request: HttpRequest) -> HttpResponse:
    """Accept the shares that the page showed; one that was changed meanwhile is a new one and stays open."""
    unit = access.get_reading(request).body
    user = unit_access.signed_in(request)
    if not roles.may_answer_shares(user, unit):
        raise PermissionDenied
    shown = set(request.POST.getlist("goal"))
    goals = [goal for goal in access.shares_in_force().filter(unit=unit) if str(goal.pk) in shown]
    count = accept_shares(unit, goals, by=user)
    words = f"Đã nhận {count} chỉ tiêu." if count else "Không còn chỉ tiêu nào chờ nhận; không có gì thay đổi."
    return done(request, words, _list_url(unit))


@never_cache
@require_http_methods(["GET", "POST"])
def share_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another share, with a reason."""
    user = unit_access.signed_in(request)
    goal = access.get_share(user, pk)
    form = ProposalForm(request.POST or None, goal=goal)
    if form.is_valid():
        try:
            propose_change(goal, form.cleaned_data["wanted"], form.cleaned_data["reason"], by=user)
        except FigureRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            return done(request, "Đã gửi đề nghị lên cấp trên.", _list_url(goal.unit))
    measure = goal.indicator.unit_of_measure
    page = {
        "page_title": "Đề nghị điều chỉnh chỉ tiêu",
        "lead": f"{goal.indicator.label} · {goal.unit.name}",
        "note": f"Mức đang giao: {format_number(goal.value)} {measure}".strip() + ".",
        "submit": "Gửi đề nghị",
        "cancel_url": _list_url(goal.unit),
    }
    return answer_form(request, form, page)


@never_cache
@require_safe
def share_proposals(request: HttpRequest) -> HttpResponse:
    """What the units below propose, waiting ones first."""
    reading = access.get_reading(request)
    if not roles.may_read_overview(reading.user, reading.body):
        raise PermissionDenied
    context = {
        "body": reading.body,
        "proposals": shares.proposals_to(reading.body),
        "may_decide": roles.may_allocate(reading.user, reading.body),
    }
    return render(request, "indicators/share_proposals.html", context)


@require_POST
def share_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse a proposal with one click and, if wanted, a note."""
    user = unit_access.signed_in(request)
    reply, above = access.get_proposal(user, pk)
    is_granted = request.POST.get("answer") == "grant"
    try:
        decide(reply, is_granted=is_granted, note=request.POST.get("note", "")[:1000], by=user, on=clock.today())
    except FigureRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Đã điều chỉnh theo đề nghị." if is_granted else "Đã trả lời: giữ mức đã giao.")
    return redirect(reverse("indicators:share_proposals") + f"?don_vi={above.pk}")


def _list_url(unit: Unit) -> str:
    return reverse("indicators:share_list") + f"?don_vi={unit.pk}"
