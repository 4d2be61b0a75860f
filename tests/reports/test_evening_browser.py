"""An evening with a report in a real browser, on a phone and on a PC: a weak network, photos, remarks, a keyboard."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from indicators.models import Indicator, Kind
from reports.models import CommentKind, Entry, Status, Submission
from tests.bench.reporting.serving import Server
from tests.bench.reporting.world import session_of
from tests.browser.conftest import Browse
from tests.cast import Cast, make_cast
from tests.reports.test_inbox import send
from units import clock
from units.models import User

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = [360, 1280]
PASSWORD = "Mùa xuân 2026 trồng cây"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Submission:
    return cast.submission("A", "monthly-05")


def url(submission: Submission) -> str:
    return reverse("reports:submission_form", args=[submission.pk])


def row(page: Any, cast: Cast, code: str) -> Any:
    return page.locator(f"#row-{cast.indicators[code].pk}")


def field(page: Any, cast: Cast, code: str) -> Any:
    return row(page, cast, code).locator("[data-main]").first


def stored(submission: Submission, code: str) -> str:
    return Entry.objects.get(submission=submission, indicator__code=code).typed


def saved(page: Any, cast: Cast, code: str) -> None:
    expect(row(page, cast, code).locator("[data-state]")).to_contain_text("Đã lưu")


def log_in(page: Any, user: User) -> None:
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def fits(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


# --- the server is gone for a while -----------------------------------------------------------------------------------


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    """The portal in a process of its own on the test's database (SQLite), which can be stopped and started again."""
    name = str(connection.settings_dict["NAME"])
    moment = clock.now().replace(tzinfo=None).isoformat()
    environment = {"DATABASE_URL": f"sqlite:///{name}", "DEBUG": "true", "CLOCK": moment}
    server = Server(tmp_path, workers=1, threads=4, environment=environment)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_draft_typed_while_the_server_is_stopped_is_sent_when_it_is_back(
    cast: Cast, draft: Submission, chromium: Any, server: Server, width: int
) -> None:
    address = f"http://127.0.0.1:{server.port}"
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": 900}, locale="vi-VN")
    context.add_cookies([{"name": "sessionid", "value": session_of(cast.people["reporter"]), "url": address}])
    page = context.new_page()
    page.goto(url(draft))
    expect(field(page, cast, "trees")).to_have_value("12")
    server.stop()
    field(page, cast, "trees").fill("44")
    field(page, cast, "trained").fill("30")
    page.locator("#text-results").fill("Chi đoàn ra quân trồng cây.")
    page.locator("#text-results").press("Tab")
    expect(page.locator("#save-state")).to_contain_text("Đang chờ mạng – dữ liệu được giữ trên máy này")
    assert stored(draft, "trees") == "12"
    server.start()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    for code in ("trees", "trained"):
        saved(page, cast, code)
    expect(page.locator("#part-results [data-state]")).to_contain_text("Đã lưu")
    expect(page.locator("#save-state")).to_contain_text("Đã lưu")
    context.close()
    assert (stored(draft, "trees"), stored(draft, "trained")) == ("44", "30/40")
    assert draft.narratives.get(part="results").text == "Chi đoàn ra quân trồng cây."


# --- the session ends while somebody types ----------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_a_session_that_ends_while_typing_asks_for_the_password_and_loses_nothing(
    cast: Cast, draft: Submission, browse: Browse, width: int
) -> None:
    reporter = cast.people["reporter"]
    page = browse(reporter, width=width)
    page.goto(url(draft))
    reporter.set_password(PASSWORD)  # which ends every session that is open
    reporter.save()
    field(page, cast, "trees").fill("46")
    field(page, cast, "trained").fill("31")
    page.locator("#text-results").fill("Viết dở một đoạn")
    again = page.get_by_role("link", name="Đăng nhập lại")
    expect(again).to_be_visible()
    again.click()
    log_in(page, reporter)
    expect(field(page, cast, "trees")).to_have_value("46")
    expect(page.locator("#text-results")).to_have_value("Viết dở một đoạn")
    for code in ("trees", "trained"):
        saved(page, cast, code)
    expect(page.locator("#part-results [data-state]")).to_contain_text("Đã lưu")
    assert (stored(draft, "trees"), stored(draft, "trained")) == ("46", "31/40")
    assert draft.narratives.get(part="results").text == "Viết dở một đoạn"


