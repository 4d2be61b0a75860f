"""The desk in Excel: out, filled in, every problem at once, one confirmation, and nothing of another desk."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from indicators.models import Goal
from indicators.workbook import layout
from tests.cast import TODAY, Cast

Change = Callable[[Any], None]


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.people["office"])
    return client


def filled(client: Client, cast: Cast, change: Change, program: int = 0) -> SimpleUploadedFile:
    answer = client.get(reverse("indicators:desk_download", args=[program or cast.program.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("giao.xlsx", out.getvalue())


def upload(client: Client, cast: Cast, change: Change) -> Any:
    address = reverse("indicators:desk_upload", args=[cast.program.pk])
    return client.post(address, {"file": filled(client, cast, change)})


def cell(book: Any, cast: Cast, unit: Any) -> Any:
    page = book[layout.DESK]
    column = next(c for c in range(3, 60) if page.cell(layout.KEY_ROW, c).value == cast.indicators["trees"].pk)
    row = next(r for r in range(layout.FIRST_ROW, 60) if page.cell(r, 1).value == unit.pk)
    return page.cell(row, column)


def put(cast: Cast, unit: Any, value: object) -> Change:
    return lambda book: setattr(cell(book, cast, unit), "value", value)


def share(cast: Cast, unit: Any) -> Decimal | None:
    goal = Goal.objects.filter(indicator=cast.indicators["trees"], unit=unit, holds_until=None).first()
    return goal.value if goal else None


def test_headings_are_locked_shares_are_open_and_sums_are_formulas(client: Client, cast: Cast) -> None:
    answer = client.get(reverse("indicators:desk_download", args=[cast.program.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    page, open_cell = book[layout.DESK], cell(book, cast, cast.a)
    assert page.protection.sheet
    assert not open_cell.protection.locked
    assert page.cell(layout.HEAD_ROW, open_cell.column).protection.locked
    assert str(page.cell(layout.FIRST_ROW + 3, open_cell.column).value).startswith("=SUM(")
    assert book[layout.ABOUT].sheet_state == "hidden"


def test_a_filled_file_is_shown_first_and_written_by_one_confirmation(client: Client, cast: Cast) -> None:
    page = upload(client, cast, put(cast, cast.a, 777))
    assert page.status_code == 200
    assert [(change.unit, change.after) for change in page.context["changes"]] == [(cast.a.name, "777")]
    assert share(cast, cast.a) != 777
    address = reverse("indicators:desk_upload", args=[cast.program.pk])
    sealed = {"confirmed": page.context["seal"], "reason": "Theo hội nghị giao ban"}
    assert client.post(address, sealed).status_code == 302
    assert share(cast, cast.a) == 777
    again = client.post(address, sealed, follow=True)
    assert "Vừa có người thay đổi" in again.content.decode()


def test_every_problem_is_named_with_its_cell_at_once(client: Client, cast: Cast) -> None:
    def spoil(book: Any) -> None:
        put(cast, cast.a, "4,500")(book)
        put(cast, cast.b, "=1+1")(book)

    page = upload(client, cast, spoil)
    assert page.status_code == 422
    problems = page.context["form"].problems
    assert len(problems) == 2
    assert all(re.fullmatch(r"[A-Z]+\d+", problem.cell) and problem.sheet == layout.DESK for problem in problems)


def test_a_change_without_a_reason_keeps_the_preview(client: Client, cast: Cast) -> None:
    Goal.objects.filter(indicator=cast.indicators["trees"], unit=cast.a).delete()
    Goal.objects.create(indicator=cast.indicators["trees"], unit=cast.a, value=Decimal(5), holds_from=TODAY)
    page = upload(client, cast, put(cast, cast.a, 777))
    address = reverse("indicators:desk_upload", args=[cast.program.pk])
    again = client.post(address, {"confirmed": page.context["seal"], "reason": " "})
    assert again.status_code == 422
    assert [change.after for change in again.context["changes"]] == ["777"]
    assert share(cast, cast.a) == 5


def test_what_was_changed_on_the_portal_meanwhile_is_asked_back(client: Client, cast: Cast) -> None:
    file = filled(client, cast, put(cast, cast.a, 777))
    goals = Goal.objects.filter(indicator=cast.indicators["trees"], unit=cast.a, holds_until=None)
    goals.update(holds_until=TODAY)
    Goal.objects.create(indicator=cast.indicators["trees"], unit=cast.a, value=Decimal(888), holds_from=TODAY)
    page = client.post(reverse("indicators:desk_upload", args=[cast.program.pk]), {"file": file})
    assert "đã được đổi thành 888" in page.content.decode()


@pytest.mark.parametrize("sheet", [layout.ABOUT, layout.BASE])
def test_a_file_whose_marks_were_changed_is_refused(client: Client, cast: Cast, sheet: str) -> None:
    def forge(book: Any) -> None:
        page = book[sheet]
        page.cell(*layout.SEAL_CELL).value = "1:giả" if sheet == layout.ABOUT else 999999

    assert "nhận dạng của tệp bị sửa" in upload(client, cast, forge).content.decode()


def test_a_file_of_another_body_or_programme_is_recognised(client: Client, cast: Cast) -> None:
    def of(program: int, body: int, form: int = layout.FORMAT) -> Change:
        def forge(book: Any) -> None:
            rows = [tuple(row) for row in book[layout.BASE].iter_rows(values_only=True)]
            seal = layout.Seal(form, program, body, layout.digest_of(row for row in rows if row[0] is not None))
            book[layout.ABOUT].cell(*layout.SEAL_CELL).value = seal.signed()

        return forge

    program, body = cast.program.pk, cast.issuer.pk
    assert "chương trình khác" in upload(client, cast, of(program + 1, body)).content.decode()
    assert "đơn vị khác giao" in upload(client, cast, of(program, body + 1)).content.decode()
    assert "biểu mẫu cũ" in upload(client, cast, of(program, body, form=0)).content.decode()
