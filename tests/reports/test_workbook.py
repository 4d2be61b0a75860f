"""The report form as an Excel file: out, filled in, every problem at once, a preview, one confirmation."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from reports.actions.entering import save_entry
from reports.models import Entry, Narrative, Revision, Status, Submission
from reports.sheets import sheet_of
from reports.typed import Typed
from reports.workbook import layout
from reports.workbook import reading as said
from reports.workbook.reading import read_form
from reports.workbook.writing import form_workbook
from tests.cast import Cast
from units.models import User
from units.workbook.reading import DAMAGED, NOT_EXCEL, TOO_BIG, UnreadableWorkbook

SignIn = Callable[[Any], Client]
Cells = dict[str, Any]


@pytest.fixture
def draft(cast: Cast) -> Submission:
    return cast.submission("A", "monthly-05")


@pytest.fixture
def reporter(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.people["reporter"])


# Rows of the sheet of figures: 8 trees, 10 trained, 12 model; targets stand between. Texts begin in row 4.
def filled(submission: Submission, cells: Cells, texts: Cells | None = None, content: bytes | None = None) -> bytes:
    book = load_workbook(io.BytesIO(content or form_workbook(submission)))
    for cell, value in cells.items():
        book[layout.FIGURES][cell] = value
    for cell, value in (texts or {}).items():
        book[layout.TEXTS][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, submission: Submission, content: bytes) -> Any:
    url = reverse("reports:workbook_fill", args=[submission.pk])
    return client.post(url, {"file": SimpleUploadedFile("bao-cao.xlsx", content)})


def confirm(client: Client, submission: Submission, page: Any, **choices: str) -> Any:
    seal = re.search(r'name="confirmed" value="([^"]+)"', page.content.decode())
    assert seal is not None
    return client.post(
        reverse("reports:workbook_fill", args=[submission.pk]), {"confirmed": seal.group(1)} | choices, follow=True
    )


def typed(submission: Submission) -> dict[str, str]:
    return dict(submission.entries.values_list("indicator__code", "typed"))


def sentences(submission: Submission, content: bytes) -> list[tuple[str, str, str]]:
    return [(row.sheet, row.cell, row.sentence) for row in read_form(submission, content).problems]


def refusal(submission: Submission, content: bytes) -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        read_form(submission, content)
    return str(refused.value)


def test_the_workbook_shows_what_the_form_shows(draft: Submission) -> None:
    page = load_workbook(io.BytesIO(form_workbook(draft)))[layout.FIGURES]
    trees = [page.cell(8, column).value for column in range(layout.LABEL, layout.WHOLE)]
    assert trees == ["Cây xanh trồng mới", "cây", "100 cây", "80", "20", "12"]
    assert page["B7"].value.startswith("Chỉ tiêu 1. Toàn đoàn trồng mới")
    assert (page["G10"].value, page["H10"].value) == (None, "40")
    assert page["F10"].value == "36/40 (90%)"


def test_headings_and_what_is_known_are_locked_and_only_fields_are_open(draft: Submission) -> None:
    page = load_workbook(io.BytesIO(form_workbook(draft)))[layout.FIGURES]
    assert page.protection.sheet
    open_cells = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    fields = {f"{letter}{row}" for row in (8, 10, 12) for letter in "GIJKLM"} | {"H10"}
    assert open_cells == fields


def test_each_kind_of_answer_has_its_list(draft: Submission) -> None:
    page = load_workbook(io.BytesIO(form_workbook(draft)))[layout.FIGURES]
    lists = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"}
    assert lists["G12"] == '"Có,Không"'
    assert lists["I8 I10 I12"] == '"Có số liệu,Trong kỳ không có,Không áp dụng"'


def test_a_hidden_sheet_says_whose_the_file_is(draft: Submission) -> None:
    page = load_workbook(io.BytesIO(form_workbook(draft)))[layout.ABOUT]
    assert page.sheet_state == "hidden"
    assert (page["B1"].value, page["B2"].value) == ("Chi đoàn Sở Tài chính", "Báo cáo tháng 5/2026")
    seal = layout.seal_in(str(page[layout.SEAL_CELL].value))
    assert seal == layout.seal_of(draft, sheet_of(draft))


def test_a_file_that_nobody_touched_changes_nothing(draft: Submission, reporter: Client) -> None:
    page = upload(reporter, draft, form_workbook(draft))
    assert "không có gì để ghi" in page.content.decode()
    assert 'name="confirmed"' not in page.content.decode()


def test_what_was_filled_in_is_shown_old_beside_new_and_written_after_one_confirmation(
    cast: Cast, draft: Submission, reporter: Client
) -> None:
    cells = {"G8": 15, "G10": 30, "G12": "Không", "M8": "Trồng ở trường", "J8": "x"}
    page = upload(reporter, draft, filled(draft, cells, {"C4": "Dòng một\nDòng hai"}))
    text = page.content.decode()
    assert page.status_code == 200
    for shown in (">12<", "15; ước tính; ghi chú: Trồng ở trường", "30/40", "Dòng một\nDòng hai"):
        assert shown in text
    assert typed(draft) == {"trees": "12"}
    done = confirm(reporter, draft, page)
    assert "Đã ghi 4 mục" in done.content.decode()
    assert typed(draft) == {"trees": "15", "trained": "30/40", "model": "Không"}
    trees = Entry.objects.get(submission=draft, indicator=cast.indicators["trees"])
    assert (trees.value, trees.is_estimated, trees.note) == (Decimal(15), True, "Trồng ở trường")
    assert Narrative.objects.get(submission=draft).text == "Dòng một\nDòng hai"


def test_nothing_in_the_period_and_not_applicable_are_understood(draft: Submission, reporter: Client) -> None:
    cells = {"G8": None, "I8": "trong ky khong co", "I10": "Không áp dụng", "H10": None, "L10": "Đã học năm trước"}
    confirm(reporter, draft, upload(reporter, draft, filled(draft, cells)))
    answers = {entry.indicator.code: (entry.answer, entry.reason) for entry in draft.entries.all()}
    assert answers == {"trees": ("none", ""), "trained": ("n/a", "Đã học năm trước")}


def test_all_problems_are_named_at_once_with_sheet_cell_and_what_to_do(draft: Submission, reporter: Client) -> None:
    cells = {"G8": "mười hai cây", "J8": "có", "G10": 50, "I12": "Chưa rõ", "H12": "5", "B20": "x", "G20": "7"}
    content = filled(draft, cells, {"C5": "a" * 20_001})
    page = upload(reporter, draft, content)
    text = page.content.decode()
    assert page.status_code == 422
    assert "chỗ cần sửa trong tệp" in text
    found = {(row[0], row[1]) for row in sentences(draft, content)}
    figures = {("Số liệu", cell) for cell in ("J8", "G10", "I12", "H12", "G20")}
    assert found == figures | {("Nội dung", "C5")}
    assert "Tử số (50) lớn hơn mẫu số (40)" in text
    assert typed(draft) == {"trees": "12"}


def test_an_unreadable_number_and_a_missing_reason_point_at_their_cells(draft: Submission) -> None:
    problems = sentences(draft, filled(draft, {"G8": "nhiều", "I10": "Không áp dụng", "H10": None}))
    assert [row[1] for row in problems] == ["G8", "L10"]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("=5+7", said.FORMULA),
        ("='[https://ke-gian.example/a.xlsx]S'!A1", said.FORMULA),
        ("#REF!", said.FAILED),
        (date(2026, 5, 4), said.A_DAY),
    ],
    ids=["formula", "link", "error", "day"],
)
def test_formulas_links_errors_and_days_are_refused_in_their_cell(
    draft: Submission, value: object, sentence: str
) -> None:
    assert sentences(draft, filled(draft, {"G8": value})) == [("Số liệu", "G8", sentence)]


def test_text_that_looks_like_a_formula_goes_out_as_text_and_comes_back_unchanged(
    cast: Cast, draft: Submission
) -> None:
    Entry.objects.filter(submission=draft).update(note="=HYPERLINK(1)")
    content = form_workbook(draft)
    note = load_workbook(io.BytesIO(content))[layout.FIGURES]["M8"]
    assert (note.data_type, note.value) == ("s", "=HYPERLINK(1)")
    assert read_form(draft, content).rows == []


def test_a_file_of_another_period_or_unit_says_whose_it_is(cast: Cast, draft: Submission) -> None:
    other_period = form_workbook(cast.submission("A", "monthly-04"))
    assert "biểu mẫu Báo cáo tháng 4/2026 của Chi đoàn Sở Tài chính" in refusal(draft, other_period)
    other_unit = form_workbook(cast.submission("B", "monthly-05"))
    assert "biểu mẫu Báo cáo tháng 5/2026 của Chi đoàn Sở Y tế" in refusal(draft, other_unit)


def test_a_file_of_before_the_last_sending_is_refused(draft: Submission) -> None:
    content = filled(draft, {"G8": 15})
    Revision.objects.create(submission=draft, number=1)
    assert refusal(draft, content) == said.EARLIER


def test_a_file_of_another_layout_or_with_other_rows_is_refused(
    cast: Cast, draft: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = form_workbook(draft)
    with monkeypatch.context() as patched:
        patched.setattr(layout, "FORMAT", 2)
        assert refusal(draft, content) == said.OLD_LAYOUT
    type(cast.indicators["model"]).objects.filter(pk=cast.indicators["model"].pk).update(answered_by="issuer")
    assert refusal(draft, content) == said.OTHER_ROWS


def test_a_file_whose_seal_was_changed_or_is_missing_is_refused(draft: Submission) -> None:
    book = load_workbook(io.BytesIO(form_workbook(draft)))
    book[layout.ABOUT][layout.SEAL_CELL] = str(book[layout.ABOUT][layout.SEAL_CELL].value) + "x"
    out = io.BytesIO()
    book.save(out)
    assert refusal(draft, out.getvalue()) == said.SEAL_BROKEN
    del book[layout.ABOUT]
    out = io.BytesIO()
    book.save(out)
    assert refusal(draft, out.getvalue()) == said.NOT_OURS


def packed(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in entries.items():
            container.writestr(name, content)
    return out.getvalue()


def test_what_is_no_workbook_or_unpacks_to_too_much_is_refused(draft: Submission) -> None:
    assert refusal(draft, b"<html>") == NOT_EXCEL
    assert refusal(draft, packed({"xl/workbook.xml": b"<"})) == DAMAGED
    assert refusal(draft, packed({"xl/workbook.xml": b"", "xl/a.xml": b"0" * 40_000_000})) == TOO_BIG


def test_a_row_that_was_deleted_is_named_and_rows_may_be_moved(draft: Submission) -> None:
    book = load_workbook(io.BytesIO(form_workbook(draft)))
    page = book[layout.FIGURES]
    page.move_range("A12:M12", rows=10)
    page["G22"] = "Có"
    page["A10"] = None
    page["H10"] = None
    out = io.BytesIO()
    book.save(out)
    found = read_form(draft, out.getvalue())
    assert [row.indicator.code for row in found.rows] == ["model"]
    assert [problem.sentence[:40] for problem in found.problems] == ["Dòng của chỉ số “Đoàn viên được học tập "]


def test_what_another_officer_changed_meanwhile_is_shown_and_has_to_be_chosen(
    cast: Cast, draft: Submission, reporter: Client
) -> None:
    content = filled(draft, {"G8": 15})
    trees = cast.indicators["trees"]
    mark = next(row.mark for row in sheet_of(draft).rows() if row.indicator == trees)
    save_entry(draft, trees, Typed(text="14"), mark, by=cast.people["a_secretary"])
    page = upload(reporter, draft, content)
    assert "Đỗ Thị An sửa lúc" in page.content.decode()
    unchosen = confirm(reporter, draft, page)
    assert (unchosen.status_code, typed(draft)) == (422, {"trees": "14"})
    confirm(reporter, draft, page, **{f"k-{trees.pk}": "stored"})
    assert typed(draft) == {"trees": "14"}
    confirm(reporter, draft, page, **{f"k-{trees.pk}": "file"})
    assert typed(draft) == {"trees": "15"}


def test_a_change_between_preview_and_confirmation_writes_nothing_and_shows_it(
    cast: Cast, draft: Submission, reporter: Client
) -> None:
    page = upload(reporter, draft, filled(draft, {"G8": 15, "G12": "Có"}))
    model = cast.indicators["model"]
    save_entry(draft, model, Typed(text="Không"), "", by=cast.people["a_secretary"])
    answer = confirm(reporter, draft, page)
    assert (answer.status_code, typed(draft)) == (422, {"trees": "12", "model": "Không"})
    assert f'name="k-{model.pk}"' in answer.content.decode()


def test_rows_untouched_in_the_file_keep_what_was_typed_on_the_portal(
    cast: Cast, draft: Submission, reporter: Client
) -> None:
    content = filled(draft, {"G12": "Có"})
    trees = cast.indicators["trees"]
    mark = next(row.mark for row in sheet_of(draft).rows() if row.indicator == trees)
    save_entry(draft, trees, Typed(text="14"), mark, by=cast.people["a_secretary"])
    confirm(reporter, draft, upload(reporter, draft, content))
    assert typed(draft) == {"trees": "14", "model": "Có"}


def test_what_both_sides_typed_alike_is_no_change(cast: Cast, draft: Submission, reporter: Client) -> None:
    content = filled(draft, {"G8": 15, "G12": "Có"})
    trees = cast.indicators["trees"]
    mark = next(row.mark for row in sheet_of(draft).rows() if row.indicator == trees)
    save_entry(draft, trees, Typed(text="15"), mark, by=cast.people["a_secretary"])
    changes = upload(reporter, draft, content).context["changes"]
    assert [change.label for change in changes] == ["Có mô hình thanh niên tham gia chuyển đổi số"]


def test_a_confirmation_cannot_be_changed_on_the_way_or_used_for_another_report(
    cast: Cast, draft: Submission, reporter: Client, signed_in: SignIn
) -> None:
    page = upload(reporter, draft, filled(draft, {"G8": 15}))
    other = cast.submission("B", "monthly-05")
    answer = confirm(signed_in(cast.people["outsider"]), other, page)
    assert "không còn dùng được" in answer.content.decode()
    assert typed(other) == {}


def test_a_sent_report_takes_no_file(cast: Cast, draft: Submission, reporter: Client) -> None:
    page = upload(reporter, draft, filled(draft, {"G8": 15}))
    Submission.objects.filter(pk=draft.pk).update(
        status=Status.SUBMITTED, submitted_at=draft.period.due_at, first_submitted_at=draft.period.due_at
    )
    assert confirm(reporter, draft, page).status_code == 422
    assert typed(draft) == {"trees": "12"}
    assert reporter.get(reverse("reports:workbook_download", args=[draft.pk])).status_code == 302


def test_the_office_fills_in_on_behalf_of_a_unit(cast: Cast, draft: Submission, signed_in: SignIn) -> None:
    office: User = cast.people["office"]
    client = signed_in(office)
    content = client.get(reverse("reports:workbook_download", args=[draft.pk])).content
    confirm(client, draft, upload(client, draft, filled(draft, {"G8": 16}, content=content)))
    assert Entry.objects.get(submission=draft).updated_by == office
