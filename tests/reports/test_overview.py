"""The committee's first screen and the page of a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import Participation
from reports import overview
from reports.models import Submission
from reports.overview import overview_of
from reports.unit_page import unit_page_of
from tests.cast import Cast
from units.models import ClusterMembership, Level, Unit

SignIn = Callable[[Any], Client]


def names(rows: Any) -> list[str]:
    return [row.name for row in rows]


# --- what it says -------------------------------------------------------------------------------------------------


def test_it_opens_with_the_period_that_was_due_last(cast: Cast) -> None:
    board = overview_of(cast.issuer, {})
    assert board.period == cast.periods["monthly-04"]
    assert (board.tally.on_time, board.tally.late, board.tally.missing, board.tally.rate) == (1, 0, 1, Decimal(50))
    assert [(row.name, row.days) for row in board.missing] == [("CĐ Sở Y tế", 15)]
    assert "1. CĐ Sở Y tế" in board.missing_text


def test_another_period_and_one_cluster_can_be_chosen(cast: Cast) -> None:
    first = overview_of(cast.issuer, {"ky": str(cast.periods["monthly-01"].pk)})
    assert (first.tally.on_time, first.tally.late) == (1, 1)
    second = overview_of(cast.issuer, {"cum": str(cast.clusters["C2"].pk)})
    assert names(second.compliance.rows) == ["CĐ Sở Y tế"]
    assert names(second.matrix.rows) == ["CĐ Sở Y tế"]


def test_every_indicator_is_in_exactly_one_tile(cast: Cast) -> None:
    board = overview_of(cast.issuer, {})
    assert {tile.status: tile.count for tile in board.tiles if tile.count} == {
        "at_risk": 1,
        "on_pace": 1,
        "achieved": 1,
    }
    assert [row.indicator.code for row in board.attention] == ["trees"]


def test_the_matrix_has_a_letter_for_every_obligation_and_nothing_where_none_is(cast: Cast) -> None:
    cast.submission("B", "monthly-02").delete()
    matrix = overview_of(cast.issuer, {}).matrix
    assert [column.short for column in matrix.columns] == ["T1", "T2", "Quý I", "T4", "T5"]
    states = {row.name: [cell and cell[0] for cell in row.cells] for row in matrix.rows}
    assert states == {
        "CĐ Sở Tài chính": ["on_time", "on_time", "on_time", "on_time", "pending"],
        "CĐ Sở Y tế": ["late", None, "on_time", "missing", "pending"],
    }


def test_clusters_are_ranked_by_their_rate(cast: Cast) -> None:
    board = overview_of(cast.issuer, {})
    assert [(part.name, part.rank, len(part.missing)) for part in board.by_cluster] == [
        ("Cụm thi đua số 1", 1, 0),
        ("Cụm thi đua số 2", 2, 1),
    ]


def test_a_unit_that_left_since_counts_for_the_cluster_it_was_in(cast: Cast) -> None:
    before = [(part.name, len(part.rows)) for part in overview_of(cast.issuer, {}).by_cluster]
    ClusterMembership.objects.filter(unit=cast.b).update(ends_on=dt.date(2026, 4, 6))
    board = overview_of(cast.issuer, {})
    assert [(part.name, len(part.rows)) for part in board.by_cluster] == before
    assert names(overview_of(cast.issuer, {"cum": str(cast.clusters["C2"].pk)}).missing) == ["CĐ Sở Y tế"]
    ahead = overview_of(cast.issuer, {"ky": str(cast.periods["monthly-05"].pk)})
    assert ("", 1) in [(part.name, len(part.rows)) for part in ahead.by_cluster]
    ClusterMembership.objects.filter(unit=cast.b).update(ends_on=dt.date(2026, 4, 25))
    ahead = overview_of(cast.issuer, {"ky": str(cast.periods["monthly-05"].pk)})
    assert all(part.name for part in ahead.by_cluster), "it has not left yet"


def test_the_list_of_what_needs_a_look_says_what_it_leaves_out(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = len(overview_of(cast.issuer, {}).attention)
    assert overview_of(cast.issuer, {}).attention_left == 0
    monkeypatch.setattr(overview, "MOST_SHOWN", behind - 1)
    assert overview_of(cast.issuer, {}).attention_left == 1
    page = signed_in(cast.people["committee"]).get(reverse("reports:overview")).content.decode()
    assert "Còn 1 chỉ số chậm khác" in page


def test_the_page_says_it_in_words(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.people["committee"]).get(reverse("reports:overview")).content.decode()
    for words in ("3 chỉ tiêu · 3 chỉ số", "Chưa nộp – trễ 15 ngày", "Cần chú ý", "100 / 4.500 cây (2,2%)", "50%"):
        assert words in page
    assert reverse("reports:submission_detail", args=[cast.submission("A", "monthly-01").pk]) in page


def test_without_a_programme_it_says_what_will_come(cast: Cast, signed_in: SignIn) -> None:
    for program in cast.issuer.programs.all():
        program.status = "draft"
        program.save()
    cast.regime.periods.update(cancelled_at=cast.program.issued_at)
    page = signed_in(cast.people["committee"]).get(reverse("reports:overview")).content.decode()
    assert "Chưa có gì để tổng hợp" in page


def test_nonsense_in_the_address_shows_the_usual_page(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["committee"])
    for query in ("?ky=abc&cum=999999", "?ky=99999999999999999999", "?chuong_trinh=x", "?cum=%00"):
        assert client.get(reverse("reports:overview") + query).status_code == 200
    assert client.get(reverse("reports:overview") + "?don_vi=999999").status_code == 404


# --- a unit -------------------------------------------------------------------------------------------------------


def test_a_unit_sees_its_shares_its_reports_and_its_place(cast: Cast) -> None:
    page = unit_page_of(cast.a)
    assert [row.words for row in page.figures][:1] == ["80 / 100 cây (80%)"]
    assert (page.tally.on_time, page.tally.pending, page.tally.rate) == (4, 1, Decimal(100))
    assert page.place is not None
    assert (page.place.cluster, page.place.rank, page.place.of) == (cast.clusters["C1"], 1, 1)
    assert next(line.period.code for line in page.reports) == "monthly-05"


def test_units_of_a_cluster_are_compared_with_each_other(cast: Cast) -> None:
    ClusterMembership.objects.filter(unit=cast.b).update(cluster=cast.clusters["C1"], is_lead=False)
    place = unit_page_of(cast.b).place
    assert place is not None
    assert (place.rank, place.of) == (2, 2)


# --- speed --------------------------------------------------------------------------------------------------------


def grow(cast: Cast, count: int) -> None:
    """More units like A, each with everything A owes."""
    for number in range(count):
        facts = {
            "code": f"X{number}",
            "name": f"Chi đoàn {number}",
            "level": Level.BASE,
            "active_from": cast.program.starts_on,
        }
        unit = Unit.objects.add_child(Unit.objects.get(pk=cast.issuer.pk), facts)
        Participation.objects.create(program=cast.program, unit=unit, starts_on=cast.program.starts_on)
        ClusterMembership.objects.create(
            cluster=cast.clusters["C2"], issuer=cast.issuer, unit=unit, starts_on=cast.program.starts_on
        )
        Submission.objects.bulk_create(
            Submission(unit=unit, period=period, reviewer=cast.issuer) for period in cast.periods.values()
        )


PAGES = ("reports:overview", "indicators:indicator_list", "indicators:indicator_detail", "reports:unit_detail")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_more_of_the_database_with_more_units(cast: Cast, signed_in: SignIn, name: str) -> None:
    arguments = {"reports:unit_detail": [cast.a.pk], "indicators:indicator_detail": [cast.indicators["trees"].pk]}
    url = reverse(name, args=arguments.get(name, []))
    client = signed_in(cast.people["office"])

    def queries() -> int:
        cache.clear()  # as on the first visit after a change
        with CaptureQueriesContext(connection) as log:
            assert client.get(url).status_code == 200
        return len(log)

    few = queries()
    grow(cast, 40)
    assert queries() == few <= 25
