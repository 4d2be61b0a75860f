"""The allocation desk in files: the annex out, the workbook out and in again with one confirmation."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from indicators import access, desk_pages
from indicators.actions.refusals import NO_REASON, FigureRefused
from indicators.actions.sharing_out import ChangedMeanwhile, save_shares
from indicators.annex.content import annex_of
from indicators.annex.page import page_of
from indicators.annex.writers import CONTENT_TYPES, WRITERS, XLSX
from indicators.desk import Desk, differences, type_changes
from indicators.forms.desk import DeskFileForm, sealed, unsealed
from indicators.workbook.writing import desk_workbook
from units import access as unit_access
from units import clock
from units.vietnamese import fold
from units.workbook.reading import MAX_BYTES

INVALID = 422


@require_GET
def annex(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
    """The saved shares as the annex of the programme, for whoever may read the body's figures unit by unit."""
    user = unit_access.signed_in(request)
    program, body = access.get_desk(user, pk, request.GET.get("don_vi", ""), to_edit=False)
    if suffix not in WRITERS:
        raise Http404
    out = io.BytesIO()
    WRITERS[suffix](annex_of(desk_pages.whole_desk(user, program, body)), out)
    out.seek(0)
    name = f"{desk_pages.annex_name(program, body)}.{suffix}".replace("/", "-")
    return FileResponse(out, as_attachment=True, filename=name, content_type=CONTENT_TYPES[suffix])


@require_GET
def annex_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The annex as a worker sets it as PDF; to everybody else the page that asks for that.

    Hundreds of units by dozens of targets take WeasyPrint half a minute, which no page may be kept waiting for.
    """
    user = unit_access.signed_in(request)
    program, body = access.get_desk(user, pk, request.GET.get("don_vi", ""), to_edit=False)
    if getattr(request, "is_for_paper", False):
        return HttpResponse(page_of(annex_of(desk_pages.whole_desk(user, program, body))))
    context = {
        "program": program,
        "body": body,
        "name": desk_pages.annex_name(program, body),
        "query": desk_pages.query_of(program, body),
    }
    return render(request, "indicators/goal_annex.html", context)


def _desk(request: HttpRequest, pk: int) -> Desk:
    user = unit_access.signed_in(request)
    program, body = access.get_desk(user, pk, request.GET.get("don_vi", ""))
    return desk_pages.whole_desk(user, program, body)


@never_cache
@require_GET
def desk_download(request: HttpRequest, pk: int) -> HttpResponse:
    desk = _desk(request, pk)
    name = slugify(fold(f"giao chi tieu {desk.body.label} {desk.program.year_from}")) or "giao-chi-tieu"
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(desk_workbook(desk), content_type=XLSX, headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
def desk_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a filled file and show every problem at once, or what it would change; one confirmation writes that."""
    desk = _desk(request, pk)
    if "confirmed" in request.POST:
        return _confirm(request, desk)
    is_post = request.method == "POST"
    form = DeskFileForm(request.POST or None, request.FILES or None, desk=desk)
    if is_post and form.is_valid() and not form.problems:
        return _preview(request, desk, sealed(desk))
    return _page(request, desk, "desk_upload", {"form": form, "max_bytes": MAX_BYTES}, INVALID if is_post else 200)


def _confirm(request: HttpRequest, desk: Desk) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:1000]
    try:
        changes, seen = unsealed(desk, request.POST["confirmed"])
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(request.get_full_path())
    try:
        count = save_shares(changes, seen, reason=reason, by=unit_access.signed_in(request), on=clock.today())
    except ChangedMeanwhile:
        messages.error(request, "Vừa có người thay đổi chỉ tiêu giao nên chưa ghi gì. Tải tệp lên lại để xem trước.")
        return redirect(request.get_full_path())
    except FigureRefused as refused:
        type_changes(desk, changes)
        where = "reason_error" if refused.sentence == NO_REASON else "warning"
        return _preview(request, desk, request.POST["confirmed"], {where: refused.sentence, "reason": reason}, INVALID)
    messages.success(request, f"Đã ghi {count} mức giao từ tệp Excel.")
    return redirect(desk_pages.address_of(desk))


def _preview(
    request: HttpRequest, desk: Desk, seal: str, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = {"seal": seal, "changes": differences(desk), "columns": [c for c in desk.columns if c.changes()]}
    return _page(request, desk, "desk_confirm", context | (more or {}), status)


def _page(request: HttpRequest, desk: Desk, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    context |= {
        "desk": desk,
        "desk_url": desk_pages.address_of(desk),
        "upload_url": request.get_full_path(),
        "query": desk_pages.query_of(desk.program, desk.body),
    }
    return render(request, f"indicators/{name}.html", context, status=status)
