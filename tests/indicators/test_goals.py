"""Goals and shares: one row in force, the earlier ones kept, a reason once the programme is issued."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from indicators.actions.goals import set_goal, set_goals
from indicators.actions.refusals import FigureRefused
from indicators.models import Goal
from programs.models import Amendment, ProgramStatus
from tests.indicators.story import Story
from units.models import AuditEntry, Unit, User

pytestmark = pytest.mark.django_db
MARCH = dt.date(2023, 3, 1)


@pytest.fixture
def story() -> Story:
    story = Story.begin("A", "B")
    story.count("trees", "100")
    return story


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("office", full_name="Lê Văn Phòng")


def test_a_new_goal_closes_the_one_before_and_both_can_be_asked_for(story: Story, clerk: User) -> None:
    set_goal(story.indicators["trees"], story.units["K"], Decimal(150), reason="Bổ sung đợt 2", by=clerk, on=MARCH)
    assert story.stands("trees", "K", "2023-02-28").goal == 100
    assert story.stands("trees", "K", "2023-03-01").goal == 150
    amendment = Amendment.objects.get()
    assert (amendment.before, amendment.after, amendment.reason) == ("100", "150", "Bổ sung đợt 2")


def test_a_change_after_issue_asks_for_a_reason_and_before_it_does_not(story: Story) -> None:
    trees, issuer = story.indicators["trees"], story.units["K"]
    with pytest.raises(FigureRefused, match="lý do"):
        set_goal(trees, issuer, Decimal(150), reason="  ", by=None, on=MARCH)
    trees.program.status = ProgramStatus.DRAFT
    set_goal(trees, issuer, Decimal(150), reason="", by=None, on=MARCH)
    assert story.stands("trees", "K", "2023-03-02").goal == 150


def test_a_first_share_needs_no_reason_and_an_unchanged_one_writes_nothing(story: Story) -> None:
    trees = story.indicators["trees"]
    shares: dict[Unit, Decimal | None] = {story.units["A"]: Decimal(60), story.units["B"]: None}
    assert len(set_goals(trees, shares, reason="", by=None, on=MARCH)) == 1
    assert set_goals(trees, shares, reason="", by=None, on=MARCH) == {}
    assert Goal.objects.count() == 2
    assert AuditEntry.objects.filter(event="goal_set").count() == 1


def test_a_share_can_be_taken_away_and_stays_in_the_history(story: Story) -> None:
    trees, unit = story.indicators["trees"], story.units["A"]
    set_goal(trees, unit, Decimal(60), reason="", by=None, on=dt.date(2023, 1, 1))
    assert set_goal(trees, unit, None, reason="Chuyển cho đơn vị khác", by=None, on=MARCH) is None
    assert story.stands("trees", "A", "2023-02-01").goal == 60
    assert story.stands("trees", "A", "2023-03-02").goal is None


def test_impossible_goals_are_refused_and_nothing_is_written(story: Story) -> None:
    trees, unit = story.indicators["trees"], story.units["A"]
    with pytest.raises(FigureRefused, match="âm"):
        set_goal(trees, unit, Decimal(-1), reason="", by=None, on=MARCH)
    with pytest.raises(FigureRefused, match="Mức trên"):
        set_goal(trees, unit, Decimal(5), upper=Decimal(4), reason="", by=None, on=MARCH)
    trees.program.status = ProgramStatus.CLOSED
    with pytest.raises(FigureRefused, match="kết thúc"):
        set_goal(trees, unit, Decimal(5), reason="", by=None, on=MARCH)
    assert Goal.objects.count() == 1
