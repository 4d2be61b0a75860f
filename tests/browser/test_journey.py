"""The whole journey in a real browser, with a real worker: from a Word file to the month's report as three files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import LazySettings
from django.db.models import Sum
from playwright.sync_api import expect

from indicators.models import Indicator, Result
from programs.models import Program, ProgramStatus, ReportingPeriod
from reports.demo import programme
from reports.models import CommentKind, Reminder, Revision, Status, Submission
from tests.browser.built_files import BuiltFiles
from tests.browser.conftest import Browse, Organisation
from units import clock
from units.formats import format_number, format_percent
from units.models import Delivery, Message, User

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

Eventually = Callable[[Callable[[], Any]], Any]

# The day on which the January report is due. The worker's clock is ahead, so that it takes what was said before.
DUE = dt.date(2026, 1, 5)
PHONE = {"width": 360, "height": 740}

TREES = "Toàn đoàn trồng ít nhất 4.500 cây xanh"
STUDY = "100% cán bộ Đoàn, đoàn viên"
MODEL = "100% cơ sở Đoàn có phần việc thanh niên góp sức xây dựng nông thôn mới"
BLOOD = "Toàn đoàn hiến ít nhất 200 đơn vị máu"
CHILDREN = "Mỗi cơ sở Đoàn tổ chức ít nhất 02 hoạt động cho thiếu nhi"
TREES_NAMED = "Cây xanh trồng mới"

RESULTS = "Chi đoàn ra quân trồng cây đầu năm và tổ chức học tập nghị quyết cho toàn thể đoàn viên."
NOTE = "Đề nghị kiểm tra lại số cây đã trồng, bổ sung danh sách kèm theo."


@pytest.fixture
def worker_is_ahead() -> None:
    clock.set_to(dt.datetime.combine(DUE, dt.time(10)))


def test_a_programme_becomes_reports_and_the_reports_become_one(
    worker_is_ahead: None,
    worker: None,
    organisation: Organisation,
    browse: Browse,
    eventually: Eventually,
    settings: LazySettings,
    tmp_path: Path,
) -> None:
    people = organisation.people
    document = tmp_path / "chuong-trinh-2026.docx"
    with document.open("wb") as out:
        programme.write(2026, out)

    at(8)
    office = browse(people["office"])
    program = upload(office, document)
    review(office, program)
    at(8, 10)
    issue(browse(people["secretary"]), program)

    reminded(settings, eventually)

    at(8, 30)
    unit = browse(people["reporter"], **PHONE)
    report_on_a_phone(unit)
    report_without_script(browse(people["outsider"], javascript=False))

    at(8, 45)
    return_it(office)
    mailed(settings, eventually, "reporter@thu-nghiem.example", NOTE)
    at(9)
    correct(unit)
    at(9, 15)
    accept(office)

    at(9, 30)
    files = build(office, tmp_path)
    check(files)


def at(hour: int, minute: int = 0) -> None:
    clock.set_to(dt.datetime.combine(DUE, dt.time(hour, minute)))


# --- the office makes a programme of the document -------------------------------------------------------------------


def upload(page: Any, document: Path) -> Program:
    page.goto("/")
    page.get_by_role("link", name="Chương trình").first.click()
    page.get_by_role("link", name="Tải chương trình lên").first.click()
    page.set_input_files("[name=file]", document)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url(re.compile(r"/soat/"))
    expect(page.locator("#van-ban")).to_contain_text("Toàn đoàn trồng ít nhất 4.500 cây xanh")
    program = Program.objects.get()
    assert program.is_draft
    assert program.number == "05-CTr/ĐK"
    return program


def review(page: Any, program: Program) -> None:
    """Accept what is sure, decide on what is not, and give one indicator another name."""
    page.get_by_role("button", name="Chấp nhận tất cả mục chắc chắn").click()
    expect(page.get_by_text("mục chắc chắn.")).to_be_visible()
    unsure = page.locator(".review-group.attention .review-line a")
    while count := unsure.count():
        key = str(unsure.first.get_attribute("href")).partition("muc=")[2].partition("#")[0]
        if not page.locator(f"#accept-{key}").count():  # after each decision the next one is open already
            unsure.first.click()
        expect(page.locator(f"#accept-{key}")).to_be_attached()
        expect(page.locator("#muc .notice-warning")).to_be_visible()
        page.locator("#muc").get_by_role("button", name="Chấp nhận", exact=True).click()
        expect(unsure).to_have_count(count - 1)
    expect(page.get_by_text("Không còn mục nào cần xem")).to_be_visible()

    page.locator(".review-line.is-child a", has_text=TREES).click()
    name = page.locator("#muc [name=label]")
    expect(name).to_have_value(TREES)
    expect(page.locator("#van-ban mark")).to_contain_text("4.500 cây xanh")
    name.fill(TREES_NAMED)
    page.locator("#muc").get_by_role("button", name="Lưu").click()
    expect(page.locator(".review-line-title", has_text=TREES_NAMED)).to_have_count(1)


def issue(page: Any, program: Program) -> None:
    """The secretary looks at every due date, and issues."""
    page.goto(f"/chuong-trinh/{program.pk}/soat/")
    page.get_by_role("link", name="Lịch và nghĩa vụ").click()
    january = page.locator("tr", has_text="Báo cáo tháng 1/2026")
    expect(january).to_contain_text("hết ngày 05/01/2026 (Thứ Hai)")
    expect(january).to_contain_text("2 đơn vị")
    expect(page.get_by_text("Miễn 1: Đoàn CĐ Nghề").first).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_text("Đã ban hành.")).to_be_visible()
    program.refresh_from_db()
    assert program.status == ProgramStatus.ISSUED
    assert program.targets.count() == 14
    assert set(in_january().values_list("unit__code", flat=True)) == {"A", "B"}


# --- reminders ------------------------------------------------------------------------------------------------------


def reminded(settings: LazySettings, eventually: Eventually) -> None:
    """The hourly task reminds both units on the last day; the exempt school hears nothing."""
    current_app.send_task("reports.tasks.send_reminders")
    for login in ("reporter", "a_secretary", "outsider", "b_secretary"):
        mailed(settings, eventually, f"{login}@thu-nghiem.example", "Báo cáo tháng 1/2026")
    assert set(Reminder.objects.values_list("submission__unit__code", "step")) == {
        ("A", "due_today"),
        ("B", "due_today"),
    }
    assert not Message.objects.filter(to__username="s_reporter", subject__contains="Báo cáo tháng 1").exists()


def mailed(settings: LazySettings, eventually: Eventually, address: str, words: str) -> None:
    """Wait until a letter to that address with those words lies among the mail files."""

    def letter() -> bool:
        sent = Message.objects.filter(to=User.objects.get(email=address), delivery=Delivery.SENT)
        return any(words in f"{message.subject}\n{message.body}" for message in sent) and address in mails(settings)

    eventually(letter)


def mails(settings: LazySettings) -> str:
    folder = Path(settings.DATA_DIR) / "mail"
    return "".join(mail.read_text() for mail in folder.iterdir()) if folder.exists() else ""


# --- the units report -----------------------------------------------------------------------------------------------


def in_january() -> Any:
    return Submission.objects.filter(period=january_period(), cancelled_at=None)


def january_period() -> ReportingPeriod:
    return ReportingPeriod.objects.get(name="Báo cáo tháng 1/2026")


def row(page: Any, label: str) -> Any:
    return page.locator(f"#row-{Indicator.objects.get(label=label).pk}")


def line(page: Any, label: str) -> Any:
    """The same indicator where a report is read."""
    return page.locator(f"#line-{Indicator.objects.get(label=label).pk}")


def saved(of: Any) -> None:
    expect(of.locator("[data-state]")).to_contain_text("Đã lưu")


def report_on_a_phone(page: Any) -> None:
    """A's reporter answers in all four ways and in all three kinds, writes, attaches a file, and sends."""
    page.goto("/")
    duty = page.locator(".item", has_text="Báo cáo tháng 1/2026").first
    expect(duty).to_contain_text("Hôm nay là hạn cuối")
    duty.get_by_role("link").first.click()

    trees = row(page, TREES_NAMED)
    trees.locator("[data-main]").fill("1.250 cây")
    trees.locator("[data-main]").press("Enter")
    expect(trees.locator("[data-error]")).to_be_visible()
    trees.locator("[data-main]").fill("1.250")
    trees.locator("[data-main]").press("Tab")
    saved(trees)
    study = row(page, STUDY)
    expect(study.locator("[data-denominator]")).to_have_value("40")
    study.locator("[data-numerator]").fill("38")
    study.locator("[data-numerator]").press("Tab")
    saved(study)
    model = row(page, MODEL)
    model.get_by_label("Có", exact=True).check()
    saved(model)
    blood = row(page, BLOOD)
    blood.get_by_label("Trong kỳ không có").check()
    saved(blood)
    children = row(page, CHILDREN)
    children.get_by_label("Không áp dụng", exact=True).check()
    children.get_by_label("Lý do không áp dụng").fill("Cơ quan không có thiếu nhi.")
    children.get_by_label("Lý do không áp dụng").press("Tab")
    saved(children)
    expect(page.locator("[data-filled]")).to_have_text("5")

    page.locator("#text-results").fill(RESULTS)
    page.locator("#text-results").press("Tab")
    saved(page.locator("#part-results"))
    page.set_input_files("#f-report", {"name": "danh-sach.pdf", "mimeType": "application/pdf", "buffer": a_pdf()})
    fits(page)
    page.get_by_role("button", name="Xem lại và gửi").click()

    expect(line(page, TREES_NAMED)).to_contain_text("1.250")
    expect(page.get_by_text("danh-sach.pdf")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text(re.compile(r"Đã gửi lúc 08:30 ngày 05/01/2026, mã BC-2026-01-"))).to_be_visible()
    fits(page)


