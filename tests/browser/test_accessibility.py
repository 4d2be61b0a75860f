"""What axe-core finds on the pages of reporting: nothing that keeps anybody from using them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse

from reports.models import Submission
from tests.browser.conftest import Browse
from tests.cast import Cast, make_cast
from tests.reports.test_inbox import send

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SERIOUS = ("serious", "critical")
Page = tuple[str, Callable[[Cast], str]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, with a report that was really sent."""
    cast = make_cast()
    send(cast, cast.submission("B", "monthly-04"))
    return cast


def at(name: str, unit: str, period: str) -> Callable[[Cast], str]:
    def address(cast: Cast) -> str:
        submission: Submission = cast.submission(unit, period)
        return reverse(name, args=[submission.pk])

    return address


PAGES: dict[str, Page] = {
    "home": ("outsider", lambda _: "/"),
    "form": ("reporter", at("reports:submission_form", "A", "monthly-05")),
    "form that came back": ("outsider", at("reports:submission_form", "B", "quarterly-03")),
    "before sending": ("reporter", at("reports:submission_submit", "A", "monthly-05")),
    "receipt": ("outsider", at("reports:submission_receipt", "B", "monthly-04")),
    "report": ("outsider", at("reports:submission_detail", "B", "monthly-04")),
    "inbox": ("office", lambda _: reverse("reports:inbox")),
    "review": ("office", at("reports:submission_review", "B", "monthly-04")),
    "excel": ("reporter", at("reports:workbook_fill", "A", "monthly-05")),
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_stands_between_a_person_and_the_page(
    name: str, width: int, cast: Cast, browse: Browse
) -> None:
    login, address = PAGES[name]
    page = browse(cast.people[login], width=width)
    page.goto(address(cast))
    page.evaluate("document.querySelectorAll('main details').forEach((folded) => { folded.open = true; })")
    found = list(serious_problems(page))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_serious_stands_between_a_visitor_and_the_login(width: int, cast: Cast, browse: Browse) -> None:
    page = browse(width=width)
    page.goto("/")
    page.get_by_text("Đăng nhập lần đầu").click()
    found = list(serious_problems(page))
    assert not found, "\n".join(found)


def serious_problems(page: Any) -> Any:
    """Yield each serious or critical problem with the elements that have it."""
    page.evaluate(AXE_SCRIPT)
    for problem in page.evaluate("axe.run().then((found) => found.violations)"):
        if problem["impact"] in SERIOUS:
            places = ", ".join(node["html"][:160] for node in problem["nodes"][:4])
            yield f"{page.url} {problem['id']} ({problem['help']}): {places}"
