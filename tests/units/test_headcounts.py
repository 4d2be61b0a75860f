"""Numbers of people hold on into the next year with a mark, until somebody confirms them with one click."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import Cast
from units import clock
from units.actions.counting import confirm_heads
from units.actions.refusals import Refused
from units.headcounts import CARRIED, heads_below
from units.models import Headcount

NEXT_YEAR = dt.date(2027, 2, 10)


@pytest.fixture
def client(cast: Cast) -> Client:
    clock.set_to(NEXT_YEAR)
    client = Client()
    client.force_login(cast.people["office"])
    return client


def test_last_years_numbers_are_carried_on_with_a_mark(client: Client, cast: Cast) -> None:
    heads = heads_below(cast.issuer)
    assert (heads.confirmed, heads.carried, heads.missing) == (0, 3, 0)
    assert CARRIED in client.get(reverse("units:headcount_list", args=[cast.issuer.pk])).content.decode()
    assert CARRIED in client.get(reverse("units:unit_detail", args=[cast.a.pk])).content.decode()


def test_one_click_confirms_them_from_the_first_of_january_and_the_old_ones_stay(client: Client, cast: Cast) -> None:
    client.post(reverse("units:headcount_confirm", args=[cast.a.pk]))
    rows = list(Headcount.objects.filter(unit=cast.a).order_by("holds_from"))
    assert [(row.holds_from, row.members) for row in rows] == [(dt.date(2026, 1, 1), 40), (dt.date(2027, 1, 1), 40)]
    heads = heads_below(cast.issuer)
    assert (heads.confirmed, heads.carried) == (1, 2)
    assert next(row.by for row in heads.rows if row.unit == cast.a) == cast.people["office"].full_name


def test_a_second_click_changes_nothing(client: Client, cast: Cast) -> None:
    confirm_heads(cast.a, by=cast.people["office"])
    with pytest.raises(Refused, match="không có gì thay đổi"):
        confirm_heads(cast.a, by=cast.people["office"])
    assert Headcount.objects.filter(unit=cast.a).count() == 2


def test_a_unit_that_was_never_counted_has_nothing_to_confirm(client: Client, cast: Cast) -> None:
    Headcount.objects.filter(unit=cast.b).delete()
    with pytest.raises(Refused, match="Ghi số lượng trước"):
        confirm_heads(cast.b, by=cast.people["office"])
    assert heads_below(cast.issuer).missing == 1


def test_the_sheet_of_all_units_comes_filled_in_and_goes_in_again(client: Client, cast: Cast) -> None:
    answer = client.get(reverse("units:headcount_workbook", args=[cast.issuer.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    page = book["Số lượng"]
    row = next(row for row in page.iter_rows(min_row=2) if row[0].value == cast.a.code)
    assert [cell.value for cell in row[:4]] == [cast.a.code, "01/01/2027", "4", "40"]
    row[3].value = "44"
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("so-luong.xlsx", out.getvalue())
    preview = client.post(reverse("units:workbook_upload", args=[cast.issuer.pk]), {"file": file}, follow=True)
    assert preview.status_code == 200
    address = preview.request["PATH_INFO"]
    client.post(address, {"digest": preview.context["plan"].digest()})
    counts = {count.unit_id: count.members for count in Headcount.objects.holding(NEXT_YEAR)}
    assert (counts[cast.a.pk], counts[cast.b.pk]) == (44, 25)
    assert heads_below(cast.issuer).confirmed == 3


def test_the_list_takes_few_queries(client: Client, cast: Cast, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        client.get(reverse("units:headcount_list", args=[cast.issuer.pk]))
