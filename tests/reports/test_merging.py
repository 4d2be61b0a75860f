"""Units that end or merge: what fell due earlier stays, what would fall due later does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.figures import progress_of
from programs.models import Participation
from reports.actions.merging import close_unit, merge_units
from reports.actions.obligations import sync_obligations
from reports.actions.refusals import NotAllowed
from reports.actions.reviewing import accept
from reports.actions.submitting import submit
from reports.models import Status, Submission
from reports.scenario.stage import Stage
from tests.reports.staging import STORY, codes_of, local, owed, set_stage, type_in
from units import clock
from units.models import AuditEntry, Message, Unit

pytestmark = pytest.mark.django_db

At = Callable[[dt.datetime | dt.date], None]
MERGED_ON = dt.date(2026, 2, 5)


@pytest.fixture
def stage(at: At) -> Stage:
    at(local(1, 4, 9))
    found = set_stage()
    first = owed(found, "B", "monthly-01")
    type_in(first, found, "trees", 7)
    submit(first, by=found.reporters["B"])
    at(MERGED_ON)
    return found


def merge(stage: Stage) -> Unit:
    return merge_units(stage.units["B"], stage.units["A"], MERGED_ON, by=stage.secretary)


def test_a_merged_unit_owes_nothing_that_falls_due_on_the_day_or_later(stage: Stage) -> None:
    Submission.objects.filter(pk=owed(stage, "B", "monthly-04").pk).update(status=Status.DRAFT)
    unit = merge(stage)
    assert (unit.active_until, unit.merged_into) == (dt.date(2026, 2, 4), stage.units["A"])
    assert codes_of(stage, "monthly-01") == ["A", "B"]
    assert codes_of(stage, "monthly-02") == ["A"]
    assert codes_of(stage, "monthly-04") == ["A"]
    sync_obligations(stage.regime)
    assert codes_of(stage, "monthly-02") == ["A"]


def test_what_a_merged_unit_has_reported_keeps_counting_above(stage: Stage) -> None:
    merge(stage)
    trees = stage.indicators["trees"]
    assert progress_of(trees, stage.issuer, clock.now()).value == 7
    assert progress_of(trees, stage.units["A"], clock.now()).value is None


def test_what_was_sent_early_for_a_later_day_is_cancelled_but_counts_and_can_be_accepted(stage: Stage) -> None:
    early = owed(stage, "B", "monthly-02")
    type_in(early, stage, "trees", 3)
    submit(early, by=stage.reporters["B"])
    merge(stage)
    assert codes_of(stage, "monthly-02") == ["A"]
    assert progress_of(stage.indicators["trees"], stage.issuer, clock.now()).value == 10
    early.refresh_from_db()
    accept(early, by=stage.secretary)
    assert early.status == Status.ACCEPTED


def test_an_earlier_report_can_still_be_sent_after_the_merge() -> None:
    stage = set_stage()
    merge(stage)
    late = owed(stage, "B", "monthly-01")
    submit(late, by=stage.reporters["B"])
    assert late.is_late


def test_what_would_have_begun_after_the_merge_never_begins() -> None:
    units = [*STORY["units"], {"code": "C", "parent": "K", "from": "2026-03-01"}]
    stage = set_stage(units=units)
    merge_units(stage.units["C"], stage.units["A"], MERGED_ON, by=stage.secretary)
    participation = Participation.objects.get(unit=stage.units["C"])
    assert participation.ends_on == dt.date(2026, 2, 28)
    assert codes_of(stage, "monthly-04") == ["A", "B"]


def test_a_merge_is_recorded_and_told_to_both(stage: Stage) -> None:
    merge(stage)
    assert AuditEntry.objects.filter(event="unit_merged", unit=stage.units["B"]).count() == 1
    told = set(Message.objects.filter(kind="unit_closed").values_list("to", flat=True))
    assert told == {stage.reporters["A"].pk, stage.reporters["B"].pk}


def test_a_unit_does_not_merge_into_itself_its_own_part_or_a_closed_one_nor_twice(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        merge_units(stage.units["B"], stage.units["B"], MERGED_ON, by=stage.secretary)
    with pytest.raises(NotAllowed):
        merge_units(stage.issuer, stage.units["B"], MERGED_ON, by=stage.secretary)
    merge(stage)
    with pytest.raises(NotAllowed):
        merge(stage)
    closed = Unit.objects.get(pk=stage.units["B"].pk)
    with pytest.raises(NotAllowed):
        merge_units(stage.units["S"], closed, MERGED_ON, by=stage.secretary)


def test_closing_ends_what_a_unit_owes_too(stage: Stage) -> None:
    close_unit(stage.units["B"], MERGED_ON, by=stage.secretary, reason="Giải thể")
    assert codes_of(stage, "monthly-01") == ["A", "B"]
    assert codes_of(stage, "monthly-04") == ["A"]


def test_a_body_with_open_units_below_is_not_closed_but_may_merge_and_its_reports_go_further_up() -> None:
    units = [
        *STORY["units"],
        {"code": "M", "parent": "K", "level": "commune"},
        {"code": "X", "parent": "M", "sector": "agency"},
    ]
    stage = set_stage(units=units)
    with pytest.raises(NotAllowed):
        close_unit(stage.units["M"], MERGED_ON, by=stage.secretary, reason="Giải thể")
    with clock.at(MERGED_ON):
        merge_units(stage.units["M"], stage.units["A"], MERGED_ON, by=stage.secretary)
    assert owed(stage, "X", "monthly-04").reviewer == stage.issuer
    assert owed(stage, "X", "monthly-01").reviewer == stage.issuer
