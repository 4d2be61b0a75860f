"""What is remembered of how many reports stood how is what counting again would say, whatever is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import ReportingPeriod
from reports import tallies_now as module
from reports.actions.obligations import sync_obligations
from reports.actions.reviewing import accept, reopen
from reports.compliance import Below, Tally, tallies_below
from reports.models import Status, Submission
from reports.tallies_now import tallies_now
from tests.cast import Cast
from units import audit, clock
from units.actions.organising import close_unit
from units.audit import Event
from units.models import AuditEntry, Level, Unit

At = Callable[[dt.datetime | dt.date], None]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The names of the periods that are counted again, call by call, with the branches where these are only some."""
    found: list[list[str]] = []

    def watched(body: Unit, periods: list[ReportingPeriod], at: dt.datetime, branches: set[str] | None) -> Below:
        if periods:
            found.append(sorted(period.name for period in periods) + sorted(branches or ()))
        return tallies_below(body, periods, at, branches)

    monkeypatch.setattr(module, "tallies_below", watched)
    return found


def everything(cast: Cast) -> dict[str, dict[int, Tally]]:
    """What is remembered; it has to be what counting says."""
    periods = list(cast.periods.values())
    found = tallies_now(cast.issuer, periods)
    assert found == tallies_below(cast.issuer, periods).tallies
    return found


def names(cast: Cast, *keys: str) -> list[str]:
    return sorted(cast.periods[key].name for key in keys)


def waive(cast: Cast, code: str) -> None:
    submission = cast.submission(code, "monthly-04")
    Submission.objects.filter(pk=submission.pk).update(status=Status.WAIVED, waived_reason="Mới thành lập")
    audit.record(Event.SUBMISSION_WAIVED, submission, by=None)


def test_only_period_and_branch_of_a_touched_report_are_counted_again(cast: Cast, counted: list[list[str]]) -> None:
    everything(cast)
    everything(cast)
    accept(cast.submission("A", "monthly-04"), by=cast.people["office"])
    everything(cast)
    reopen(cast.submission("A", "monthly-01"), "Sửa số liệu", by=cast.people["office"])
    everything(cast)
    assert counted == [
        names(cast, *cast.periods),
        [*names(cast, "monthly-04"), cast.a.path],
        [*names(cast, "monthly-01"), cast.a.path],
    ]


def test_a_branch_that_no_longer_owes_anything_is_gone(cast: Cast) -> None:
    everything(cast)
    submission = cast.submission("B", "monthly-04")
    Submission.objects.filter(pk=submission.pk).update(cancelled_at=clock.now())
    audit.record(Event.SUBMISSION_WAIVED, submission, by=None)
    everything(cast)


def test_a_report_touched_in_another_branch_leaves_what_is_known_of_this_one(
    cast: Cast, counted: list[list[str]]
) -> None:
    below = Unit.objects.add_child(
        Unit.objects.get(pk=cast.a.pk),
        {"code": "A1", "name": "Chi đoàn A1", "level": Level.BRANCH, "active_from": cast.a.active_from},
    )
    april = cast.periods["monthly-04"]
    Submission.objects.create(unit=below, period=april, reviewer=cast.a)
    tallies_now(cast.a, [april])
    waive(cast, "B")
    assert tallies_now(cast.a, [april]) == tallies_below(cast.a, [april]).tallies
    assert len(counted) == 1


