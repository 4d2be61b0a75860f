"""Moving proposals about and making two of them one, without losing one's place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from programs.actions import arranging, deciding
from programs.actions.drafting import import_program, read_upload, write_program
from programs.actions.reimporting import reimport
from programs.arranging import DOWN, IN, OUT, UP, Node, arranged, parents, what_differs
from programs.models import Decision, Program, Proposal, ProposalKind
from programs.payloads import IndicatorDraft, SectionDraft, Subject, TargetDraft
from tests.cast import TODAY, Cast
from tests.programs.sample import CORRECTED, document
from units.models import User

SignIn = Callable[[User], Client]
# I (1) with 1 and 2 under it, II (4) with 1 under it
OUTLINE = [Node(1, 1), Node(2, 2), Node(3, 2), Node(4, 1), Node(5, 2)]


def keys(nodes: list[Node]) -> list[tuple[int, int]]:
    return [(node.key, node.level) for node in nodes]


@pytest.mark.parametrize(
    ("key", "step", "expected"),
    [
        (4, UP, [(4, 1), (5, 2), (1, 1), (2, 2), (3, 2)]),
        (1, DOWN, [(4, 1), (5, 2), (1, 1), (2, 2), (3, 2)]),
        (3, UP, [(1, 1), (3, 2), (2, 2), (4, 1), (5, 2)]),
        (3, IN, [(1, 1), (2, 2), (3, 3), (4, 1), (5, 2)]),
        (4, IN, [(1, 1), (2, 2), (3, 2), (4, 2), (5, 3)]),
        (2, OUT, [(1, 1), (3, 2), (2, 1), (4, 1), (5, 2)]),
        (2, UP, keys(OUTLINE)),
        (3, DOWN, keys(OUTLINE)),
        (1, IN, keys(OUTLINE)),
        (1, OUT, keys(OUTLINE)),
    ],
)
def test_a_heading_moves_with_what_stands_under_it(key: int, step: str, expected: list[tuple[int, int]]) -> None:
    assert keys(arranged(OUTLINE, key, step)) == expected


def test_a_heading_belongs_to_the_nearest_higher_one_before_it() -> None:
    assert parents(OUTLINE) == {1: None, 2: 1, 3: 1, 4: None, 5: 4}


def test_a_difference_is_shown_with_a_few_words_around_it() -> None:
    old = "Toàn đoàn trồng ít nhất 4.500 cây xanh trong năm nay."
    assert what_differs(old, old.replace("4.500", "5.000")) == (
        "… trồng ít nhất 4.500 cây xanh trong … → … trồng ít nhất 5.000 cây xanh trong …"
    )


@pytest.fixture
def program(cast: Cast) -> Program:
    return import_program(cast.issuer, document(), "ct.txt", by=cast.people["office"])


def targets(program: Program) -> list[Proposal]:
    rows = program.proposals.filter(kind=ProposalKind.TARGET, payload__is_embedded=False)
    return list(rows.exclude(decision=Decision.DROPPED).order_by("position"))


def corrected(cast: Cast, program: Program) -> None:
    data = document(CORRECTED)
    reimport(program, read_upload(data, "ct.txt"), data, "ct.txt", by=cast.people["office"])


def test_two_targets_become_one_with_the_indicators_of_both(cast: Cast, program: Program) -> None:
    first, second = targets(program)[:2]
    count = program.proposals.filter(parent__in=[first, second]).count()
    into = arranging.merge(second, by=cast.people["office"])
    assert into == first
    first.refresh_from_db()
    assert first.payload["text"].endswith(second.payload["text"])
    assert first.decision == Decision.CHANGED
    assert program.proposals.filter(parent=first).count() == count
    assert second not in targets(program)


def test_a_merge_survives_a_corrected_document(cast: Cast, program: Program) -> None:
    first, second = targets(program)[:2]
    arranging.merge(second, by=cast.people["office"])
    count = program.proposals.filter(parent=first).count()
    reimport(
        program, read_upload(document(CORRECTED), "ct.txt"), document(CORRECTED), "ct.txt", by=cast.people["office"]
    )
    assert program.proposals.filter(parent=first).count() == count


def test_two_indicators_become_one_and_links_follow(cast: Cast, program: Program) -> None:
    office, target = cast.people["office"], targets(program)[0]
    first, second = program.proposals.filter(parent=target, kind=ProposalKind.INDICATOR).order_by("position")
    draft = IndicatorDraft(label="Trong đó cây ăn quả", part_of=second.pk)
    third = deciding.add(program, ProposalKind.INDICATOR, draft, parent=target, by=office)
    arranging.merge(second, by=office)
    third.refresh_from_db()
    first.refresh_from_db()
    assert third.payload["part_of"] == first.pk
    assert first.payload["reads"] is None


def test_the_first_has_nothing_to_become_part_of(cast: Cast, program: Program) -> None:
    first = targets(program)[0]
    assert arranging.merge(first, by=cast.people["office"]) is None
    assert targets(program)[0].payload == first.payload


def test_targets_change_places(cast: Cast, program: Program) -> None:
    first, second, *rest = targets(program)
    assert arranging.move(second, UP, by=cast.people["office"])
    assert targets(program) == [second, first, *rest]
    assert not arranging.move(second, UP, by=cast.people["office"])


def test_headings_written_by_hand_hang_on_each_other_by_level(cast: Cast, signed_in: SignIn) -> None:
    office = cast.people["office"]
    subject = Subject("Kế hoạch hè", "action_plan", 2026, 2026, TODAY, TODAY)
    program = write_program(cast.issuer, subject, by=office)
    client, url = signed_in(office), f"/chuong-trinh/{program.pk}/soat/them/section/"
    for number, level, title in (("I", 1, "MỤC TIÊU"), ("1", 2, "Chung"), ("2", 2, "Riêng")):
        typed = {"number": number, "level": level, "title": title, "body": ""}
        assert client.post(url, typed).status_code == 302
    sections = {row.payload["title"]: row for row in program.proposals.filter(kind=ProposalKind.SECTION)}
    assert sections["Riêng"].parent == sections["MỤC TIÊU"]
    answer = client.post(f"/chuong-trinh/muc/{sections['Riêng'].pk}/chuyen/vao/")
    assert f"muc={sections['Riêng'].pk}" in answer["Location"]
    moved = Proposal.objects.get(pk=sections["Riêng"].pk)
    assert (moved.parent, moved.payload["level"]) == (sections["Chung"], 3)


def test_a_merge_leads_to_what_both_became(cast: Cast, program: Program, signed_in: SignIn) -> None:
    first, second = targets(program)[:2]
    answer = signed_in(cast.people["office"]).post(f"/chuong-trinh/muc/{second.pk}/gop/")
    assert f"muc={first.pk}" in answer["Location"]


def test_a_section_joins_the_one_before_with_its_title(cast: Cast, program: Program) -> None:
    office = cast.people["office"]
    one = deciding.add(program, ProposalKind.SECTION, SectionDraft("VI", "MỘT", 1, "Lời một."), by=office)
    two = deciding.add(program, ProposalKind.SECTION, SectionDraft("VII", "HAI", 1, "Lời hai."), by=office)
    target = deciding.add(program, ProposalKind.TARGET, TargetDraft("9", "Trồng 10 cây."), parent=two, by=office)
    arranging.merge(two, by=office)
    one.refresh_from_db()
    target.refresh_from_db()
    assert one.payload["body"] == "Lời một.\nVII HAI\nLời hai."
    assert target.parent == one


def test_a_corrected_document_says_what_it_changed(cast: Cast, program: Program) -> None:
    reimport(
        program, read_upload(document(CORRECTED), "ct.txt"), document(CORRECTED), "ct.txt", by=cast.people["office"]
    )
    doubts = " ".join(program.proposals.values_list("doubt", flat=True))
    assert "4.500 cây xanh" in doubts
    assert "→" in doubts
    assert "5.000 cây xanh" in doubts
    section = program.proposals.get(kind=ProposalKind.SECTION, payload__title="CHỈ TIÊU CƠ BẢN")
    assert "→ … chuyển đổi số. 6. Toàn đoàn hiến ít nhất 200 đơn vị máu." in section.doubt


def test_saving_a_sure_proposal_keeps_its_place(cast: Cast, program: Program, signed_in: SignIn) -> None:
    first = targets(program)[0]
    assert program.proposals.unsure().exists()
    answer = signed_in(cast.people["office"]).post(f"/chuong-trinh/muc/{first.pk}/chap-nhan/")
    assert f"muc={first.pk}" in answer["Location"]


def test_a_target_written_by_hand_brings_what_its_sentence_promises(cast: Cast, signed_in: SignIn) -> None:
    text = "Toàn đoàn trồng ít nhất 300 cây xanh; mỗi đoàn viên trồng ít nhất 01 cây xanh."
    client = signed_in(cast.people["office"])
    typed = {"number": "1.", "text": text, "section": ""}
    assert client.post(f"/chuong-trinh/{cast.draft.pk}/soat/them/target/", typed).status_code == 302
    target = cast.draft.proposals.get(kind=ProposalKind.TARGET)
    total, each = cast.draft.proposals.filter(parent=target).order_by("position")
    assert (total.payload["goal"], each.payload["reads"]) == ("300", total.pk)
    assert not total.original


def test_who_comes_back_to_the_review_finds_the_place_again(cast: Cast, program: Program, signed_in: SignIn) -> None:
    client, first = signed_in(cast.people["office"]), targets(program)[0]
    client.get(f"/chuong-trinh/{program.pk}/soat/?muc={first.pk}")
    assert f'href="/chuong-trinh/{program.pk}/soat/?muc=tiep"' in client.get("/chuong-trinh/").content.decode()
    page = client.get(f"/chuong-trinh/{program.pk}/soat/?muc=tiep")
    assert page.context["review"].chosen.proposal == first
    assert client.get(f"/chuong-trinh/{program.pk}/soat/").context["review"].chosen is None
