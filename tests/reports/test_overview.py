"""The committee's first screen and the page of a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.access import read_figures
from programs.models import Participation, Regime, ReportingPeriod, ReportingRule
from reports import overview_access
from reports.boards import period_board, target_board
from reports.models import RankingRule, Status, Submission
from reports.overview import overview_of
from reports.unit_page import UnitPage, unit_page_of
from tests.cast import Cast
from units import audit, clock
from units.audit import Event
from units.models import ClusterMembership, Level, Unit, User

SignIn = Callable[[Any], Client]


def names(rows: Any) -> list[str]:
    return [row.name for row in rows]


# --- what it says -------------------------------------------------------------------------------------------------


def test_it_opens_with_the_period_that_was_due_last(cast: Cast) -> None:
    board = overview_of(cast.issuer, {})
    assert board.period == cast.periods["monthly-04"]
    assert (
        board.reports.tally.on_time,
        board.reports.tally.late,
        board.reports.tally.missing,
        board.reports.tally.rate,
    ) == (1, 0, 1, Decimal(50))
    assert [(line.name, line.days) for line in board.reports.missing] == [("CĐ Sở Y tế", 15)]
    assert "1. CĐ Sở Y tế" in board.reports.missing_text


def test_of_regimes_of_other_programmes_it_offers_a_year_back_and_ahead(cast: Cast) -> None:
    regime = Regime.objects.create(issuer=cast.issuer, name="Chế độ báo cáo năm 2025", starts_on=dt.date(2025, 1, 1))
    rule = ReportingRule.objects.create(regime=regime, code="monthly", name="Báo cáo tháng", kind="monthly")
    for day in (dt.date(2025, 4, 20), dt.date(2025, 4, 21), dt.date(2027, 4, 20), dt.date(2027, 4, 21)):
        ReportingPeriod.objects.create(
            regime=regime,
            rule=rule,
            code=f"monthly-{day}",
            name=f"Báo cáo ngày {day}",
            last_day=day,
            due_at=clock.midnight(day + dt.timedelta(days=1)),
        )
    offered = names(overview_of(cast.issuer, {}).periods)
    assert offered[:2] == ["Báo cáo ngày 2025-04-21", "Báo cáo tháng 1/2026"]
    assert offered[-2:] == ["Báo cáo tháng 5/2026", "Báo cáo ngày 2027-04-20"]


def test_another_period_and_one_cluster_can_be_chosen(cast: Cast) -> None:
    first = overview_of(cast.issuer, {"ky": str(cast.periods["monthly-01"].pk)})
    assert (first.reports.tally.on_time, first.reports.tally.late) == (1, 1)
    second = overview_of(cast.issuer, {"cum": str(cast.clusters["C2"].pk)})
    assert names(second.reports.late) == ["CĐ Sở Y tế"]
    assert second.reports.reports == 1
    matrix = period_board(cast.issuer, {"cum": str(cast.clusters["C2"].pk)}).periods
    assert matrix is not None
    assert names(matrix.rows) == ["CĐ Sở Y tế"]


def test_every_indicator_is_in_exactly_one_tile(cast: Cast) -> None:
    board = overview_of(cast.issuer, {})
    assert {tile.status: tile.count for tile in board.tiles if tile.count} == {
        "at_risk": 1,
        "on_pace": 1,
        "achieved": 1,
    }
    assert [look.indicator.code for look in board.worst] == ["trees"]
    assert board.behind == 1


def test_the_matrix_has_a_letter_for_every_obligation_and_nothing_where_none_is(cast: Cast) -> None:
    cast.submission("B", "monthly-02").delete()
    matrix = period_board(cast.issuer, {}).periods
    assert matrix is not None
    assert [column.short for column in matrix.columns] == ["T1", "T2", "Quý I", "T4", "T5"]
    states = {row.name: [cell and cell[0] for cell in row.cells] for row in matrix.rows}
    assert states == {
        "CĐ Sở Tài chính": ["on_time", "on_time", "on_time", "on_time", "pending"],
        "CĐ Sở Y tế": ["late", None, "on_time", "missing", "pending"],
    }


def test_clusters_are_ranked_by_their_rate(cast: Cast) -> None:
    assert [(part.name, part.rank, part.tally.missing) for part in overview_of(cast.issuer, {}).reports.clusters] == [
        ("Cụm thi đua số 1", 1, 0),
        ("Cụm thi đua số 2", 2, 1),
    ]


def test_a_unit_that_left_since_counts_for_the_cluster_it_was_in(cast: Cast) -> None:
    def clusters(asked: dict[str, str]) -> list[tuple[str, int]]:
        return [
            (part.name, part.tally.due + part.tally.pending)
            for part in overview_of(cast.issuer, asked).reports.clusters
        ]

    before = clusters({})
    ClusterMembership.objects.filter(unit=cast.b).update(ends_on=dt.date(2026, 4, 6))
    assert clusters({}) == before
    assert names(overview_of(cast.issuer, {"cum": str(cast.clusters["C2"].pk)}).reports.missing) == ["CĐ Sở Y tế"]
    ahead = {"ky": str(cast.periods["monthly-05"].pk)}
    assert ("", 1) in clusters(ahead)
    ClusterMembership.objects.filter(unit=cast.b).update(ends_on=dt.date(2026, 4, 25))
    assert all(name for name, _ in clusters(ahead)), "it has not left yet"


def test_the_worst_say_what_will_come_of_them_and_who_holds_them_back(cast: Cast) -> None:
    (look,) = overview_of(cast.issuer, {}).worst
    assert look.forecast is not None
    assert (int(look.forecast.value), look.forecast.reaches) == (round(100 * 365 / 110), False)
    assert [unit.code for unit in look.held.units] == ["B"], "A has reached its share's pace; S has no share"
    assert "20/04" in look.trend_words


def test_a_week_says_what_came_and_which_status_moved(cast: Cast, at: Callable[[dt.date], None]) -> None:
    assert not overview_of(cast.issuer, {}).weekly.rows
    at(dt.date(2026, 4, 10))
    weekly = overview_of(cast.issuer, {}).weekly
    assert weekly.day == dt.date(2026, 4, 3)
    assert [(look.indicator.code, look.added_words) for look in weekly.added] == [("trees", "+20 cây")]
    at(cast.program.starts_on)
    assert not overview_of(cast.issuer, {}).weekly.rows, "a programme that begins today has no last week"


def test_units_are_listed_by_how_much_they_hold_back(cast: Cast) -> None:
    found = overview_of(cast.issuer, {}).units
    assert [(line.branch.unit.code, line.behind, line.silent) for line in found] == [("B", 1, 0)]


def test_a_body_of_very_many_units_shows_the_units_next_below_with_totals(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, signed_in: SignIn
) -> None:
    below = Unit.objects.add_child(
        Unit.objects.get(pk=cast.a.pk),
        {"code": "A1", "name": "Chi đoàn A1", "level": Level.BRANCH, "active_from": cast.a.active_from},
    )
    Submission.objects.create(unit=below, period=cast.periods["monthly-04"], reviewer=cast.a)
    monkeypatch.setattr(overview_access, "MOST_LISTED", 3)
    board = overview_of(cast.issuer, {})
    assert board.reports.is_large
    assert (board.reports.tally.on_time, board.reports.tally.missing) == (1, 2)
    assert [(line.name, line.tally and line.tally.missing) for line in board.reports.late] == [
        ("CĐ Sở Tài chính", 1),
        ("CĐ Sở Y tế", 1),
    ]
    assert "1. CĐ Sở Tài chính: 1 đơn vị" in board.reports.missing_text
    matrix = period_board(cast.issuer, {}).periods
    assert matrix is not None
    totals = {row.name: [tally and (tally.on_time, tally.due) for tally in row.totals] for row in matrix.rows}
    assert totals["CĐ Sở Tài chính"] == [(1, 1), (1, 1), (1, 1), (1, 2), (0, 0)]
    for name in ("reports:overview", "reports:period_matrix"):
        page = signed_in(cast.people["committee"]).get(reverse(name)).content.decode()
        assert f"{reverse(name)}?don_vi={cast.a.pk}" in page, "a branch leads down"
        assert "Chi đoàn A1" not in page


def test_figures_by_unit_and_indicator_carry_a_number_and_a_word(cast: Cast, signed_in: SignIn) -> None:
    matrix = target_board(cast.issuer, {}).figures
    assert matrix is not None
    cells = {row.name: [cell and cell.text for cell in row.cells] for row in matrix.rows}
    assert cells["CĐ Sở Tài chính"][0] == "80%"
    page = signed_in(cast.people["committee"]).get(reverse("reports:target_matrix")).content.decode()
    assert f"?don_vi={cast.a.pk}" in page
    assert "Trồng cây: Đúng tiến độ" in page or ": Đúng tiến độ" in page


def test_the_page_says_it_in_words(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.people["committee"]).get(reverse("reports:overview")).content.decode()
    for words in (
        "3 chỉ tiêu · 3 chỉ số",
        "Chưa nộp – trễ 15 ngày",
        "1 chỉ số đang chậm",
        "100 / 4.500 cây (2,2%)",
        "50%",
    ):
        assert words in page
    page = signed_in(cast.people["committee"]).get(reverse("reports:period_matrix")).content.decode()
    assert reverse("reports:submission_detail", args=[cast.submission("A", "monthly-01").pk]) in page


def test_a_cluster_of_nobody_is_not_praised_for_reports_that_nobody_owes(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["committee"])
    sent = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    april = Submission.objects.filter(period=cast.periods["monthly-04"])
    april.update(status=Status.SUBMITTED, first_submitted_at=sent, submitted_at=sent)
    assert "Các đơn vị đã nộp đủ, đúng hạn." in client.get("/tong-quan/").content.decode()
    ClusterMembership.objects.filter(cluster=cast.clusters["C2"]).delete()
    page = client.get(f"/tong-quan/?cum={cast.clusters['C2'].pk}").content.decode()
    assert "Không có báo cáo nào phải gửi." in page
    assert "đã nộp đủ" not in page


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


def page_of(unit: Unit, user: User) -> UnitPage:
    return unit_page_of(read_figures(user, unit))


def test_a_unit_sees_its_shares_its_reports_and_its_place(cast: Cast) -> None:
    page = page_of(cast.a, cast.people["committee"])
    assert [look.row.words for target in page.targets for look in target.rows][:1] == ["80 / 100 cây (80%)"]
    assert (page.tally.on_time, page.tally.pending, page.tally.rate) == (4, 1, Decimal(100))
    assert page.place is not None
    assert page.place.row is not None
    assert (page.place.cluster, page.place.row.place, page.place.of) == (cast.clusters["C1"], 1, 1), (
        "S has nothing to be judged by"
    )
    assert next(line.period.code for line in page.reports) == "monthly-05"


def test_a_unit_sees_its_place_once_the_ranking_is_published(cast: Cast) -> None:
    place = page_of(cast.a, cast.people["reporter"]).place
    assert place is not None
    assert place.row is None
    RankingRule.objects.create(issuer=cast.issuer, is_published=True)
    place = page_of(cast.a, cast.people["reporter"]).place
    assert place is not None
    assert place.row is not None


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


PAGES = (
    "reports:overview",
    "reports:period_matrix",
    "reports:target_matrix",
    "indicators:indicator_list",
    "indicators:indicator_detail",
    "reports:unit_detail",
    "reports:comparison",
    "reports:cluster_ranking",
)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_more_of_the_database_with_more_units(cast: Cast, signed_in: SignIn, name: str) -> None:
    arguments = {
        "reports:unit_detail": [cast.a.pk],
        "indicators:indicator_detail": [cast.indicators["trees"].pk],
        "reports:cluster_ranking": [cast.clusters["C2"].pk],
    }
    url = reverse(name, args=arguments.get(name, []))
    client = signed_in(cast.people["office"])

    def queries(*, is_changed: bool) -> int:
        client.get(url)  # what the past was is known
        if is_changed:
            audit.record(Event.SUBMISSION_SUBMITTED, None, by=None)
        with CaptureQueriesContext(connection) as log:
            assert client.get(url).status_code == 200
        return len(log)

    few = queries(is_changed=True)
    grow(cast, 40)
    assert queries(is_changed=True) == few <= 50, "the first visit after a change"
    assert queries(is_changed=False) <= 25
