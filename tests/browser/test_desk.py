"""The allocation desk in a browser: sums follow what is typed, and a phone shows one indicator at a time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from indicators.models import Goal
from tests.browser.conftest import Browse
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_sum_follows_what_is_typed_and_a_split_fits_the_goal(
    cast: Cast, browse: Browse, transactional_db: None
) -> None:
    trees = cast.indicators["trees"].pk
    page = browse(cast.people["secretary"])
    page.goto(f"/giao-chi-tieu/{cast.program.pk}/")
    foot = page.locator(f"tfoot [data-column='{trees}']")
    page.locator(f"[name=pick][value='{trees}']").check()
    page.get_by_role("button", name="Theo đoàn viên").click()
    expect(foot.locator("[data-verdict]")).to_have_text("✓ đủ")
    field = page.locator(f"[name=c{trees}-{cast.a.pk}]")
    field.fill("999.999")
    expect(foot.locator("[data-verdict]")).to_contain_text("vượt")
    expect(page.locator("[data-desk-state]")).to_contain_text("chưa lưu")
    page.get_by_role("button", name="Theo đoàn viên").click()
    expect(foot.locator("[data-verdict]")).to_have_text("✓ đủ")
    page.locator("#reason").fill("Chia theo đoàn viên")
    page.get_by_role("button", name=re.compile("^Lưu chỉ tiêu giao$")).last.click()
    expect(page.locator("body")).to_contain_text("Đã lưu chỉ tiêu giao.")
    shares = Goal.objects.filter(indicator=trees, holds_until=None).exclude(unit=cast.issuer)
    total = Goal.objects.get(indicator=trees, unit=cast.issuer, holds_until=None)
    assert sum(goal.value for goal in shares) == total.value


def test_a_phone_shows_one_indicator_at_a_time_and_keeps_what_was_typed_in_the_others(
    cast: Cast, browse: Browse, transactional_db: None
) -> None:
    page = browse(cast.people["office"], width=360, height=740)
    page.goto(f"/giao-chi-tieu/{cast.program.pk}/")
    first = page.locator("tbody td.desk-1 input").first
    second = page.locator("tbody td.desk-2 input").first
    expect(first).to_be_visible()
    expect(second).to_be_hidden()
    first.fill("12")
    page.locator("#desk-col-2").check()
    expect(second).to_be_visible()
    expect(first).to_be_hidden()
    expect(first).to_have_value("12")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
