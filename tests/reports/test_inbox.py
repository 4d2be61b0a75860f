"""The office: what came in, what is missing, and deciding on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.actions.entering import save_entry, save_narrative
from reports.actions.submitting import submit
from reports.models import Comment, NarrativePart, Status, Submission
from reports.sheets import to_be_typed, typed_of
from reports.typed import Typed, mark
from tests.cast import Cast
from units import clock
from units.models import Level, Message, Unit

SignIn = Callable[[Any], Client]
TEXT = {"COUNT": "20", "SHARE": "36/40", "CONDITION": "Có"}


@pytest.fixture
def office(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.people["office"])


def url(name: str, submission: Submission) -> str:
    return reverse(f"reports:{name}", args=[submission.pk])


def send(cast: Cast, submission: Submission, login: str = "outsider", trees: str = "20") -> Submission:
    """Fill in every row and send."""
    by = cast.people[login]
    for row in to_be_typed(submission):
        stored = submission.entries.filter(indicator=row).first()
        shown = mark(stored.version, typed_of(stored)) if stored else ""
        save_entry(submission, row, Typed(text=trees if row.code == "trees" else TEXT[row.kind]), shown, by=by)
    submit(submission, by=by)
    return submission


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_inbox_begins_with_what_waits_and_counts_every_pile(cast: Cast, office: Client) -> None:
    answer = office.get(reverse("reports:inbox"))
    assert [row.submission for row in answer.context["rows"]] == [cast.submission("A", "monthly-04")]
    assert {entry.tray.name: entry.count for entry in answer.context["trays"]} == {
        "WAITING": 1,
        "MISSING": 1,
        "CORRECTING": 1,
        "COMING": 2,
        "ACCEPTED": 4,
        "WAIVED": 1,
        "ALL": 10,
    }


def test_the_inbox_is_narrowed_by_period_cluster_and_name_without_diacritics(cast: Cast, office: Client) -> None:
    def shown(**query: str | int) -> set[str]:
        answer = office.get(reverse("reports:inbox"), {"tt": "tat-ca", **query})
        return {f"{row.submission.unit.code} {row.submission.period.code}" for row in answer.context["rows"]}

    assert shown(ky=cast.periods["monthly-04"].pk) == {"A monthly-04", "B monthly-04"}
    assert shown(cum=cast.clusters["C2"].pk, ky=cast.periods["monthly-04"].pk) == {"B monthly-04"}
    assert shown(q="so tai chinh", ky=cast.periods["monthly-04"].pk) == {"A monthly-04"}
    assert len(shown(ky="abc", cum="-1", tt="la")) == 1  # nonsense is ignored: the waiting pile of everything


def test_an_extension_moves_a_report_out_of_the_late_ones(cast: Cast, office: Client) -> None:
    late = cast.submission("B", "monthly-04")
    Submission.objects.filter(pk=late.pk).update(extended_due_at=clock.midnight(dt.date(2026, 4, 25)))
    answer = office.get(reverse("reports:inbox"), {"tt": "qua-han"})
    assert not answer.context["rows"]
    assert answer.context["late_text"] == ""


def test_who_is_late_is_ready_to_be_pasted(cast: Cast, office: Client) -> None:
    answer = office.get(reverse("reports:inbox"), {"tt": "qua-han"})
    assert answer.context["late_text"] == (
        "Đoàn Khối thử nghiệm: đơn vị chưa nộp báo cáo, tính đến 08:00 ngày 20/04/2026\n\n"
        "Báo cáo tháng 4/2026 – hạn: hết ngày 05/04/2026 (Chủ Nhật)\n"
        "1. CĐ Sở Y tế – trễ 15 ngày\n\n"
        "Đề nghị các đơn vị gửi báo cáo trên cổng trong hôm nay."
    )
    assert "1. CĐ Sở Y tế – trễ 15 ngày" in answer.content.decode()


def test_the_inbox_asks_as_little_for_43_units_as_for_five(cast: Cast, office: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = office.get(reverse("reports:inbox"), {"tt": "chua-den-han"})
        assert answer.status_code == 200
        return len(queries)

    few = count()
    paths = [Unit._get_path(cast.issuer.path, 2, place) for place in range(10, 50)]
    units = Unit.objects.bulk_create(
        Unit(
            code=f"U{place}",
            name=f"Đơn vị {place}",
            level=Level.BASE,
            active_from=dt.date(2020, 1, 1),
            path=path,
            depth=2,
        )
        for place, path in enumerate(paths)
    )
    Submission.objects.bulk_create(
        Submission(unit=unit, period=cast.periods["monthly-05"], reviewer=cast.issuer) for unit in units
    )
    assert count() == few <= 25


# --- one report -----------------------------------------------------------------------------------------------------


def test_opening_a_report_ends_the_units_chance_to_take_it_back(cast: Cast, office: Client, signed_in: SignIn) -> None:
    submission, unit = cast.submission("A", "monthly-04"), signed_in(cast.people["reporter"])
    assert "Rút lại để sửa" in unit.get(url("submission_detail", submission)).content.decode()
    office.get(url("submission_review", submission))
    assert "Rút lại để sửa" not in unit.get(url("submission_detail", submission)).content.decode()
    answer = unit.post(url("submission_take_back", submission))
    assert answer.status_code == 422
    assert "Cấp trên đã mở xem" in answer.content.decode()


def test_the_unit_takes_back_what_nobody_opened(cast: Cast, signed_in: SignIn) -> None:
    submission = cast.submission("A", "monthly-04")
    answer = signed_in(cast.people["reporter"]).post(url("submission_take_back", submission))
    assert answer.headers["Location"] == url("submission_form", submission)
    submission.refresh_from_db()
    assert submission.status == Status.DRAFT


def test_a_report_stands_beside_the_figures_of_the_one_before(cast: Cast, office: Client) -> None:
    submission = send(cast, cast.submission("B", "monthly-04"), trees="30")
    lines = {line.label: line for line in office.get(url("submission_review", submission)).context["lines"]}
    trees = lines["Cây xanh trồng mới"]
    assert (trees.text, trees.last_text, trees.change) == ("30", "20", "+10 (+50%)")


def test_a_jump_is_marked_beside_its_figure(cast: Cast, office: Client) -> None:
    submission = send(cast, cast.submission("B", "monthly-04"), trees="2000")
    lines = {line.label: line for line in office.get(url("submission_review", submission)).context["lines"]}
    assert "gấp nhiều lần kỳ trước" in lines["Cây xanh trồng mới"].warnings[0]


def test_what_changed_since_the_last_sending_is_marked(cast: Cast, office: Client) -> None:
    submission = cast.submission("B", "monthly-04")
    save_narrative(submission, NarrativePart.RESULTS, "Lần đầu.", "", by=cast.people["outsider"])
    send(cast, submission, trees="30")
    office.post(url("submission_return", submission), {"note": "Kiểm tra số cây.", "correct_by": "22/04/2026"})
    submission.refresh_from_db()
    assert (submission.status, submission.correct_by) == (Status.RETURNED, dt.date(2026, 4, 22))
    send(cast, submission, trees="25")
    answer = office.get(url("submission_review", submission))
    changed = {line.label: line.before_text for line in answer.context["lines"] if line.has_changed}
    assert changed == {"Cây xanh trồng mới": "30"}
    assert not any(text.has_changed for text in answer.context["texts"])
    assert "Đã sửa" in answer.content.decode()


def test_accepting_leads_to_the_next_that_waits(cast: Cast, office: Client) -> None:
    other = send(cast, cast.submission("B", "monthly-04"))
    answer = office.post(url("submission_accept", cast.submission("A", "monthly-04")))
    assert answer.headers["Location"] == url("submission_review", other)
    page = office.post(url("submission_accept", other), follow=True).content.decode()
    assert "Không còn báo cáo nào chờ duyệt." in page


def test_accepting_twice_changes_nothing_and_says_who_did(cast: Cast, office: Client) -> None:
    submission = cast.submission("A", "monthly-04")
    office.post(url("submission_accept", submission))
    answer = office.post(url("submission_accept", submission))
    assert answer.status_code == 422
    assert "đã được duyệt lúc 08:00 ngày 20/04/2026 bởi đồng chí Lê Văn Phòng" in answer.content.decode()


@pytest.mark.parametrize(
    ("note", "correct_by", "sentence"),
    [
        ("", "", "Ghi rõ nội dung cần bổ sung"),
        ("Thiếu danh sách.", "31/02/2026", "Không có ngày 31/02/2026"),
        ("Thiếu danh sách.", "01/04/2026", "Hạn bổ sung không được trước hôm nay."),
    ],
)
def test_a_return_that_says_too_little_comes_back_with_what_was_typed(
    cast: Cast, office: Client, note: str, correct_by: str, sentence: str
) -> None:
    submission = cast.submission("A", "monthly-04")
    answer = office.post(url("submission_return", submission), {"note": note, "correct_by": correct_by})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert note in page
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED


def test_a_remark_reaches_the_other_side(cast: Cast, office: Client, signed_in: SignIn) -> None:
    submission, trees = cast.submission("A", "monthly-05"), cast.indicators["trees"]
    office.post(url("comment_add", submission), {"text": "Ghi rõ loại cây.", "indicator": trees.pk})
    assert Comment.objects.get().indicator == trees
    told = Message.objects.filter(kind="submission_commented").values_list("to__username", flat=True)
    assert set(told) == {"reporter", "a_secretary"}
    form = signed_in(cast.people["reporter"]).get(url("submission_form", submission)).content.decode()
    assert "Ghi rõ loại cây." in form


def test_who_had_to_log_in_again_comes_back_to_the_page_with_the_buttons(cast: Cast, office: Client) -> None:
    submission = cast.submission("A", "monthly-04")
    for name in ("submission_accept", "submission_return"):
        assert office.get(url(name, submission)).headers["Location"] == url("submission_review", submission)
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED


def test_a_review_asks_few_questions_of_the_database(cast: Cast, office: Client) -> None:
    submission = send(cast, cast.submission("B", "monthly-04"))
    with CaptureQueriesContext(connection) as queries:
        office.get(url("submission_review", submission))
    assert len(queries) <= 25, "\n".join(query["sql"][:150] for query in queries)


# --- easing ---------------------------------------------------------------------------------------------------------


def test_reopening_asks_for_a_reason_and_tells_the_unit(cast: Cast, office: Client) -> None:
    submission = cast.submission("A", "monthly-01")
    assert office.post(url("submission_reopen", submission), {"reason": " "}).status_code == 422
    office.post(url("submission_reopen", submission), {"reason": "Số cây chưa đúng."})
    submission.refresh_from_db()
    assert submission.status == Status.REOPENED
    assert Message.objects.filter(to=cast.people["reporter"], kind="submission_reopened").exists()


def test_an_extension_must_give_more_time(cast: Cast, office: Client) -> None:
    submission = cast.submission("B", "monthly-04")
    answer = office.post(url("submission_extend", submission), {"until": "01/04/2026", "reason": "Bão."})
    assert answer.status_code == 422
    assert "Chọn ngày gia hạn sau ngày đó." in answer.content.decode()
    office.post(url("submission_extend", submission), {"until": "25/04/2026", "reason": "Bão."})
    submission.refresh_from_db()
    assert submission.last_day == dt.date(2026, 4, 25)


def test_a_waived_report_is_not_waited_for(cast: Cast, office: Client) -> None:
    submission = cast.submission("B", "monthly-04")
    office.post(url("submission_waive", submission), {"reason": "Đơn vị mới thành lập."})
    page = office.get(url("submission_review", submission)).content.decode()
    assert "Đơn vị được miễn báo cáo kỳ này" in page
    assert "sau khi đơn vị gửi" not in page


def test_a_sent_report_cannot_be_waived(cast: Cast, office: Client) -> None:
    answer = office.post(url("submission_waive", cast.submission("A", "monthly-04")), {"reason": "Kiện toàn."})
    assert answer.status_code == 422
    assert "Đơn vị đã gửi báo cáo này" in answer.content.decode()


def test_a_unit_is_closed_into_another_and_owes_nothing_from_that_day(cast: Cast, office: Client) -> None:
    merge = reverse("reports:unit_merge", args=[cast.b.pk])
    data = {"into": cast.a.pk, "on": "01/05/2026", "reason": "Quyết định số 10."}
    assert office.post(merge, data | {"on": "mai"}).status_code == 422
    assert office.post(merge, data).status_code == 302
    cast.b.refresh_from_db()
    assert (cast.b.merged_into, cast.b.active_until) == (cast.a, dt.date(2026, 4, 30))
    owed = Submission.objects.owed().filter(unit=cast.b).values_list("period__code", flat=True)
    assert "monthly-05" not in owed
    assert "monthly-04" in owed
