"""Years that move on with a programme, and years that stay."""

from __future__ import annotations

from datetime import date

import pytest

from programs.moving import Move, moved_conference, moved_rule, next_year
from programs.payloads import ConferenceDraft, RuleDraft, Subject

MOVE = Move(1, 2026, 2026)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Công tác Đoàn năm 2026", "Công tác Đoàn năm 2027"),
        ("gửi trước ngày 25/02/2026.", "gửi trước ngày 25/02/2027."),
        ("cao hơn năm 2025; chốt ngày 10/01/2027", "cao hơn năm 2026; chốt ngày 10/01/2028"),
        ("Tháng 12/2026 và (5/2026)", "Tháng 12/2027 và (5/2027)"),
    ],
)
def test_years_about_the_programme_move(before: str, after: str) -> None:
    assert MOVE.text(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết Đại hội nhiệm kỳ 2022 - 2027",
        "Đề án phát triển giai đoạn 2024–2026",
        "theo Kế hoạch số 12-KH/TU ngày 05/01/2026",
        "theo Kế hoạch số 12-KH/TU, ngày 05 tháng 01 năm 2026",
        "Nghị định 09/2026/NĐ-CP",
        "trồng 2026000 cây, từ năm 2010",
    ],
)
def test_years_of_other_things_stay(text: str) -> None:
    assert MOVE.text(text) == text


def test_the_span_of_a_term_moves_with_its_own_programme() -> None:
    assert Move(5, 2022, 2027).text("nhiệm kỳ 2022 - 2027") == "nhiệm kỳ 2027 - 2032"


def test_days_keep_day_and_month() -> None:
    rule = RuleDraft(
        due_on=date(2026, 3, 5), covers_from=date(2026, 1, 1), covers_until=date(2026, 3, 5), text="đến ngày 05/3/2026"
    )
    moved = moved_rule(rule, MOVE)
    assert (moved.due_on, moved.covers_from, moved.covers_until) == (
        date(2027, 3, 5), date(2027, 1, 1), date(2027, 3, 5),
    )  # fmt: skip
    assert moved.text == "đến ngày 05/3/2027"
    assert Move(1, 2024, 2024).day(date(2024, 2, 29)) == date(2025, 2, 28)
    session = moved_conference(ConferenceDraft("3", 4, 2026, ("Sơ kết năm 2026",)), MOVE)
    assert session == ConferenceDraft("3", 4, 2027, ("Sơ kết năm 2027",))


@pytest.mark.parametrize(
    ("kind", "first", "last", "following"),
    [("annual", 2026, 2026, 2027), ("term", 2022, 2027, 2027), ("action_plan", 2026, 2027, 2028)],
)
def test_the_following_programme_begins_where_this_one_ends(kind: str, first: int, last: int, following: int) -> None:
    assert next_year(Subject("", kind, first, last, date(first, 1, 1), date(last, 12, 31))) == following
