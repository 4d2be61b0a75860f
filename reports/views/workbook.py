"""The report form as an Excel file: downloaded, filled in anywhere, read back, one confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from reports import access
from reports.actions.entering import ConflictError, refusal_of
from reports.actions.refusals import Refused
from reports.actions.uploading import save_filled
from reports.forms.workbook import CHOOSE, FilledForm, chosen, sealed, unsealed
from reports.models import Submission
from reports.views.answers import refused_page
from reports.workbook.planning import changes_of
from reports.workbook.reading import Filled
from reports.workbook.writing import form_workbook
from units.access import signed_in
from units.formats import format_number
from units.vietnamese import fold
from units.workbook.reading import MAX_BYTES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHANGED_MEANWHILE = "Vừa có người sửa báo cáo trên cổng nên chưa ghi gì. Xem lại rồi xác nhận."


@never_cache
@require_GET
def workbook_download(request: HttpRequest, pk: int) -> HttpResponse:
    submission = access.get_submission(signed_in(request), pk, to_edit=True)
    if not submission.is_editable:
        return _no_more_typing(request, submission)
    name = slugify(fold(f"{submission.period.name} {submission.unit.label}")) or "bao-cao"
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(form_workbook(submission), content_type=XLSX, headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
def workbook_fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a filled file and show every problem at once, or what it would change; one confirmation writes that."""
    submission = access.get_submission(signed_in(request), pk, to_edit=True)
    if not submission.is_editable:
        return _no_more_typing(request, submission)
    if "confirmed" in request.POST:
        return _confirm(request, submission)
    is_post = request.method == "POST"
    form = FilledForm(request.POST or None, request.FILES or None, submission=submission)
    if not is_post or not form.is_valid() or form.filled.problems:
        return _upload_page(request, submission, form, status=422 if is_post else 200)
    return _preview(request, submission, form.filled)


def _confirm(request: HttpRequest, submission: Submission) -> HttpResponse:
    try:
        filled, current = unsealed(submission, request.POST["confirmed"])
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("reports:workbook_fill", pk=submission.pk)
    wanted = chosen(filled, current, request.POST)
    if wanted is None:
        return _preview(request, submission, filled, CHOOSE, status=422)
    try:
        save_filled(submission, wanted.rows, wanted.parts, by=signed_in(request))
    except Refused as refusal:
        return refused_page(request, submission, refusal)
    except ConflictError:
        return _preview(request, submission, filled, CHANGED_MEANWHILE, status=422)
    count = len(wanted.rows) + len(wanted.parts)
    messages.success(request, f"Đã ghi {format_number(count)} mục từ tệp Excel vào báo cáo.")
    return redirect("reports:submission_form", pk=submission.pk)


def _preview(
    request: HttpRequest, submission: Submission, filled: Filled, warning: str = "", *, status: int = 200
) -> HttpResponse:
    changes = changes_of(submission, filled)
    context: dict[str, Any] = {
        "submission": submission,
        "changes": changes,
        "conflicts": sum(change.theirs is not None for change in changes),
        "seal": sealed(submission, changes),
        "warning": warning,
    }
    return render(request, "reports/workbook_confirm.html", context, status=status)


def _upload_page(request: HttpRequest, submission: Submission, form: FilledForm, *, status: int) -> HttpResponse:
    problems = form.filled.problems if form.is_bound and form.is_valid() else []
    context = {"submission": submission, "form": form, "problems": problems, "max_bytes": MAX_BYTES}
    return render(request, "reports/workbook_fill.html", context, status=status)


def _no_more_typing(request: HttpRequest, submission: Submission) -> HttpResponse:
    if request.method == "POST":
        return refused_page(request, submission, refusal_of(submission))
    messages.info(request, refusal_of(submission).sentence)
    return redirect("reports:submission_detail", pk=submission.pk)
