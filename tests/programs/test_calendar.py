"""When reports are due and what they cover."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from programs.calendar import (
    RuleFacts,
    clamped,
    due_moment,
    is_working_day,
    last_good_day,
    next_working_day,
    occasions,
    slice_of,
    working_days_after,
)
from units.formats import VIETNAM

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TERM = (date(2025, 1, 1), date(2027, 12, 31))


def monthly(**facts: Any) -> RuleFacts:
    usual: dict[str, Any] = {"kind": "monthly", "due_day": 5, "months": (1, 2, 4), "covers": "day_to_day"}
    return RuleFacts(**usual | facts)


def only(rule: RuleFacts, span: tuple[date, date] = YEAR) -> Any:
    found = occasions(rule, *span)
    assert len(found) == 1
    return found[0]


# --- due days -------------------------------------------------------------------------------------------------------


def test_a_report_due_by_the_fifth_is_late_from_the_midnight_that_follows() -> None:
    first = occasions(monthly(), *YEAR)[0]
    assert first.last_day == date(2026, 1, 5)
    assert first.due_at == datetime(2026, 1, 6, tzinfo=VIETNAM)


def test_a_report_due_before_the_fifth_ends_with_the_fourth() -> None:
    first = occasions(monthly(is_inclusive=False), *YEAR)[0]
    assert first.last_day == date(2026, 1, 4)
    assert first.due_at == datetime(2026, 1, 5, tzinfo=VIETNAM)


def test_an_hour_of_the_day_makes_the_rest_of_that_day_late() -> None:
    found = only(RuleFacts(kind="thematic", due_on=date(2026, 5, 8), due_hour=17))
    assert found.last_day == date(2026, 5, 8)
    assert found.due_at == datetime(2026, 5, 8, 17, tzinfo=VIETNAM)
    assert last_good_day(found.due_at) == date(2026, 5, 8)


def test_the_last_good_day_of_a_midnight_is_the_day_before() -> None:
    assert last_good_day(due_moment(date(2026, 4, 5))) == date(2026, 4, 5)


def test_before_the_first_of_a_month_the_last_good_day_is_in_the_month_before_and_the_code_is_not() -> None:
    found = occasions(monthly(due_day=1, months=(3,), is_inclusive=False), *YEAR)[0]
    assert (found.last_day, found.code) == (date(2026, 2, 28), "monthly-03")


@pytest.mark.parametrize(
    ("year", "last_days"),
    [(2026, [date(2026, 2, 28), date(2026, 4, 30)]), (2028, [date(2028, 2, 29), date(2028, 4, 30)])],
)
def test_a_due_day_of_31_is_the_last_day_of_short_months_leap_years_included(year: int, last_days: list[date]) -> None:
    rule = monthly(due_day=31, months=(2, 4))
    assert [o.last_day for o in occasions(rule, date(year, 1, 1), date(year, 12, 31))] == last_days


def test_months_that_a_rule_does_not_name_are_the_usual_ones_of_its_kind() -> None:
    quarters = occasions(RuleFacts(kind="quarterly", due_day=4), *YEAR)
    assert [o.code for o in quarters] == ["quarterly-03", "quarterly-06", "quarterly-09", "quarterly-12"]
    assert len(occasions(monthly(months=()), *YEAR)) == 12


def test_a_regime_asks_for_nothing_before_it_starts_or_after_it_ends() -> None:
    found = occasions(monthly(months=()), date(2026, 3, 6), date(2026, 6, 5))
    assert [o.code for o in found] == ["monthly-04", "monthly-05", "monthly-06"]


def test_a_rule_holds_only_in_its_own_time() -> None:
    rule = monthly(months=(), starts_on=date(2026, 7, 1), ends_on=date(2026, 8, 31))
    assert [o.code for o in occasions(rule, *YEAR)] == ["monthly-07", "monthly-08"]


def test_a_date_written_out_counts_even_after_the_year() -> None:
    found = only(RuleFacts(kind="closing", due_on=date(2027, 1, 10)))
    assert (found.code, found.name) == ("closing-01", "Chốt số liệu năm 2026")


# --- days off -------------------------------------------------------------------------------------------------------


def test_a_due_day_on_a_sunday_stays_unless_the_rule_moves_it() -> None:
    stays = only(RuleFacts(kind="thematic", due_on=date(2026, 4, 5)))
    moves = only(RuleFacts(kind="thematic", due_on=date(2026, 4, 5), shift="next_working_day"))
    assert (stays.last_day, moves.last_day) == (date(2026, 4, 5), date(2026, 4, 6))


def test_a_due_day_in_tet_moves_behind_the_holidays_and_its_span_stays() -> None:
    # In 2026 Tet lasts from Monday 16 to Friday 20 February; a weekend follows.
    rule = RuleFacts(kind="quarterly", due_on=date(2026, 2, 17), shift="next_working_day", covers="to_date")
    found = only(rule)
    assert found.last_day == date(2026, 2, 23)
    assert found.named_day == date(2026, 2, 17)
    assert found.covers_until == date(2026, 2, 17)


def test_what_is_due_before_a_day_moves_from_the_day_before_it() -> None:
    rule = RuleFacts(kind="thematic", is_inclusive=False, shift="next_working_day", due_on=date(2026, 5, 9))
    # Before Saturday 9 May 2026: the Friday is a working day and stays.
    assert only(rule).last_day == date(2026, 5, 8)


def test_two_fixed_holidays_and_a_weekend_in_a_row_are_all_passed_over() -> None:
    # Thursday 30 April and Friday 1 May 2026, then a weekend.
    assert next_working_day(date(2026, 4, 30)) == date(2026, 5, 4)
    assert next_working_day(date(2026, 4, 29)) == date(2026, 4, 29)


def test_a_saturday_worked_in_exchange_is_a_working_day() -> None:
    # Monday 31 August 2026 is off, Saturday 22 August is worked for it.
    assert is_working_day(date(2026, 8, 22))
    assert not is_working_day(date(2026, 8, 31))


def test_two_working_days_after_a_friday_are_the_tuesday() -> None:
    assert working_days_after(date(2026, 4, 10), 2) == date(2026, 4, 14)


# --- spans ----------------------------------------------------------------------------------------------------------


def spans(rule: RuleFacts, span: tuple[date, date] = YEAR) -> list[tuple[date | None, date | None]]:
    return [(o.covers_from, o.covers_until) for o in occasions(rule, *span)]


def test_januarys_span_from_the_sixth_to_the_fifth_begins_in_december() -> None:
    assert spans(monthly())[0] == (date(2025, 12, 6), date(2026, 1, 5))


def test_a_span_from_mark_to_mark_keeps_its_own_mark_when_it_is_due_on_another_day() -> None:
    rule = monthly(due_day=20, covers_day=14, months=(3,), is_inclusive=False)
    assert spans(rule) == [(date(2026, 2, 15), date(2026, 3, 14))]


def test_marks_that_short_months_lack_leave_neither_gap_nor_overlap() -> None:
    rule = monthly(due_day=5, covers_day=30, months=(2, 3, 4))
    assert spans(rule) == [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 30)),
    ]


def test_the_month_before_january_is_december_of_the_year_before() -> None:
    rule = monthly(covers="previous_month", months=(1, 3))
    assert spans(rule) == [(date(2025, 12, 1), date(2025, 12, 31)), (date(2026, 2, 1), date(2026, 2, 28))]


def test_to_date_begins_with_the_year_or_the_programme_whichever_is_later() -> None:
    rule = RuleFacts(kind="half_year", due_on=date(2026, 6, 5), is_inclusive=False, covers="to_date")
    assert spans(rule) == [(date(2026, 1, 1), date(2026, 6, 4))]
    assert spans(rule, (date(2026, 3, 15), date(2026, 12, 31))) == [(date(2026, 3, 15), date(2026, 6, 4))]
    assert spans(rule, TERM) == [(date(2026, 1, 1), date(2026, 6, 4))]


def test_before_new_years_day_covers_the_year_that_ends() -> None:
    rule = RuleFacts(kind="annual", due_on=date(2027, 1, 1), is_inclusive=False, covers="to_date")
    assert spans(rule) == [(date(2026, 1, 1), date(2026, 12, 31))]


def test_a_fixed_span_is_as_written_and_a_rule_without_one_covers_nothing() -> None:
    rule = RuleFacts(
        kind="closing",
        due_on=date(2027, 1, 10),
        covers="fixed",
        covers_from=date(2026, 1, 1),
        covers_until=date(2026, 12, 31),
    )
    assert spans(rule) == [(date(2026, 1, 1), date(2026, 12, 31))]
    assert spans(RuleFacts(kind="thematic", due_on=date(2026, 5, 8))) == [(None, None)]


def test_weekly_reports_follow_weekday_and_dates_of_a_campaign() -> None:
    rule = RuleFacts(
        kind="weekly",
        weekdays=(5,),
        covers="day_to_day",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 6, 20),
    )
    found = occasions(rule, *YEAR)
    assert [o.last_day for o in found] == [date(2026, 6, 5), date(2026, 6, 12), date(2026, 6, 19)]
    assert spans(rule)[1] == (date(2026, 6, 6), date(2026, 6, 12))
    assert found[0].code == "weekly-2026-06-05"


def test_two_weekdays_share_the_week_between_them() -> None:
    rule = RuleFacts(
        kind="weekly", weekdays=(2, 5), covers="day_to_day", starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 7)
    )
    assert spans(rule) == [(date(2026, 5, 30), date(2026, 6, 2)), (date(2026, 6, 3), date(2026, 6, 5))]


def test_daily_reports_come_every_day_of_their_time() -> None:
    rule = RuleFacts(kind="daily", covers="day_to_day", starts_on=date(2026, 3, 30), ends_on=date(2026, 4, 1))
    days = [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)]
    assert spans(rule) == [(day, day) for day in days]


# --- slices ---------------------------------------------------------------------------------------------------------


def test_the_first_slice_is_its_span() -> None:
    assert slice_of((date(2026, 1, 1), date(2026, 3, 4)), []) == (date(2026, 1, 1), date(2026, 3, 4))


def test_a_slice_begins_after_the_last_day_that_earlier_reports_cover() -> None:
    earlier = [(date(2025, 12, 6), date(2026, 1, 5)), (date(2026, 1, 6), date(2026, 2, 5))]
    assert slice_of((date(2026, 1, 1), date(2026, 3, 4)), earlier) == (date(2026, 2, 6), date(2026, 3, 4))


def test_a_slice_takes_in_days_before_its_span_that_nobody_asked_for() -> None:
    earlier = [(date(2026, 1, 1), date(2026, 3, 4))]
    assert slice_of((date(2026, 3, 6), date(2026, 4, 5)), earlier) == (date(2026, 3, 5), date(2026, 4, 5))


def test_nothing_is_left_when_an_earlier_report_covers_the_same_days() -> None:
    span = (date(2026, 1, 1), date(2026, 6, 4))
    assert slice_of(span, [span]) is None


# --- codes and names ------------------------------------------------------------------------------------------------


def test_codes_carry_the_year_when_a_regime_touches_several() -> None:
    found = occasions(monthly(months=(1,)), *TERM)
    assert [o.code for o in found] == ["monthly-2025-01", "monthly-2026-01", "monthly-2027-01"]
    assert [o.other_code for o in found] == ["monthly-01"] * 3


def test_a_rule_with_one_date_is_known_by_its_own_code() -> None:
    assert only(RuleFacts(kind="thematic", code="t1", due_on=date(2026, 5, 8))).code == "t1"
    many = occasions(monthly(code="tháng"), *YEAR)
    assert [o.code for o in many] == ["tháng-01", "tháng-02", "tháng-04"]


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (monthly(months=(1,)), "Báo cáo tháng 1/2026"),
        (monthly(months=(1,), covers="previous_month"), "Báo cáo tháng 12/2025"),
        (RuleFacts(kind="quarterly", due_on=date(2026, 3, 5)), "Báo cáo quý I/2026"),
        (RuleFacts(kind="quarterly", due_on=date(2026, 4, 4)), "Báo cáo quý I/2026"),
        (RuleFacts(kind="quarterly", due_on=date(2026, 12, 20)), "Báo cáo quý IV/2026"),
        (RuleFacts(kind="quarterly", due_on=date(2027, 1, 4)), "Báo cáo quý IV/2026"),
        (RuleFacts(kind="half_year", due_on=date(2026, 6, 5)), "Báo cáo sơ kết 6 tháng năm 2026"),
        (RuleFacts(kind="nine_month", due_on=date(2026, 9, 5)), "Báo cáo 9 tháng năm 2026"),
        (RuleFacts(kind="annual", due_on=date(2026, 11, 20)), "Báo cáo tổng kết năm 2026"),
        (RuleFacts(kind="annual", due_on=date(2027, 1, 15)), "Báo cáo tổng kết năm 2026"),
        (RuleFacts(kind="thematic", due_on=date(2026, 5, 8)), "Báo cáo chuyên đề (hạn 08/05/2026)"),
        (
            RuleFacts(kind="thematic", name="Sơ kết Tháng Thanh niên", due_on=date(2026, 4, 2)),
            "Sơ kết Tháng Thanh niên",
        ),
        (
            RuleFacts(kind="unit_work_programme", due_on=date(2026, 2, 10)),
            "Chương trình công tác năm 2026 của đơn vị",
        ),
    ],
)
def test_reports_are_called_what_an_office_calls_them(rule: RuleFacts, name: str) -> None:
    assert only(rule).name == name


def test_the_last_day_of_a_month_is_found_in_every_month() -> None:
    assert [clamped(2028, month, 31).day for month in range(1, 13)] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