# --- evidence ---------------------------------------------------------------------------------------------------------


def photo(kind: str) -> bytes:
    """A large photo that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0)})
    out = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


WATCH_THE_BAR = """() => {
    window.said = [];
    const look = () => document.querySelectorAll(".upload-state progress").forEach((bar) => said.push(bar.value));
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


@pytest.mark.parametrize(("width", "kind", "name"), [(360, "HEIF", "IMG_0001.HEIC"), (1280, "JPEG", "trong cay.jpg")])
def test_a_photo_goes_up_with_its_progress_and_a_link_beside_it(
    cast: Cast, draft: Submission, browse: Browse, width: int, kind: str, name: str
) -> None:
    page = browse(cast.people["reporter"], width=width)
    page.goto(url(draft))
    trees = row(page, cast, "trees")
    trees.get_by_text("Ghi chú, ước tính, minh chứng").click()
    expect(trees.get_by_text("mỗi tệp không quá 20 MB")).to_be_visible()
    page.evaluate(WATCH_THE_BAR)
    trees.locator("[data-file]").set_input_files({"name": name, "mimeType": "", "buffer": photo(kind)})
    expect(trees.locator(".file-list")).to_contain_text(name.replace("HEIC", "jpg"))
    assert page.evaluate("window.said.length") > 0, "the bar was seen while the photo went up"
    trees.locator("[data-link]").fill("www.facebook.com/doan/trong-cay")
    trees.locator("[data-link]").press("Tab")
    expect(trees.get_by_role("link", name="www.facebook.com/doan/trong-cay")).to_be_visible()
    trees.locator("[data-link]").fill("javascript:alert(1)")
    trees.locator("[data-link]").press("Tab")
    expect(trees.get_by_text("Sao chép cả địa chỉ")).to_be_visible()
    fits(page)
    kept = draft.attachments.get(link="")
    with Image.open(kept.file) as small:
        assert max(small.size) == 2560
        assert not small.getexif()
    assert kept.indicator == cast.indicators["trees"]


# --- the written part begins with what is known -----------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_the_results_begin_with_the_figures_by_target(
    cast: Cast, draft: Submission, browse: Browse, width: int
) -> None:
    page = browse(cast.people["reporter"], width=width)
    page.goto(url(draft))
    field(page, cast, "trees").fill("15")
    field(page, cast, "trained").fill("36/40")
    field(page, cast, "trained").press("Tab")
    row(page, cast, "model").get_by_label("Có", exact=True).check()
    page.locator("#text-results").fill("Mở đầu.")
    page.get_by_role("button", name="Chèn số liệu đã nhập").click()
    text = (
        "Mở đầu.\n\nChỉ tiêu 1. Toàn đoàn trồng mới ít nhất 4.500 cây xanh.\n"
        "- Cây xanh trồng mới (cây): 15; lũy kế 95 (95%)\n\n"
        "Chỉ tiêu 2. Mỗi cơ sở Đoàn có từ 90% đoàn viên được học tập nghị quyết.\n"
        "- Đoàn viên được học tập nghị quyết: 36/40 (90%)\n\n"
        "Chỉ tiêu 3. 100% cơ sở Đoàn có mô hình thanh niên tham gia chuyển đổi số.\n"
        "- Có mô hình thanh niên tham gia chuyển đổi số: có"
    )
    expect(page.locator("#text-results")).to_have_value(text)
    expect(page.locator("#part-results [data-state]")).to_contain_text("Đã lưu")
    assert draft.narratives.get(part="results").text == text
    assert page.locator("#part-results [data-words]").inner_text() == str(len(text.split()))


