"""What is remembered is what would be worked out anew: never a figure from before a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import remembering
from indicators.actions.goals import set_goal
from indicators.actions.posting import post_own
from indicators.explaining_branches import explained_now
from indicators.figures import progress_of_many
from indicators.remembering import progress_now
from indicators.rollup import Progress
from reports.actions.reviewing import accept, return_for_correction
from tests.cast import Cast
from units import clock
from units.models import User
from units.page import one_page

At = Callable[[datetime | date], None]


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by one whenever figures are worked out anew."""
    times: list[int] = []

    def counted(*args: object, **options: object) -> dict[int, Progress]:
        times.append(1)
        return progress_of_many(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(remembering, "progress_of_many", counted)
    return times


def trees(cast: Cast) -> Decimal | None:
    indicator = cast.indicators["trees"]
    now = progress_now([indicator], cast.issuer)[indicator.pk].value
    assert now == progress_of_many([indicator], cast.issuer, clock.now())[indicator.pk].value
    assert explained_now(indicator, cast.issuer).progress.value == now
    return now


def test_the_second_look_works_nothing_out(cast: Cast, worked_out: list[int]) -> None:
    assert trees(cast) == trees(cast)
    assert len(worked_out) == 1


def test_returning_a_report_is_seen_at_once(cast: Cast) -> None:
    before = trees(cast)
    return_for_correction(cast.submission("A", "monthly-04"), "Thiếu minh chứng", by=cast.people["office"])
    assert before is not None
    assert trees(cast) == before - 20


def test_accepting_a_report_is_seen_in_the_accepted_sum(cast: Cast) -> None:
    before = explained_now(cast.indicators["trees"], cast.issuer).accepted
    accept(cast.submission("A", "monthly-04"), by=cast.people["office"])
    after = explained_now(cast.indicators["trees"], cast.issuer).accepted
    assert before is not None
    assert after == before + 20


def test_a_figure_of_the_office_and_a_new_goal_are_seen_at_once(cast: Cast) -> None:
    indicator = cast.indicators["trees"]
    before = progress_now([indicator], cast.issuer)[indicator.pk]
    post_own(indicator, cast.issuer, Decimal(7), clock.today(), by=cast.people["office"])
    set_goal(
        indicator,
        cast.issuer,
        Decimal(9000),
        reason="Tỉnh đoàn giao thêm",
        by=cast.people["secretary"],
        on=clock.today(),
    )
    after = progress_now([indicator], cast.issuer)[indicator.pk]
    assert before.value is not None
    assert (after.value, after.goal) == (before.value + 7, Decimal(9000))


def test_another_day_another_state(cast: Cast, worked_out: list[int], at: At) -> None:
    trees(cast)
    at(clock.now() + timedelta(days=1))
    trees(cast)
    assert len(worked_out) == 2


def test_a_cluster_is_not_mistaken_for_the_whole(cast: Cast) -> None:
    from indicators.access import cluster_units

    indicator = cast.indicators["trees"]
    whole = progress_now([indicator], cast.issuer)[indicator.pk].value
    cluster = cast.clusters["C2"]
    part = progress_now([indicator], cast.issuer, cluster_units(cluster), among=f"cluster {cluster.pk}")
    assert part[indicator.pk].value != whole


def test_what_was_done_by_a_late_transaction_is_seen_although_later_ones_were_first(cast: Cast) -> None:
    """An entry whose number lies below the latest changes the state all the same."""
    from units.models import AuditEntry

    AuditEntry.objects.create(pk=9002, event="later")
    trees(cast)
    assert remembering.remembered("probe", lambda: "before") == "before"
    assert remembering.remembered("probe", lambda: "after") == "before"
    AuditEntry.objects.create(pk=9001, event="late")
    assert remembering.remembered("probe", lambda: "after") == "after"


def looks_at_the_log(queries: CaptureQueriesContext) -> int:
    asked = [query["sql"] for query in queries.captured_queries if "units_auditentry" in query["sql"]]
    return sum(f"LIMIT {remembering.LATEST}" in sql for sql in asked)


def test_a_page_that_shows_looks_once_whether_anything_was_done(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(cast.people["office"])
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/tong-quan/").status_code == 200
    assert looks_at_the_log(queries) == 1


def test_within_a_page_nothing_new_is_seen_and_after_it_everything(cast: Cast) -> None:
    before = trees(cast)
    with one_page():
        assert trees_shown(cast) == before
        return_for_correction(cast.submission("A", "monthly-04"), "Thiếu minh chứng", by=cast.people["office"])
        assert trees_shown(cast) == before
    assert before is not None
    assert trees(cast) == before - 20


def trees_shown(cast: Cast) -> Decimal | None:
    indicator = cast.indicators["trees"]
    return progress_now([indicator], cast.issuer)[indicator.pk].value
