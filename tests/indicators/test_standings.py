"""How the units next below a body stand is kept, and judged again only where something has changed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from indicators import standings
from indicators.actions.goals import set_goal
from indicators.actions.rolling_up import rebuild, refresh
from indicators.rolled import rolled_progress
from indicators.standings import standings_below
from tests.indicators.rolling import (
    NOON,
    all_kinds,
    at_noon,  # noqa: F401, the fixture
    branches_differ,
    brought_up_to_date,
    everything,
)
from units import audit, clock
from units.at_hand import AtHand, forget
from units.audit import Event
from units.models import Stale, Unit

pytestmark = pytest.mark.django_db


def test_only_the_branch_that_holds_a_changed_unit_is_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    story = all_kinds()
    rebuild()
    top, indicators = Unit.objects.get(code="K"), everything(story)
    judged: list[list[str]] = []

    def watched(indicators: Any, within: Unit, bodies: list[Unit], *more: Any) -> Any:
        judged.append([body.code for body in bodies])
        return rolled_progress(indicators, within, bodies, *more)

    monkeypatch.setattr(standings, "rolled_progress", watched)
    brought_up_to_date(indicators, top)
    brought_up_to_date(indicators, top)
    story.report("CX", "2023-06-15T11:00", trees=6)
    with clock.at(NOON + dt.timedelta(minutes=1)):
        brought_up_to_date(indicators, top)
        refresh()
        brought_up_to_date(indicators, top)
        story.report("A", "2023-06-15T12:00", trees=6)
        refresh()
        brought_up_to_date(indicators, top)
        brought_up_to_date(indicators, top)
        set_goal(story.indicators["of clusters"], top, Decimal(1), reason="Điều chỉnh", by=None, on=clock.today())
        brought_up_to_date(indicators, top)
        assert branches_differ(story, "K") == []
    everybody = ["A", "B", "C", "D", "E"]
    # While what changed is not taken up yet, its branch is judged at every visit after a change.
    assert judged[:4] == [everybody, ["C"], ["C"], ["A"]]
    assert judged[4] == everybody, "the goal of every cluster is another"


def test_what_was_undone_is_judged_again() -> None:
    story = all_kinds()
    rebuild()
    top, indicators = Unit.objects.get(code="K"), everything(story)
    with transaction.atomic():
        story.report("A", "2023-06-15T11:00", trees=6)
        brought_up_to_date(indicators, top)
        transaction.set_rollback(True)
    assert branches_differ(story, "K") == []


def test_a_new_goal_of_the_issuing_body_reaches_the_branches_below_a_unit_at_once() -> None:
    story = all_kinds()
    rebuild()
    indicators, below = everything(story), Unit.objects.get(code="C")
    brought_up_to_date(indicators, below)
    set_goal(story.indicators["trained"], story.units["K"], Decimal(99), reason="Điều chỉnh", by=None, on=clock.today())
    assert not Stale.objects.filter(is_whole=True).exists()
    story.report("CX", "2023-06-15T11:00", trained=(98, 100))
    with clock.at(NOON + dt.timedelta(minutes=1)):
        assert branches_differ(story, "C") == []
        refresh()
        assert branches_differ(story, "C") == []


def test_what_is_at_hand_is_taken_until_another_process_has_stored_newer_standings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = all_kinds()
    rebuild()
    top, indicators = Unit.objects.get(code="K"), everything(story)
    before = standings_below(indicators, top)
    assert standings_below(indicators, top) is before
    ((key, at_hand),) = standings._at_hand._values.items()
    story.report("CX", "2023-06-15T11:00", trees=6)
    audit.record(Event.SUBMISSION_SUBMITTED, None, by=None)
    with clock.at(NOON + dt.timedelta(minutes=1)):
        refresh()
        after = standings_below(indicators, top)
        standings._at_hand.keep(key, at_hand)  # as in a process that was not asked meanwhile
        monkeypatch.setattr(standings, "bring_up_to_date", None)
        found = standings_below(indicators, top)
    assert found == after != before


def test_only_the_last_few_bodies_are_at_hand() -> None:
    at_hand: AtHand[int] = AtHand(2)
    for name, value in (("a", 1), ("b", 2), ("b", 3)):
        at_hand.keep(name, value)
    assert (at_hand.get("a"), at_hand.get("b")) == (1, 3)
    at_hand.keep("c", 5)
    assert (at_hand.get("a"), at_hand.get("b"), at_hand.get("c")) == (None, 3, 5)
    forget()
    assert at_hand.get("c") is None
