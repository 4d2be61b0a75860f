"""Writing the issuing body's own figures, and goals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from indicators import access, sharing
from indicators.actions.goals import set_goals
from indicators.actions.posting import post_own, withdraw_own
from indicators.actions.refusals import FigureRefused
from indicators.forms.figures import OwnFigureForm, SharesForm
from indicators.models import Denominator
from indicators.splits import CannotSplit
from indicators.splitting import doubts
from units import access as unit_access
from units import clock, roles
from units.models import Unit, User

INVALID = 422


@require_http_methods(["GET", "POST"])
def own_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """The issuing body writes a figure of its own, or one for a unit that is graded from above."""
    user = unit_access.signed_in(request)
    indicator = access.get_indicator(user, pk, to_edit=True)
    units = access.units_graded(indicator)
    form = OwnFigureForm(request.POST if request.method == "POST" else None, indicator=indicator, units=units)
    back = reverse("indicators:indicator_detail", args=[pk]) + f"?don_vi={indicator.program.issuer_id}"
    if form.is_valid():
        given = form.cleaned_data
        try:
            post_own(indicator, form.unit(), form.own_value(), given["on"], by=user, note=given["note"])
        except FigureRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Đã ghi số liệu.")
            return redirect(back)
    context = {"indicator": indicator, "form": form, "back": back}
    return render(request, "indicators/own_figure.html", context, status=INVALID if form.is_bound else 200)


@require_POST
def own_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a figure back that was written by mistake; it stays on record but counts no more."""
    user = unit_access.signed_in(request)
    posting = access.get_own_posting(user, pk)
    if withdraw_own(posting, by=user):
        messages.success(request, "Đã rút số liệu. Số liệu này không còn được tính.")
    else:
        messages.info(request, "Số liệu này đã được rút trước đó; không có gì thay đổi.")
    indicator = posting.results.all()[0].indicator
    return redirect(
        reverse("indicators:indicator_detail", args=[indicator.pk]) + f"?don_vi={indicator.program.issuer_id}"
    )


@require_http_methods(["GET", "POST"])
def goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a goal out among the units below, by hand or by a proposal; the body's own goal stands above."""
    user = unit_access.signed_in(request)
    indicator = access.get_indicator(user, pk)
    body = access.get_allocator(user, indicator, request.GET.get("don_vi", ""))
    facts = _facts(user, indicator, body)
    form = SharesForm(request.POST if request.method == "POST" else None, **facts)
    way = request.POST.get("split", "")
    if form.is_valid() and way:
        form = _proposed(form, facts, way)
    elif form.is_valid():
        try:
            _save(form, user)
        except FigureRefused as refused:
            form.add_error("reason" if "lý do" in refused.sentence else None, refused.sentence)
        else:
            messages.success(request, "Đã lưu chỉ tiêu giao.")
            return redirect(request.get_full_path())
    notes = doubts(form.units, way) if way in Denominator.values else []
    context: dict[str, Any] = {"indicator": indicator, "body": body, "form": form, "ways": sharing.WAYS, "notes": notes}
    is_bad = form.is_bound and not form.is_valid()
    return render(request, "indicators/goal_edit.html", context, status=INVALID if is_bad else 200)


def _facts(user: User, indicator: Any, body: Unit) -> dict[str, Any]:
    units = list(access.units_sharing(indicator, body))
    is_issuer = body.pk == indicator.program.issuer_id
    return {
        "indicator": indicator,
        "body": body,
        "units": units,
        "goals": access.open_goals(indicator, [body, *units]),
        "may_set_total": is_issuer and (indicator.program.is_draft or roles.may_issue(user, body)),
    }


def _proposed(form: SharesForm, facts: dict[str, Any], way: str) -> SharesForm:
    """A form filled with a proposal, not saved; the typed one with the sentence where nothing can be proposed."""
    total = form.new_total()
    if total is None:
        form.add_error(None, "Ghi chỉ tiêu chung trước khi chia.")
        return form
    try:
        shares = sharing.propose(form.indicator, total, form.units, way)
    except CannotSplit as cannot:
        form.add_error(None, str(cannot))
        return form
    initial = {"total": total, "reason": form.cleaned_data["reason"]}
    return SharesForm(initial=initial, proposed=shares, **facts)


def _save(form: SharesForm, user: User) -> None:
    values = form.shares()
    if "total" in form.data:
        values = {form.body: form.new_total(), **values}
    set_goals(
        form.indicator,
        values,
        uppers={form.body.pk: form.kept_upper()},
        reason=form.cleaned_data["reason"],
        by=user,
        on=clock.today(),
    )