def report_without_script(page: Any) -> None:
    """B's reporter has no script: a wrong number comes back with what was typed, then the form goes as a whole."""
    page.goto("/")
    page.locator(".item", has_text="Báo cáo tháng 1/2026").first.get_by_role("link").first.click()
    row(page, TREES_NAMED).locator("[data-main]").fill("4,500")
    row(page, STUDY).locator("[data-numerator]").fill("20")
    page.get_by_role("button", name="Xem lại và gửi").click()
    expect(page.locator("#problems")).to_be_visible()
    expect(row(page, TREES_NAMED).locator("[data-main]")).to_have_value("4,500")
    row(page, TREES_NAMED).locator("[data-main]").fill("30")
    page.get_by_role("button", name="Xem lại và gửi").click()
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text(re.compile("Đã gửi lúc 08:30"))).to_be_visible()


def correct(page: Any) -> None:
    """A's reporter sees what is asked, corrects the figure and sends again."""
    page.goto("/")
    duty = page.locator(".item", has_text="Báo cáo tháng 1/2026").first
    expect(duty).to_contain_text(NOTE)
    expect(duty).to_contain_text("hết ngày 07/01")
    duty.get_by_role("link").first.click()
    expect(page.get_by_text(NOTE).first).to_be_visible()
    trees = row(page, TREES_NAMED)
    expect(trees.locator("[data-main]")).to_have_value("1.250")
    trees.locator("[data-main]").fill("1.200")
    trees.locator("[data-main]").press("Tab")
    saved(trees)
    page.get_by_role("button", name="Xem lại và gửi").click()
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text(re.compile("Đã gửi lúc 09:00"))).to_be_visible()
    assert Revision.objects.filter(submission__unit__code="A").count() == 2


