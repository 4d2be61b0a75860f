"""Opening balances: a sheet out, the filled sheet in, every problem at once, one confirmation."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from indicators.figures import progress_of
from indicators.last_year import years_ago
from indicators.models import PostingKind, Result
from reports.asked import asked_now
from reports.opening import NOT_OURS, read_sheet, template
from reports.slices import asking
from tests.cast import Cast
from units import clock
from units.models import Unit, User
from units.workbook.reading import NOT_EXCEL

SignIn = Callable[[User], Client]


def filled(cast: Cast, cells: dict[str, Any]) -> bytes:
    """The programme's sheet with those cells written into it. Rows by name: 5 A, 6 B, 7 K; columns from C."""
    book = load_workbook(io.BytesIO(template(cast.program)))
    sheet = book.active
    assert sheet is not None
    for cell, value in cells.items():
        sheet[cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def post(client: Client, cast: Cast, data: bytes, day: str = "31/03/2026") -> Any:
    file = SimpleUploadedFile("so.xlsx", data)
    return client.post(f"/chuong-trinh/{cast.program.pk}/so-dau-ky/", {"covers_until": day, "file": file})


def imported() -> list[Decimal | None]:
    rows = Result.objects.filter(posting__kind=PostingKind.IMPORT, posting__counted_until=None)
    return list(rows.values_list("value", flat=True))


def test_the_sheet_has_a_row_for_each_unit_and_a_column_for_each_figure(cast: Cast) -> None:
    sheet = load_workbook(io.BytesIO(template(cast.program))).active
    assert sheet is not None
    codes = {sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)}
    assert {"A", "B", "S"} <= codes
    assert sheet.max_column == 5
    assert "495/629" in str(sheet.cell(4, 4).value)


def test_a_filled_sheet_is_posted_after_one_confirmation(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    sheet = read_sheet(cast.program, template(cast.program))
    assert sheet.problems == ["Tệp chưa có số liệu nào."]
    data = filled(cast, {"C5": 30, "D5": "20/40", "E6": "Có", "C6": "1.200"})
    page = post(client, cast, data).content.decode()
    assert "Xác nhận số đầu kỳ" in page
    assert imported() == []
    seal = re.search(r'name="confirmed" value="([^"]+)"', page)
    assert seal is not None
    client.post(f"/chuong-trinh/{cast.program.pk}/so-dau-ky/", {"confirmed": seal.group(1)})
    assert len(imported()) == 4
    posted = Result.objects.filter(posting__kind=PostingKind.IMPORT)
    assert set(posted.values_list("posting__covers_until", flat=True)) == {dt.date(2026, 3, 31)}
    assert posted.get(indicator=cast.indicators["trained"]).numerator == 20
    assert Decimal(1200) in set(posted.filter(indicator=cast.indicators["trees"]).values_list("value", flat=True))


def test_all_problems_are_shown_at_once_and_nothing_is_posted(cast: Cast, signed_in: SignIn) -> None:
    data = filled(cast, {"A5": "XX", "C5": 3, "C6": "4,500", "D6": "50/40", "E6": "có lẽ", "C7": -1})
    page = post(signed_in(cast.people["office"]), cast, data)
    text = page.content.decode()
    assert page.status_code == 422
    for said in ("mã “XX” không thuộc", "“4,500” có thể hiểu", "Tử số (50) lớn hơn mẫu số (40)", "Chọn “Có”", "âm"):
        assert said in text
    assert imported() == []


@pytest.mark.parametrize(("data", "says"), [(b"not a workbook", NOT_EXCEL), (b"PK\x03\x04 cut", NOT_EXCEL)])
def test_a_file_that_is_no_workbook_is_refused(cast: Cast, data: bytes, says: str) -> None:
    assert read_sheet(cast.program, data).problems == [says]


def test_a_workbook_that_is_not_the_template_is_refused(cast: Cast) -> None:
    data = filled(cast, {"C3": "x", "D3": "y", "E3": "z", "C5": 3})
    assert read_sheet(cast.program, data).problems == [NOT_OURS]


def test_what_was_confirmed_cannot_be_changed_on_the_way(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    page = post(client, cast, filled(cast, {"C5": 30})).content.decode()
    seal = re.search(r'name="confirmed" value="([^"]+)"', page)
    assert seal is not None
    client.post(f"/chuong-trinh/{cast.program.pk}/so-dau-ky/", {"confirmed": seal.group(1) + "x"})
    assert imported() == []


def test_a_day_outside_the_programme_is_asked_back(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    assert post(client, cast, filled(cast, {"C5": 30}), day="31/12/2022").status_code == 422
    assert post(client, cast, filled(cast, {"C5": 30}), day="30/04/2026").status_code == 422


def test_results_of_last_year_are_kept_to_compare_with_and_count_in_nothing(cast: Cast, signed_in: SignIn) -> None:
    client, trees = signed_in(cast.people["office"]), cast.indicators["trees"]
    draft = cast.submission("A", "monthly-05")
    before = progress_of(trees, cast.issuer, clock.now())
    first = cast.submission("A", "monthly-01")
    slices = [asking(report).slices([trees]) for report in (first, draft)]
    known = asked_now(draft).known[trees.pk]
    answer = post(client, cast, filled(cast, {"C5": 70}), "31/12/2025")
    assert "không cộng vào kết quả của chương trình" in answer.content.decode()
    seal = re.search(r'name="confirmed" value="([^"]+)"', answer.content.decode())
    assert seal
    client.post(f"/chuong-trinh/{cast.program.pk}/so-dau-ky/", {"confirmed": seal.group(1)})
    assert imported() == [Decimal(70)]
    assert progress_of(trees, cast.issuer, clock.now()) == before
    assert [asking(report).slices([trees]) for report in (first, draft)] == slices
    assert asked_now(draft).known[trees.pk] == known
    assert years_ago([trees], cast.issuer)[trees.pk].whole is not None


def test_a_second_import_for_the_day_replaces_the_first(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    for trees in (30, 45):
        page = post(client, cast, filled(cast, {"C5": trees})).content.decode()
        seal = re.search(r'name="confirmed" value="([^"]+)"', page)
        assert seal is not None
        client.post(f"/chuong-trinh/{cast.program.pk}/so-dau-ky/", {"confirmed": seal.group(1)})
    assert imported() == [Decimal(45)]


def test_a_name_that_looks_like_a_formula_is_text_in_the_sheet(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.a.pk).update(name='=HYPERLINK("http://x")', short_name="")
    sheet = load_workbook(io.BytesIO(template(cast.program))).active
    assert sheet is not None
    named = {sheet.cell(row, 1).value: sheet.cell(row, 2) for row in range(5, sheet.max_row + 1)}
    assert (named["A"].value, named["A"].data_type) == ('=HYPERLINK("http://x")', "s")
