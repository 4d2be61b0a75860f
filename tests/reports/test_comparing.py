"""Comparing with last year, between clusters, in a sector; the ranking inside clusters and who may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.access import read_figures
from indicators.actions.posting import Figure, post_results
from indicators.figures import progress_of_many
from indicators.models import Indicator, PostingKind
from programs.models import Program, ProgramStatus, Regime, ReportingPeriod, ReportingRule
from reports.cluster_page import cluster_page_of
from reports.comparison import comparison_of
from reports.models import RankingRule, Submission
from reports.overview_access import of_the_year
from reports.ranking_access import get_cluster_reading
from reports.unit_page import unit_page_of
from tests.cast import Cast
from units import audit, clock
from units.audit import Event
from units.models import AuditEntry, Cluster, Unit

SignIn = Callable[[Any], Client]


def post_for_last_year(unit: Unit, indicator: Indicator, value: int, until: dt.date) -> None:
    post_results(
        unit=unit,
        period=None,
        figures=[Figure(indicator.pk, value=Decimal(value))],
        covers_from=None,
        covers_until=until,
        by=None,
        at=clock.now(),
        kind=PostingKind.IMPORT,
    )
    audit.record(Event.OPENING_BALANCES_IMPORTED, None, by=None)


def test_last_years_programme_is_found_by_the_name_of_the_figure(cast: Cast) -> None:
    trees = cast.indicators["trees"]
    program = Program.objects.create(
        issuer=cast.issuer,
        title="Năm trước",
        year_from=2025,
        year_to=2025,
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2025, 12, 31),
        status=ProgramStatus.CLOSED,
        issued_at=clock.midnight(dt.date(2025, 1, 1)),
    )
    then = Indicator.objects.create(program=program, label=trees.label, kind="COUNT", scope="ORGANISATION")
    post_for_last_year(cast.a, then, 70, dt.date(2025, 4, 20))
    post_for_last_year(cast.b, then, 900, dt.date(2025, 11, 5))
    board = comparison_of(cast.issuer, {})
    (row,) = board.years
    assert (row.same_day_words, row.whole_words, row.change_words) == ("70", "970", "+30")
    assert board.left == 2


def test_results_imported_for_last_year_are_compared_too(cast: Cast) -> None:
    assert not comparison_of(cast.issuer, {}).years
    post_for_last_year(cast.a, cast.indicators["trees"], 150, dt.date(2025, 4, 1))
    (row,) = comparison_of(cast.issuer, {}).years
    assert (row.same_day_words, row.change_words) == ("150", "−50")


def test_clusters_stand_side_by_side_as_each_of_them_stands_alone(cast: Cast) -> None:
    board = comparison_of(cast.issuer, {"theo": "cum"})
    trees = next(row for row in board.by_cluster if row.indicator == cast.indicators["trees"])
    for cluster, cell in zip(board.clusters, trees.cells, strict=True):
        units = Unit.objects.filter(cluster_memberships__cluster=cluster)
        alone = progress_of_many([trees.indicator], cast.issuer, clock.now(), units)[trees.indicator.pk]
        assert cell is not None
        assert alone.percent is not None
        assert cell.text.rstrip("%") == str(round(alone.percent))
    assert len(board.scores) == len(board.clusters) == 2


def test_units_of_a_sector_stand_in_the_order_of_their_results(cast: Cast) -> None:
    board = comparison_of(cast.issuer, {"theo": "khoi", "khoi": "agency"})
    assert board.figures is not None
    assert [row.name for row in board.figures.rows] == ["CĐ Sở Tài chính", "CĐ Sở Y tế"]
    nonsense = comparison_of(cast.issuer, {"theo": "khoi", "khoi": "x"})
    assert nonsense.sector == board.sectors[0][0]


def one_cluster(cast: Cast) -> Cluster:
    cast.clusters["C2"].memberships.update(cluster=cast.clusters["C1"], is_lead=False)
    return cast.clusters["C1"]


def test_who_was_asked_for_nothing_has_no_place_however_punctual(cast: Cast) -> None:
    cluster, trees = one_cluster(cast), cast.indicators["trees"]
    rule = RankingRule.objects.create(issuer=cast.issuer, results_weight=70)
    rule.indicators.set([trees])
    period = cast.periods["monthly-04"]
    sent = period.due_at - dt.timedelta(days=1)
    Submission.objects.create(
        unit=cast.s,
        period=period,
        reviewer=cast.issuer,
        status="submitted",
        first_submitted_at=sent,
        submitted_at=sent,
        receipt="BC-S",
    )
    board = comparison_of(cast.issuer, {"theo": "xep-hang"})
    assert board.words.endswith("Đơn vị không có chỉ tiêu để tính kết quả thì không xếp hạng.")
    ranking = next(r for r in board.rankings if r.cluster == cluster)
    last = ranking.rows[-1]
    assert (last.unit, last.score.results, last.place) == (cast.s, None, None)
    assert last.score.punctuality == 100
    assert [row.place for row in ranking.rows[:-1]] == [1, 2]


def test_the_office_chooses_what_counts_and_the_rule_says_so_in_words(cast: Cast, signed_in: SignIn) -> None:
    cluster = one_cluster(cast)
    client = signed_in(cast.people["office"])
    url = reverse("reports:ranking_edit")
    form = {"results_weight": "0", "indicators": [cast.indicators["trees"].pk], "is_published": "on"}
    answer = client.post(url, form)
    assert answer.status_code == 302
    rule = RankingRule.objects.get(issuer=cast.issuer)
    assert (rule.results_weight, rule.is_published, rule.changed_by) == (0, True, cast.people["office"])
    assert list(rule.indicators.all()) == [cast.indicators["trees"]]
    assert AuditEntry.objects.filter(event=Event.RANKING_CHANGED).count() == 1
    page = client.get(answer["Location"]).content.decode()
    assert "Xếp hạng theo tỷ lệ báo cáo gửi đúng hạn trong năm." in page
    assert "thì không xếp hạng" not in page, "whoever owes reports is placed"
    ranking = next(r for r in comparison_of(cast.issuer, {"theo": "xep-hang"}).rankings if r.cluster == cluster)
    assert [(row.unit.code, row.place, row.score.total) for row in ranking.rows[:2]] == [
        ("A", 1, 100),
        ("B", 2, Decimal("33.3")),
    ]


def earlier_period(cast: Cast, last_day: dt.date, covers_until: dt.date | None) -> ReportingPeriod:
    """A period of a regime of the body through which no programme of this year reports; A has not sent its report."""
    regime = Regime.objects.create(issuer=cast.issuer, name="Chế độ báo cáo năm 2025", starts_on=dt.date(2025, 1, 1))
    period = ReportingPeriod.objects.create(
        regime=regime,
        rule=ReportingRule.objects.create(regime=regime, code="closing", name="Chốt số liệu năm", kind="closing"),
        code=f"closing-{last_day}",
        name="Chốt số liệu năm 2025",
        last_day=last_day,
        due_at=clock.midnight(last_day + dt.timedelta(days=1)),
        covers_from=covers_until and covers_until.replace(month=1, day=1),
        covers_until=covers_until,
    )
    Submission.objects.create(unit=cast.a, period=period, reviewer=cast.issuer)
    return period


@pytest.mark.parametrize(
    ("last_day", "covers_until", "counts"),
    [
        (dt.date(2026, 1, 10), dt.date(2025, 12, 31), False),
        (dt.date(2025, 12, 20), None, False),
        (dt.date(2026, 2, 10), None, True),
    ],
)
def test_reports_about_another_year_do_not_count_in_the_ranking(
    cast: Cast, signed_in: SignIn, last_day: dt.date, covers_until: dt.date | None, counts: bool
) -> None:
    cluster, missing = cast.clusters["C1"], 1 if counts else 0
    earlier_period(cast, last_day, covers_until)
    ranking = next(r for r in comparison_of(cast.issuer, {"theo": "xep-hang"}).rankings if r.cluster == cluster)
    row = ranking.row_of(cast.a)
    assert row is not None
    assert row.tally.missing == missing
    reader = get_cluster_reading(cast.people["office"], cluster.pk)
    on_page = cluster_page_of(reader).ranking
    assert on_page is not None
    assert on_page.rows == ranking.rows
    place = unit_page_of(read_figures(cast.people["office"], cast.a)).place
    assert place is not None
    assert place.row == row


def test_of_a_programme_over_new_year_its_whole_time_counts_in_the_ranking(cast: Cast) -> None:
    cast.program.starts_on, cast.program.ends_on = dt.date(2025, 9, 1), dt.date(2026, 6, 30)
    cast.program.save()
    of_year = {"monthly-01", "monthly-02", "quarterly-03", "monthly-04", "monthly-05"}
    before = ReportingPeriod.objects.create(
        regime=cast.regime,
        rule=cast.rules["monthly"],
        code="monthly-10",
        name="Báo cáo tháng 10/2025",
        last_day=dt.date(2025, 10, 5),
        due_at=clock.midnight(dt.date(2025, 10, 6)),
    )
    elsewhere = earlier_period(cast, dt.date(2025, 12, 20), None)
    found = of_the_year([before, elsewhere, *cast.periods.values()], [cast.program])
    assert {period.code for period in found} == {"monthly-10", *of_year}
    cast.program.ends_on = dt.date(2027, 6, 30)
    assert before not in of_the_year([before], [cast.program]), "a term is judged year by year"


def test_a_weight_that_is_no_percentage_is_asked_back_and_nothing_typed_is_lost(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    answer = client.post(reverse("reports:ranking_edit"), {"results_weight": "170", "is_published": "on"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ghi một số từ 0 đến 100" in page
    assert 'value="170"' in page
    assert not RankingRule.objects.exists()


def test_members_see_the_ranking_once_it_is_published_and_only_the_lead_sees_states(
    cast: Cast, signed_in: SignIn
) -> None:
    cluster = one_cluster(cast)
    url = reverse("reports:cluster_ranking", args=[cluster.pk])
    lead, member = signed_in(cast.people["reporter"]), signed_in(cast.people["outsider"])
    page = lead.get(url).content.decode()
    assert "chưa công bố" in page
    assert "Gửi báo cáo của các thành viên" in page
    assert "CĐ Sở Y tế" in page
    assert member.get(url).status_code == 403
    RankingRule.objects.create(issuer=cast.issuer, is_published=True)
    page = member.get(url).content.decode()
    assert "Xếp hạng trong cụm" in page
    assert "CĐ Sở Tài chính" in page
    assert "Gửi báo cáo của các thành viên" not in page
    assert reverse("reports:unit_detail", args=[cast.a.pk]) not in page, "a peer's page stays closed"
