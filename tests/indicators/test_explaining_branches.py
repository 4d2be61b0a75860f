"""A figure of very many units is explained by the branches of the tree, and says the same as unit by unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.actions.posting import mark_accepted
from indicators.actions.rolling_up import rebuild
from indicators.explaining import SILENT, explain
from indicators.explaining_branches import MANY, explained_now
from indicators.models import Indicator
from tests.indicators.story import Story
from units import clock
from units.models import Unit

pytestmark = pytest.mark.django_db
JUNE = dt.datetime(2023, 6, 15, 12, tzinfo=clock.zone())


@pytest.fixture
def story() -> Story:
    story = Story.begin("A", "B", *(f"A/A{number}" for number in range(MANY)))
    story.count("trees", "900")
    story.share("trees", "A", "600")
    story.count("models", "2", scope="EACH_UNIT")
    for number in range(3):
        story.report(f"A{number}", "2023-05-05", trees=30, models=number)
    story.report("B", "2023-05-05", trees=100, models=3)
    mark_accepted(unit=story.units["B"], period=story.period("2023-05-05"), at=JUNE)
    return story


def test_branches_say_what_the_units_say_one_by_one(story: Story) -> None:
    top = Unit.objects.get(code="K")
    with clock.at(JUNE):
        rebuild()
        for indicator in Indicator.objects.select_related("program__issuer", "program__regime"):
            short, long = explained_now(indicator, top), explain(indicator, top, clock.now())
            assert short.progress == replace(long.progress, silent=())
            assert (short.sentences, short.history, short.threshold) == (long.sentences, long.history, long.threshold)
            assert [(group.reason, group.count) for group in short.left_out] == [(SILENT, MANY + 2 - 4)]
            assert [branch.unit.code for branch in short.branches] == ["A", "B"]
            assert not short.rows
        trees = explained_now(story.indicators["trees"], top)
        assert trees.accepted == 100
        assert {branch.unit.code: branch.figure.progress.value for branch in trees.branches} == {"A": 90, "B": 100}


def test_few_units_are_named_one_by_one(story: Story) -> None:
    with clock.at(JUNE):
        rebuild()
        found = explained_now(story.indicators["trees"], Unit.objects.get(code="B"))
        assert [row.unit.code for row in found.rows] == ["B"]
        assert not found.branches


def test_without_sums_of_today_everybody_is_named(story: Story) -> None:
    with clock.at(JUNE):
        assert len(explained_now(story.indicators["trees"], Unit.objects.get(code="K")).rows) == 4


def test_the_queries_do_not_grow_with_the_branches(story: Story) -> None:
    with clock.at(JUNE):
        rebuild()
        top = Unit.objects.get(code="K")
        explained_now(story.indicators["models"], top)
        with CaptureQueriesContext(connection) as found:
            explained_now(story.indicators["trees"], top)
    assert len(found) <= 20
