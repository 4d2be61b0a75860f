"""The inbox of a reviewing body: what came in, what is missing, and the late ones ready to paste."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from reports import access, lists
from reports.actions.accepting import accept_clean
from reports.cleanness import doubts_of
from reports.compliance import Standing, standing
from reports.forms.reviewing import InboxFilter, seen_in, seen_text
from reports.inboxes import Tray, in_order_of, in_tray, late_text, tray_counts
from reports.models import Submission, SubmissionQuerySet
from units import clock
from units.access import current_unit, signed_in
from units.models import Unit

PAGE = 50
MOST_LATE = 300


@dataclass(frozen=True)
class InboxRow:
    submission: Submission
    standing: Standing
    doubt: str = ""

    @property
    def seen(self) -> str:
        """What a reviewer was shown: the report, and the moment of its sending."""
        return seen_text(self.submission)


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Reports of the units this body reviews, by pile; the waiting ones first."""
    user, at = signed_in(request), clock.now()
    body = access.get_inbox_unit(user, current_unit(request))
    form = InboxFilter(request.GET, periods=lists.inbox_periods(body), clusters=lists.clusters_of(body))
    found = _chosen(body, form)
    trays = tray_counts(found, at)
    tray = form.tray or Tray.WAITING
    pile = in_order_of(tray, found.filter(in_tray(tray, at)))
    page = Paginator(pile, PAGE).get_page(request.GET.get("page"))
    doubts = doubts_of(page) if tray == Tray.WAITING and page else {}
    context = {
        "unit": body,
        "form": form,
        "trays": trays,
        "tray": tray,
        "page": page,
        "rows": [InboxRow(row, standing(row, at), doubts.get(row.pk, "")) for row in page],
        "clean": len(page) - len(doubts),
        "late_text": _late(body, found, at) if tray == Tray.MISSING else "",
    }
    return render(request, "reports/inbox.html", context)


@require_http_methods(["GET", "POST"])
def inbox_accept(request: HttpRequest) -> HttpResponse:
    """Accept the clean ones of the reports that were ticked, or of all that were shown, and say what became of each."""
    user = signed_in(request)
    body = access.get_inbox_unit(user, current_unit(request))
    if request.method == "GET":
        return redirect("reports:inbox")
    seen = seen_in(request.POST.getlist("shown" if "all" in request.POST else "chosen"))
    rows = list(in_order_of(Tray.WAITING, lists.reviewed_submissions(body).filter(pk__in=seen)))
    outcome = accept_clean(rows, seen, by=user)
    context = {"unit": body, "outcome": outcome, "is_empty": not rows}
    return render(request, "reports/inbox_accepted.html", context, status=200 if rows else 422)


def _chosen(body: Unit, form: InboxFilter) -> SubmissionQuerySet:
    found = lists.reviewed_submissions(body)
    if form.period:
        found = found.filter(period=form.period)
    if form.cluster:
        found = lists.in_cluster(found, form.cluster)
    if form.text:
        found = lists.of_units_named(found, form.text)
    return found


def _late(body: Unit, found: SubmissionQuerySet, at: datetime) -> str:
    late = found.filter(in_tray(Tray.MISSING, at)).order_by(F("effective_due_at"), "unit__sort_key")
    return late_text(body, late[:MOST_LATE], at)
