"""A corrected clause is read again: what it says otherwise is shown, and taken over only when a person says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from programs.actions import deciding
from programs.actions.drafting import import_program
from programs.models import Decision, Program, Proposal, ProposalKind
from programs.payloads import IndicatorDraft, TargetDraft, load
from programs.promises import GoalSpan
from programs.rereading import Reread, reread
from programs.suggesting import promises_in
from tests.cast import Cast
from tests.programs.sample import document
from units.models import User

SignIn = Callable[[User], Client]
BEFORE = "Toàn đoàn trồng mới ít nhất 4.500 cây xanh."


def drafts(text: str, **changes: Any) -> dict[int, IndicatorDraft]:
    promises = promises_in(text, branches_take_part=False)
    return {key: replace(promise.draft, **changes) for key, promise in enumerate(promises, start=1)}


def read_again(text: str, before: str = BEFORE, **changes: Any) -> list[Reread]:
    return reread(before, text, drafts(before, **changes), branches_take_part=False)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Toàn đoàn trồng mới ít nhất 5.000 cây xanh.", "goal", Decimal(5000)),
        ("Toàn đoàn trồng mới trên 4.500 cây xanh.", "comparator", ">"),
        ("Toàn đoàn trồng mới ít nhất 4.500 cây ăn quả.", "unit_of_measure", "cây ăn quả"),
        ("Hằng năm, toàn đoàn trồng mới ít nhất 4.500 cây xanh.", "goal_span", GoalSpan.YEAR),
    ],
)
def test_what_the_new_text_says_otherwise_is_found(text: str, name: str, value: object) -> None:
    (found,) = read_again(text)
    assert getattr(found.read, name) == value
    assert getattr(found.now, name) != value


def test_a_corrected_spelling_changes_nothing() -> None:
    assert read_again("Toàn Đoàn trồng mới ít nhất 4.500 cây xanh tại địa phương.") == []


def test_what_a_person_had_decided_against_the_text_is_left_alone() -> None:
    assert read_again("Toàn Đoàn trồng mới ít nhất 4.500 cây xanh", goal=Decimal(9)) == []
    (found,) = read_again("Toàn đoàn trồng mới ít nhất 4.500 cây ăn quả.", goal=Decimal(9))
    assert (found.read.goal, found.read.unit_of_measure) == (Decimal(9), "cây ăn quả")


def test_a_name_follows_the_text_only_while_nobody_has_written_one() -> None:
    text = "Toàn đoàn trồng mới ít nhất 5.000 cây xanh."
    assert "5.000" in read_again(text)[0].read.label
    assert read_again(text, label="Cây trồng mới")[0].read.label == "Cây trồng mới"


def test_of_several_promises_the_one_that_changed_is_found() -> None:
    before = "Trồng mới ít nhất 4.500 cây xanh; hiến ít nhất 200 đơn vị máu."
    (found,) = read_again("Trồng mới ít nhất 4.500 cây xanh; hiến ít nhất 300 đơn vị máu.", before)
    assert (found.now.goal, found.read.goal) == (Decimal(200), Decimal(300))


# --- in the review of a draft -----------------------------------------------------------------------------------------


@pytest.fixture
def program(cast: Cast) -> Program:
    return import_program(cast.issuer, document(), "ct.txt", by=cast.people["office"])


def trees(program: Program) -> tuple[Proposal, Proposal]:
    """The first target and the indicator on its trees."""
    target = program.proposals.filter(kind=ProposalKind.TARGET).order_by("position")[0]
    return target, next(row for row in target.children.all() if row.payload["goal"] == "4500")


def corrected(client: Client, target: Proposal) -> str:
    text = target.payload["text"].replace("4.500", "5.000")
    typed = {"number": target.payload["number"], "text": text, "section": target.parent_id or ""}
    answer = client.post(f"/chuong-trinh/muc/{target.pk}/sua/", typed)
    return client.get(answer["Location"]).content.decode()


def mark_on(page: str) -> str:
    return page.split('name="reread" value="')[1].split('"', maxsplit=1)[0]


def test_a_corrected_target_shows_what_it_says_otherwise_and_one_button_takes_it_over(
    cast: Cast, program: Program, signed_in: SignIn
) -> None:
    target, row = trees(program)
    client = signed_in(cast.people["office"])
    page = corrected(client, target)
    assert "ít nhất 4.500 cây xanh" in page
    assert "câu mới đọc là “Cộng của tất cả đơn vị: ít nhất 5.000 cây xanh”" in page
    row.refresh_from_db()
    assert row.payload["goal"] == "4500", "nothing changes by itself"

    client.post(f"/chuong-trinh/muc/{target.pk}/doc-lai/", {"reread": mark_on(page)})
    row.refresh_from_db()
    assert (row.payload["goal"], row.decision, row.decided_by) == ("5000", Decision.CHANGED, cast.people["office"])
    after = client.get(f"/chuong-trinh/{program.pk}/soat/?muc={target.pk}").content.decode()
    assert "Câu đã sửa đọc khác" not in after


def test_nothing_is_taken_over_but_what_was_seen(cast: Cast, program: Program, signed_in: SignIn) -> None:
    target, row = trees(program)
    client = signed_in(cast.people["office"])
    page = corrected(client, target)
    target.refresh_from_db()
    draft = load(TargetDraft, target.payload | {"text": target.payload["text"].replace("5.000", "6.000")})
    deciding.change(target, draft, parent=target.parent, by=cast.people["secretary"])
    answer = client.post(f"/chuong-trinh/muc/{target.pk}/doc-lai/", {"reread": mark_on(page)}, follow=True)
    assert "Vừa có người khác sửa nên chưa có gì thay đổi" in answer.content.decode()
    row.refresh_from_db()
    assert row.payload["goal"] == "4500"
