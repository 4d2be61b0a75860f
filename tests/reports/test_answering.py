"""What a unit says to the warnings it gets reaches the reviewer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Status, Submission, WarningNote
from tests.cast import Cast

SignIn = Callable[[Any], Client]
WHY = "Trồng dồn vào <b>một</b> ngày chủ nhật xanh."


@pytest.fixture
def draft(cast: Cast) -> Submission:
    """A's report of May: twenty times as many trees as the last time, the other rows still blank."""
    draft = cast.submission("A", "monthly-05")
    draft.entries.update(typed="400", value=400)
    return draft


@pytest.fixture
def reporter(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.people["reporter"])


def look_over(submission: Submission) -> str:
    return reverse("reports:submission_submit", args=[submission.pk])


def notes(client: Client, submission: Submission, **typed: str) -> dict[str, str]:
    """The fields of the page as it is shown now, with one warning answered: jump="…"."""
    data: dict[str, str] = {}
    for warning in client.get(look_over(submission)).context["warnings"]:
        text = typed.get(warning.problem.code, warning.text)
        data |= {f"w-{warning.key}": text, f"wm-{warning.key}": warning.mark}
    return data


def save(client: Client, submission: Submission, data: dict[str, str]) -> Any:
    return client.post(reverse("reports:warning_answer", args=[submission.pk]), data, follow=True)


def test_each_warning_has_a_place_for_an_answer(cast: Cast, draft: Submission, reporter: Client) -> None:
    page = reporter.get(look_over(draft)).content.decode()
    assert f'name="w-jump-{cast.indicators["trees"].pk}"' in page
    assert f'name="w-blank-{cast.indicators["trained"].pk}"' in page


def test_an_answer_is_kept_and_shown_again(cast: Cast, draft: Submission, reporter: Client) -> None:
    page = save(reporter, draft, notes(reporter, draft, jump=WHY)).content.decode()
    note = WarningNote.objects.get()
    assert (note.indicator, note.text, note.by) == (cast.indicators["trees"], WHY, cast.people["reporter"])
    assert "Trồng dồn vào &lt;b&gt;một&lt;/b&gt; ngày" in page
    assert Submission.objects.get(pk=draft.pk).status == Status.DRAFT


def test_an_answer_typed_while_sending_goes_with_the_report_to_the_reviewer(
    cast: Cast, draft: Submission, reporter: Client, signed_in: SignIn
) -> None:
    reporter.post(look_over(draft), notes(reporter, draft, jump=WHY))
    assert list(draft.revisions.get().snapshot["answers"].values()) == [WHY]
    page = signed_in(cast.people["office"]).get(reverse("reports:submission_review", args=[draft.pk]))
    assert "Giải trình của đơn vị" in page.content.decode()
    assert "Trồng dồn vào &lt;b&gt;một&lt;/b&gt; ngày" in page.content.decode()


def test_an_answer_to_a_warning_that_is_gone_does_not_go_along(draft: Submission, reporter: Client) -> None:
    save(reporter, draft, notes(reporter, draft, jump=WHY))
    draft.entries.update(typed="30", value=30)
    reporter.post(look_over(draft))
    assert draft.revisions.get().snapshot["answers"] == {}


def test_a_page_that_did_not_touch_an_answer_does_not_wipe_what_another_officer_wrote(
    cast: Cast, draft: Submission, reporter: Client, signed_in: SignIn
) -> None:
    stale = notes(reporter, draft)
    save(signed_in(cast.people["a_secretary"]), draft, notes(reporter, draft, jump=WHY))
    save(reporter, draft, stale)
    note = WarningNote.objects.get()
    assert (note.text, note.by) == (WHY, cast.people["a_secretary"])


def test_two_officers_answers_are_both_kept(cast: Cast, draft: Submission, reporter: Client, signed_in: SignIn) -> None:
    mine = notes(reporter, draft, jump="Đã kiểm tra lại.")
    save(signed_in(cast.people["a_secretary"]), draft, notes(reporter, draft, jump=WHY))
    save(reporter, draft, mine)
    assert WarningNote.objects.get().text == f"{WHY}\nĐã kiểm tra lại."


def test_an_answer_can_be_taken_back(draft: Submission, reporter: Client) -> None:
    save(reporter, draft, notes(reporter, draft, jump=WHY))
    save(reporter, draft, notes(reporter, draft, jump=""))
    reporter.post(look_over(draft))
    assert draft.revisions.get().snapshot["answers"] == {}


def test_an_answer_that_is_too_long_is_handed_back_whole(draft: Submission, reporter: Client) -> None:
    answer = save(reporter, draft, notes(reporter, draft, jump="a" * 2001))
    assert answer.status_code == 422
    assert "a" * 2001 in answer.content.decode()
    assert not WarningNote.objects.exists()
