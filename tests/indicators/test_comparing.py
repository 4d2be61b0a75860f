"""The units next below a body, all at once, are what each of them is by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.comparing import Below, progress_below, units_next_below
from indicators.figures import progress_of_many
from indicators.models import Indicator
from tests.indicators.story import Story
from units import clock
from units.models import Unit


@pytest.fixture
def story(db: None, at: Callable[[dt.date], None]) -> Story:
    """Three branches, two of them with units below; an indicator of every scope and kind."""
    at(dt.date(2023, 8, 10))
    story = Story.begin("A", "A/A1", "A/A2", "B", "B/B1", "C")
    story.cluster("cum1", "A", "C")
    story.people(A=10, A1=20, A2=30, B=40, B1=5, C=7)
    story.count("trees", "1000")
    for unit, share in {"A": "600", "B": "300"}.items():
        story.share("trees", unit, share)
    story.count("models", "2", scope="EACH_UNIT")
    story.share("models", "A1", "1")
    story.count("works", "1", scope="EACH_CLUSTER")
    story.count("turns", "2", scope="EACH_MEMBER", denominator="members")
    story.count("learn", "90", kind="SHARE", scope="EACH_UNIT", denominator="members")
    story.count("good", None, kind="CONDITION", scope="EACH_UNIT")
    story.count("limit", "5", comparator="<=")
    story.report("A", "2023-05-05", trees=100, models=1, works=1, turns=30, learn=(8, 10), good=True, limit=3)
    story.report("A1", "2023-05-05", trees=50, models=1, turns=30, learn=(20, 20), good=False)
    story.report("B1", "2023-06-05", trees=70, models="n/a", turns=3, learn=(1, 5), good=True, limit=6)
    story.report("C", "2023-07-05", trees=None, models=3, works=1, turns=30, learn=(7, 7), good=True)
    return story


def below(indicators: list[Indicator], body: Unit) -> Below:
    return progress_below(indicators, body, units_next_below(body))


def test_everybody_at_once_is_what_each_one_is_alone(story: Story) -> None:
    indicators = list(story.indicators.values())
    found = below(indicators, story.units["K"])
    assert set(found) == {story.units[code].pk for code in "ABC"}
    for code in "ABC":
        alone = progress_of_many(indicators, story.units[code], clock.now())
        expected = {pk: replace(progress, silent=progress.silent[:1]) for pk, progress in alone.items()}
        assert found[story.units[code].pk] == expected


def test_queries_do_not_grow_with_the_units(story: Story) -> None:
    indicators = list(story.indicators.values())
    with CaptureQueriesContext(connection) as few:
        below(indicators, story.units["K"])
    for number in range(8):
        story.join(f"D{number}")
        story.join(f"D{number}/E{number}")
    story.people(D1=3)
    with CaptureQueriesContext(connection) as many:
        below(indicators[:-1], story.units["K"])
    assert len(many) <= len(few)


def test_the_last_level_has_nobody_below(story: Story) -> None:
    assert below(list(story.indicators.values()), story.units["C"]) == {}
