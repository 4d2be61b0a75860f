"""The annex to print: the page that a worker sets as PDF, wide ones across, the heading row on each sheet."""

from __future__ import annotations

from django.template.loader import render_to_string

from indicators.annex.content import Annex


def page_of(annex: Annex) -> str:
    """Return the annex as a page for the style sheet of printed documents."""
    return render_to_string("documents/goal_annex.html", {"head": annex.head, "annex": annex})
