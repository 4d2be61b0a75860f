"""Comparing, ranking inside clusters, and the rules of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from indicators.access import indicators_of, programs_of, shown_programs
from reports import cluster_page
from reports.actions.ranking import change_ranking
from reports.comparison import RANKING, WAYS, comparison_of
from reports.forms.ranking import RankingForm
from reports.overview_access import get_overview_body
from reports.ranking import counted, rule_of
from reports.ranking_access import get_cluster_reading, get_ranking_body
from units import access as unit_access
from units import badges, roles
from units.models import Unit


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """With last year, between clusters, in a sector, or the ranking inside clusters: `?theo=`."""
    body = get_overview_body(request)
    context = {
        "board": comparison_of(body, request.GET),
        "ways": WAYS,
        "tones": list(badges.TARGET.values()),
        "may_rule": roles.may_edit_programs(unit_access.signed_in(request), body),
        "clear_url": request.path,
    }
    return render(request, "reports/comparison.html", context)


@require_http_methods(["GET", "POST"])
def ranking_edit(request: HttpRequest) -> HttpResponse:
    """What counts in the ranking, and whether units see it."""
    body = get_ranking_body(request)
    rule = rule_of(body)
    choices = counted(type(rule)(issuer=body), indicators_of(shown_programs(programs_of(body))))
    form = RankingForm(request.POST if request.method == "POST" else None, rule=rule, choices=choices)
    back = _ranking_url(body)
    if request.method == "POST" and form.is_valid():
        change_ranking(
            body,
            results_weight=form.cleaned_data["results_weight"],
            indicators=form.chosen,
            is_published=form.cleaned_data["is_published"],
            by=unit_access.signed_in(request),
        )
        messages.success(request, "Đã lưu quy tắc xếp hạng.")
        return redirect(back)
    context = {"form": form, "body": body, "back": back}
    return render(request, "reports/ranking_edit.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def cluster_ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """One cluster: its ranking, and the states of its members for who may see them."""
    reading = get_cluster_reading(unit_access.signed_in(request), pk)
    context = {"page": cluster_page.cluster_page_of(reading), "reading": reading}
    return render(request, "reports/cluster_ranking.html", context)


def _ranking_url(body: Unit) -> str:
    return f"{reverse('reports:comparison')}?don_vi={body.pk}&theo={RANKING}"
