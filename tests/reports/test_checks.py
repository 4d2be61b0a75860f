"""What is looked at before a report is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.models import Accumulation, Indicator
from programs.models import ReportingRule
from reports.actions.refusals import Incomplete
from reports.actions.submitting import submit
from reports.checks import problems
from reports.models import Attachment, Entry, Status, Submission
from reports.scenario.stage import Stage
from tests.reports.staging import local, owed, set_stage, type_in

pytestmark = pytest.mark.django_db

At = Callable[[dt.datetime | dt.date], None]


@pytest.fixture
def stage(at: At) -> Stage:
    at(local(2, 4, 9))
    return set_stage()


def codes(submission: Submission, *, blocking: bool) -> list[str]:
    return [problem.code for problem in problems(submission) if problem.blocks == blocking]


def test_a_blank_blocks_only_where_an_answer_is_required(stage: Stage) -> None:
    draft = owed(stage, "A")
    assert codes(draft, blocking=True) == []
    assert codes(draft, blocking=False) == ["blank", "blank"]
    Indicator.objects.filter(code="trees").update(is_required=True)
    assert codes(draft, blocking=True) == ["required"]
    type_in(draft, stage, "trees", None)
    assert codes(draft, blocking=True) == []


def test_yes_or_no_is_asked_for_as_such(stage: Stage) -> None:
    draft = owed(stage, "A")
    assert all("Trong kỳ không có" in problem.sentence for problem in problems(draft))
    Indicator.objects.filter(code="trees").update(kind="CONDITION", scope="EACH_UNIT", accumulation="LAST")
    said = {problem.indicator_id: problem.sentence for problem in problems(draft)}
    assert said[stage.indicators["trees"].pk].endswith("chưa có câu trả lời. Chọn “Có” hoặc “Không”.")


def test_more_out_of_fewer_blocks_and_says_both_numbers(stage: Stage) -> None:
    draft = owed(stage, "A")
    type_in(draft, stage, "taught", (1200, 1000))
    found = [problem for problem in problems(draft) if problem.blocks]
    assert [problem.code for problem in found] == ["numerator"]
    assert "tử số (1.200) lớn hơn mẫu số (1.000)" in found[0].sentence
    assert found[0].indicator_id == stage.indicators["taught"].pk


def test_all_of_all_does_not_block(stage: Stage) -> None:
    draft = owed(stage, "A")
    type_in(draft, stage, "taught", (40, 40))
    assert codes(draft, blocking=True) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [("nhiều lắm", "phải là số"), ("4,500", "có thể hiểu là 4.500 hoặc 4,5"), ("-3", "không được âm")],
)
def test_what_is_no_number_blocks_with_the_sentence_of_its_field(stage: Stage, typed: str, words: str) -> None:
    draft = owed(stage, "A")
    Entry.objects.create(submission=draft, indicator=stage.indicators["trees"], answer="value", typed=typed)
    assert codes(draft, blocking=True) == ["unreadable"]
    assert words in problems(draft)[0].sentence


def test_a_claimed_figure_without_a_number_blocks(stage: Stage) -> None:
    draft = owed(stage, "A")
    Entry.objects.create(submission=draft, indicator=stage.indicators["trees"], answer="value")
    assert codes(draft, blocking=True) == ["unreadable"]


def test_not_applicable_needs_a_reason(stage: Stage) -> None:
    draft = owed(stage, "A")
    entry = Entry.objects.create(submission=draft, indicator=stage.indicators["trees"], answer="n/a")
    assert codes(draft, blocking=True) == ["reason"]
    entry.reason = "Đơn vị không có đất trồng cây"
    entry.save()
    assert codes(draft, blocking=True) == []


def test_a_file_that_the_rule_asks_for_must_be_there_and_not_taken_away(stage: Stage) -> None:
    ReportingRule.objects.filter(regime=stage.regime, kind="monthly").update(required_attachment="hồ sơ khen thưởng")
    draft = owed(stage, "A")
    assert codes(draft, blocking=True) == ["attachment"]
    file = Attachment.objects.create(submission=draft, file="ho-so.pdf", name="ho-so.pdf", size=1)
    assert codes(draft, blocking=True) == []
    file.removed_at = local(2, 4)
    file.save()
    assert codes(draft, blocking=True) == ["attachment"]


def reported_before(stage: Stage, at: At, value: int) -> Submission:
    """A sent `value` in January; return its draft for February."""
    at(dt.date(2026, 1, 4))
    first = owed(stage, "A", "monthly-01")
    type_in(first, stage, "trees", value)
    submit(first, by=stage.reporters["A"])
    at(dt.date(2026, 2, 4))
    return owed(stage, "A")


def test_ten_times_the_last_figure_is_asked_about(stage: Stage, at: At) -> None:
    draft = reported_before(stage, at, 12)
    type_in(draft, stage, "trees", 119)
    assert "jump" not in codes(draft, blocking=False)
    type_in(draft, stage, "trees", 120)
    assert "jump" in codes(draft, blocking=False)
    assert codes(draft, blocking=False)[-1] == "blank", "what is odd is read before what is only blank"


def test_a_cumulative_figure_that_falls_is_asked_about_and_a_sum_may_fall(stage: Stage, at: At) -> None:
    draft = reported_before(stage, at, 12)
    type_in(draft, stage, "trees", 11)
    assert "falls" not in codes(draft, blocking=False)
    Indicator.objects.filter(code="trees").update(accumulation=Accumulation.LAST)
    assert "falls" in codes(draft, blocking=False)
    type_in(draft, stage, "trees", 12)
    assert "falls" not in codes(draft, blocking=False)


def test_nothing_but_zeros_is_asked_about() -> None:
    stage = set_stage(indicators=[{"code": "trees"}, {"code": "roads"}])
    draft = owed(stage, "A")
    type_in(draft, stage, "trees", 0)
    type_in(draft, stage, "roads", 0)
    assert "all_zero" in codes(draft, blocking=False)
    type_in(draft, stage, "roads", 1)
    assert "all_zero" not in codes(draft, blocking=False)


def test_all_problems_come_together_and_nothing_is_sent(stage: Stage) -> None:
    Indicator.objects.filter(code="trees").update(is_required=True)
    draft = owed(stage, "A")
    type_in(draft, stage, "taught", (5, 4))
    with pytest.raises(Incomplete) as refusal:
        submit(draft, by=stage.reporters["A"])
    assert [problem.code for problem in refusal.value.problems] == ["required", "numerator"]
    stored = Submission.objects.get(pk=draft.pk)
    assert (stored.status, stored.first_submitted_at, stored.receipt) == (Status.NOT_STARTED, None, "")
    assert draft.status == Status.NOT_STARTED
    assert not stored.revisions.exists()
