"""The report form: shown, saved as a whole without script, saved field by field with it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import access
from reports.actions.entering import ConflictError, refusal_of, save_entry, save_narrative
from reports.actions.refusals import Refused
from reports.attachments import ACCEPT, limits_in_words
from reports.duties import deadline_words
from reports.forms.filling import Outcome, fill
from reports.forms.sheet import kept_lines, typed_row
from reports.models import Submission
from reports.sheets import Sheet, sheet_of, to_be_typed
from reports.views.answers import conflict_answer, part_of, refused_page, saved_answer
from units import clock
from units.access import signed_in
from units.formats import format_time


@require_http_methods(["GET", "POST"])
def submission_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; a POST saves all of it and goes on to the checks when asked to."""
    submission = access.get_submission(signed_in(request), pk, to_edit=True)
    if request.method == "POST":
        return _save(request, submission)
    if not submission.is_editable:
        messages.info(request, refusal_of(submission).sentence)
        return redirect("reports:submission_detail", pk=pk)
    return _page(request, submission, sheet_of(submission), Outcome())


@require_POST
def entry_save(request: HttpRequest, pk: int, indicator_id: int) -> HttpResponse:
    """Save one row and answer as JSON what is stored; 409 with both values when somebody else changed it."""
    user = signed_in(request)
    submission = access.get_draft(user, pk)
    indicator = access.get_asked_indicator(submission, indicator_id)
    row = typed_row(request.POST, indicator)
    if row is None:
        return JsonResponse({"state": "refused", "error": "Không có gì để lưu."}, status=422)
    try:
        saved = save_entry(submission, indicator, row.typed, row.mark, by=user)
    except Refused as refusal:
        return JsonResponse({"state": "frozen", "error": refusal.sentence}, status=422)
    except ConflictError as conflict:
        return conflict_answer(conflict, indicator)
    return saved_answer(saved.entry, saved.error)


@require_POST
def narrative_save(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Save one written part, answering like `entry_save`."""
    user = signed_in(request)
    submission = access.get_draft(user, pk)
    named = part_of(part)
    text, mark = request.POST.get(f"text-{part}", ""), request.POST.get(f"mark-{part}", "")
    try:
        narrative = save_narrative(submission, named, text, mark, by=user)
    except Refused as refusal:
        return JsonResponse({"state": "frozen", "error": refusal.sentence}, status=422)
    except ConflictError as conflict:
        return conflict_answer(conflict)
    return saved_answer(narrative, "")


def _save(request: HttpRequest, submission: Submission) -> HttpResponse:
    try:
        outcome = fill(submission, request.POST, request.FILES, by=signed_in(request))
    except Refused as refusal:
        kept = kept_lines(request.POST, to_be_typed(submission))
        return refused_page(request, submission, refusal, kept=kept)
    if not outcome.is_clean:
        return _page(request, submission, outcome.onto(sheet_of(submission)), outcome, status=422)
    if "go" in request.POST:
        return redirect("reports:submission_submit", pk=submission.pk)
    messages.success(request, f"Đã lưu lúc {format_time(clock.now())}.")
    return redirect("reports:submission_form", pk=submission.pk)


def _page(
    request: HttpRequest, submission: Submission, sheet: Sheet, outcome: Outcome, status: int = 200
) -> HttpResponse:
    context = {
        "submission": submission,
        "sheet": sheet,
        "outcome": outcome,
        "on_behalf": access.acts_on_behalf(signed_in(request), submission),
        "due": deadline_words(submission, clock.today()),
        "limits": limits_in_words(settings.ATTACHMENT_MAX_BYTES),
        "max_bytes": settings.ATTACHMENT_MAX_BYTES,
        "max_megabytes": settings.ATTACHMENT_MAX_BYTES // (1024 * 1024),
        "accept": ACCEPT,
    }
    return render(request, "reports/submission_form.html", context, status=status)
