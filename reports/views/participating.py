"""Units that join an issued programme or leave it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from programs import access
from programs.models import Program
from reports.actions.participating import add_participants, end_participation
from reports.actions.refusals import Refused
from reports.forms.participating import JoinForm, LeaveForm
from units import clock
from units.access import signed_in


@require_http_methods(["GET", "POST"])
def participant_add(request: HttpRequest, pk: int) -> HttpResponse:
    program = access.get_running(signed_in(request), pk, to_issue=False)
    typed = request.POST if request.method == "POST" else None
    form = JoinForm(typed, program=program, today=clock.today())
    if form.is_bound and form.is_valid():
        units, day = form.cleaned_data["units"], form.cleaned_data["on"]
        try:
            count = add_participants(program, units, day, by=signed_in(request))
            messages.success(request, f"Đã thêm {count} đơn vị tham gia.")
            return redirect(units_tab(program))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "program": program, "back_url": units_tab(program)}
    return render(request, "reports/participant_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def participant_end(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    program = access.get_running(signed_in(request), pk, to_issue=False)
    unit = access.get_participant(program, unit_pk)
    typed = request.POST if request.method == "POST" else None
    form = LeaveForm(typed, initial={"last_day": clock.today()})
    if form.is_bound and form.is_valid():
        try:
            end_participation(program, unit, form.cleaned_data["last_day"], by=signed_in(request))
            return redirect(units_tab(program))
        except Refused as refusal:
            form.add_error("last_day", str(refusal))
    sentence = f"{unit.name} không phải nộp các kỳ hết hạn sau ngày này. Báo cáo đã gửi và số liệu được giữ nguyên."
    context = END | {"sentence": sentence, "form": form, "cancel_url": units_tab(program)}
    return render(request, "components/confirm_page.html", context, status=422 if form.is_bound else 200)


END = {"page_title": "Thôi tham gia chương trình", "submit": "Thôi tham gia", "danger": True}


def units_tab(program: Program) -> str:
    return reverse("programs:program_detail", args=[program.pk]) + "?xem=don-vi"
