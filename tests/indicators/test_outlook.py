"""The list of targets narrowed to what a committee asks for, and who holds a figure back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from indicators.access import Narrowed
from indicators.forecasting import Forecast
from indicators.listing import CONCERNS, Board, board_of
from indicators.models import Indicator
from indicators.outlook import Outlook, holding
from indicators.progress import Status
from indicators.rollup import Progress
from indicators.wording import FigureWords
from programs.models import Assignment, RuleAudience, Section, Target
from tests.cast import Cast
from tests.indicators.story import Story


def labels(board: Board) -> list[str]:
    return [look.indicator.code for look in board.looks]


# --- who holds back -----------------------------------------------------------------------------------------------


@pytest.fixture
def story(db: None, at: Callable[[dt.date], None]) -> Story:
    at(dt.date(2023, 8, 10))
    story = Story.begin("A", "B", "C")
    story.count("models", "10", scope="EACH_UNIT")
    story.report("A", "2023-06-05", models=1)
    return story


def test_the_silent_hold_back_most_and_who_is_not_asked_holds_nothing_back(story: Story) -> None:
    RuleAudience.objects.create(rule=story.rule, unit=story.units["C"], is_exempt=True)
    models = story.indicators["models"]
    held = holding([models], story.units["K"])[models.pk]
    assert [unit.code for unit in held.units] == ["B", "A"], "C follows another regime"


def test_who_is_on_pace_holds_nothing_back(story: Story) -> None:
    story.report("A", "2023-08-05", models=8)
    models = story.indicators["models"]
    held = holding([models], story.units["K"])[models.pk]
    assert [unit.code for unit in held.units] == ["B", "C"]
    assert held.rest == 0


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "value", "percent", "words"),
    [
        ("4500", "3900", "86.7", "3.900 (86,7%)"),
        ("4500", "8900", "197.8", "8.900 (197,8%)"),
        ("4500", "9900", "220", "9.900 (gấp 2,2 lần)"),
        ("1", "3", "330.8", "3 (gấp 3 lần)"),
        ("2.5", "5", "200", "5 (gấp 2 lần)"),
    ],
)
def test_a_forecast_far_over_its_goal_is_said_in_times(goal: str, value: str, percent: str, words: str) -> None:
    progress = Progress(value=Decimal(1), goal=Decimal(goal), percent=None, status=Status.ON_PACE)
    row = FigureWords(Indicator(), progress, words="", note="", tone="", percent=None, expected=None)
    coming = Forecast(Decimal(value), Decimal(percent), reaches=True, until=dt.date(2026, 12, 31))
    assert Outlook(row, forecast=coming).forecast_words == words


# --- filters ------------------------------------------------------------------------------------------------------


def in_charge_of(cast: Cast, code: str) -> Target:
    target = cast.indicators[code].target
    assert target is not None
    return target


def test_a_list_can_be_narrowed_to_who_is_in_charge(cast: Cast) -> None:
    officer = cast.people["office"]
    Assignment.objects.create(program=cast.program, target=in_charge_of(cast, "trees"), officer=officer)
    board = board_of(cast.issuer, {"phu_trach": f"u{officer.pk}"})
    assert labels(board) == ["trees"]
    assert [person.name for person in board.choices.people] == [officer.full_name]


def test_who_is_in_charge_of_a_heading_is_in_charge_of_what_stands_below_it(cast: Cast) -> None:
    top = Section.objects.create(program=cast.program, title="I")
    below = Section.objects.create(program=cast.program, title="1", parent=top)
    target = in_charge_of(cast, "trees")
    Target.objects.filter(pk=target.pk).update(section=below)
    Assignment.objects.create(program=cast.program, section=top, department="Ban Phong trào")
    assert labels(board_of(cast.issuer, {"phu_trach": "Ban Phong trào"})) == ["trees"]
    Assignment.objects.create(program=cast.program, target=target, department="Văn phòng")
    assert labels(board_of(cast.issuer, {"phu_trach": "Ban Phong trào"})) == [], "the nearest one counts"


def test_a_list_can_be_narrowed_to_a_sector_and_to_what_is_behind(cast: Cast) -> None:
    board = board_of(cast.issuer, {"khoi": "agency"})
    assert board.narrowed.words == "Cơ quan, đơn vị"
    assert board_of(cast.issuer, {"khoi": "nonsense"}).narrowed == Narrowed()
    assert labels(board_of(cast.issuer, {"trang_thai": CONCERNS})) == ["trees"]


def test_units_below_may_be_chosen_by_who_reads_from_above_only(cast: Cast) -> None:
    board = board_of(cast.a, {}, own=cast.issuer)
    assert board.choices.units[0] == cast.issuer
    assert cast.a in board.choices.units
    assert not board_of(cast.a, {}, may_open=False, own=cast.a).choices.units
