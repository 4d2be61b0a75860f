"""A tree with indicators of every kind, what may happen to it, and how its kept sums differ from the definition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.core.cache import cache

from indicators import standings
from indicators.actions.goals import set_goal
from indicators.actions.posting import stop_counting
from indicators.actions.rolling_up import refresh
from indicators.comparing import progress_below, units_next_below
from indicators.figures import progress_of_many
from indicators.models import Indicator
from indicators.rolled import rolled_progress
from indicators.standings import Standings, standing_of
from programs.models import Participation
from tests.indicators.story import Story
from units import clock, stale
from units.actions import grouping
from units.models import Sector, Unit, User

NOON = dt.datetime(2023, 6, 15, 12, tzinfo=clock.zone())
TREE = ("A", "B", "C", "C/CX", "C/CY", "CX/CXZ", "D", "D/DX", "E")
ENDS = tuple(dt.date(2023, month, day) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31)))
TYPING = ("A", "B", "CX", "CY", "CXZ", "C", "DX", "E")


@pytest.fixture(autouse=True)
def at_noon() -> Iterable[None]:
    with clock.at(NOON):
        yield


def all_kinds() -> Story:
    """An organisation three levels deep, asked for every kind of figure, judged in every scope."""
    story = Story.begin(*TREE)
    story.count("trees", "100")
    story.share("trees", "C", "40")
    story.count("highest", "9", accumulation="HIGHEST")
    story.count("last", "5", accumulation="LAST", comparator="<=")
    story.count("monthly", "3", goal_span="MONTH")
    story.count("models", "2", scope="EACH_UNIT", coverage_goal=Decimal(80))
    story.share("models", "A", "4")
    story.count("limit", "3", scope="EACH_UNIT", comparator="<=", coverage_goal=Decimal(90))
    story.count("shared only", None, scope="EACH_UNIT")
    story.share("shared only", "B", "3")
    story.count("of clusters", "6", scope="EACH_CLUSTER")
    story.count("per head", "2", scope="EACH_MEMBER", denominator="members")
    story.count("trained", "70", kind="SHARE")
    story.count("each trained", "50", kind="SHARE", scope="EACH_UNIT", coverage_goal=Decimal(100))
    story.count("has plan", None, kind="CONDITION", scope="EACH_UNIT", coverage_goal=Decimal(100))
    story.count("clusters plan", None, kind="CONDITION", scope="EACH_CLUSTER")
    story.count("own", "3", scope="ISSUER")
    story.people(A=10, B=20, C=5, CX=7, E=3)
    story.cluster("one", "A", "B", "CX")
    story.cluster("two", "C", "D", "DX")
    return story


def everything(story: Story) -> list[Indicator]:
    found = Indicator.objects.filter(program=story.program).select_related("program__issuer", "program__regime")
    return list(found.order_by("pk"))


def differences(story: Story, *codes: str) -> list[tuple[str, str, Any, Any]]:
    """Every body (of these codes) and indicator where the kept sum and the definition disagree."""
    indicators = everything(story)
    top = Unit.objects.get(code="K")
    bodies = list(Unit.objects.filter(code__in=codes or ["K", *story.units]))
    rolled = rolled_progress(indicators, top, bodies, clock.now())
    assert rolled is not None
    found = []
    for body in bodies:
        slow = progress_of_many(indicators, body, clock.now())
        alone = rolled_progress(indicators, body, [body], clock.now())
        assert alone is not None
        for row in indicators:
            wanted = replace(slow[row.pk], silent=())
            found += [
                (body.code, row.code, got, wanted)
                for got in (rolled[body.pk][row.pk], alone[body.pk][row.pk])
                if got != wanted
            ]
    return found


def branches_differ(story: Story, *codes: str) -> list[tuple[Any, ...]]:
    """Every body and unit next below it whose standing in short is not what adding everybody up says."""
    found = []
    for body in Unit.objects.filter(code__in=codes):
        below = units_next_below(body)
        slow = progress_below(everything(story), body, below)
        kept = brought_up_to_date(everything(story), body)
        found += [
            (body.code, child.code, row.code, got, wanted)
            for child in below
            for row, got in zip(everything(story), kept.of(child.pk, everything(story)), strict=True)
            if got != (wanted := standing_of(row, slow[child.pk][row.pk]))
        ]
    return found


def brought_up_to_date(indicators: list[Indicator], body: Unit) -> Standings:
    """What is known from the last time, brought up to date, whether or not the log says that something was done."""
    key = f"kept-for-a-test-{body.pk}"
    kept = standings.bring_up_to_date(cache.get(key), indicators, body)
    cache.set(key, kept)
    return kept.standings


def report(story: Story, chance: Random) -> None:
    unit = chance.choice(TYPING)
    month = chance.randint(1, 6)
    story.report(unit, "2023-06-15T12:00", f"2023-{month:02}-05", **answers(story, chance))


def answers(story: Story, chance: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, indicator in story.indicators.items():
        if code == "own" or chance.random() < 0.3:
            continue
        total = chance.randint(0, 9)
        value = {"COUNT": total, "SHARE": (chance.randint(0, total), total), "CONDITION": chance.random() < 0.5}
        found[code] = chance.choices([value[indicator.kind], None, "n/a"], [8, 1, 1])[0]
    return found


def take_back(story: Story, chance: Random) -> None:
    until = f"2023-{chance.randint(1, 6):02}-05"
    stop_counting(unit=story.units[chance.choice(TYPING)], period=story.period(until), at=clock.now())


def own_figure(story: Story, chance: Random) -> None:
    story.own("K", "2023-06-15T11:30", own=chance.randint(0, 3))


def change_goal(story: Story, chance: Random) -> None:
    code = chance.choice(["trees", "models", "limit", "shared only", "of clusters", "per head", "each trained"])
    unit = story.units[chance.choice(["K", *TYPING])]
    value = chance.choice([None, Decimal(chance.randint(0, 12))])
    set_goal(story.indicators[code], unit, value, reason="Điều chỉnh", by=None, on=clock.today())


def count_heads(story: Story, chance: Random) -> None:
    unit = story.units[chance.choice(TYPING)]
    heads = grouping.Heads(officers=1, members=chance.randint(0, 40), youth=60, children=0)
    by, _ = User.objects.get_or_create(username="vanphong")
    grouping.count_heads(unit, clock.today(), heads, by=by)


def leave(story: Story, chance: Random) -> None:
    unit = story.units[chance.choice(TYPING)]
    Participation.objects.filter(unit=unit, starts_on__lt=clock.today()).update(ends_on=dt.date(2023, 6, 10))
    stale.mark_units([unit.pk])


def join(story: Story, chance: Random) -> None:
    above = chance.choice(["A/", "C/", "E/", ""])
    unit = story.join(f"{above}N{len(story.units)}", sector=Sector.SCHOOL)
    stale.mark_units([unit.pk])


def bring_up_to_date(story: Story, chance: Random) -> None:
    refresh()


HAPPENINGS: list[Callable[[Story, Random], None]] = [
    report,
    report,
    report,
    take_back,
    own_figure,
    change_goal,
    count_heads,
    leave,
    join,
    bring_up_to_date,
]
