"""Reading one report as the office and deciding on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from reports import access, lists
from reports.actions.commenting import comment
from reports.actions.refusals import Refused
from reports.actions.reviewing import accept, mark_opened, return_for_correction
from reports.compliance import standing
from reports.duties import deadline_words
from reports.forms.reviewing import CommentForm, ReturnForm
from reports.models import Status, Submission
from reports.revisions import shown_lines, shown_texts, with_their_files
from reports.views.answers import asked_about, refused_page, takes_posts
from units import clock, roles
from units.access import signed_in


@require_GET
def submission_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The report with last period's figures beside it. Opening it ends the unit's chance to take it back."""
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_review=True)
    mark_opened(submission, by=user)
    return _page(request, submission, ReturnForm())


@takes_posts("reports:submission_review")
def submission_accept(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_review=True)
    try:
        accept(submission, by=user)
    except Refused as refusal:
        return refused_page(request, submission, refusal)
    return _next(request, submission, f"Đã duyệt: {submission.period.name} – {submission.unit.label}.")


@takes_posts("reports:submission_review")
def submission_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the report back with a note; without one the page comes back with what was typed."""
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_review=True)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, form, status=422)
    note, correct_by = form.cleaned_data["note"], form.cleaned_data["correct_by"]
    try:
        return_for_correction(submission, note, by=user, correct_by=correct_by)
    except Refused as refusal:
        if submission.status != Status.SUBMITTED:
            return refused_page(request, submission, refusal, kept=[note])
        form.add_error(None, refusal.sentence)
        return _page(request, submission, form, status=422)
    return _next(request, submission, f"Đã yêu cầu bổ sung: {submission.period.name} – {submission.unit.label}.")


@takes_posts("reports:submission_detail")
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_comment=True)
    form = CommentForm(request.POST, indicators=lists.asked_of(submission))
    if not form.is_valid():
        context = {"page_title": "Thêm ý kiến", "form": form, "submit": "Gửi ý kiến"}
        return render(request, "components/confirm_page.html", context, status=422)
    comment(submission, form.cleaned_data["text"], by=user, indicator=form.cleaned_data["indicator"])
    messages.success(request, "Đã gửi ý kiến.")
    reviews = roles.may_review(user, submission.reviewer)
    return redirect("reports:submission_review" if reviews else "reports:submission_detail", pk=pk)


def _page(request: HttpRequest, submission: Submission, form: ReturnForm, status: int = 200) -> HttpResponse:
    queue = lists.waiting_queue(submission.reviewer)
    before, after = lists.neighbours(queue, submission)
    context: dict[str, Any] = {
        "submission": submission,
        "standing": standing(submission, clock.now()),
        "due": deadline_words(submission, clock.today()),
        "queue": queue,
        "previous": before,
        "next": after,
        "form": form,
        "may_comment": True,
        "about": asked_about(request),
        "may_help": access.may_help(signed_in(request), submission),
        "comments": lists.comments_of(submission),
        **_contents(submission),
    }
    return render(request, "reports/submission_review.html", context, status=status)


def _contents(submission: Submission) -> dict[str, Any]:
    revision = lists.last_revision(submission)
    if revision is None:
        return {}
    before = lists.revision_before(revision)
    lines = shown_lines(
        revision, before=before, last=lists.last_figures_of(submission), targets=lists.indicators_of(revision)
    )
    texts = shown_texts(revision, before=before)
    return {
        "revision": revision,
        "lines": lines,
        "texts": texts,
        "files": with_their_files(lines, lists.files_of(revision)),
        "show_last": True,
        "show_changes": before is not None,
        "changed": sum(line.has_changed for line in lines) + sum(text.has_changed for text in texts),
    }


def _next(request: HttpRequest, submission: Submission, sentence: str) -> HttpResponse:
    """Say what was done and go on to the next report that waits."""
    queue = lists.waiting_queue(submission.reviewer)
    if not queue:
        messages.success(request, f"{sentence} Không còn báo cáo nào chờ duyệt.")
        return redirect("reports:inbox")
    messages.success(request, f"{sentence} Còn {len(queue)} báo cáo chờ duyệt.")
    return redirect("reports:submission_review", pk=queue[0].pk)
