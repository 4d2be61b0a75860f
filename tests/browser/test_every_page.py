"""Every page that the matrix of addresses lists, as each visitor sees it on a phone: whole, and without complaints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser.conftest import Browse
from tests.cast import Cast
from tests.test_matrix import ROWS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Wide enough for nobody: the office works on a PC, but looks on a phone too.
PHONE = {"width": 360, "height": 740}


def pages_of(visitor: str, cast: Cast) -> Iterator[str]:
    """Yield the address of each page that the visitor may read, once."""
    client = Client()
    if user := cast.visitor(visitor):
        client.force_login(user)
    seen = set()
    for row in ROWS:
        if row.method != "get" or row.expected[visitor] != 200:
            continue
        answer = client.get(reverse(row.name, kwargs=row.at(cast)) + row.query, row.data(cast))
        is_page = answer.headers["Content-Type"].startswith("text/html") and "Content-Disposition" not in answer.headers
        address = answer.request["PATH_INFO"] + ("?" + answer.request["QUERY_STRING"]).rstrip("?")
        if answer.status_code == 200 and is_page and address not in seen:
            seen.add(address)
            yield address


@pytest.mark.parametrize("visitor", ["reporter", "office", "committee", "administrator", "viewer", "anonymous"])
def test_pages_fit_on_a_phone_and_say_nothing_in_the_console(
    visitor: str, cast: Cast, browse: Browse, transactional_db: None
) -> None:
    page = browse(cast.visitor(visitor), **PHONE)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    visited = 0
    for address in pages_of(visitor, cast):
        page.goto(address)
        visited += 1
        complaints += [*wider_than_the_screen(page), *narrower_than_their_card(page)]
    assert visited, "the matrix lists no page for this visitor"
    assert not complaints, "\n".join(complaints)


def wider_than_the_screen(page: Any) -> Iterator[str]:
    """Yield the elements that make the page scroll sideways."""
    if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        return
    sticking_out = """[...document.querySelectorAll("body *")]
        .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".table-scroll"))
        .slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className}`)"""
    yield f"{page.url} is wider than the screen: {', '.join(page.evaluate(sticking_out))}"


def narrower_than_their_card(page: Any) -> Iterator[str]:
    """Yield the rows of tables, cards on a phone, in which a part keeps the width that it has as a column."""
    squeezed = """[...document.querySelectorAll(".table-cards > tbody > tr > *")]
        .filter((e) => e.getClientRects().length && e.getBoundingClientRect().width < e.parentElement.clientWidth * 0.8)
        .slice(0, 5).map((e) => `${e.tagName.toLowerCase()}: ${e.textContent.trim().slice(0, 40)}`)"""
    if found := page.evaluate(squeezed):
        yield f"{page.url} squeezes {', '.join(found)}"
