"""From the slip of paper to a password of one's own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browse, Organisation
from units.models import User

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = "Mùa xuân 2026 trồng cây"


def test_a_slip_lets_its_person_in_once_and_asks_for_a_password_of_their_own(
    organisation: Organisation, browse: Browse
) -> None:
    reporter = organisation.people["reporter"]
    office = browse(organisation.people["office"])
    office.goto(f"/nguoi-dung/{reporter.pk}/mat-khau/")
    office.get_by_role("button", name="Cấp mật khẩu").click()
    slip = office.locator(".slip").filter(has_text=reporter.full_name)
    secret = slip.locator(".one-time").inner_text().strip()

    phone = browse(width=360, height=740)
    phone.goto("/bao-cao/")
    log_in(phone, "reporter", secret)
    expect(phone.get_by_role("heading", name="Đặt mật khẩu riêng")).to_be_visible()
    phone.goto("/bao-cao/")
    expect(phone.get_by_role("heading", name="Đặt mật khẩu riêng")).to_be_visible()
    phone.locator("[name=new_password1]").fill(OWN)
    phone.locator("[name=new_password2]").fill(OWN)
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(phone.get_by_text("CĐ Sở Tài chính").first).to_be_visible()
    assert User.objects.get(username="reporter").check_password(OWN)

    again = browse(width=360, height=740)
    again.goto("/")
    log_in(again, "reporter", secret)
    expect(again.locator(".notice-error")).to_be_visible()
    log_in(again, "reporter", OWN)
    expect(again.get_by_text("CĐ Sở Tài chính").first).to_be_visible()


def log_in(page: Any, login: str, password: str) -> None:
    page.locator("[name=username]").fill(login)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
