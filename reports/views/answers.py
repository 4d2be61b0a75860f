"""Answers that several views of reports give."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeAlias

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from indicators.models import Indicator
from reports import typed as typed_rows
from reports.actions.entering import ConflictError
from reports.actions.refusals import Refused
from reports.models import Entry, Narrative, NarrativePart, Submission
from reports.sheets import typed_of
from reports.wording import figure_words
from units import clock
from units.formats import format_time

View: TypeAlias = Callable[[HttpRequest, int], HttpResponse]


def refused_page(
    request: HttpRequest, submission: Submission, refusal: Refused, *, kept: list[str] | None = None
) -> HttpResponse:
    """Say why nothing was changed and where to go on; what had been typed stands there to be copied."""
    context = {"submission": submission, "refusal": refusal, "kept": "\n".join(kept or [])}
    return render(request, "reports/submission_refused.html", context, status=422)


def saved_answer(stored: Entry | Narrative, error: str) -> JsonResponse:
    """Return what the page needs to go on typing: the new mark, the sentence, the time, whether that is an answer."""
    answer: dict[str, object] = {
        "state": "refused" if error else "saved",
        "error": error,
        "mark": mark_of(stored),
        "at": format_time(clock.now()),
    }
    if isinstance(stored, Entry):
        answer |= {"approximate": stored.is_approximate, "answered": bool(stored.answer) and not error}
    return JsonResponse(answer, status=422 if error else 200)


def conflict_answer(conflict: ConflictError, indicator: Indicator | None = None) -> JsonResponse:
    """Return the value that somebody else stored, by whom and when, for the person to choose."""
    theirs = conflict.theirs
    answer: dict[str, object] = {
        "state": "conflict",
        "mark": mark_of(theirs),
        "by": str(theirs.updated_by or "người khác"),
        "at": format_time(theirs.updated_at),
    }
    if isinstance(theirs, Narrative):
        return JsonResponse(answer | {"theirs": theirs.text, "text": theirs.text}, status=409)
    answer |= {"answered": bool(theirs.answer)}
    typed = typed_of(theirs)
    shown = typed.text or figure_words(theirs)
    return JsonResponse(answer | {"theirs": shown, **vars(typed)}, status=409)


def mark_of(stored: Entry | Narrative) -> str:
    """Return the mark a form carries for what is stored."""
    if isinstance(stored, Narrative):
        return typed_rows.mark_text(stored.version, stored.text)
    return typed_rows.mark(stored.version, typed_of(stored))


def part_of(name: str) -> NarrativePart:
    """Return the named part of the narrative, or raise Http404."""
    if name not in NarrativePart.values:
        raise Http404
    return NarrativePart(name)


def asked_about(request: HttpRequest) -> int | None:
    """Return the indicator that somebody wants to say something about (`?ve=`); what makes no sense is ignored."""
    key = request.GET.get("ve", "")
    return int(key) if key.isdecimal() and len(key) < 10 else None


def takes_posts(page: str) -> Callable[[View], View]:
    """Let a view take POSTs only, and lead a GET, as after logging in again, to the page that holds the form."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, pk: int) -> HttpResponse:
            return view(request, pk) if request.method == "POST" else redirect(page, pk=pk)

        return guarded

    return guard
