"""A figure counts while its report is submitted or accepted; nothing that was posted is ever changed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from indicators.actions.posting import (
    Balance,
    Figure,
    import_balances,
    mark_accepted,
    own_figure,
    post_own,
    stop_counting,
    withdraw_own,
)
from indicators.actions.refusals import FigureRefused
from indicators.figures import accepted_value
from indicators.models import Posting, PostingKind, Result
from programs.models import ProgramStatus
from tests.indicators.story import Story, moment_of, silent
from units import clock
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
LAST = "2023-01-05"


@pytest.fixture
def story() -> Story:
    story = Story.begin("A", "B")
    story.count("trees", "100")
    return story


def reported(story: Story, at: str) -> object:
    return story.stands("trees", "K", at).value


def accepted(story: Story, at: str) -> object:
    return accepted_value(story.indicators["trees"], story.units["K"], moment_of(at))


def stop(story: Story, at: str) -> Posting | None:
    return stop_counting(unit=story.units["A"], period=story.period(LAST), at=moment_of(at))


def accept(story: Story, at: str) -> None:
    mark_accepted(unit=story.units["A"], period=story.period(LAST), at=moment_of(at))


def test_a_returned_figure_stops_counting_until_it_is_sent_again(story: Story) -> None:
    story.report("A", "2023-01-04", until=LAST, trees=10)
    assert stop(story, "2023-01-12T09:00") is None
    assert (reported(story, "2023-01-11"), reported(story, "2023-01-13")) == (10, None)
    assert silent(story.stands("trees", "K", "2023-01-13")) == ["A", "B"]
    story.report("A", "2023-01-14T09:00", until=LAST, trees=12)
    assert reported(story, "2023-01-14") == 12


def test_an_accepted_figure_counts_until_the_reopened_report_is_sent(story: Story) -> None:
    story.report("A", "2023-01-04", until=LAST, trees=12)
    accept(story, "2023-01-15T09:00")
    assert (accepted(story, "2023-01-14"), accepted(story, "2023-01-15")) == (0, 12)
    story.report("A", "2023-01-17T09:00", until=LAST, trees=20)
    assert (reported(story, "2023-01-16"), reported(story, "2023-01-17")) == (12, 20)
    assert accepted(story, "2023-01-17") == 12
    accept(story, "2023-01-18T09:00")
    assert accepted(story, "2023-01-18") == 20
    assert accepted(story, "2023-01-17") == 12


def test_the_accepted_figure_counts_again_when_the_new_one_is_returned(story: Story) -> None:
    story.report("A", "2023-01-04", until=LAST, trees=12)
    accept(story, "2023-01-05T09:00")
    story.report("A", "2023-01-10T09:00", until=LAST, trees=20)
    copy = stop(story, "2023-01-12T09:00")
    assert copy is not None
    assert copy.restores is not None
    assert [reported(story, f"2023-01-{day}") for day in ("09", "11", "13")] == [12, 20, 12]
    assert [accepted(story, f"2023-01-{day}") for day in ("09", "11", "13")] == [12, 12, 12]
    story.report("A", "2023-01-14T09:00", until=LAST, trees=30)
    accept(story, "2023-01-15T09:00")
    assert (reported(story, "2023-01-16"), accepted(story, "2023-01-16")) == (30, 30)
    assert [reported(story, f"2023-01-{day}") for day in ("09", "11", "13")] == [12, 20, 12]


def test_returning_twice_in_a_row_restores_the_accepted_figure_each_time(story: Story) -> None:
    story.report("A", "2023-01-04", until=LAST, trees=12)
    accept(story, "2023-01-05T09:00")
    for day, trees in (("10", 20), ("12", 30)):
        story.report("A", f"2023-01-{day}T09:00", until=LAST, trees=trees)
        stop(story, f"2023-01-{day}T15:00")
        assert (reported(story, f"2023-01-{day}"), accepted(story, f"2023-01-{day}")) == (12, 12)


def test_results_are_only_ever_added(story: Story) -> None:
    story.report("A", "2023-01-04", until=LAST, trees=10)
    before = list(Result.objects.values_list("pk", "value"))
    story.report("A", "2023-01-06", until=LAST, trees=11)
    stop(story, "2023-01-08")
    assert list(Result.objects.filter(pk__in=[pk for pk, _ in before]).values_list("pk", "value")) == before
    assert Posting.objects.filter(counted_until=None).count() == 0


def test_reports_for_other_periods_are_left_alone(story: Story) -> None:
    story.report("A", "2023-01-04", until=LAST, trees=10)
    story.report("A", "2023-02-04", until="2023-02-05", trees=5)
    stop(story, "2023-02-06")
    assert reported(story, "2023-02-07") == 5


def test_nothing_to_stop_and_nothing_to_accept_is_no_fault(story: Story) -> None:
    assert stop(story, "2023-01-05") is None
    accept(story, "2023-01-05")
    assert accepted(story, "2023-01-06") == 0


# --- own figures and opening balances -----------------------------------------------------------------------------


def test_own_figures_add_up_are_accepted_as_they_are_and_can_be_withdrawn(story: Story) -> None:
    clock.set_to(moment_of("2023-02-01T10:00"))
    trees, issuer = story.indicators["trees"], story.units["K"]
    posting = post_own(trees, issuer, Decimal(7), dt.date(2023, 1, 30), by=None)
    post_own(trees, issuer, Decimal(1), dt.date(2023, 2, 1), by=None)
    assert (reported(story, "2023-02-02"), accepted(story, "2023-02-02")) == (8, 8)
    clock.set_to(moment_of("2023-02-03T10:00"))
    assert withdraw_own(posting, by=None)
    assert not withdraw_own(posting, by=None)
    assert (reported(story, "2023-02-02"), reported(story, "2023-02-04")) == (8, 1)
    assert accepted(story, "2023-02-04") == 1
    assert AuditEntry.objects.filter(event="own_figure_posted").count() == 3


def test_own_figures_are_refused_for_a_closed_programme_a_strange_unit_and_a_day_to_come(story: Story) -> None:
    clock.set_to(moment_of("2023-02-01T10:00"))
    trees, issuer = story.indicators["trees"], story.units["K"]
    with pytest.raises(FigureRefused, match="sau hôm nay"):
        post_own(trees, issuer, Decimal(7), dt.date(2023, 2, 2), by=None)
    story.program.issuer = story.units["A"]
    trees.program = story.program
    with pytest.raises(FigureRefused, match="phạm vi"):
        post_own(trees, story.units["B"], Decimal(7), dt.date(2023, 2, 1), by=None)
    story.program.status = ProgramStatus.CLOSED
    with pytest.raises(FigureRefused, match="kết thúc"):
        post_own(trees, story.units["A"], Decimal(7), dt.date(2023, 2, 1), by=None)
    assert not Posting.objects.exists()


def test_an_own_value_must_be_of_the_indicators_kind(story: Story) -> None:
    trees = story.indicators["trees"]
    share = story.count("taught", "90", kind="SHARE")
    plan = story.count("plan", None, kind="CONDITION", scope="ISSUER")
    assert own_figure(trees, None).answer == "none"
    assert own_figure(share, (Decimal(1), Decimal(2))).numerator == 1
    assert own_figure(plan, True).holds is True
    for indicator, value in ((trees, True), (share, Decimal(1)), (plan, Decimal(1))):
        with pytest.raises(ValueError, match="no answer"):
            own_figure(indicator, value)


def test_opening_balances_count_and_a_second_import_replaces_only_its_own(story: Story) -> None:
    groups = story.count("groups", "10")
    trees, day = story.indicators["trees"], dt.date(2023, 1, 31)
    a, b = story.units["A"], story.units["B"]

    def balance(unit: str, indicator: int, value: int) -> Balance:
        return Balance(story.units[unit], Figure(indicator, value=Decimal(value)))

    clock.set_to(moment_of("2023-02-01T10:00"))
    first = [balance("A", trees.pk, 5), balance("B", trees.pk, 6), balance("A", groups.pk, 2)]
    assert import_balances(first, day, by=None) == 3
    assert reported(story, "2023-02-01") == 11
    clock.set_to(moment_of("2023-02-02T10:00"))
    import_balances([balance("A", trees.pk, 50)], day, by=None)
    assert (reported(story, "2023-02-02"), accepted(story, "2023-02-02")) == (56, 56)
    assert story.stands("groups", "K", "2023-02-02").value == 2
    assert Posting.objects.filter(kind=PostingKind.IMPORT, unit__in=[a, b]).count() == 4
    clock.set_to(moment_of("2023-02-03T10:00"))
    import_balances([balance("A", trees.pk, 7), balance("B", groups.pk, 3)], day, by=None)
    assert reported(story, "2023-02-03") == 7 + 6
    assert story.stands("groups", "K", "2023-02-03").value == 2 + 3
