"""A corrected document read into a draft: corrections stay, changes are shown."""

from __future__ import annotations

import pytest

from programs.actions import deciding
from programs.actions.drafting import import_program, read_upload
from programs.actions.reimporting import CHANGED, CHANGED_KEPT, GONE, NEW, Changes, reimport
from programs.models import Decision, Program, Proposal, ProposalKind
from programs.payloads import IndicatorDraft, TargetDraft, load
from tests.cast import Cast
from tests.programs.sample import CORRECTED, TEXT, document


@pytest.fixture
def program(cast: Cast) -> Program:
    program = import_program(cast.issuer, document(), "ct.txt", by=cast.people["office"])
    deciding.accept_sure(program, by=cast.people["office"])
    return program


def again(program: Program, cast: Cast, text: str = CORRECTED) -> Changes:
    data = document(text)
    return reimport(program, read_upload(data, "ct-sua.txt"), data, "ct-sua.txt", by=cast.people["office"])


def saying(program: Program, kind: str, words: str) -> Proposal:
    return next(p for p in program.proposals.filter(kind=kind) if words in str(p.payload))


def test_the_same_document_changes_nothing(cast: Cast, program: Program) -> None:
    before = list(program.proposals.values_list("pk", "kind", "decision", "payload", "parent").order_by("pk"))
    changes = again(program, cast, TEXT)
    assert (changes.new, changes.changed, changes.gone) == (0, 0, 0)
    assert list(program.proposals.values_list("pk", "kind", "decision", "payload", "parent").order_by("pk")) == before


def test_what_changed_is_to_be_looked_at_and_the_rest_keeps_its_decision(cast: Cast, program: Program) -> None:
    untouched = saying(program, ProposalKind.TARGET, "mô hình")
    again(program, cast)
    trees = saying(program, ProposalKind.TARGET, "5.000 cây xanh")
    assert trees.decision == Decision.PENDING
    assert trees.doubt.startswith(f"{CHANGED} Trước → nay: … trồng ít nhất 4.500 cây xanh;")
    untouched.refresh_from_db()
    assert untouched.decision == Decision.ACCEPTED
    assert program.source_name == "ct-sua.txt"


def test_a_correction_made_by_hand_outlives_the_new_document(cast: Cast, program: Program) -> None:
    trees = saying(program, ProposalKind.INDICATOR, "4.500 cây xanh")
    draft = load(IndicatorDraft, trees.payload | {"label": "Cây xanh trồng mới"})
    deciding.change(trees, draft, by=cast.people["office"])
    again(program, cast)
    trees.refresh_from_db()
    assert trees.payload["label"] == "Cây xanh trồng mới"
    assert trees.payload["goal"] == "5000"
    assert trees.doubt.startswith(CHANGED_KEPT)


def test_what_is_new_and_what_is_gone_is_said(cast: Cast, program: Program) -> None:
    changes = again(program, cast)
    assert saying(program, ProposalKind.TARGET, "đơn vị máu").doubt == NEW
    assert saying(program, ProposalKind.ACTIVITY, "Ra quân trồng cây").doubt == GONE
    assert "mục mới" in changes.sentence
    assert "mục không còn" in changes.sentence


def test_what_was_added_by_hand_stays(cast: Cast, program: Program) -> None:
    added = deciding.add(
        program, ProposalKind.TARGET, TargetDraft(number="9", text="Mục thêm tay."), by=cast.people["office"]
    )
    again(program, cast)
    added.refresh_from_db()
    assert added.decision == Decision.CHANGED


def test_what_was_dropped_stays_dropped(cast: Cast, program: Program) -> None:
    trees = saying(program, ProposalKind.TARGET, "4.500 cây xanh")
    deciding.drop(trees, by=cast.people["office"])
    again(program, cast)
    trees.refresh_from_db()
    assert trees.decision == Decision.DROPPED


def test_links_between_indicators_point_at_rows_that_exist(cast: Cast, program: Program) -> None:
    again(program, cast)
    each = saying(program, ProposalKind.INDICATOR, "COUNT/EACH_MEMBER")
    assert program.proposals.get(pk=each.payload["reads"]).parent_id == each.parent_id
