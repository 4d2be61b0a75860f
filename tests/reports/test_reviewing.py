"""Returning, accepting, reopening; extending and waiving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.figures import accepted_value, progress_of
from reports.actions.easing import extend, waive
from reports.actions.refusals import AlreadySubmitted, Frozen, NotAllowed, NotSubmitted, Refused, Waived
from reports.actions.reviewing import accept, mark_opened, reopen, return_for_correction
from reports.actions.submitting import submit
from reports.compliance import Timeliness, standing
from reports.models import Status, Submission
from reports.scenario.stage import Stage
from tests.reports.staging import local, owed, set_stage, type_in
from units import clock
from units.models import AuditEntry, Message

pytestmark = pytest.mark.django_db

At = Callable[[dt.datetime | dt.date], None]


@pytest.fixture
def stage(at: At) -> Stage:
    at(local(2, 4, 9))
    return set_stage()


def send(report: Submission, stage: Stage, value: int) -> None:
    type_in(report, stage, "trees", value)
    submit(report, by=stage.reporters["A"])


@pytest.fixture
def report(stage: Stage) -> Submission:
    found = owed(stage, "A")
    send(found, stage, 10)
    return found


def counts(stage: Stage) -> object:
    return progress_of(stage.indicators["trees"], stage.units["A"], clock.now()).value


def accepted(stage: Stage) -> object:
    return accepted_value(stage.indicators["trees"], stage.units["A"], clock.now())


# --- returning ------------------------------------------------------------------------------------------------------


def test_a_returned_report_stops_counting_until_it_is_sent_again(stage: Stage, report: Submission, at: At) -> None:
    assert counts(stage) == 10
    at(local(2, 4, 10))
    return_for_correction(report, "Thiếu minh chứng", by=stage.secretary)
    assert counts(stage) is None
    at(local(2, 9, 10))
    send(report, stage, 12)
    assert counts(stage) == 12
    assert standing(report, clock.now()).timeliness == Timeliness.ON_TIME


def test_returned_work_gets_two_working_days(stage: Stage, report: Submission) -> None:
    # Wednesday 4 February 2026.
    return_for_correction(report, "Thiếu minh chứng", by=stage.secretary)
    assert report.correct_by == dt.date(2026, 2, 6)


def test_the_reviewer_may_give_another_day_but_none_that_has_passed(stage: Stage, report: Submission) -> None:
    with pytest.raises(NotAllowed):
        return_for_correction(report, "Bổ sung", by=stage.secretary, correct_by=dt.date(2026, 2, 3))
    return_for_correction(report, "Bổ sung", by=stage.secretary, correct_by=dt.date(2026, 2, 20))
    assert report.correct_by == dt.date(2026, 2, 20)


def test_a_return_says_what_is_missing_to_the_unit(stage: Stage, report: Submission) -> None:
    with pytest.raises(NotAllowed):
        return_for_correction(report, "  ", by=stage.secretary)
    assert report.status == Status.SUBMITTED
    return_for_correction(report, "Thiếu minh chứng trồng cây", by=stage.secretary)
    message = Message.objects.get(kind="submission_returned")
    assert message.to == stage.reporters["A"]
    assert "Thiếu minh chứng trồng cây" in message.body
    assert "hết ngày 06/02/2026 (Thứ Sáu)" in message.body
    assert report.comments.get().text == "Thiếu minh chứng trồng cây"
    assert AuditEntry.objects.filter(event="submission_returned", reason="Thiếu minh chứng trồng cây").exists()


def test_only_what_is_submitted_is_returned(stage: Stage, report: Submission) -> None:
    with pytest.raises(NotSubmitted):
        return_for_correction(owed(stage, "B"), "Bổ sung", by=stage.secretary)
    accept(report, by=stage.secretary)
    with pytest.raises(Frozen):
        return_for_correction(report, "Bổ sung", by=stage.secretary)
    assert counts(stage) == 10


def test_sending_again_waits_for_a_new_opening(stage: Stage, report: Submission) -> None:
    mark_opened(report, by=stage.secretary)
    return_for_correction(report, "Bổ sung", by=stage.secretary)
    assert report.opened_at == clock.now()
    send(report, stage, 12)
    stored = Submission.objects.get(pk=report.pk)
    assert stored.opened_at is None
    assert stored.correct_by is None
    assert Submission.objects.get(pk=report.pk).opened_at is None


# --- accepting and reopening ----------------------------------------------------------------------------------------


def test_accepting_makes_the_figures_accepted_ones(stage: Stage, report: Submission) -> None:
    assert accepted(stage) == 0
    accept(report, by=stage.secretary)
    assert accepted(stage) == 10
    assert (report.accepted_at, report.accepted_by_id) == (clock.now(), stage.secretary.pk)
    assert Message.objects.filter(kind="submission_accepted", to=stage.reporters["A"]).exists()


def test_accepting_twice_or_before_sending_changes_nothing(stage: Stage, report: Submission) -> None:
    accept(report, by=stage.secretary)
    with pytest.raises(NotSubmitted) as refusal:
        accept(report, by=stage.secretary)
    assert "đã được duyệt lúc 09:00 ngày 04/02/2026 bởi đồng chí Cán bộ K" in refusal.value.sentence
    with pytest.raises(NotSubmitted):
        accept(owed(stage, "B"), by=stage.secretary)


def test_the_accepted_figure_counts_until_the_new_one_is_sent_and_again_when_that_is_returned(
    stage: Stage, report: Submission, at: At
) -> None:
    accept(report, by=stage.secretary)
    at(local(2, 5, 9))
    reopen(report, "Đơn vị báo nhầm", by=stage.secretary)
    assert counts(stage) == 10
    assert report.status == Status.REOPENED
    at(local(2, 6, 9))
    send(report, stage, 25)
    assert (counts(stage), accepted(stage)) == (25, 10)
    at(local(2, 7, 9))
    return_for_correction(report, "Chưa khớp", by=stage.secretary)
    assert (counts(stage), accepted(stage)) == (10, 10)
    at(local(2, 8, 9))
    send(report, stage, 20)
    accept(report, by=stage.secretary)
    assert (counts(stage), accepted(stage)) == (20, 20)


def test_only_what_is_accepted_is_reopened_and_only_with_a_reason(stage: Stage, report: Submission) -> None:
    with pytest.raises(NotAllowed):
        reopen(report, "Nhầm", by=stage.secretary)
    with pytest.raises(NotSubmitted):
        reopen(owed(stage, "B"), "Nhầm", by=stage.secretary)
    accept(report, by=stage.secretary)
    with pytest.raises(NotAllowed):
        reopen(report, "", by=stage.secretary)
    assert report.status == Status.ACCEPTED


# --- extending and waiving ------------------------------------------------------------------------------------------


def test_an_extension_granted_after_a_late_report_makes_it_on_time(stage: Stage, at: At) -> None:
    late = owed(stage, "A")
    at(local(2, 7, 9))
    send(late, stage, 5)
    assert standing(late, clock.now()).timeliness == Timeliness.LATE
    at(local(2, 20, 9))
    extend(late, dt.date(2026, 2, 7), "Mất mạng hai ngày", by=stage.secretary)
    assert standing(late, clock.now()).timeliness == Timeliness.ON_TIME
    assert "hết ngày 07/02/2026" in Message.objects.get(kind="submission_extended").subject


def test_an_extension_gives_more_time_than_the_document(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        extend(owed(stage, "A"), dt.date(2026, 2, 5), "Bận", by=stage.secretary)
    with pytest.raises(NotAllowed):
        extend(owed(stage, "A"), dt.date(2026, 2, 8), " ", by=stage.secretary)


def test_waived_reports_are_neither_sent_nor_extended_nor_waived_again(stage: Stage) -> None:
    draft = owed(stage, "B")
    waive(draft, "Đơn vị giải thể", by=stage.secretary)
    assert standing(draft, clock.now()).timeliness == Timeliness.WAIVED
    verbs: list[Callable[[], object]] = [
        lambda: submit(draft, by=stage.reporters["B"]),
        lambda: extend(draft, dt.date(2026, 3, 1), "Bận", by=stage.secretary),
        lambda: waive(draft, "Lần nữa", by=stage.secretary),
        lambda: reopen(draft, "Nhầm", by=stage.secretary),
    ]
    for verb in verbs:
        with pytest.raises(Waived):
            verb()
    for verb in (
        lambda: accept(draft, by=stage.secretary),
        lambda: return_for_correction(draft, "x", by=stage.secretary),
    ):
        with pytest.raises(NotSubmitted):
            verb()


def test_what_was_sent_is_not_waived(stage: Stage, report: Submission) -> None:
    with pytest.raises(AlreadySubmitted):
        waive(report, "Không cần", by=stage.secretary)
    accept(report, by=stage.secretary)
    with pytest.raises(Frozen):
        waive(report, "Không cần", by=stage.secretary)
    with pytest.raises(Refused):
        waive(owed(stage, "B"), "", by=stage.secretary)
    assert counts(stage) == 10
