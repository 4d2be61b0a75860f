"""The Excel round trip, the answers to warnings and accepting many at once, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports.models import Revision, Status, Submission
from tests.cast import Cast, make_cast
from tests.reports.test_inbox import send
from tests.reports.test_workbook import typed
from units.models import User

pytestmark = pytest.mark.browser

Browse = Callable[..., Any]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Submission:
    return cast.submission("A", "monthly-05")


def write(path: Path, cells: dict[str, Any]) -> Path:
    book = load_workbook(path)
    for cell, value in cells.items():
        book["Số liệu"][cell] = value
    book.save(path)
    return path


def upload(page: Any, path: Path) -> None:
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Kiểm tra tệp").click()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_form_goes_out_as_excel_and_comes_back_after_three_mistakes(
    cast: Cast, draft: Submission, browse: Browse, tmp_path: Path, width: int
) -> None:
    page = browse(cast.people["reporter"], width=width)
    page.goto(reverse("reports:submission_form", args=[draft.pk]))
    page.get_by_role("link", name="Điền bằng Excel").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biểu mẫu Excel").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "bao-cao-thang-52026-cd-so-tai-chinh.xlsx"

    upload(page, write(path, {"G8": "nhiều", "G10": 50, "G12": "=1+1"}))
    page.get_by_text("Có 3 chỗ cần sửa trong tệp.").wait_for()
    assert [page.get_by_text(cell, exact=True).count() for cell in ("G8", "G10", "G12")] == [1, 1, 1]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert typed(draft) == {"trees": "12"}

    upload(page, write(path, {"G8": "1.200", "G10": 30, "G12": "Có"}))
    page.get_by_role("heading", name="Xem trước khi ghi").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Ghi vào báo cáo").click()
    page.get_by_text("Đã ghi 3 mục từ tệp Excel vào báo cáo.").wait_for()
    assert typed(draft) == {"trees": "1.200", "trained": "30/40", "model": "Có"}


@pytest.mark.parametrize("javascript", [True, False])
def test_an_answer_to_a_warning_goes_to_the_reviewer_when_the_report_is_sent(
    cast: Cast, draft: Submission, browse: Browse, javascript: bool
) -> None:
    page = browse(cast.people["reporter"], width=360, javascript=javascript)
    page.goto(reverse("reports:submission_submit", args=[draft.pk]))
    page.get_by_text("Giải trình cho cấp trên").click()
    page.get_by_label("“Đoàn viên được học tập nghị quyết” chưa có số liệu").fill("Tháng sau mới tổ chức.")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_text("Giấy xác nhận").first.wait_for()
    page = browse(cast.people["office"], javascript=javascript)
    page.goto(reverse("reports:submission_review", args=[draft.pk]))
    page.get_by_text("Tháng sau mới tổ chức.").wait_for()


@pytest.mark.parametrize(("width", "javascript"), [(360, True), (1280, False)])
def test_the_office_accepts_all_clean_reports_with_one_button(
    cast: Cast, browse: Browse, width: int, javascript: bool
) -> None:
    clean, warned = cast.submission("A", "monthly-04"), cast.submission("B", "monthly-04")
    Revision.objects.filter(submission=clean).update(snapshot={"warnings": []})
    send(cast, warned, trees="400")
    office: User = cast.people["office"]
    page = browse(office, width=width, javascript=javascript)
    page.goto(reverse("reports:inbox"))
    page.get_by_role("button", name="Duyệt các báo cáo không có cảnh báo (1)").click()
    page.get_by_role("heading", name="Đã duyệt 1 báo cáo").wait_for()
    page.get_by_role("heading", name="Chưa duyệt 1 báo cáo").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    statuses = dict(Submission.objects.filter(pk__in=[clean.pk, warned.pk]).values_list("pk", "status"))
    assert statuses == {clean.pk: Status.ACCEPTED, warned.pk: Status.SUBMITTED}
