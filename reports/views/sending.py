"""Looking over a report before it is sent, sending it, the receipt, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from reports import access, lists
from reports.actions.answering import answer_warnings
from reports.actions.entering import refusal_of
from reports.actions.refusals import Incomplete, Refused
from reports.actions.submitting import submit, take_back
from reports.checks import problems
from reports.contents import contents_shown
from reports.duties import deadline_words
from reports.forms.sheet import typed_notes
from reports.models import Submission
from reports.revisions import shown_lines, shown_texts, with_their_files
from reports.views.answers import refused_page, takes_posts
from reports.warnings import answered
from units import clock, roles
from units.access import signed_in


@require_http_methods(["GET", "POST"])
def submission_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything worth looking at before sending; a POST sends."""
    user, is_post = signed_in(request), request.method == "POST"
    submission = access.get_submission(user, pk, to_edit=True, to_send=is_post)
    if not is_post:
        if submission.is_editable:
            return _look_over(request, submission)
        messages.info(request, refusal_of(submission).sentence)
        return redirect("reports:submission_detail", pk=pk)
    try:
        if notes := typed_notes(request.POST):
            answer_warnings(submission, notes, by=user)
        submit(submission, by=user, on_behalf=access.acts_on_behalf(user, submission))
    except Incomplete:
        return _look_over(request, submission, status=422)
    except Refused as refusal:
        return refused_page(request, submission, refusal)
    return redirect("reports:submission_receipt", pk=pk)


@takes_posts("reports:submission_submit")
def warning_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what the unit says to the warnings, without sending."""
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_edit=True)
    notes = typed_notes(request.POST)
    try:
        count = answer_warnings(submission, notes, by=user)
        if not submission.is_editable:
            raise refusal_of(submission)
    except Refused as refusal:
        return refused_page(request, submission, refusal, kept=[text for text, _ in notes.values()])
    messages.success(request, "Đã lưu giải trình." if count else "Không có giải trình nào thay đổi.")
    return redirect("reports:submission_submit", pk=pk)


@require_GET
def submission_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof that a report was sent, made for paper."""
    submission = access.get_submission(signed_in(request), pk)
    revision = lists.last_revision(submission)
    if revision is None or not submission.receipt:
        return redirect("reports:submission_detail", pk=pk)
    context = {"submission": submission, "revision": revision, "lines": shown_lines(revision)}
    return render(request, "reports/submission_receipt.html", context)


@require_http_methods(["GET", "POST"])
def submission_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then let the unit go on typing what nobody has opened yet."""
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_send=True)
    if request.method == "POST":
        try:
            take_back(submission, by=user)
        except Refused as refusal:
            return refused_page(request, submission, refusal)
        messages.success(request, "Đã rút lại báo cáo. Sửa xong cần gửi lại trước hạn.")
        return redirect("reports:submission_form", pk=pk)
    context = {
        "page_title": f"Rút lại {submission.period.name}",
        "sentence": "Báo cáo trở về trạng thái đang soạn để đơn vị sửa.",
        "consequences": [
            "Số liệu đã gửi không được tính cho đến khi gửi lại.",
            "Ngày gửi tính theo lần gửi lại; sau hạn sẽ ghi là trễ.",
        ],
        "submit": "Rút lại báo cáo",
        "cancel_url": reverse("reports:submission_detail", args=[pk]),
    }
    return render(request, "components/confirm_page.html", context)


def _look_over(request: HttpRequest, submission: Submission, status: int = 200) -> HttpResponse:
    user, contents = signed_in(request), contents_shown(submission)
    found = problems(submission, contents)
    warnings, lines = answered(submission, found), shown_lines(contents)
    context = {
        "submission": submission,
        "blocking": [problem for problem in found if problem.blocks],
        "warnings": warnings,
        "has_notes": any(warning.text for warning in warnings),
        "lines": lines,
        "texts": shown_texts(contents),
        "files": with_their_files(lines, contents.attachments),
        "on_behalf": access.acts_on_behalf(user, submission),
        "may_send": access.may_send(user, submission),
        "only_secretary": submission.unit.only_secretary_sends and not roles.may_send(user, submission.unit),
        "due": deadline_words(submission, clock.today()),
    }
    return render(request, "reports/submission_submit.html", context, status=status)
