"""A page of the portal on paper: the same view, templates and charts as on the screen, for the eyes of one person."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from units.access import SESSION_UNIT
from units.models import Unit, User
from units.printable import printable

# What may be asked for as PDF: pages that only show.
PRINTABLE = frozenset(
    {
        "reports:overview",
        "reports:period_matrix",
        "reports:target_matrix",
        "reports:comparison",
        "reports:cluster_ranking",
        "reports:unit_detail",
        "indicators:indicator_list",
        "indicators:indicator_detail",
    }
)
# Pages in the layout of a Union document: they bring no frame that would have to be left out.
DOCUMENTS = frozenset({"indicators:goal_annex_page"})
_SCREEN, _DOCUMENT = ("css/portal.css", "css/paper.css"), ("css/document.css",)


def find_printable(path: str) -> ResolverMatch:
    """Return the page behind the path; raise Http404 where there is none, or none that is to be printed."""
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    if match.view_name not in PRINTABLE | DOCUMENTS:
        raise Http404
    return match


def page_html(path: str, query: str, user: User, working_in: Unit | None) -> str:
    """Return the page as this person sees it; raises what the page's doors raise."""
    match = find_printable(path)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.GET = QueryDict(query)
    request.user = user
    request.resolver_match = match
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    if working_in is not None:
        request.session[SESSION_UNIT] = working_in.pk
    request.is_for_paper = True  # type: ignore[attr-defined]  # read by base.html
    response = match.func(request, *match.args, **match.kwargs)
    return str(response.content.decode())


def write_page(html: str, out: BinaryIO, *, path: str) -> None:
    """Write the page that stands at the path as PDF into the open file."""
    from weasyprint import CSS, HTML  # loads Pango; only who prints needs it

    names = _DOCUMENT if find_printable(path).view_name in DOCUMENTS else _SCREEN
    sheets = [CSS(string=_text_of(name)) for name in names]
    HTML(string=printable(html), base_url=None).write_pdf(out, stylesheets=sheets)


def _text_of(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text("utf-8")
