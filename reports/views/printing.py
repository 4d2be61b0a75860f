"""A screen as PDF: ask for it, watch it being built, download it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reports.access import get_printed
from reports.actions.printing import STEPS, request_print
from reports.models import BuildStatus, PrintedView
from units.access import current_unit, signed_in
from units.views.downloads import hand_out

FILE_GONE = "Mở lại trang rồi bấm “PDF” là có bản mới."


@require_POST
def print_request(request: HttpRequest) -> HttpResponse:
    """Ask for the page whose address is posted as `trang`."""
    address = urlsplit(request.POST.get("trang", "")[:1200])
    title = request.POST.get("ten", "").strip()
    view = request_print(
        address.path, address.query[:1000], title, by=signed_in(request), working_in=current_unit(request)
    )
    return redirect("reports:print_detail", view.pk)


@require_GET
def print_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, then the file; looks again by itself."""
    view = get_printed(signed_in(request), pk)
    is_fragment = request.headers.get("HX-Request")
    template = "reports/partials/print_state.html" if is_fragment else "reports/print_detail.html"
    return render(request, template, _progress(view))


@require_GET
def print_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    view = get_printed(signed_in(request), pk)
    if not view.pdf:
        raise Http404
    name = f"{view.title or 'Đúng Hạn'} {view.requested_at:%d-%m-%Y}.pdf".replace("/", "-")
    return hand_out(request, view.pdf, name=name, content_type="application/pdf", back=view.address, advice=FILE_GONE)


def _progress(view: PrintedView) -> dict[str, object]:
    at_work = "failed" if view.status == BuildStatus.FAILED else "current"
    states = ["done"] * view.steps_done + [at_work] + [""] * len(STEPS)
    steps = [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=False)]
    return {"view": view, "steps": steps, "is_building": view.status in (BuildStatus.QUEUED, BuildStatus.RUNNING)}
