"""A regime that runs: its rules and due dates, changing them, and asking for a report at short notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from programs import access
from programs.forms.base import DraftForm
from programs.outline import words_of
from programs.payloads import RegimeDraft, RuleDraft
from programs.wording import rule_words
from reports.actions import regimes
from reports.actions.refusals import ChangedMeanwhile, Refused
from reports.forms.issuing import ReasonForm, RegimeForm, UrgentForm
from reports.forms.regimes import RunningRuleForm
from reports.issuing import urgent_participants
from units import clock, roles
from units.access import current_unit, signed_in
from units.models import Unit


@require_GET
def regime_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    regime = access.get_regime(user, pk)
    has_ended = regimes.has_ended(regime)
    rules = [(rule, rule_words(words_of(rule))) for rule in regime.rules.prefetch_related("audience_lines")]
    context = {
        "regime": regime,
        "rules": rules,
        "periods": regime.periods.filter(cancelled_at=None).in_order(),
        "programs": access.programs_visible_to(user).filter(regime=regime),
        "may_edit": roles.may_edit_programs(user, regime.issuer) and not has_ended,
        "ended": regimes.ENDED if has_ended else "",
    }
    return render(request, "reports/regime_detail.html", context)


@require_http_methods(["GET", "POST"])
def regime_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    regime = access.get_regime(user, pk, to_edit=True)
    form = RegimeForm(request.POST or None, draft=regimes.words_of_regime(regime))
    seen = request.POST.get("seen", form.mark)
    context: dict[str, Any] = {"form": form, "regime": regime, "heading": "Sửa chế độ báo cáo", "seen": seen}

    def write() -> None:
        draft = RegimeDraft(form.cleaned_data["name"], form.cleaned_data["reports_from"])
        regimes.change_regime(regime, draft, form.cleaned_data["reason"], by=user, seen=seen)

    try:
        if request.method == "POST" and written(form, write):
            messages.success(request, "Đã lưu. Lịch báo cáo đã được tính lại.")
            return redirect("reports:regime_detail", pk=pk)
    except ChangedMeanwhile as changed:
        context |= _beside(request, form, changed, RegimeForm(draft=changed.now))
    return render(request, "reports/regime_form.html", context, status=422 if request.method == "POST" else 200)


def _beside(request: HttpRequest, form: DraftForm, changed: ChangedMeanwhile, theirs: DraftForm) -> dict[str, Any]:
    """Return what shows the words that somebody else has stored meanwhile beside those that were typed."""
    return {
        "changed": changed,
        "otherwise": form.said_otherwise(theirs),
        "seen": theirs.mark,
        "again_url": request.path,
    }


@require_http_methods(["GET", "POST"])
def rule_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    regime = access.get_regime(user, pk, to_edit=True)
    form = RunningRuleForm(request.POST or None, draft=RuleDraft())

    def write() -> None:
        regimes.add_rule(regime, form.to_rule(), form.cleaned_data["reason"], by=user)

    if request.method == "POST" and written(form, write):
        messages.success(request, "Đã thêm. Các đơn vị phải gửi thấy kỳ mới trong danh sách việc cần làm.")
        return redirect("reports:regime_detail", pk=pk)
    context = {"form": form, "regime": regime, "heading": "Thêm quy định báo cáo"}
    return render(request, "reports/rule_form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    rule = access.get_rule(user, pk)
    form = RunningRuleForm(request.POST or None, draft=words_of(rule))
    seen = request.POST.get("seen", form.mark)
    context: dict[str, Any] = {"form": form, "regime": rule.regime, "rule": rule, "seen": seen}
    context["heading"] = "Sửa quy định báo cáo"

    def write() -> None:
        regimes.change_rule(rule, form.to_rule(), form.cleaned_data["reason"], by=user, seen=seen)

    try:
        if request.method == "POST" and written(form, write):
            messages.success(request, "Đã lưu. Kỳ đã có báo cáo được giữ nguyên.")
            return redirect("reports:regime_detail", pk=rule.regime_id)
    except ChangedMeanwhile as changed:
        context |= _beside(request, form, changed, RunningRuleForm(draft=changed.now))
    return render(request, "reports/rule_form.html", context, status=422 if request.method == "POST" else 200)


def written(form: Form, write: Callable[[], None]) -> bool:
    """True when the form is good and was written; a refusal stands in the form. ChangedMeanwhile is passed on."""
    if not form.is_valid():
        return False
    try:
        write()
    except ChangedMeanwhile:
        raise
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


@require_http_methods(["GET", "POST"])
def rule_remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    rule = access.get_rule(user, pk)
    form = ReasonForm(request.POST or None)
    back = reverse("reports:regime_detail", args=[rule.regime_id])

    def write() -> None:
        regimes.remove_rule(rule, form.cleaned_data["reason"], by=user)

    if request.method == "POST" and written(form, write):
        messages.success(request, "Đã bỏ quy định báo cáo.")
        return redirect(back)
    context = REMOVE | {"sentence": f"Bỏ “{rule}” và các kỳ chưa ai báo cáo.", "form": form, "cancel_url": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "components/confirm_page.html", context, status=status)


@require_http_methods(["GET", "POST"])
def urgent_request(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    issuer = urgent_issuer(request)
    form = UrgentForm(request.POST or None, units=urgent_participants(issuer, clock.today()), today=clock.today())
    if request.method == "POST" and form.is_valid():
        asked = regimes.Request(**form.cleaned_data | {"units": list(form.cleaned_data["units"])})
        regime = regimes.request_urgently(issuer, asked, by=user)
        messages.success(request, f"Đã gửi yêu cầu đến {len(asked.units)} đơn vị.")
        return redirect("reports:regime_detail", pk=regime.pk)
    context = {"form": form, "issuer": issuer}
    return render(request, "reports/urgent_request.html", context, status=422 if request.method == "POST" else 200)


REMOVE = {"page_title": "Bỏ quy định báo cáo", "submit": "Bỏ quy định", "danger": True}


def urgent_issuer(request: HttpRequest) -> Unit:
    """Return the unit the person works in now, if the person may ask units below it for reports."""
    unit = current_unit(request)
    if unit is None or not roles.may_edit_programs(signed_in(request), unit):
        raise PermissionDenied
    return unit
