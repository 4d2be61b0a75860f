"""The calendar of a unit: every due date of a year, in its month, with how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.calendar import months_of, year_of, years_of
from reports.lists import reports_of_unit
from reports.models import Status, Submission
from tests.cast import Cast
from tests.reports.test_home import text_of
from units import clock

SignIn = Callable[[Any], Client]
URL = reverse("reports:calendar")


def test_due_dates_stand_in_their_months_in_order(cast: Cast) -> None:
    mine = list(reports_of_unit(cast.people["outsider"], cast.b))
    months = months_of(mine, 2026, clock.now())
    assert [(month.first.month, month.is_now) for month in months] == [
        (1, False),
        (2, False),
        (3, False),
        (4, True),
        (5, False),
    ]
    found = [(due.last_day, due.submission.period.code) for month in months for due in month.dates]
    assert found == sorted(found)
    assert len(found) == len(mine)


def test_it_says_what_is_missing_asked_back_and_to_come(cast: Cast, signed_in: SignIn) -> None:
    text = text_of(signed_in(cast.people["outsider"]), URL)
    assert "Lịch báo cáo năm 2026" in text
    assert "Báo cáo tháng 4/2026 hết ngày 05/04/2026 (Chủ Nhật) · Trễ 15 ngày Chưa nộp" in text
    assert "Báo cáo tháng 5/2026 hết ngày 05/05/2026 (Thứ Ba) · Còn 15 ngày" in text
    assert "hạn bổ sung: hết ngày" in text
    assert text.index("Báo cáo quý I/2026") < text.index("Tháng 4 – tháng này") < text.index("Báo cáo tháng 5/2026")


def test_what_came_late_says_by_how_many_days(cast: Cast, signed_in: SignIn) -> None:
    late = cast.submission("A", "monthly-04")
    sent = clock.midnight(dt.date(2026, 4, 8))
    Submission.objects.filter(pk=late.pk).update(
        status=Status.SUBMITTED, first_submitted_at=sent, submitted_at=sent, extended_due_at=None
    )
    late.refresh_from_db()
    assert late.days_late == 3
    assert "Trễ 3 ngày" in text_of(signed_in(cast.people["reporter"]), URL)


@pytest.mark.parametrize(("typed", "year"), [("2025", 2025), ("", 2026), ("năm", 2026), ("9999", 2026), ("²026", 2026)])
def test_any_other_year_can_be_asked_for(typed: str, year: int) -> None:
    assert year_of(typed, dt.date(2026, 4, 20)) == year


def test_neighbouring_years_are_offered_where_something_falls_due(cast: Cast, signed_in: SignIn) -> None:
    mine = list(reports_of_unit(cast.people["outsider"], cast.b))
    assert years_of(mine, 2026) == (None, None)
    assert years_of(mine, 2027) == (2026, None)
    text = text_of(signed_in(cast.people["outsider"]), f"{URL}?nam=2027")
    assert "Năm 2026" in text
    assert "Chưa có hạn gửi báo cáo nào trong năm này" in text


def test_a_viewer_is_told_of_finished_reports_only(cast: Cast, signed_in: SignIn) -> None:
    text = text_of(signed_in(cast.people["viewer"]), URL)
    assert "Báo cáo quý I/2026" in text
    assert "Báo cáo tháng 4/2026" not in text


@pytest.mark.parametrize(
    ("person", "entries"),
    [
        ("reporter", ["Việc cần làm", "Báo cáo", "Chỉ tiêu", "Lịch", "Đơn vị"]),
        ("office", ["Tổng quan", "Hộp duyệt", "Chương trình", "Chỉ tiêu", "Báo cáo tổng hợp", "Đơn vị"]),
    ],
)
def test_the_navigation_of_a_unit_and_of_the_office(
    cast: Cast, signed_in: SignIn, person: str, entries: list[str]
) -> None:
    response = signed_in(cast.people[person]).get(URL)
    assert [entry.label for entry in response.context["nav"]] == entries
