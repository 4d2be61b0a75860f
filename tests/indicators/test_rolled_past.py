"""What bodies had reached at the end of a day that is over: written down, made up for, never added up when vast."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from indicators import rolled
from indicators.actions.goals import set_goal
from indicators.actions.remembering_past import end_of, record_days, record_yesterday
from indicators.actions.rolling_up import rebuild, refresh
from indicators.figures import progress_of_many
from indicators.models import RollUpPast
from indicators.outlook import course_of
from indicators.rolled import rolled_progress
from indicators.rolled_past import rolled_past
from indicators.trends import past_progress
from tests.indicators.rolling import (
    ENDS,
    NOON,
    TYPING,
    all_kinds,
    answers,
    at_noon,  # noqa: F401, the fixture
    everything,
)
from units import clock
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_past_days_are_read_as_they_were_written_down_and_equal_the_definition() -> None:
    story, chance = all_kinds(), Random(7)
    for month in range(1, 7):
        for unit in TYPING:
            story.report(unit, f"2023-{month:02}-04", f"2023-{month:02}-03", **answers(story, chance))
    days = [dt.date(2023, 3, 31), dt.date(2023, 5, 31), dt.date(2023, 6, 8)]
    assert record_days(story.program, [*days, clock.today()]) > 0
    assert record_days(story.program, days) == 0
    indicators = everything(story)
    for body in Unit.objects.filter(code__in=["K", "C", "D"]):
        written = rolled_past(indicators, body, days)
        assert sorted(written) == days
        for day in days:
            slow = progress_of_many(indicators, body, end_of(day))
            assert written[day] == {pk: replace(progress, silent=()) for pk, progress in slow.items()}
    assert not rolled_past(indicators, Unit.objects.get(code="A"), days)


def test_yesterday_is_kept_for_a_week_and_the_ends_of_months_for_good() -> None:
    all_kinds().report("A", "2023-05-04", "2023-05-03", trees=3)
    for day in (dt.date(2023, 6, 1), dt.date(2023, 6, 2), dt.date(2023, 6, 12)):
        with clock.at(day):
            assert record_yesterday() > 0
    kept = {*ENDS, dt.date(2023, 6, 5), dt.date(2023, 6, 11)}
    assert set(RollUpPast.objects.values_list("on", flat=True)) == kept


def test_the_ends_of_months_that_nobody_wrote_down_are_made_up_for() -> None:
    all_kinds().report("A", "2023-02-04", "2023-02-03", trees=3)
    assert record_yesterday() > 0
    kept = {*ENDS, dt.date(2023, 6, 8), dt.date(2023, 6, 14)}
    assert set(RollUpPast.objects.values_list("on", flat=True)) == kept
    assert record_yesterday() == 0


def test_of_a_vast_body_no_page_adds_up_a_past_that_was_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolled, "VAST", 3)
    story = all_kinds()
    story.report("A", "2023-04-20T11:00", "2023-04-03", trees=6)
    indicators, top = everything(story), Unit.objects.get(code="K")
    april, may = dt.date(2023, 4, 30), dt.date(2023, 5, 31)
    record_days(story.program, [may])
    found = past_progress(indicators, top, [april, may])
    assert found[april] == {}
    slow = progress_of_many(indicators, top, end_of(may))
    assert found[may] == {pk: replace(row, silent=()) for pk, row in slow.items()}
    course = course_of(indicators, top)
    trees = course.values[story.indicators["trees"].pk]
    assert trees == (None, None, None, None, Decimal(6))
    assert [column.day for column in course.columns] == [may]
    record_yesterday()
    assert past_progress(indicators, top, [april])[april]


def test_a_vast_body_is_shown_as_it_was_summed_last_until_its_sums_are_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rolled, "VAST", 3)
    story = all_kinds()
    story.report("A", "2023-06-15T11:00", trees=6)
    rebuild()
    indicators, trees = everything(story), story.indicators["trees"].pk
    top, below = Unit.objects.get(code="K"), Unit.objects.get(code="CX")
    set_goal(story.indicators["models"], top, Decimal(1), reason="Điều chỉnh", by=None, on=clock.today())
    found = rolled_progress(indicators, top, [top], clock.now())
    assert found is not None
    assert (found[top.pk][trees].value, found[top.pk][trees].summed_at) == (Decimal(6), NOON)
    assert rolled_progress(indicators, below, [below], clock.now()) is None
    refresh()
    found = rolled_progress(indicators, top, [top], clock.now())
    assert found is not None
    assert found[top.pk][trees].summed_at is None
