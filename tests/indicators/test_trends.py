"""How figures stood on past days, and what changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.figures import progress_of
from indicators.progress import Status
from indicators.remembering import LATEST
from indicators.trends import Way, change_between, month_ends, past_progress, past_state
from tests.indicators.story import Story, moment_of
from units import audit
from units.audit import Event
from units.models import AuditEntry
from units.page import one_page

JUNE, JULY = dt.date(2023, 6, 30), dt.date(2023, 7, 31)


@pytest.fixture
def story(db: None, at: Callable[[dt.date], None]) -> Story:
    at(dt.date(2023, 8, 10))
    story = Story.begin("A", "B")
    story.count("trees", "1000")
    story.report("A", "2023-06-05", trees=200)
    story.report("B", "2023-07-05", trees=400)
    return story


def test_month_ends_begin_with_the_month_of_the_start_and_leave_this_month_out() -> None:
    assert month_ends(dt.date(2026, 1, 1), dt.date(2026, 3, 31)) == [dt.date(2026, 1, 31), dt.date(2026, 2, 28)]
    assert month_ends(dt.date(2025, 12, 15), dt.date(2026, 1, 1)) == [dt.date(2025, 12, 31)]
    assert month_ends(dt.date(2026, 1, 1), dt.date(2026, 1, 31)) == []


def test_a_past_day_is_answered_as_of_its_end(story: Story) -> None:
    trees, body = story.indicators["trees"], story.units["K"]
    found = past_progress([trees], body, [JUNE, JULY])
    assert {day: found[day][trees.pk].value for day in found} == {JUNE: 200, JULY: 600}
    for day in (JUNE, JULY):
        by_hand = progress_of(trees, body, moment_of(day.isoformat()))
        assert found[day][trees.pk].status == by_hand.status
        assert not found[day][trees.pk].silent


def test_the_past_is_read_once_and_read_again_when_a_goal_changes(story: Story) -> None:
    trees, body = story.indicators["trees"], story.units["K"]
    past_progress([trees], body, [JUNE, JULY])
    story.report("A", "2023-08-05", trees=50)
    audit.record(Event.SUBMISSION_SUBMITTED, None, by=None)
    with one_page(), CaptureQueriesContext(connection) as queries:
        past_progress([trees], body, [JUNE, JULY])
    assert len(queries) == 2
    assert all("units_auditentry" in query["sql"] for query in queries), "the log is asked, nothing else"
    trees.goals.update(value=100)
    audit.record(Event.GOAL_SET, trees, by=None)
    assert past_progress([trees], body, [JUNE])[JUNE][trees.pk].status == Status.ACHIEVED


def test_the_past_is_named_by_the_last_change_of_it_even_one_that_commits_late(story: Story) -> None:
    def after(event: Event, times: int = 1) -> str:
        for _ in range(times):
            audit.record(event, None, by=None)
        return past_state()

    first, second = after(Event.GOAL_SET), after(Event.GOAL_SET)
    assert second != first
    assert after(Event.SUBMISSION_SUBMITTED, LATEST + 1) == second
    assert after(Event.SUBMISSION_SUBMITTED) == second, "it is remembered when it is too far back to be looked at"
    before_last = AuditEntry.objects.order_by("-pk")[1]
    # As if it had not been there to be seen until now.
    AuditEntry.objects.filter(pk=before_last.pk).update(event=Event.GOAL_SET)
    assert after(Event.SUBMISSION_SUBMITTED) != second


def test_a_change_says_which_way_and_how_much(story: Story) -> None:
    trees, body = story.indicators["trees"], story.units["K"]
    found = past_progress([trees], body, [JUNE, JULY])
    june, july = found[JUNE][trees.pk], found[JULY][trees.pk]
    change = change_between(june, july)
    assert change is not None
    assert (change.before, change.after, change.way, change.added) == ("at_risk", "on_pace", Way.UP, Decimal(400))
    back = change_between(july, june)
    assert back is not None
    assert (back.way, back.added) == (Way.DOWN, Decimal(-400))
    assert change_between(july, july) is None


def test_the_first_figure_is_new_and_not_worse(story: Story) -> None:
    trees, body = story.indicators["trees"], story.units["K"]
    may = past_progress([trees], body, [dt.date(2023, 5, 31)])[dt.date(2023, 5, 31)][trees.pk]
    june = past_progress([trees], body, [JUNE])[JUNE][trees.pk]
    change = change_between(may, june)
    assert change is not None
    assert (change.before, change.way, change.added) == ("no_data", Way.NEW, Decimal(200))
