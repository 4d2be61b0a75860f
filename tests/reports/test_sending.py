"""From the last look to the receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Status, Submission
from tests.cast import Cast
from units.models import Unit

SignIn = Callable[[Any], Client]


@pytest.fixture
def draft(cast: Cast) -> Submission:
    return cast.submission("A", "monthly-05")


@pytest.fixture
def reporter(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.people["reporter"])


def send_url(submission: Submission) -> str:
    return reverse("reports:submission_submit", args=[submission.pk])


def test_everything_to_look_at_is_shown_at_once_with_a_way_to_each_field(
    cast: Cast, draft: Submission, reporter: Client
) -> None:
    trees, trained = cast.indicators["trees"], cast.indicators["trained"]
    draft.entries.filter(indicator=trees).update(typed="abc", value=None)
    trained.is_required = True
    trained.save()
    page = reporter.get(send_url(draft)).content.decode()
    assert "Chưa gửi được: có 2 chỗ phải sửa." in page
    assert f"#row-{trees.pk}" in page
    assert f"#row-{trained.pk}" in page
    assert "Nên xem lại 1 chỗ." in page
    assert "Gửi báo cáo" not in page


def test_a_report_with_blocking_problems_is_not_sent_by_force(cast: Cast, draft: Submission, reporter: Client) -> None:
    draft.entries.update(typed="abc", value=None)
    answer = reporter.post(send_url(draft))
    assert answer.status_code == 422
    assert "Chưa gửi được" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_sending_gives_a_receipt_with_time_and_number(cast: Cast, draft: Submission, reporter: Client) -> None:
    page = reporter.post(send_url(draft), follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.receipt
    assert f"Đã gửi lúc 08:00 ngày 20/04/2026, mã {draft.receipt}." in page
    assert "Phạm Báo Cáo" in page
    assert "Cây xanh trồng mới" in page


@pytest.mark.parametrize(
    ("unit", "period", "sentence"),
    [
        ("A", "monthly-04", "Báo cáo này đã được gửi lúc 21:00 ngày 04/04/2026 bởi đồng chí Phạm Báo Cáo"),
        ("A", "monthly-01", "Báo cáo này đã được duyệt"),
        ("B", "monthly-02", "Báo cáo này đã được miễn: Đơn vị mới kiện toàn."),
    ],
)
def test_sending_what_cannot_be_sent_says_why_and_changes_nothing(
    cast: Cast, signed_in: SignIn, unit: str, period: str, sentence: str
) -> None:
    submission = cast.submission(unit, period)
    client = signed_in(cast.people["reporter" if unit == "A" else "outsider"])
    answer = client.post(send_url(submission))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    before = submission.status
    submission.refresh_from_db()
    assert submission.status == before


def test_a_cancelled_obligation_takes_nothing_more(cast: Cast, draft: Submission, reporter: Client) -> None:
    Submission.objects.filter(pk=draft.pk).update(cancelled_at=draft.period.due_at)
    answer = reporter.post(send_url(draft))
    assert answer.status_code == 422
    assert "không còn phải nộp" in answer.content.decode()


def test_where_only_the_secretary_sends_the_reporter_is_told_so(
    cast: Cast, draft: Submission, reporter: Client, signed_in: SignIn
) -> None:
    Unit.objects.filter(pk=cast.a.pk).update(only_secretary_sends=True)
    page = reporter.get(send_url(draft)).content.decode()
    assert "chỉ Bí thư được gửi" in page
    assert '<button class="btn btn-primary">' not in page
    assert reporter.post(send_url(draft)).status_code == 403
    assert signed_in(cast.people["a_secretary"]).post(send_url(draft)).status_code == 302


def test_a_broker_that_is_down_does_not_keep_a_report_from_being_sent(
    cast: Cast,
    draft: Submission,
    reporter: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    tried: list[object] = []

    def broken(*args: object, **more: object) -> None:
        tried.append(args)
        raise ConnectionError

    monkeypatch.setattr("celery.app.base.Celery.send_task", broken)
    with django_capture_on_commit_callbacks(execute=True):
        assert reporter.post(send_url(draft)).status_code == 302
    assert tried
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED
