"""Sums that are kept say what adding everybody up says, whatever happens in whatever order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import gathering, ledger
from indicators.actions.goals import set_goal
from indicators.actions.rolling_up import rebuild, rebuild_outdated, refresh
from indicators.figures import progress_of_many
from indicators.models import RollUp, RollUpState
from indicators.progress import Span
from indicators.remembering import progress_now
from indicators.rolled import rolled_progress
from indicators.tallies import COLUMNS
from programs.models import Participation
from tests.indicators.rolling import (
    HAPPENINGS,
    NOON,
    TYPING,
    all_kinds,
    answers,
    at_noon,  # noqa: F401, the fixture
    branches_differ,
    differences,
    everything,
    report,
)
from tests.indicators.story import Story
from units import at_hand, clock, stale
from units.models import Stale, Unit

pytestmark = pytest.mark.django_db


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, len(HAPPENINGS) - 1), min_size=1, max_size=8), st.integers(0, 10**6))
def test_kept_sums_equal_the_definition_after_whatever_happens(happenings: list[int], seed: int) -> None:
    chance = Random(seed)
    with transaction.atomic():
        cache.clear()  # the example before used the same keys
        at_hand.forget()
        story = all_kinds()
        report(story, chance)
        rebuild()
        for number in happenings:
            HAPPENINGS[number](story, chance)
            if Stale.objects.filter(is_whole=True).exists():
                assert rolled_progress(everything(story), story.units["K"], [story.units["K"]], clock.now()) is None
                refresh()
            assert differences(story, "K", "C", chance.choice(TYPING)) == []
            assert branches_differ(story, "K", "C") == []
        refresh()
        assert not Stale.objects.exists()
        assert differences(story) == []
        transaction.set_rollback(True)


def test_answers_read_one_by_one_are_those_that_the_database_adds_up() -> None:
    story, chance = all_kinds(), Random(11)
    for month in range(1, 7):
        for unit in TYPING:
            story.report(unit, f"2023-{month:02}-06", f"2023-{month:02}-05", **answers(story, chance))
    for hour in (11, 9, 10):  # of one day, the one that came in last stands
        story.own("A", f"2023-06-07T{hour:02}:00:00", **answers(story, chance))
    indicators = everything(story)
    spans = [
        Span(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        Span(dt.date(2023, 2, 1), dt.date(2023, 4, 4)),
        Span(dt.date(2023, 7, 1), dt.date(2023, 7, 31)),
    ]
    wanted = {spans[0]: indicators[:9], spans[1]: indicators[5:], spans[2]: indicators}
    now = clock.now()
    postings = ledger.counting(now)
    body, units = story.units["K"], [unit.pk for unit in story.units.values()]
    summed = ledger.read_cells(wanted, postings)
    assert any(summed[spans[1]].values())
    assert ledger.read_cells_of_few(wanted, now, body, units, {}) == summed
    one, other = story.units["A"], story.units["B"]
    of_one = Q(posting__unit=one)
    assert ledger.read_cells_of_few(wanted, now, body, [one.pk], {}) == ledger.read_cells(wanted, postings, of_one)
    its_own = Q(posting__unit=other, indicator=indicators[6])
    found = ledger.read_cells_of_few(wanted, now, body, [one.pk], {indicators[6].pk: other.pk})
    assert found == ledger.read_cells(wanted, postings, of_one | its_own)
    assert found != ledger.read_cells(wanted, postings, of_one)
    assert not any(ledger.read_cells_of_few(wanted, now, one, [other.pk], {}).values())


def test_a_few_units_are_judged_as_many_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    story, chance = all_kinds(), Random(3)
    for unit in ("A", "CX", "E"):
        story.report(unit, "2023-02-06", "2023-02-05", **answers(story, chance))
    indicators, body = everything(story), story.units["K"]
    for codes in (("A", "B"), ("CX",), ("D", "E", "C"), ()):
        units = Unit.objects.filter(code__in=codes)
        few = progress_of_many(indicators, body, clock.now(), units)
        with monkeypatch.context() as patch:
            patch.setattr(gathering, "FEW", -1)
            assert few == progress_of_many(indicators, body, clock.now(), units)
        assert {unit.code for progress in few.values() for unit in progress.silent} <= set(codes)


def test_correcting_the_sums_gives_what_making_them_anew_gives() -> None:
    story, chance = all_kinds(), Random(5)
    rebuild()
    for _ in range(6):
        report(story, chance)
        refresh()
    corrected = sums()
    rebuild()
    assert corrected == sums()


def sums() -> set[tuple[Any, ...]]:
    """What is kept, without places that have come to nothing."""
    rows = RollUp.objects.values_list("indicator", "unit", "is_own", *COLUMNS)
    return {row for row in rows if any(row[3:])}


def test_a_body_whose_sum_passes_through_nothing_is_right_afterwards() -> None:
    story = all_kinds()
    below = Participation.objects.filter(unit__path__startswith=story.units["C"].path)
    below.exclude(unit=story.units["CX"]).update(ends_on=dt.date(2023, 6, 10))
    rebuild(story.program)
    # One refresh takes up that the only one has left, then that another one has come instead.
    below.filter(unit=story.units["CX"]).update(ends_on=dt.date(2023, 6, 10))
    below.filter(unit=story.units["CY"]).update(ends_on=None)
    stale.mark_units([story.units["CX"].pk, story.units["CY"].pk])
    refresh()
    assert differences(story) == []
    corrected = sums()
    rebuild(story.program)
    assert corrected == sums()


def test_figures_of_nobody_still_hold_what_the_issuing_body_does_alone() -> None:
    story = all_kinds()
    story.own("K", "2023-06-01", own=2)
    (own,) = [row for row in everything(story) if row.code == "own"]
    body = story.units["K"]
    for units in (None, Unit.objects.filter(code__in=["A", "B"]), Unit.objects.none()):
        found = progress_of_many([own], body, clock.now(), units)[own.pk]
        assert (found.value, found.goal) == (Decimal(2), Decimal(3))


def test_sums_of_another_day_are_not_used_and_made_anew_by_the_sweeper() -> None:
    story = all_kinds()
    rebuild()
    top = Unit.objects.get(code="K")
    with clock.at(NOON + dt.timedelta(days=1)):
        assert rolled_progress(everything(story), top, [top], clock.now()) is None
        assert rebuild_outdated() > 0
        assert rebuild_outdated() == 0
        assert rolled_progress(everything(story), top, [top], clock.now()) is not None
    assert RollUpState.objects.get().on == dt.date(2023, 6, 16)


def test_a_page_reads_the_sums_and_sees_a_report_at_once() -> None:
    story = all_kinds()
    rebuild()
    top, trees = Unit.objects.get(code="K"), everything(story)[0]
    RollUp.objects.filter(indicator=trees, unit=top, is_own=False).update(counted=1, value=1234)
    assert progress_now([trees], top)[trees.pk].value == 1234
    story.report("A", "2023-06-15T11:00", trees=6)
    with clock.at(NOON + dt.timedelta(minutes=1)):
        rolled = rolled_progress([trees], top, [top], clock.now())
    assert rolled is not None
    assert rolled[top.pk][trees.pk].value == 1240


def test_a_new_goal_for_each_unit_is_judged_unit_by_unit_until_the_sums_are_made_anew() -> None:
    story = all_kinds()
    rebuild()
    top, models = Unit.objects.get(code="K"), story.indicators["models"]
    set_goal(models, story.units["B"], Decimal(1), reason="Điều chỉnh", by=None, on=clock.today())
    assert rolled_progress([models], top, [top], clock.now()) is not None
    set_goal(models, top, Decimal(1), reason="Điều chỉnh", by=None, on=clock.today())
    assert rolled_progress([models], top, [top], clock.now()) is None
    refresh()
    assert differences(story, "K") == []


def test_nothing_is_done_when_nothing_has_changed() -> None:
    all_kinds()
    rebuild()
    Stale.objects.all().delete()
    assert refresh() == 0


def test_one_refresh_takes_as_many_queries_for_a_hundred_units_as_for_one() -> None:
    story = Story.begin(*(f"U{number}" for number in range(100)))
    story.count("trees", "100")
    story.count("models", "2", scope="EACH_UNIT")
    rebuild()

    def queries(codes: Iterable[str]) -> int:
        for code in codes:
            story.report(code, "2023-06-15T11:00", trees=1)
        with CaptureQueriesContext(connection) as found:
            refresh()
        return len(found)

    queries(["U0"])
    one = queries(["U1"])
    assert queries(f"U{number}" for number in range(2, 100)) <= one + 3  # more rows are written in more statements
    assert one <= 20