def test_from_many_branches_on_all_are_counted_together(
    cast: Cast, counted: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BRANCHES", 1)
    everything(cast)
    for code in ("A", "B"):
        waive(cast, code)
    everything(cast)
    assert counted[1:] == [names(cast, "monthly-04")]


def test_nothing_is_asked_while_nothing_is_done_and_nothing_falls_due(cast: Cast) -> None:
    periods = list(cast.periods.values())
    tallies_now(cast.issuer, periods)
    with CaptureQueriesContext(connection) as queries:
        tallies_now(cast.issuer, periods)
    assert len(queries) == 1, "the log is looked at"


def test_what_is_pending_turns_missing_without_anybody_doing_anything(
    cast: Cast, at: At, counted: list[list[str]]
) -> None:
    may = cast.periods["monthly-05"]
    later = may.due_at + dt.timedelta(days=2)

    def missing(moment: dt.datetime) -> int:
        at(moment)
        return sum(of[may.pk].missing for of in everything(cast).values())

    assert missing(clock.now()) == 0
    submission = cast.submission("A", "monthly-05")
    Submission.objects.filter(pk=submission.pk).update(extended_due_at=later)
    audit.record(Event.SUBMISSION_EXTENDED, submission, by=None)
    assert missing(clock.now()) == 0
    assert missing(may.due_at - dt.timedelta(seconds=1)) == 0
    assert missing(may.due_at) == 1
    assert missing(later - dt.timedelta(seconds=1)) == 1
    assert missing(later) == 2
    # Nothing is believed for longer than minutes; within them only what fell due is counted again.
    assert counted.count(names(cast, "monthly-05")) == 2


def test_what_is_done_elsewhere_changes_nothing_and_anything_unknown_has_all_counted_again(
    cast: Cast, counted: list[list[str]]
) -> None:
    past = [period for key, period in cast.periods.items() if key != "monthly-05"]
    tallies_now(cast.issuer, past)
    audit.record(Event.HEADCOUNT_CHANGED, cast.a, by=None)
    tallies_now(cast.issuer, past)
    assert len(counted) == 1
    submission = cast.submission("B", "monthly-04")
    Submission.objects.filter(pk=submission.pk).update(cancelled_at=clock.now())
    audit.record(Event.REGIME_CHANGED, cast.regime, by=None)
    assert cast.b.path not in {
        branch for branch, of in tallies_now(cast.issuer, past).items() if submission.period_id in of
    }
    assert len(counted) == 2


def test_what_the_worker_does_later_is_counted_at_once(cast: Cast) -> None:
    everything(cast)
    close_unit(cast.b, clock.today(), "Giải thể", by=cast.people["office"])
    everything(cast)
    assert sync_obligations() > 0
    assert AuditEntry.objects.filter(event=Event.OBLIGATIONS_CHANGED, by=None).count() == 1
    everything(cast)
    assert sync_obligations() == 0
    assert AuditEntry.objects.filter(event=Event.OBLIGATIONS_CHANGED).count() == 1, "nothing happened"


def test_nothing_is_believed_for_longer_than_five_minutes(cast: Cast, at: At, counted: list[list[str]]) -> None:
    past = [period for key, period in cast.periods.items() if key != "monthly-05"]
    began = clock.now()
    tallies_now(cast.issuer, past)
    at(began + dt.timedelta(minutes=4))
    waive(cast, "A")
    tallies_now(cast.issuer, past)
    assert len(counted) == 2
    at(began + dt.timedelta(minutes=5))
    tallies_now(cast.issuer, past)
    assert counted[2] == sorted(period.name for period in past), "what was done since has not renewed them"


def test_what_was_touched_while_nobody_asked_is_counted_when_somebody_does(
    cast: Cast, counted: list[list[str]]
) -> None:
    may = [cast.periods["monthly-05"]]
    everything(cast)
    for code in ("A", "B"):
        waive(cast, code)
        tallies_now(cast.issuer, may)
    assert len(counted) == 1
    everything(cast)
    assert counted[1:] == [[*names(cast, "monthly-04"), cast.a.path, cast.b.path]]


def test_every_event_says_whether_it_may_touch_reports() -> None:
    """A new event is taken for one that may, until somebody says that it does not."""
    may = {event for event in Event if event not in module._TOUCHES_NONE}
    assert {event for event in may if not event.startswith("submission_")} == {
        Event.UNIT_CREATED, Event.UNIT_CHANGED, Event.UNIT_CLOSED, Event.UNIT_MERGED, Event.CLUSTER_CHANGED,
        Event.WORKBOOK_IMPORTED, Event.PORTAL_SET_UP, Event.PROGRAM_IMPORTED, Event.PROGRAM_CHANGED,
        Event.PROGRAM_ISSUED, Event.PROGRAM_TAKEN_BACK, Event.PROGRAM_AMENDED, Event.PROGRAM_CLOSED,
        Event.REGIME_CHANGED, Event.OBLIGATIONS_CHANGED,
    }  # fmt: skip
