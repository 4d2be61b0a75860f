"""Reminders: which step applies, and that none is sent twice or to who needs none."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.calendar import due_moment
from reports.actions.easing import extend, waive
from reports.actions.merging import merge_units
from reports.actions.reminders import Outcome, send_reminders
from reports.actions.reviewing import return_for_correction
from reports.actions.submitting import submit
from reports.models import Reminder
from reports.reminding import CORRECTION_LADDER, step_at, step_for
from reports.scenario.stage import Stage
from tests.conftest import Nudge
from tests.reports.staging import STORY, appoint, local, owed, set_stage, type_in
from units import clock
from units.models import Message, Role

At = Callable[[dt.datetime | dt.date], None]
LAST = dt.date(2026, 2, 5)


def moment(day: int, hour: int = 8, minute: int = 0, month: int = 2) -> dt.datetime:
    return local(month, day, hour, minute)


# --- which step -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "step"),
    [
        (moment(28, month=1), None),
        (moment(29, 6, 59, month=1), None),
        (moment(29, 7, 0, month=1), "due_in_7"),
        (moment(2, 6, 59), "due_in_7"),
        (moment(2, 7), "due_in_3"),
        (moment(4), "due_in_1"),
        (moment(5, 6, 59), "due_in_1"),
        (moment(5, 23, 59), "due_today"),
        (moment(6, 0, 30), "due_today"),
        (moment(6), "overdue_1"),
        (moment(8), "overdue_3"),
        (moment(12), "overdue_7"),
        (moment(12, month=6), "overdue_7"),
    ],
)
def test_a_step_applies_from_seven_in_the_morning_until_the_next_one_does(at: dt.datetime, step: str | None) -> None:
    found = step_at(LAST, at)
    assert (found.name if found else None) == step


def test_steps_count_from_the_last_good_day_whatever_the_hour() -> None:
    at_noon = step_for(due_moment(LAST, 12), moment(5))
    at_midnight = step_for(due_moment(LAST), moment(5))
    assert at_noon == at_midnight
    assert at_noon is not None
    assert at_noon.name == "due_today"


def test_corrections_have_a_shorter_ladder() -> None:
    assert step_at(LAST, moment(3), CORRECTION_LADDER) is None
    found = step_at(LAST, moment(4), CORRECTION_LADDER)
    assert found is not None
    assert found.name == "fix_in_1"


# --- sending --------------------------------------------------------------------------------------------------------


@pytest.fixture
def stage(db: None, at: At) -> Stage:
    at(moment(29, month=1))
    return set_stage(rules=[{"kind": "monthly", "due_day": 5, "months": [2], "covers": "5-to-5"}])


def steps(stage: Stage, unit: str = "A") -> list[str]:
    return list(Reminder.objects.filter(submission__unit=stage.units[unit]).values_list("step", flat=True))


def test_a_second_run_in_the_same_step_sends_nothing(stage: Stage, at: At) -> None:
    assert send_reminders() == Outcome(sent=3, due=3)
    at(moment(31, month=1))
    assert send_reminders() == Outcome(sent=0, due=3)
    assert steps(stage) == ["due_in_7"]
    assert Message.objects.count() == 3


def test_steps_passed_over_are_not_sent_later(stage: Stage, at: At) -> None:
    send_reminders()
    at(moment(5))
    send_reminders()
    assert steps(stage) == ["due_in_7", "due_today"]


def test_nobody_is_reminded_of_what_is_sent_waived_or_cancelled(stage: Stage, at: At) -> None:
    at(moment(3))
    submit(owed(stage, "A"), by=stage.reporters["A"])
    waive(owed(stage, "B"), "Bận chuyển trụ sở", by=stage.secretary)
    merge_units(stage.units["S"], stage.units["A"], dt.date(2026, 2, 3), by=stage.secretary)
    assert send_reminders() == Outcome(sent=0, due=0)


def test_an_extension_starts_a_new_ladder(stage: Stage, at: At) -> None:
    at(moment(5))
    send_reminders()
    extend(owed(stage, "A"), dt.date(2026, 2, 8), "Mất điện", by=stage.secretary)
    at(moment(5, 9))
    send_reminders()
    at(moment(8))
    send_reminders()
    assert steps(stage) == ["due_today", "due_in_3", "due_today"]
    assert steps(stage, "B") == ["due_today", "overdue_3"]


def test_the_people_of_the_unit_are_told_once_each_in_words(stage: Stage, at: At, nudges: list[Nudge]) -> None:
    secretary = appoint(stage, "A", Role.SECRETARY, "Bí thư chi đoàn", "bithu@example.org")
    appoint(stage, "A", Role.VIEWER, "Người xem")
    at(moment(2))
    send_reminders()
    told = Message.objects.filter(unit=stage.units["A"])
    assert {message.to for message in told} == {secretary, stage.reporters["A"]}
    message = told.get(to=secretary)
    assert message.subject == "Nhắc gửi báo cáo tháng 2/2026: còn 3 ngày"
    assert "Hạn cuối: hết ngày 05/02/2026 (Thứ Năm)" in message.body
    assert message.delivery == "waiting"


def test_a_returned_report_is_reminded_of_by_its_own_day(stage: Stage, at: At) -> None:
    at(moment(3))
    report = owed(stage, "A")
    type_in(report, stage, "trees", 4)
    submit(report, by=stage.reporters["A"])
    return_for_correction(report, "Thiếu minh chứng", by=stage.secretary, correct_by=dt.date(2026, 2, 9))
    for day in (5, 8, 9, 10):
        at(moment(day))
        send_reminders()
    assert steps(stage) == ["fix_in_1", "fix_today", "fix_late_1"]
    message = Message.objects.get(kind="reminder_fix_today", to=stage.reporters["A"])
    assert message.subject == "Nhắc bổ sung báo cáo tháng 2/2026: hôm nay là hạn cuối"


def test_after_the_last_step_a_report_is_left_alone(stage: Stage, at: At) -> None:
    at(moment(20))
    assert send_reminders() == Outcome(sent=3, due=3)
    at(moment(20, 9))
    assert send_reminders() == Outcome(sent=0, due=0)


def test_an_extension_starts_a_new_ladder_even_after_the_last_step_of_the_old_one(stage: Stage, at: At) -> None:
    at(moment(20))
    send_reminders()
    extend(owed(stage, "A"), dt.date(2026, 2, 21), "Mất điện", by=stage.secretary)
    send_reminders()
    assert steps(stage) == ["overdue_7", "due_in_1"]


def test_a_unit_without_anybody_appointed_breaks_nothing(stage: Stage) -> None:
    stage.reporters["A"].appointments.update(ends_on=dt.date(2026, 1, 1))
    assert send_reminders().sent == 3
    assert not Message.objects.filter(unit=stage.units["A"]).exists()


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_units(at: At) -> None:
    def count(units: int) -> int:
        codes = [f"U{number}-{units}" for number in range(units)]
        told = [STORY["units"][0], *({"code": code, "parent": "K"} for code in codes)]
        stage = set_stage(units=told, rules=[{"kind": "thematic", "due": "2026-02-05"}])
        with CaptureQueriesContext(connection) as found:
            assert send_reminders(stage.regime).sent == units
        return len(found)

    at(moment(4))
    assert count(2) == count(20)


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_prints_what_it_did_at_the_given_moment(stage: Stage) -> None:
    out = StringIO()
    call_command("send_reminders", "--at", "2026-02-06T08:00", stdout=out)
    assert json.loads(out.getvalue()) == {"sent": 3, "due": 3}
    assert set(Reminder.objects.values_list("step", flat=True)) == {"overdue_1"}
    assert clock.now() == moment(29, month=1)


def test_the_command_asks_for_a_moment_it_can_read(stage: Stage) -> None:
    with pytest.raises(CommandError, match="2026-04-03T08:00"):
        call_command("send_reminders", "--at", "mai")
