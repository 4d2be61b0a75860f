"""The review of a draft in a browser: what is typed about one thing stays with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from reports.demo import programme
from tests.browser.conftest import Browse, Organisation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The fields of the card that show something else than the server wrote.
DIFFER = """() => [...document.querySelectorAll('#muc input[type=text]')]
    .filter(input => input.value !== (input.getAttribute('value') ?? ''))
    .map(input => `${input.name}: ${input.value}`)"""


def test_the_next_form_shows_nothing_of_the_one_before(
    organisation: Organisation, browse: Browse, tmp_path: Path
) -> None:
    document = tmp_path / "chuong-trinh-2026.docx"
    with document.open("wb") as out:
        programme.write(2026, out)
    page = browse(organisation.people["office"])
    page.goto("/chuong-trinh/tai-len/")
    page.set_input_files("[name=file]", document)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url(re.compile(r"/soat/"))

    unsure = page.locator(".review-group.attention .review-line a")
    unsure.filter(has_text="Chốt số liệu năm").click()
    expect(page.locator("#muc h2")).to_have_text("Chốt số liệu năm")
    assert page.locator("#muc [name=due_on]").input_value() != ""
    page.locator("#muc").get_by_role("button", name="Lưu").click()

    expect(page.locator("#muc .notice-warning")).to_be_visible()
    expect(page.locator("#muc h2")).not_to_have_text("Chốt số liệu năm")
    assert page.locator("#muc [name=due_on]").count() == 1, "another rule, whose fields bear the same names"
    assert page.evaluate(DIFFER) == []
    expect(page.locator("#notices")).to_contain_text("Đã lưu.")
