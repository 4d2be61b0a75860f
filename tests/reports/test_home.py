"""The first page: what is due, in words, most urgent first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import Program
from reports.duties import duties
from reports.models import Comment, CommentKind, Status, Submission
from tests.cast import Cast
from units import clock
from units.models import Appointment, Unit, User

SignIn = Callable[[Any], Client]


def text_of(client: Client, url: str = "/") -> str:
    page = re.sub(r"<(script|style|svg).*?</\1>", "", client.get(url).content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_returned_comes_first_then_overdue_then_what_is_open(cast: Cast) -> None:
    mine = Submission.objects.filter(unit=cast.b).select_related("period__rule", "unit", "reviewer")
    found = duties(mine, clock.now())
    assert [(duty.submission.period.code, duty.heading) for duty in found] == [
        ("quarterly-03", "Cần bổ sung"),
        ("monthly-04", "Quá hạn"),
        ("monthly-05", "Đang mở"),
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 5, 2), "Còn 3 ngày – hết ngày 05/05/2026 (Thứ Ba)"),
        (dt.date(2026, 5, 5), "Hôm nay là hạn cuối – hết ngày 05/05/2026 (Thứ Ba)"),
        (dt.date(2026, 5, 7), "Trễ 2 ngày – hết ngày 05/05/2026 (Thứ Ba)"),
    ],
)
def test_a_deadline_is_said_in_words_with_its_last_good_day(
    cast: Cast, signed_in: SignIn, at: Callable[[dt.date], None], day: dt.date, words: str
) -> None:
    at(day)
    assert words in text_of(signed_in(cast.people["reporter"]))


def test_an_extension_moves_the_words(cast: Cast, signed_in: SignIn) -> None:
    late = cast.submission("B", "monthly-04")
    Submission.objects.filter(pk=late.pk).update(extended_due_at=clock.midnight(dt.date(2026, 4, 23)))
    assert "Còn 2 ngày – hết ngày 22/04/2026 (Thứ Tư)" in text_of(signed_in(cast.people["outsider"]))


def test_the_reviewers_note_stands_beside_what_was_returned(cast: Cast, signed_in: SignIn) -> None:
    Comment.objects.create(
        submission=cast.submission("B", "quarterly-03"),
        kind=CommentKind.RETURN,
        by=cast.people["office"],
        text="Đề nghị bổ sung minh chứng.",
    )
    text = text_of(signed_in(cast.people["outsider"]))
    assert "“Đề nghị bổ sung minh chứng.”" in text
    assert text.index("Sửa và gửi lại") < text.index("Bắt đầu")


def test_a_draft_says_how_much_is_filled_in_and_is_continued(cast: Cast, signed_in: SignIn) -> None:
    text = text_of(signed_in(cast.people["reporter"]))
    assert "1/3 mục" in text
    assert "Tiếp tục : Báo cáo tháng 5/2026" in text
    assert "Báo cáo đã gửi (4)" in text


def test_own_targets_are_counted_by_status(cast: Cast, signed_in: SignIn) -> None:
    assert re.search(r"[12]/3 đạt", text_of(signed_in(cast.people["reporter"])))


def test_there_is_one_main_button(cast: Cast, signed_in: SignIn) -> None:
    for login in ("reporter", "outsider", "office"):
        page = signed_in(cast.people[login]).get("/").content.decode()
        assert page.count("btn btn-primary") == 1, login


def test_the_office_is_led_to_its_inbox(cast: Cast, signed_in: SignIn) -> None:
    text = text_of(signed_in(cast.people["office"]))
    assert "1 Chờ duyệt" in text
    assert "1 Quá hạn chưa nộp" in text
    assert "1 Đang bổ sung" in text
    assert "Mở hộp duyệt" in text


def test_a_body_in_the_middle_has_an_inbox_and_things_to_do(cast: Cast, signed_in: SignIn) -> None:
    Submission.objects.filter(unit=cast.b).update(reviewer=cast.a)
    Unit.objects.filter(pk=cast.a.pk).update(numchild=1)
    text = text_of(signed_in(cast.people["a_secretary"]))
    assert "Mở hộp duyệt" in text
    assert "Tiếp tục" in text


def test_a_committee_member_begins_with_the_overview(cast: Cast, signed_in: SignIn) -> None:
    for login in ("committee", "administrator"):
        answer = signed_in(cast.people[login]).get("/")
        assert answer.headers["Location"] == reverse("reports:overview")


def test_who_has_no_role_yet_is_told_whom_to_ask(cast: Cast, signed_in: SignIn) -> None:
    user = User.objects.create_user("moi", "x", full_name="Người Mới")
    assert "Tài khoản chưa được phân công" in text_of(signed_in(user))


def test_a_unit_that_owes_nothing_reads_what_will_appear_here(cast: Cast, signed_in: SignIn) -> None:
    text = text_of(signed_in(cast.people["s_reporter"]))
    assert "Chưa có báo cáo nào phải gửi" in text


def test_a_unit_that_is_done_reads_what_comes_next(cast: Cast, signed_in: SignIn) -> None:
    Submission.objects.filter(unit=cast.a, status=Status.SUBMITTED).update(status=Status.ACCEPTED)
    far = cast.submission("A", "monthly-05")
    far.period.due_at, far.period.covers_from = clock.midnight(dt.date(2026, 9, 6)), dt.date(2026, 8, 6)
    far.period.covers_until = dt.date(2026, 9, 5)
    far.period.save()
    Submission.objects.filter(pk=far.pk).update(status=Status.NOT_STARTED)
    text = text_of(signed_in(cast.people["reporter"]))
    assert "Báo cáo tiếp theo: Báo cáo tháng 5/2026, hạn hết ngày 05/09/2026" in text


def test_a_viewer_reads_finished_reports_only(cast: Cast, signed_in: SignIn) -> None:
    text = text_of(signed_in(cast.people["viewer"]), reverse("reports:submission_list"))
    assert "Báo cáo quý I/2026" in text
    assert "Báo cáo tháng 4/2026" not in text


def test_periods_to_come_have_a_page_of_their_own(cast: Cast, signed_in: SignIn, at: Callable[[dt.date], None]) -> None:
    at(dt.date(2026, 3, 10))
    reporter, url = signed_in(cast.people["outsider"]), reverse("reports:submission_list")
    now, ahead = text_of(reporter, url), text_of(reporter, f"{url}?ky=toi")
    assert "Báo cáo tháng 4/2026" in now
    assert "Báo cáo tháng 5/2026" not in now
    assert "Báo cáo tháng 5/2026" in ahead
    assert "Báo cáo tháng 4/2026" not in ahead


def test_the_first_page_asks_few_questions_of_the_database(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["outsider"])
    Submission.objects.filter(unit=cast.b, status=Status.NOT_STARTED).update(status=Status.DRAFT)
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 25, "\n".join(query["sql"][:150] for query in queries)


def test_a_person_who_left_sees_nothing_of_the_unit(cast: Cast, signed_in: SignIn) -> None:
    Appointment.objects.filter(user=cast.people["reporter"]).update(ends_on=dt.date(2026, 4, 19))
    assert "Báo cáo tháng 5/2026" not in text_of(signed_in(cast.people["reporter"]))


def test_the_office_is_led_to_its_first_programme_and_to_its_drafts(cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.people["office"])
    assert "Tải chương trình lên" not in text_of(office)
    assert "Dự thảo chương trình" in text_of(office)
    Program.objects.drafts().update(issuer=cast.a)
    assert "Dự thảo chương trình" not in text_of(office)
    assert "Dự thảo chương trình" not in text_of(signed_in(cast.people["reporter"])), "drafts are not for who types"
    Program.objects.update(issuer=cast.a)
    assert "Tải chương trình lên" in text_of(office)
