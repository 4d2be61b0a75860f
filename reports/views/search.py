"""One search over units, targets and reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports import searching
from units.access import signed_in


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    context = {"query": text, "found": searching.search(signed_in(request), text)}
    return render(request, "reports/search.html", context)
