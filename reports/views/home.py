"""The first page of everybody, a unit's list of reports, and one report to read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from indicators.shares import count_proposals, count_unanswered
from reports import access, lists
from reports.calendar import months_of, year_of, years_of
from reports.duties import deadline_words, duties, next_words
from reports.inboxes import tray_counts
from reports.models import Revision, Status, Submission
from reports.revisions import shown_lines, shown_texts, with_their_files
from reports.targets import own_targets
from units import clock, navigation, roles
from units.access import current_unit, signed_in
from units.models import User


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is due and what waits to be reviewed; a committee member goes to the overview."""
    user, unit, at = signed_in(request), current_unit(request), clock.now()
    if unit is None:
        return render(request, "reports/home_without_unit.html")
    overview = navigation.find_url("reports:overview")
    if overview and roles.comes_to_look(user, unit):
        return redirect(overview)
    mine = list(lists.reports_of_unit(user, unit))
    waiting = lists.with_details(duties(mine, at))
    drafts, is_new = lists.programs_to_make(user, unit)
    context = {
        "unit": unit,
        "duties": waiting,
        "next": next_words(mine, at) if not waiting else "",
        "owes": bool(mine),
        "may_type": roles.may_type(user, unit),
        "drafts": drafts,
        "is_new": is_new,
        "may_issue": roles.may_issue(user, unit),
        "trays": tray_counts(lists.reviewed_submissions(unit), at) if lists.reviews(user, unit) else [],
        "unanswered": count_unanswered(unit) if roles.may_answer_shares(user, unit) else 0,
        "proposals": count_proposals(unit) if unit.numchild and roles.may_allocate(user, unit) else 0,
        "targets_url": navigation.find_url("indicators:indicator_list"),
        "targets": own_targets(lists.own_indicators(unit), unit) if mine else None,
        "sent": [row for row in reversed(mine) if row.is_sent][:4],
        "sent_count": sum(row.is_sent for row in mine),
    }
    return render(request, "reports/home.html", context)


@require_GET
def submission_list(request: HttpRequest) -> HttpResponse:
    """The reports of the unit one works in: begun and past ones, newest first; with `?ky=toi` those to come."""
    user, unit = signed_in(request), current_unit(request)
    if unit is None:
        return render(request, "reports/home_without_unit.html")
    is_ahead = request.GET.get("ky") == "toi"
    reports = lists.reports_by_time(user, unit, is_ahead=is_ahead)
    page = Paginator(reports, 30).get_page(request.GET.get("page"))
    return render(request, "reports/submission_list.html", {"unit": unit, "page": page, "is_ahead": is_ahead})


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """When the reports of the unit one works in fall due, this year or the one of `?nam=`."""
    user, unit, at = signed_in(request), current_unit(request), clock.now()
    if unit is None:
        return render(request, "reports/home_without_unit.html")
    mine, year = list(lists.reports_of_unit(user, unit)), year_of(request.GET.get("nam", ""), clock.today())
    before, after = years_of(mine, year)
    context = {"unit": unit, "year": year, "before": before, "after": after, "months": months_of(mine, year, at)}
    return render(request, "reports/calendar.html", context)


@require_GET
def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report as it was sent last; the reviewing office gets its own page."""
    user = signed_in(request)
    submission = access.get_submission(user, pk)
    if roles.may_review(user, submission.reviewer) and not roles.may_type(user, submission.unit):
        return redirect("reports:submission_review", pk=pk)
    context = _shown(user, submission)
    if not context["may_edit"] and submission.is_editable and not context["revision"]:
        messages.info(request, "Đơn vị chưa gửi báo cáo này. Nội dung sẽ hiện ở đây sau khi gửi.")
    return render(request, "reports/submission_detail.html", context)


def _shown(user: User, submission: Submission) -> dict[str, Any]:
    revision = lists.last_revision(submission)
    may_send, is_sent = access.may_send(user, submission), submission.status == Status.SUBMITTED
    context: dict[str, Any] = {
        "submission": submission,
        "revision": revision,
        "due": deadline_words(submission, clock.today()),
        "may_edit": submission.is_editable and roles.may_type(user, submission.unit),
        "may_take_back": is_sent and submission.opened_at is None and may_send,
        "may_comment": roles.may_comment(user, submission.unit),
        "comments": lists.comments_of(submission),
    }
    return context | _contents(submission, revision) if revision else context


def _contents(submission: Submission, revision: Revision) -> dict[str, Any]:
    last, targets = lists.last_figures_of(submission), lists.indicators_of(revision)
    lines = shown_lines(revision, last=last, targets=targets)
    return {
        "lines": lines,
        "texts": shown_texts(revision),
        "files": with_their_files(lines, lists.files_of(revision)),
        "show_last": True,
    }
