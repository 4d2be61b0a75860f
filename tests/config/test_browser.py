"""The door to the portal in a real browser, also on a phone and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from units.models import User

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Browse = Callable[..., Any]


@pytest.mark.parametrize("look", [{}, {"width": 360, "height": 640}, {"javascript": False}])
def test_a_visitor_reaches_the_login_page_and_gets_in(browse: Browse, look: dict[str, Any]) -> None:
    User.objects.create_user("thu", "Mật khẩu dài 2026", full_name="Nguyễn Thị Thu")
    page = browse(**look)
    page.goto("/")
    assert "/dang-nhap/" in page.url
    page.locator("[name=username]").fill("thu")
    page.locator("[name=password]").fill("Mật khẩu dài 2026")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
