"""Opening balances: a sheet to download, fill in and upload, every problem at once, one confirmation."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from programs import access
from programs.models import Program
from reports.actions.opening import import_opening
from reports.actions.refusals import Refused
from reports.forms.opening import OpeningForm, sealed, unsealed
from reports.opening import Opening, read_sheet, template
from units import clock
from units.access import signed_in
from units.formats import format_number

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def opening_balances(request: HttpRequest, pk: int) -> HttpResponse:
    program = access.get_running(signed_in(request), pk, to_issue=False)
    if request.method == "POST" and "confirmed" in request.POST:
        return post_confirmed(request, program)
    today = clock.today()
    start = {"covers_until": today - timedelta(days=1)}
    form = OpeningForm(request.POST or None, request.FILES or None, program=program, today=today, initial=start)
    if request.method == "GET" or not form.is_valid():
        return page(request, program, form, status=200 if request.method == "GET" else 422)
    opening = read_sheet(program, form.cleaned_data["file"].read())
    if opening.problems:
        return page(request, program, form, opening, status=422)
    seal = sealed(program, opening.balances, form.cleaned_data["covers_until"])
    context = {"program": program, "opening": opening, "seal": seal, "until": form.cleaned_data["covers_until"]}
    return render(request, "reports/opening_confirm.html", context)


@require_GET
def opening_template(request: HttpRequest, pk: int) -> HttpResponse:
    program = access.get_running(signed_in(request), pk, to_issue=False)
    answer = HttpResponse(template(program), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="so-dau-ky-{program.year_from}.xlsx"'
    return answer


def post_confirmed(request: HttpRequest, program: Program) -> HttpResponse:
    try:
        balances, until = unsealed(program, request.POST["confirmed"])
        count = import_opening(program, balances, until, by=signed_in(request))
    except (ValidationError, Refused) as error:
        messages.error(request, error.messages[0] if isinstance(error, ValidationError) else str(error))
        return redirect("reports:opening_balances", pk=program.pk)
    messages.success(request, f"Đã nhập {format_number(count)} số liệu đầu kỳ.")
    return redirect("programs:program_detail", pk=program.pk)


def page(
    request: HttpRequest, program: Program, form: OpeningForm, opening: Opening | None = None, *, status: int
) -> HttpResponse:
    context = {"program": program, "form": form, "opening": opening}
    return render(request, "reports/opening_balances.html", context, status=status)