# --- returned with remarks, corrected, sent again ---------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_a_report_comes_back_with_remarks_and_goes_out_again(cast: Cast, browse: Browse, width: int) -> None:
    report = send(cast, cast.submission("B", "monthly-04"))
    office = browse(cast.people["office"], width=width)
    office.goto(reverse("reports:submission_review", args=[report.pk]))
    trees = cast.indicators["trees"]
    office.locator(f"#line-{trees.pk}").get_by_role("link", name="Góp ý").click()
    office.locator("#comment-text").fill("Đếm lại số cây ở điểm trường.")
    office.get_by_role("button", name="Gửi ý kiến").click()
    expect(office.locator(f"#line-{trees.pk}")).to_contain_text("Đếm lại số cây ở điểm trường.")
    office.get_by_label("Nội dung cần bổ sung").fill("Bổ sung số cây, xem ý kiến tại dòng.")
    office.get_by_role("button", name="Yêu cầu bổ sung").click()
    expect(office.get_by_text("Đã yêu cầu bổ sung").first).to_be_visible()
    fits(office)

    unit = browse(cast.people["outsider"], width=width)
    unit.goto("/")
    expect(unit.get_by_text("Bổ sung số cây, xem ý kiến tại dòng.")).to_be_visible()
    unit.locator(f"a[href='{url(report)}']").first.click()
    expect(row(unit, cast, "trees")).to_contain_text("Đếm lại số cây ở điểm trường.")
    field(unit, cast, "trees").fill("27")
    saved(unit, cast, "trees")
    unit.get_by_role("button", name="Xem lại và gửi").click()
    unit.get_by_role("button", name="Gửi báo cáo").click()
    expect(unit.get_by_text("Giấy xác nhận đã gửi báo cáo").first).to_be_visible()
    fits(unit)
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED
    assert report.comments.filter(kind=CommentKind.RETURN).count() == 1

    office.goto(reverse("reports:submission_review", args=[report.pk]))
    expect(office.locator(f"#line-{trees.pk}")).to_contain_text("Đã sửa")
    expect(office.locator(f"#line-{trees.pk}")).to_contain_text("27")


# --- thirty figures from the keyboard ---------------------------------------------------------------------------------

ROWS = 30
MOST_KEYS = 65


def thirty_rows(cast: Cast) -> list[Indicator]:
    """Make the form thirty rows long: every fifth a share, every tenth a yes-or-no question, the others counts."""
    cast.program.indicators.update(position=0)
    target = cast.targets[-1]
    for number in range(ROWS - len(cast.indicators)):
        kind = Kind.CONDITION if number % 10 == 9 else Kind.SHARE if number % 5 == 4 else Kind.COUNT
        more = {} if kind == Kind.COUNT else {"accumulation": "LAST"}
        if kind == Kind.SHARE:
            more["denominator"] = "members"
        if kind == Kind.CONDITION:
            more["scope"] = "EACH_UNIT"
        Indicator(
            program=cast.program, target=target, code=f"n{number}", label=f"Nội dung {number}", kind=kind,
            position=10 + number, unit_of_measure="lượt", **more,
        ).with_keys().save()  # fmt: skip
    return list(cast.program.indicators.all())


def test_a_report_of_thirty_figures_goes_out_with_few_keys_beside_the_digits(
    cast: Cast, draft: Submission, browse: Browse
) -> None:
    thirty_rows(cast)
    draft.entries.all().delete()
    page = browse(cast.people["reporter"])
    page.goto(url(draft))
    assert page.locator("[data-row]").count() == ROWS
    pressed: list[str] = []

    def press(*keys: str) -> None:
        for key in keys:
            pressed.append(key)
            page.keyboard.press(key)

    press("Enter")  # to the first row without an answer
    for _ in range(ROWS):
        kind = page.evaluate("document.activeElement.closest('[data-row]')?.dataset.kind")
        assert kind, "every row is reached in turn"
        if kind == Kind.CONDITION:
            press("Space")
        elif kind == Kind.SHARE:
            press("3", "8")
        else:
            press("1", "2", "5")
        press("Enter")
    page.keyboard.down("Control")
    pressed.append("Control")
    press("Enter")
    page.keyboard.up("Control")
    page.wait_for_url("**/gui/")
    expect(page.get_by_role("button", name="Gửi báo cáo")).to_be_focused()
    press("Enter")
    expect(page.get_by_text("Giấy xác nhận đã gửi báo cáo").first).to_be_visible()
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED
    figures = draft.revisions.get().snapshot["figures"]
    assert [figure["answer"] for figure in figures] == ["value"] * ROWS
    assert {Decimal(figure["value"]) for figure in figures if figure["kind"] == Kind.COUNT} >= {Decimal(125)}
    beyond_digits = [key for key in pressed if not key.isdigit()]
    assert len(beyond_digits) <= MOST_KEYS, len(beyond_digits)
