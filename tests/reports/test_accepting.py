"""The office accepts many reports at once: the clean ones, and it learns why the others wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.actions.accepting import SENT_AGAIN
from reports.actions.refusals import NotSubmitted
from reports.actions.reviewing import accept as really_accept
from reports.actions.reviewing import reopen, return_for_correction
from reports.cleanness import CAME_BACK, UNCHECKED, WARNED
from reports.models import Revision, Status, Submission
from tests.cast import Cast
from tests.reports.test_inbox import send
from units.audit import Event
from units.models import AuditEntry

SignIn = Callable[[Any], Client]


@pytest.fixture
def office(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.people["office"])


@pytest.fixture
def waiting(cast: Cast) -> list[Submission]:
    """A's report of April is clean; B's of April has a warning."""
    Revision.objects.filter(submission=cast.submission("A", "monthly-04")).update(snapshot={"warnings": []})
    return [cast.submission("A", "monthly-04"), send(cast, cast.submission("B", "monthly-04"), trees="400")]


def press(office: Client, **fields: Any) -> Any:
    rows = office.get(reverse("reports:inbox")).context["rows"]
    data = {"shown": [row.seen for row in rows], **fields}
    return office.post(reverse("reports:inbox_accept"), data)


def status(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).status


def test_one_button_accepts_what_has_no_warning_and_says_why_the_rest_waits(
    cast: Cast, office: Client, waiting: list[Submission]
) -> None:
    clean, warned = waiting
    answer = press(office, all="1")
    assert (status(clean), status(warned)) == (Status.ACCEPTED, Status.SUBMITTED)
    assert answer.context["outcome"].accepted == [clean]
    assert answer.context["outcome"].left == [(warned, WARNED.format(1))]
    assert WARNED.format(1) in answer.content.decode()
    accepted = AuditEntry.objects.filter(event=Event.SUBMISSION_ACCEPTED.value)
    assert [(row.subject_id, row.by) for row in accepted] == [(clean.pk, cast.people["office"])]


def test_only_ticked_reports_are_accepted_and_a_ticked_one_with_a_warning_is_not(
    office: Client, waiting: list[Submission]
) -> None:
    clean, warned = waiting
    rows = {row.submission.pk: row.seen for row in office.get(reverse("reports:inbox")).context["rows"]}
    press(office, chosen=[rows[warned.pk]])
    assert (status(clean), status(warned)) == (Status.SUBMITTED, Status.SUBMITTED)
    press(office, chosen=[rows[clean.pk]])
    assert status(clean) == Status.ACCEPTED


def test_the_inbox_says_beside_each_report_what_speaks_against_it(office: Client, waiting: list[Submission]) -> None:
    answer = office.get(reverse("reports:inbox"))
    assert [row.doubt for row in answer.context["rows"]] == ["", WARNED.format(1)]
    assert "không có cảnh báo (1)" in answer.content.decode()


@pytest.mark.parametrize("way", ["returned", "reopened"])
def test_what_came_back_once_is_read_one_by_one(
    cast: Cast, office: Client, waiting: list[Submission], way: str
) -> None:
    clean = waiting[0]
    by = cast.people["office"]
    if way == "returned":
        return_for_correction(clean, "Bổ sung ảnh.", by=by)
    else:
        press(office, all="1")
        clean.refresh_from_db()
        reopen(clean, "Sửa số.", by=by)
    send(cast, clean, login="reporter")
    answer = press(office, all="1")
    assert (clean, CAME_BACK) in answer.context["outcome"].left
    assert status(clean) == Status.SUBMITTED


def test_a_sending_that_was_never_checked_is_not_clean(cast: Cast, office: Client) -> None:
    answer = press(office, all="1")
    assert answer.context["outcome"].left == [(cast.submission("A", "monthly-04"), UNCHECKED)]


def test_what_was_sent_again_since_the_page_was_opened_is_left(
    office: Client, waiting: list[Submission], at: Any
) -> None:
    clean = waiting[0]
    seen = next(row.seen for row in office.get(reverse("reports:inbox")).context["rows"] if row.submission == clean)
    Submission.objects.filter(pk=clean.pk).update(submitted_at=clean.period.due_at)
    answer = press(office, chosen=[seen])
    assert answer.context["outcome"].left == [(clean, SENT_AGAIN)]
    assert status(clean) == Status.SUBMITTED


def test_one_report_that_fails_leaves_the_others_accepted(
    cast: Cast, office: Client, waiting: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = waiting[0]
    other = send(cast, cast.submission("B", "monthly-05"), trees="25")

    def accept(submission: Submission, *, by: Any) -> None:
        really_accept(submission, by=by)
        if submission == clean:
            raise NotSubmitted("Không duyệt được.")

    monkeypatch.setattr("reports.actions.accepting.accept", accept)
    press(office, all="1")
    assert (status(clean), status(other)) == (Status.SUBMITTED, Status.ACCEPTED)


def test_a_body_accepts_only_what_it_reviews(cast: Cast, office: Client, waiting: list[Submission]) -> None:
    clean = waiting[0]
    rows = [row.seen for row in office.get(reverse("reports:inbox")).context["rows"]]
    Submission.objects.filter(pk=clean.pk).update(reviewer=cast.b)
    office.post(reverse("reports:inbox_accept"), {"all": "1", "shown": rows})
    assert status(clean) == Status.SUBMITTED


def test_nothing_ticked_changes_nothing_and_says_so(office: Client, waiting: list[Submission]) -> None:
    answer = press(office)
    assert answer.status_code == 422
    assert "Chưa chọn báo cáo nào" in answer.content.decode()
