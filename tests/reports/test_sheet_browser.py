"""The report form in a real browser: every field saves itself, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from reports.models import Entry, Submission
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.browser

Browse = Callable[..., Any]


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


def stored(submission: Submission, code: str) -> Entry:
    return Entry.objects.get(submission=submission, indicator__code=code)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_field_saves_itself_and_shows_the_new_total(
    cast: Cast, draft: Submission, browse: Browse, width: int
) -> None:
    page = browse(cast.people["reporter"], width=width)
    page.goto(url(draft))
    trees = row(page, cast, "trees")
    trees.locator("[data-main]").fill("15")
    assert trees.locator("[data-total]").inner_text().endswith("95 (95%)")
    trees.locator("[data-state]").get_by_text("Đã lưu").wait_for()
    assert stored(draft, "trees").value == 15
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_is_typed_before_the_script_has_come_is_saved_when_it_comes(
    cast: Cast, draft: Submission, browse: Browse
) -> None:
    page = browse(cast.people["reporter"], width=360)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/sheet*.js", hold)
    page.goto(url(draft), wait_until="commit")
    row(page, cast, "trees").locator("[data-main]").first.fill("31")
    assert len(held) == 1, "the script is still on its way"
    assert row(page, cast, "trees").locator("[data-state]").inner_text() == ""
    held[0].continue_()
    row(page, cast, "trees").locator("[data-state]").get_by_text("Đã lưu").wait_for()
    assert stored(draft, "trees").typed == "31"


def test_letters_stay_with_their_sentence_and_are_kept(cast: Cast, draft: Submission, browse: Browse) -> None:
    page = browse(cast.people["reporter"])
    page.goto(url(draft))
    trees = row(page, cast, "trees")
    trees.locator("[data-main]").fill("abc")
    trees.get_by_text("Số liệu phải là số").wait_for()
    page.reload()
    assert trees.locator("[data-main]").input_value() == "abc"
    assert stored(draft, "trees").typed == "abc"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_report_is_filled_in_with_the_keyboard_alone(
    cast: Cast, draft: Submission, browse: Browse, width: int
) -> None:
    page = browse(cast.people["reporter"], width=width)
    page.goto(url(draft))
    row(page, cast, "trees").locator("[data-main]").focus()
    for keys in ("Control+A", "1", "8", "Enter", "3", "6", "/", "4", "0", "Enter", "Space"):
        page.keyboard.press(keys)
    row(page, cast, "model").locator("[data-state]").get_by_text("Đã lưu").wait_for()
    row(page, cast, "trained").locator("[data-state]").get_by_text("Đã lưu").wait_for()
    assert stored(draft, "trees").value == 18
    assert stored(draft, "trained").typed == "36/40"
    assert stored(draft, "model").holds is True


@pytest.mark.parametrize("width", [360, 1280])
def test_a_column_from_excel_fills_downwards(cast: Cast, draft: Submission, browse: Browse, width: int) -> None:
    page = browse(cast.people["reporter"], width=width)
    page.goto(url(draft))
    page.evaluate(
        """(field) => {
            const data = new DataTransfer();
            data.setData("text/plain", "21\\r\\n38/40\\r\\n");
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        row(page, cast, "trees").locator("[data-main]").element_handle(),
    )
    row(page, cast, "trained").locator("[data-state]").get_by_text("Đã lưu").wait_for()
    row(page, cast, "trees").locator("[data-state]").get_by_text("Đã lưu").wait_for()
    assert stored(draft, "trees").value == 21
    assert stored(draft, "trained").typed == "38/40"


def test_typing_goes_on_without_a_network_and_is_sent_after_coming_back(
    cast: Cast, draft: Submission, browse: Browse
) -> None:
    page = browse(cast.people["reporter"])
    page.goto(url(draft))
    page.context.set_offline(True)
    trees = row(page, cast, "trees")
    trees.locator("[data-main]").fill("44")
    page.get_by_text("Đang chờ mạng – dữ liệu được giữ trên máy này").wait_for()
    assert stored(draft, "trees").typed == "12"
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    trees.locator("[data-state]").get_by_text("Đã lưu").wait_for()
    assert stored(draft, "trees").typed == "44"


