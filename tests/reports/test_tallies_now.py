"""What is remembered of how many reports stood how is what counting again would say, whatever is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import ReportingPeriod
from reports import tallies_now as module
from reports.actions.reviewing import accept, reopen
from reports.compliance import Tally, tallies_below
from reports.models import Submission
from reports.tallies_now import tallies_now
from tests.cast import Cast
from units import audit, clock
from units.audit import Event

At = Callable[[dt.datetime | dt.date], None]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The names of the periods that are counted again, call by call."""
    found: list[list[str]] = []

    def watched(body: object, periods: list[ReportingPeriod], at: dt.datetime) -> dict[str, dict[int, Tally]]:
        found.append(sorted(period.name for period in periods))
        return tallies_below(body, periods, at)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "tallies_below", watched)
    return found


def everything(cast: Cast) -> dict[str, dict[int, Tally]]:
    """What is remembered; it has to be what counting says."""
    periods = list(cast.periods.values())
    found = tallies_now(cast.issuer, periods)
    assert found == tallies_below(cast.issuer, periods)
    return found


def names(cast: Cast, *keys: str) -> list[str]:
    return sorted(cast.periods[key].name for key in keys)


def test_only_the_period_of_a_touched_report_and_what_is_pending_are_counted_again(
    cast: Cast, counted: list[list[str]]
) -> None:
    everything(cast)
    everything(cast)
    accept(cast.submission("A", "monthly-04"), by=cast.people["office"])
    everything(cast)
    reopen(cast.submission("A", "monthly-01"), "Sửa số liệu", by=cast.people["office"])
    everything(cast)
    assert counted == [
        names(cast, *cast.periods),
        names(cast, "monthly-05"),
        names(cast, "monthly-04", "monthly-05"),
        names(cast, "monthly-01", "monthly-05"),
    ]


def test_nothing_is_asked_while_nothing_is_done_and_nothing_is_pending(cast: Cast) -> None:
    past = [period for key, period in cast.periods.items() if key != "monthly-05"]
    tallies_now(cast.issuer, past)
    with CaptureQueriesContext(connection) as queries:
        tallies_now(cast.issuer, past)
    assert len(queries) == 1, "the log is looked at"


def test_what_is_pending_turns_missing_without_anybody_doing_anything(cast: Cast, at: At) -> None:
    may = cast.periods["monthly-05"]
    assert sum(of[may.pk].pending for of in everything(cast).values()) == 2
    at(may.due_at + dt.timedelta(minutes=1))
    assert sum(of[may.pk].missing for of in everything(cast).values()) == 2


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


def test_every_event_says_whether_it_may_touch_reports() -> None:
    """A new event is taken for one that may, until somebody says that it does not."""
    may = {event for event in Event if event not in module._TOUCHES_NONE}
    assert {event for event in may if not event.startswith("submission_")} == {
        Event.UNIT_CREATED, Event.UNIT_CHANGED, Event.UNIT_CLOSED, Event.UNIT_MERGED, Event.CLUSTER_CHANGED,
        Event.WORKBOOK_IMPORTED, Event.PORTAL_SET_UP, Event.PROGRAM_IMPORTED, Event.PROGRAM_CHANGED,
        Event.PROGRAM_ISSUED, Event.PROGRAM_TAKEN_BACK, Event.PROGRAM_AMENDED, Event.PROGRAM_CLOSED,
        Event.REGIME_CHANGED,
    }  # fmt: skip