def fits(page: Any) -> None:
    """Nothing makes the page scroll sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def a_pdf() -> bytes:
    from pypdf import PdfWriter

    out = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    return out.getvalue()


# --- the office reviews and compiles --------------------------------------------------------------------------------


def open_report(page: Any, unit: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Hộp duyệt").first.click()
    page.locator("tr", has_text=unit).get_by_role("link", name=unit, exact=True).click()


def return_it(page: Any) -> None:
    open_report(page, "Chi đoàn Sở Tài chính")
    expect(line(page, TREES_NAMED)).to_contain_text("1.250")
    expect(line(page, STUDY)).to_contain_text("38/40")
    expect(page.get_by_text(RESULTS)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="danh-sach.pdf").click()
    assert Path(download.value.path()).read_bytes() == a_pdf()
    page.get_by_label("Nội dung cần bổ sung").fill(NOTE)
    page.get_by_role("button", name="Yêu cầu bổ sung").click()
    expect(page.get_by_text("Đã yêu cầu bổ sung").first).to_be_visible()
    returned = in_january().get(unit__code="A")
    assert returned.status == Status.RETURNED
    assert returned.comments.get(kind=CommentKind.RETURN).text == NOTE
    assert counted(TREES_NAMED) == 30, "what was returned does not count until it is sent again"


def accept(page: Any) -> None:
    open_report(page, "Chi đoàn Sở Tài chính")
    changed = line(page, TREES_NAMED)
    expect(changed).to_contain_text("Đã sửa")
    expect(changed).to_contain_text("1.250")
    expect(changed).to_contain_text("1.200")
    page.get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.get_by_text("Đã duyệt").first).to_be_visible()
    assert in_january().get(unit__code="A").status == Status.ACCEPTED


def build(page: Any, folder: Path) -> BuiltFiles:
    """Ask for the month's report, watch it being built by the worker, download the three files."""
    page.get_by_role("link", name="Báo cáo tổng hợp").first.click()
    page.get_by_label("Kỳ báo cáo").select_option(str(january_period().pk))
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.get_by_text("Báo cáo đã lập xong")).to_be_visible(timeout=60_000)
    paths = {}
    for suffix, link in (("pdf", "Tải PDF để đọc"), ("docx", "Tải Word để sửa và ký"), ("xlsx", "Tải Excel để tính")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert download.value.suggested_filename == f"Báo cáo tháng 1-2026 - Đoàn Khối.{suffix}"
        paths[suffix] = folder / f"built.{suffix}"
        download.value.save_as(paths[suffix])
    return BuiltFiles(**paths)


# --- the files say what the database says ---------------------------------------------------------------------------


def counted(label: str) -> Decimal:
    """The sum of what counts now."""
    results = Result.objects.filter(indicator__label=label, posting__counted_until=None)
    return results.aggregate(total=Sum("value"))["total"] or Decimal(0)


def share(label: str) -> Decimal:
    """Percent of what counts now: numerators over denominators."""
    results = Result.objects.filter(indicator__label=label, posting__counted_until=None)
    sums = results.aggregate(above=Sum("numerator"), below=Sum("denominator"))
    return Decimal(sums["above"] * 100 / sums["below"])


def check(files: BuiltFiles) -> None:
    trees, study = counted(TREES_NAMED), share(STUDY)
    assert trees == 1230
    assert round(study, 2) == Decimal("89.23")
    percent = format_percent(trees * 100 / Decimal(4500))

    excel = files.xlsx_row("Chỉ tiêu", TREES_NAMED)
    assert (excel["Chỉ tiêu giao"], excel["Kỳ này"], excel["Lũy kế"]) == (4500, trees, trees)
    assert round(files.xlsx_row("Chỉ tiêu", STUDY)["Lũy kế"], 1) == float(round(study, 1))

    word = files.docx_row(TREES_NAMED)
    assert {format_number(trees), percent} <= set(word)
    assert format_percent(study) in files.docx_row(STUDY)
    assert RESULTS in files.docx_text(), "the accepted report's words"

    text = files.pdf_text()
    for words in (TREES_NAMED, format_number(trees), percent, format_percent(study), RESULTS):
        assert words in text

    sent = {report.unit.label: report for report in in_january().select_related("unit")}
    assert set(sent) == {"CĐ Sở Tài chính", "CĐ Sở Y tế"}
    assert not any(report.is_late for report in sent.values())
    assert f"Có {len(sent)} báo cáo đến hạn: {len(sent)} đúng hạn, 0 trễ hạn, 0 chưa nộp" in files.docx_text()
    for label, report in sent.items():
        standing = files.xlsx_row("Đơn vị", label)
        assert standing["Kỳ này"] == "Đúng hạn"
        assert standing["Gửi lúc"] == clock.local(report.first_submitted_at).replace(tzinfo=None)
        assert standing["Số lần trả lại"] == report.comments.filter(kind=CommentKind.RETURN).count()
    assert files.docx_row("CĐ Sở Tài chính")[3:6] == ["Đúng hạn", "08:30 ngày 05/01/2026", "1"]
