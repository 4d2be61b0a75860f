"""Every rule that can be written by hand makes a sentence that the reader understands as the same rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from programs.exporting.comparing import same_rule
from programs.exporting.sentences import activity_line, conference_line, rule_sentence
from programs.importing.program import read_program
from programs.importing.reading import Document
from programs.importing.text_reader import read_text
from programs.payloads import ActivityDraft, ConferenceDraft, RuleDraft, Subject
from programs.ruling import rules_read

YEAR = Subject("Công tác Đoàn năm 2026", "annual", 2026, 2026, date(2026, 1, 1), date(2026, 12, 31))
CAMPAIGN = {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 8, 31)}


def document(*lines: str) -> Document:
    head = ["CHƯƠNG TRÌNH", "Công tác Đoàn năm 2026", "I. CHỈ TIÊU", "1. Toàn đoàn trồng ít nhất 100 cây xanh."]
    body = ["II. TỔ CHỨC THỰC HIỆN", "1. Các cơ sở Đoàn trực thuộc", *lines, "Nơi nhận:", "- Lưu: VP."]
    return read_text("\n\n".join(head + body), "ct.txt", "txt")


def read_back(sentence: str) -> list[RuleDraft]:
    reading = read_program(document("- Báo cáo như sau:", f"+ {sentence}."))
    return [rule for rule, _ in rules_read(reading.deadlines, year=2026)]


RULES: list[dict[str, Any]] = [
    {"kind": "monthly", "due_day": 5, "covers": "day_to_day", "covers_day": 5},
    {"kind": "monthly", "due_day": 5, "months": (1, 2, 4), "covers": "day_to_day", "covers_day": 5},
    {"kind": "monthly", "due_day": 25, "is_inclusive": False, "covers": "day_to_day", "covers_day": 20},
    {"kind": "monthly", "due_day": 3, "covers": "previous_month"},
    {"kind": "monthly", "due_day": 31, "covers": "day_to_day", "covers_day": 31},
    {"kind": "monthly", "due_day": 28, "covers": "to_date"},
    {"kind": "monthly", "due_day": 28, "covers": "nothing"},
    {"kind": "monthly", "due_day": 5, "covers": "day_to_day", "covers_day": 5, "shift": "next_working_day"},
    {"kind": "quarterly", "due_on": date(2026, 3, 5), "is_inclusive": False, "covers": "to_date"},
    {"kind": "quarterly", "due_day": 10, "months": (3, 6, 9, 12), "covers": "to_date"},
    {"kind": "half_year", "due_on": date(2026, 6, 5), "covers": "to_date", "exempt_sectors": ("school",)},
    {"kind": "half_year", "due_day": 5, "months": (6,), "covers": "to_date"},
    {"kind": "nine_month", "due_on": date(2026, 9, 5), "due_hour": 17, "covers": "to_date"},
    {
        "kind": "annual",
        "due_on": date(2026, 11, 20),
        "is_inclusive": False,
        "covers": "to_date",
        "required_attachment": "hồ sơ đề nghị khen thưởng; danh sách gương điển hình",
    },
    {
        "kind": "closing",
        "due_on": date(2027, 1, 10),
        "covers": "fixed",
        "covers_from": date(2026, 1, 1),
        "covers_until": date(2026, 12, 31),
        "exempt_sectors": ("enterprise", "school"),
    },
    {"kind": "weekly", "weekdays": (5,), **CAMPAIGN},
    {"kind": "weekly", "weekdays": (4,), "due_hour": 16},
    {"kind": "daily", "due_hour": 17, **CAMPAIGN},
    {"kind": "thematic", "name": "Báo cáo kết quả Tháng Thanh niên", "due_on": date(2026, 4, 5)},
    {"kind": "thematic", "due_on": date(2026, 5, 10), "audience": "chosen", "asked_sectors": ("enterprise",)},
    {"kind": "thematic", "due_on": date(2026, 5, 10), "audience": "cluster_leads"},
    {"kind": "unit_work_programme", "due_on": date(2026, 2, 25), "is_inclusive": False},
    {"kind": "cluster_work_plan", "due_on": date(2026, 2, 25), "audience": "cluster_leads"},
    {"kind": "thematic", "is_open_question": True},
    {"kind": "monthly", "is_open_question": True},
]


@pytest.mark.parametrize("facts", RULES, ids=lambda facts: "-".join(map(str, facts.values()))[:60])
def test_a_rule_written_as_a_sentence_is_read_as_the_same_rule(facts: dict[str, Any]) -> None:
    rule = RuleDraft(**facts)
    sentence = rule_sentence(rule, YEAR)
    back = read_back(sentence)
    assert len(back) == 1, sentence
    assert same_rule(rule, back[0], YEAR), (sentence, back[0])
    assert back[0].name == rule.name


def test_the_sentence_is_one_that_an_office_would_write() -> None:
    monthly = RuleDraft(**RULES[1], exempt_sectors=("school",))
    assert rule_sentence(monthly, YEAR) == (
        "Báo cáo tháng (trừ khối trường học): gửi chậm nhất ngày 05 hằng tháng (tháng 1, 2, 4); "
        "số liệu từ ngày 06 tháng trước đến hết ngày 05 tháng báo cáo"
    )


def test_a_rule_that_differs_in_one_fact_is_not_the_same() -> None:
    rule = RuleDraft(**RULES[8])
    for change in ({"is_inclusive": True}, {"exempt_sectors": ("school",)}, {"due_hour": 17}, {"covers": "nothing"}):
        assert not same_rule(rule, RuleDraft(**{**RULES[8], **change}), YEAR)


@pytest.mark.parametrize(
    ("draft", "line"),
    [
        (ActivityDraft(title="Chiến dịch hè", months=(6, 7, 8)), "Chiến dịch hè (Tháng 6, 7, 8)"),
        (ActivityDraft(title="Kỷ yếu", is_all_year=True, months=tuple(range(1, 13))), "Kỷ yếu (Cả năm)"),
        (ActivityDraft(title="Hội trại"), "Hội trại"),
    ],
)
def test_an_activity_ends_in_its_months(draft: ActivityDraft, line: str) -> None:
    assert activity_line(draft) == line


def test_a_session_names_its_number_and_month() -> None:
    assert conference_line(ConferenceDraft("3", 9, 2026)) == "Hội nghị Ban Chấp hành lần thứ 3 (Tháng 9/2026)"
    assert conference_line(ConferenceDraft("Hội nghị giữa năm")) == "Hội nghị giữa năm"