def test_what_waited_is_sent_after_the_page_was_closed(cast: Cast, draft: Submission, browse: Browse) -> None:
    page = browse(cast.people["reporter"])
    page.goto(url(draft))
    page.route("**/soan/o/**", lambda route: route.abort())
    row(page, cast, "trees").locator("[data-main]").fill("45")
    page.get_by_text("Đang chờ mạng – dữ liệu được giữ trên máy này").wait_for()
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(url(draft))
    row(again, cast, "trees").locator("[data-state]").get_by_text("Đã lưu").wait_for()
    assert stored(draft, "trees").typed == "45"


def test_a_session_that_ended_keeps_the_text_until_the_next_login(
    cast: Cast, draft: Submission, browse: Browse
) -> None:
    page = browse(cast.people["reporter"])
    page.goto(url(draft))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    row(page, cast, "trees").locator("[data-main]").fill("46")
    page.get_by_text("Nội dung được giữ trên máy này").wait_for()
    page.context.add_cookies(cookies)
    page.goto(url(draft))
    row(page, cast, "trees").locator("[data-state]").get_by_text("Đã lưu").wait_for()
    assert stored(draft, "trees").typed == "46"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("choice", "kept"), [("Lấy nội dung", "15"), ("Giữ nội dung vừa gõ", "18")])
def test_two_officers_see_both_values_and_choose(
    cast: Cast, draft: Submission, browse: Browse, choice: str, kept: str, width: int
) -> None:
    first, second = (browse(cast.people[login], width=width) for login in ("reporter", "a_secretary"))
    for page in (first, second):
        page.goto(url(draft))
    row(first, cast, "trees").locator("[data-main]").fill("15")
    row(first, cast, "trees").locator("[data-state]").get_by_text("Đã lưu").wait_for()
    mine = row(second, cast, "trees")
    mine.locator("[data-main]").fill("18")
    mine.get_by_text("Đồng chí Phạm Báo Cáo đã ghi lúc 08:00: 15").wait_for()
    assert stored(draft, "trees").typed == "15"
    mine.get_by_role("button", name=choice).click()
    mine.locator("[data-state]").get_by_text("Đã l").wait_for()
    assert mine.locator("[data-main]").input_value() == kept
    assert stored(draft, "trees").typed == kept


def test_a_file_goes_up_as_soon_as_it_is_chosen_and_a_wrong_one_is_named(
    cast: Cast, draft: Submission, browse: Browse
) -> None:
    page = browse(cast.people["reporter"], width=360)
    page.goto(url(draft))
    chooser = page.locator("#f-report")
    chooser.set_input_files({"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": b"<html></html>"})
    page.get_by_text("Nội dung tệp “anh.jpg” không phải là").wait_for()
    chooser.set_input_files({"name": "Minh chứng.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a"})
    page.get_by_role("link", name="Minh chứng.pdf").wait_for()
    assert draft.attachments.get().name == "Minh chứng.pdf"
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Gỡ").click()
    page.wait_for_load_state()
    assert draft.attachments.get().removed_at is not None


@pytest.mark.parametrize("width", [360, 1280])
def test_the_whole_report_goes_out_without_script(cast: Cast, draft: Submission, browse: Browse, width: int) -> None:
    page = browse(cast.people["reporter"], width=width, javascript=False)
    page.goto("/")
    page.get_by_role("link", name="Tiếp tục").click()
    row(page, cast, "trees").locator("[data-main]").fill("4,500")
    row(page, cast, "model").get_by_label("Không", exact=True).check()
    page.get_by_role("button", name="Xem lại và gửi").click()
    assert "có thể hiểu là 4.500 hoặc 4,5" in row(page, cast, "trees").inner_text()
    row(page, cast, "trees").locator("[data-main]").fill("45")
    page.get_by_role("button", name="Xem lại và gửi").click()
    page.get_by_role("button", name="Gửi báo cáo").click()
    assert "Đã gửi lúc 08:00 ngày 20/04/2026" in page.inner_text("main")
    draft.refresh_from_db()
    assert draft.receipt in page.inner_text("main")


def test_the_office_reads_on_from_the_keyboard(cast: Cast, browse: Browse) -> None:
    page = browse(cast.people["office"])
    submission = cast.submission("A", "monthly-04")
    page.goto(reverse("reports:submission_review", args=[submission.pk]))
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.name") == "note"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    page.get_by_text("Không còn báo cáo nào chờ duyệt.").wait_for()
    submission.refresh_from_db()
    assert submission.accepted_by == cast.people["office"]
