"""Compiled reports: ask for one, watch it being built, download its three files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from reports.actions.compiling import STEPS, request_compilation
from reports.compiling.access import finished_reports, get_compiled, has_newer_data, periods_to_compile
from reports.compiling.writers import CONTENT_TYPES
from reports.forms.compiled import CompileForm
from reports.models import BuildStatus, CompiledReport
from units import roles
from units.access import current_unit, signed_in
from units.models import Unit
from units.views.downloads import hand_out

FILE_GONE = (
    "Văn phòng bấm “Lập lại với số liệu mới nhất” ở trang của báo cáo là có bản mới. Các bản Word, Excel, PDF khác của "
    "báo cáo này có thể vẫn tải được."
)


def _body(request: HttpRequest) -> Unit:
    unit = current_unit(request)
    if unit is None:
        raise PermissionDenied
    return unit


@require_GET
def compiled_list(request: HttpRequest) -> HttpResponse:
    user, unit = signed_in(request), _body(request)
    page = Paginator(finished_reports(user, unit), 20).get_page(request.GET.get("page"))
    may_build = roles.may_compile(user, unit)
    form = CompileForm(periods=periods_to_compile(user, unit)) if may_build else None
    return render(
        request, "reports/compiled_list.html", {"page": page, "form": form, "may_build": may_build, "unit": unit}
    )


@require_POST
def compiled_request(request: HttpRequest) -> HttpResponse:
    user, unit = signed_in(request), _body(request)
    form = CompileForm(request.POST, periods=periods_to_compile(user, unit))
    if not form.is_valid():
        page = Paginator(finished_reports(user, unit), 20).get_page(1)
        context = {"page": page, "form": form, "may_build": True, "unit": unit}
        return render(request, "reports/compiled_list.html", context, status=422)
    report = request_compilation(unit, form.cleaned_data["period"], by=user)
    return redirect("reports:compiled_detail", report.pk)


@require_GET
def compiled_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    report = get_compiled(user, pk)
    context = _progress(report) | {
        "may_build": roles.may_compile(user, report.unit),
        "has_newer_data": has_newer_data(report),
    }
    template = "reports/partials/compiled_state.html" if request.headers.get("HX-Request") else None
    return render(request, template or "reports/compiled_detail.html", context)


@require_POST
def compiled_rebuild(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    report = get_compiled(user, pk, to_build=True)
    again = request_compilation(report.unit, report.period, by=user, program=report.program)
    messages.success(request, "Đã yêu cầu lập lại báo cáo với số liệu mới nhất.")
    return redirect("reports:compiled_detail", again.pk)


@require_GET
def compiled_file(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
    report = get_compiled(signed_in(request), pk)
    file = getattr(report, suffix) if suffix in CONTENT_TYPES else None
    if not file:
        raise Http404
    name = f"{report.period.name} - {report.unit.label}.{suffix}".replace("/", "-")
    back = reverse("reports:compiled_detail", args=[pk])
    return hand_out(request, file, name=name, content_type=CONTENT_TYPES[suffix], back=back, advice=FILE_GONE)


def _progress(report: CompiledReport) -> dict[str, object]:
    """What the page shows of a build: its steps with their states, and whether to look again soon."""
    at_work = "failed" if report.status == BuildStatus.FAILED else "current"
    states = ["done"] * report.steps_done + [at_work] + [""] * len(STEPS)
    steps = [{"label": label, "state": state} for label, state in zip(STEPS.values(), states, strict=False)]
    return {"report": report, "steps": steps, "is_building": report.status in (BuildStatus.QUEUED, BuildStatus.RUNNING)}
