"""Sending a report and taking it back."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import resolve

from indicators.models import Posting
from reports.actions.easing import waive
from reports.actions.obligations import sync_obligations
from reports.actions.refusals import AlreadySubmitted, Frozen, NotAllowed, NotOpen, NotSubmitted, Refused, Waived
from reports.actions.reviewing import accept, mark_opened, return_for_correction
from reports.actions.submitting import submit, take_back
from reports.models import Entry, Revision, Status, Submission
from reports.scenario.stage import Stage
from tests.conftest import Nudge
from tests.reports.staging import appoint, local, owed, set_stage, type_in
from units import clock
from units.models import AuditEntry, Message, Role

At = Callable[[dt.datetime | dt.date], None]
MORNING = local(2, 4, 9)


@pytest.fixture
def stage(db: None, at: At) -> Stage:
    at(MORNING)
    return set_stage()


def sent(stage: Stage, unit: str = "A", value: int = 10) -> Submission:
    draft = owed(stage, unit)
    type_in(draft, stage, "trees", value)
    submit(draft, by=stage.reporters[unit])
    return draft


def counted(stage: Stage) -> list[Decimal | None]:
    rows = Posting.objects.counting(clock.now()).filter(results__indicator=stage.indicators["trees"])
    return list(rows.values_list("results__value", flat=True))


# --- sending --------------------------------------------------------------------------------------------------------


def test_sending_freezes_a_picture_and_posts_the_figures(stage: Stage) -> None:
    report = sent(stage)
    revision = report.revisions.get()
    assert (report.status, report.first_submitted_at) == (Status.SUBMITTED, clock.now())
    assert counted(stage) == [Decimal(10)]
    assert revision.posting == Posting.objects.get()
    assert revision.posting is not None
    assert revision.posting.covers_from == dt.date(2026, 1, 6)
    assert revision.posting.covers_until == dt.date(2026, 2, 5)
    trees = revision.snapshot["figures"][0]
    assert (trees["label"], trees["value"], trees["slice"]) == ("trees", "10", ["2026-01-06", "2026-02-05"])


def test_a_blank_is_no_figure_and_nothing_is_an_answer(stage: Stage) -> None:
    draft = owed(stage, "A")
    type_in(draft, stage, "trees", None)
    Entry.objects.create(submission=draft, indicator=stage.indicators["taught"], note="Đang chờ xác nhận")
    submit(draft, by=stage.reporters["A"])
    posting = Posting.objects.get()
    assert list(posting.results.values_list("indicator__code", "answer")) == [("trees", "none")]


@pytest.mark.django_db
def test_figures_end_with_the_span_even_when_the_due_day_was_moved(at: At) -> None:
    # Saturday 4 April 2026 moves to Monday the 6th.
    rule = {"kind": "monthly", "due_day": 4, "months": [4], "covers": "4-to-4", "shift": "next_working_day"}
    stage = set_stage(rules=[rule])
    at(local(4, 6))
    submit(owed(stage, "A", "monthly-04"), by=stage.reporters["A"])
    assert Posting.objects.get().covers_until == dt.date(2026, 4, 4)


def test_a_report_without_figures_leaves_the_ledger_alone(stage: Stage) -> None:
    revision = submit(owed(stage, "A", "t1"), by=stage.reporters["A"])
    assert revision.posting is None
    assert not Posting.objects.exists()


def test_the_receipt_names_the_month_of_sending_and_stays(stage: Stage, at: At) -> None:
    report = sent(stage)
    assert report.receipt == f"BC-2026-02-{report.pk:03d}"
    return_for_correction(report, "Thiếu minh chứng", by=stage.secretary)
    at(local(3, 2, 9))
    submit(report, by=stage.reporters["A"])
    assert report.receipt == f"BC-2026-02-{report.pk:03d}"


def test_sending_is_told_to_the_reviewers_office_and_confirmed_to_the_unit(stage: Stage, nudges: list[Nudge]) -> None:
    clerk = appoint(stage, "K", Role.OFFICE, "Văn phòng", "vp@example.org")
    appoint(stage, "K", Role.COMMITTEE, "Ủy viên")
    report = sent(stage)
    told = {message.to: message for message in Message.objects.all()}
    assert set(told) == {stage.secretary, clerk, stage.reporters["A"]}
    assert told[stage.reporters["A"]].subject == f"Đã gửi báo cáo tháng 2/2026, mã {report.receipt}"
    assert told[clerk].delivery == "waiting"
    assert resolve(told[clerk].url).view_name == "reports:submission_detail"
    entry = AuditEntry.objects.get(event="submission_submitted")
    assert (entry.by, entry.unit, entry.subject_id) == (stage.reporters["A"], stage.units["A"], report.pk)


def test_a_report_that_somebody_began_to_type_meanwhile_is_sent_all_the_same(stage: Stage) -> None:
    read_before = owed(stage, "A")
    type_in(owed(stage, "A"), stage, "trees", 7)
    Submission.objects.filter(pk=read_before.pk).update(status=Status.DRAFT)
    read_before.status = Status.NOT_STARTED
    revision = submit(read_before, by=stage.reporters["A"])
    assert (revision.number, revision.snapshot["before"]) == (1, Status.DRAFT)
    assert read_before.status == Status.SUBMITTED


def test_sending_again_says_who_sent_it_and_when(stage: Stage, at: At) -> None:
    report = sent(stage)
    at(MORNING + dt.timedelta(minutes=1))
    type_in(report, stage, "trees", 99)
    with pytest.raises(AlreadySubmitted) as refusal:
        submit(report, by=stage.reporters["A"])
    assert refusal.value.sentence == (
        "Báo cáo này đã được gửi lúc 09:00 ngày 04/02/2026 bởi đồng chí Cán bộ A; không có gì thay đổi."
    )
    assert counted(stage) == [Decimal(10)]
    assert report.revisions.count() == 1


def test_an_accepted_report_is_frozen(stage: Stage) -> None:
    report = sent(stage)
    accept(report, by=stage.secretary)
    with pytest.raises(Frozen):
        submit(report, by=stage.reporters["A"])
    assert report.status == Status.ACCEPTED


def test_a_waived_report_is_not_sent(stage: Stage) -> None:
    draft = owed(stage, "A")
    waive(draft, "Đơn vị mới thành lập", by=stage.secretary)
    with pytest.raises(Waived):
        submit(draft, by=stage.reporters["A"])


def test_a_report_is_not_sent_before_its_slice_begins(stage: Stage, at: At) -> None:
    april = owed(stage, "A", "monthly-04")
    at(local(2, 5, 23, 59))
    with pytest.raises(NotOpen):
        submit(april, by=stage.reporters["A"])
    assert Submission.objects.get(pk=april.pk).status == Status.NOT_STARTED
    at(local(2, 6, 0, 0))
    submit(april, by=stage.reporters["A"])
    assert april.status == Status.SUBMITTED


def test_what_is_no_longer_owed_is_not_sent(stage: Stage) -> None:
    draft = owed(stage, "A", "monthly-04")
    stage.regime.reports_from = dt.date(2026, 5, 1)
    stage.regime.save()
    sync_obligations(stage.regime)
    with pytest.raises(NotAllowed):
        submit(draft, by=stage.reporters["A"])


def test_what_the_office_sends_for_a_unit_is_marked_as_such(stage: Stage) -> None:
    draft = owed(stage, "A")
    revision = submit(draft, by=stage.secretary, on_behalf=True)
    assert draft.is_on_behalf
    assert revision.is_on_behalf
    assert AuditEntry.objects.get(event="submission_submitted").detail["on_behalf"] is True


# --- taking back ----------------------------------------------------------------------------------------------------


def test_what_nobody_has_opened_is_taken_back_and_counts_as_not_sent(stage: Stage, at: At) -> None:
    report = sent(stage)
    at(local(2, 6, 8))
    take_back(report, by=stage.reporters["A"])
    assert (report.status, report.first_submitted_at) == (Status.DRAFT, None)
    assert counted(stage) == []
    submit(report, by=stage.reporters["A"])
    assert report.is_late
    assert report.revisions.count() == 2


def test_an_opened_report_stays_with_the_reviewer(stage: Stage) -> None:
    report = sent(stage)
    assert mark_opened(report, by=stage.secretary)
    assert not mark_opened(report, by=stage.secretary)
    with pytest.raises(NotAllowed):
        take_back(report, by=stage.reporters["A"])
    assert report.status == Status.SUBMITTED


def test_a_correction_taken_back_waits_for_correction_again_and_keeps_its_first_date(stage: Stage, at: At) -> None:
    report = sent(stage)
    first = report.first_submitted_at
    return_for_correction(report, "Thiếu minh chứng", by=stage.secretary)
    at(local(2, 5, 9))
    submit(report, by=stage.reporters["A"])
    take_back(report, by=stage.reporters["A"])
    assert (report.status, report.first_submitted_at) == (Status.RETURNED, first)


def test_what_was_not_sent_cannot_be_taken_back(stage: Stage) -> None:
    with pytest.raises(NotSubmitted):
        take_back(owed(stage, "A"), by=stage.reporters["A"])


# --- two at once ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_send_at_the_same_moment_leave_one_revision(at: At) -> None:
    at(MORNING)
    stage = set_stage()
    draft = owed(stage, "A")
    type_in(draft, stage, "trees", 10)
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def send() -> None:
        report = Submission.objects.select_related("period__rule__regime", "unit", "reviewer").get(pk=draft.pk)
        together.wait(timeout=20)
        try:
            submit(report, by=stage.reporters["A"])
            outcomes.append("sent")
        except Refused as refusal:
            outcomes.append(refusal.why)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    assert sorted(outcomes) == ["already_submitted", "sent"]
    assert Revision.objects.count() == 1
    assert Posting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_units_that_send_at_the_same_moment_get_receipts_of_their_own(at: At) -> None:
    at(MORNING)
    stage = set_stage()
    drafts = [owed(stage, unit, "t1") for unit in ("A", "B", "S")]
    together = threading.Barrier(len(drafts))

    def send(pk: int) -> None:
        report = Submission.objects.select_related("period__rule__regime", "unit", "reviewer").get(pk=pk)
        together.wait(timeout=20)
        submit(report, by=stage.reporters[report.unit.code])
        connection.close()

    threads = [threading.Thread(target=send, args=(draft.pk,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    receipts = set(Submission.objects.filter(period__code="t1").values_list("receipt", flat=True))
    assert len(receipts) == 3
    assert all(receipt.startswith("BC-2026-02-") for receipt in receipts)
