"""The committee's screens in a browser: what is behind is seen at once, on a PC, a phone, a wall and paper."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from indicators.actions.posting import Figure, post_results
from indicators.models import Goal, Indicator, PostingKind
from programs.models import Participation
from reports.models import Submission
from tests.browser.conftest import Browse
from tests.cast import FOUNDED, Cast
from units import clock
from units.models import Level, Unit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "Vận động đoàn viên, thanh niên tham gia hiến máu tình nguyện, bảo vệ môi trường tại địa bàn số"
WIDER = "document.documentElement.scrollWidth > window.innerWidth"


def make_many_behind(cast: Cast, label: str = "Vận động đoàn viên hiến máu tình nguyện đợt") -> None:
    """Twelve more sums that are far behind, and a share of each for A and B."""
    made = [
        Indicator.objects.create(program=cast.program, label=f"{label} {n}", kind="COUNT", unit_of_measure="đơn vị máu")
        for n in range(1, 13)
    ]
    for unit, goal in ((cast.issuer, 1000), (cast.a, 600), (cast.b, 400)):
        Goal.objects.bulk_create(
            Goal(indicator=item, unit=unit, value=goal, holds_from=cast.program.starts_on) for item in made
        )
    post_results(
        unit=cast.a,
        period=None,
        figures=[Figure(item.pk, value=Decimal(10)) for item in made],
        covers_from=None,
        covers_until=dt.date(2026, 4, 1),
        by=None,
        at=clock.now(),
        kind=PostingKind.IMPORT,
    )


def bottoms(page: Any, selector: str) -> list[float]:
    return [item.bounding_box()["y"] + item.bounding_box()["height"] for item in page.locator(selector).all()]


def test_which_targets_will_be_missed_and_whose_fault_it_is(cast: Cast, browse: Browse, transactional_db: None) -> None:
    make_many_behind(cast)
    page = browse(cast.people["committee"], width=1280, height=900)
    page.goto("/")
    titles = page.locator(".worst-title")
    expect(titles).to_have_count(10)
    assert max(bottoms(page, ".worst-title")) <= 900, "what is behind is seen without scrolling"
    assert max(bottoms(page, ".first-screen .stat")) <= 450
    expect(page.locator("#attention")).to_contain_text("13 chỉ số đang chậm")
    expect(page.locator(".worst-note").first).to_contain_text("2 đơn vị giữ lại (CĐ Sở Tài chính")
    titles.first.locator("a").click()
    panel = page.locator("#panel")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("Cách tính")
    expect(panel).to_contain_text("CĐ Sở Tài chính")


@pytest.mark.parametrize("width", [360, 1280])
def test_names_of_ninety_characters_wrap(cast: Cast, browse: Browse, transactional_db: None, width: int) -> None:
    make_many_behind(cast, LONG)
    long_name = f"Chi đoàn {LONG}"[:120]
    Unit.objects.filter(pk=cast.b.pk).update(name=long_name, short_name=long_name)
    page = browse(cast.people["committee"], width=width, height=900)
    for path in (
        "/tong-quan/",
        "/chi-tieu/",
        "/tong-quan/theo-ky/",
        "/tong-quan/theo-chi-tieu/",
        "/tong-quan/so-sanh/",
    ):
        page.goto(path)
        assert not page.evaluate(WIDER), path
    for way in ("cum", "khoi", "xep-hang"):
        page.goto(f"/tong-quan/so-sanh/?theo={way}")
        assert not page.evaluate(WIDER), way
    page.goto("/tong-quan/")
    expect(page.locator(".worst-title").first).to_contain_text(LONG)


def test_the_meeting_room_sees_nothing_but_the_content(cast: Cast, browse: Browse, transactional_db: None) -> None:
    page = browse(cast.people["committee"], width=1920, height=1080)
    page.goto("/tong-quan/")
    page.get_by_role("button", name="Toàn màn hình").click()
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator(".sidebar")).to_be_hidden()
    expect(page.locator("select").first).to_be_hidden()
    expect(page.locator("#reports-now")).to_contain_text("Báo cáo tháng 4/2026")
    page.get_by_role("button", name="Thoát toàn màn hình").click()
    expect(page.locator(".topbar")).to_be_visible()


@pytest.mark.parametrize("path", ["/tong-quan/", "/chi-tieu/", "/tong-quan/theo-ky/", "/tong-quan/theo-chi-tieu/"])
def test_paper_shows_the_figures_and_no_buttons(cast: Cast, browse: Browse, transactional_db: None, path: str) -> None:
    page = browse(cast.people["committee"])
    page.goto(path)
    page.emulate_media(media="print")
    for part in (".topbar", ".sidebar", ".board-tabs", ".page-actions"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main .bar:visible, main .cell:visible").count(), "charts and cells are printed"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_an_empty_programme_says_what_will_come(cast: Cast, browse: Browse, transactional_db: None) -> None:
    Goal.objects.all().delete()
    Submission.objects.all().update(cancelled_at=clock.now())
    cast.program.indicators.update(asked_until=dt.date(2026, 1, 1))
    page = browse(cast.people["committee"], width=360, height=740)
    page.goto("/tong-quan/")
    expect(page.locator("main")).to_contain_text("Chương trình chưa có chỉ số nào để theo dõi.")
    for path, words in (
        ("/tong-quan/theo-chi-tieu/", "Chưa có chỉ tiêu giao cho đơn vị"),
        ("/tong-quan/theo-ky/", "Chưa có báo cáo nào phải gửi"),
        ("/tong-quan/so-sanh/", "Chưa có số liệu năm trước"),
    ):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(words)
        assert not page.evaluate(WIDER), path


def test_fifteen_hundred_units_are_shown_branch_by_branch(cast: Cast, browse: Browse, transactional_db: None) -> None:
    plant(cast, branches=15, units=100)
    page = browse(cast.people["committee"])
    page.goto("/tong-quan/")
    expect(page.locator("#reports-now")).to_contain_text("1.517 báo cáo phải gửi")
    assert page.locator("main tr, main li").count() < 80, "never thousands of rows"
    page.goto("/tong-quan/theo-ky/")
    row = page.locator("table.matrix tbody tr").filter(has_text="Đoàn xã 7")
    expect(row).to_contain_text("0/101")
    row.get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("Đoàn xã 7")
    assert page.locator("table.matrix tbody tr").count() == 100, "a branch of a hundred is shown whole"


def plant(cast: Cast, *, branches: int, units: int) -> None:
    """Write branches with units below them, all of which owe the report of April."""
    step = Unit.objects.filter(path__startswith=cast.issuer.path, depth=2).count() + 10
    facts = {"level": Level.BASE, "active_from": FOUNDED, "sector": "other"}
    made = []
    for n in range(branches):
        head = Unit(code=f"X{n}", name=f"Đoàn xã {n + 1}", depth=2, numchild=units, **facts).with_keys()
        head.path = cast.issuer.path_of_child(step + n)
        made.append(head)
        for m in range(units):
            leaf = Unit(code=f"X{n}-{m}", name=f"Chi đoàn {n}-{m}", depth=3, **facts).with_keys()
            leaf.path = head.path_of_child(m + 1)
            made.append(leaf)
    Unit.objects.bulk_create(made)
    period = cast.periods["monthly-04"]
    Participation.objects.bulk_create(
        Participation(program=cast.program, unit=unit, starts_on=cast.program.starts_on) for unit in made
    )
    Submission.objects.bulk_create(Submission(unit=unit, period=period, reviewer=cast.issuer) for unit in made)
