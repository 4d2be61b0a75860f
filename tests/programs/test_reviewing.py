"""Reviewing a draft: unsure ones first, the sentence marked, every decision kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programs.actions import deciding
from programs.actions.drafting import import_program
from programs.forms.indicator import COMPARATORS
from programs.models import Decision, Program, ProgramStatus, Proposal, ProposalKind
from programs.payloads import SectionDraft, TargetDraft, load
from programs.reviewing import document_of, review_of
from programs.views.reviewing import form_of
from tests.cast import Cast
from tests.programs.sample import document
from units import clock
from units.models import AuditEntry, User

SignIn = Callable[[User], Client]


@pytest.fixture
def program(cast: Cast) -> Program:
    return import_program(cast.issuer, document(), "ct.txt", by=cast.people["office"])


def one(program: Program, kind: str, place: int = 0) -> Proposal:
    return program.proposals.filter(kind=kind).order_by("position")[place]


def typed_target(proposal: Proposal, **changed: str) -> dict[str, Any]:
    said = {"number": proposal.payload["number"], "text": proposal.payload["text"], "section": proposal.parent_id}
    return said | changed


def test_unsure_proposals_come_first_and_are_counted(cast: Cast, program: Program, signed_in: SignIn) -> None:
    page = signed_in(cast.people["office"]).get(f"/chuong-trinh/{program.pk}/soat/").content.decode()
    unsure = [line.proposal.doubt for line in review_of(program).unsure]
    assert unsure
    assert f"{len(unsure)} mục cần xem" in page
    assert page.index(f"Cần xem ({len(unsure)})") < page.index("Thông tin văn bản")
    assert "Chấp nhận tất cả mục chắc chắn" in page


def test_choosing_a_proposal_marks_its_sentence_in_the_document(
    cast: Cast, program: Program, signed_in: SignIn
) -> None:
    proposal = one(program, ProposalKind.INDICATOR)
    url = f"/chuong-trinh/{program.pk}/soat/?muc={proposal.pk}"
    page = signed_in(cast.people["office"]).get(url).content.decode()
    marked = page.split('<mark id="cau">')[1].split("</mark>")[0]
    assert "4.500 cây xanh" in marked
    assert "mỗi đoàn viên" not in marked
    assert 'name="goal" value="4.500"' in page


def test_nonsense_in_the_address_chooses_nothing(cast: Cast, program: Program, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    for nonsense in ("abc", "99999999", "-1", "٣"):
        assert client.get(f"/chuong-trinh/{program.pk}/soat/?muc={nonsense}").status_code == 200


def test_htmx_gets_both_panes_and_the_address_that_goes_with_them(
    cast: Cast, program: Program, signed_in: SignIn
) -> None:
    proposal = one(program, ProposalKind.TARGET)
    url = f"/chuong-trinh/{program.pk}/soat/?muc={proposal.pk}"
    answer = signed_in(cast.people["office"]).get(url, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert answer["HX-Push-Url"] == url
    assert "HX-Request" in answer["Vary"]


def test_what_a_person_corrects_is_kept_and_marked(cast: Cast, program: Program, signed_in: SignIn) -> None:
    target = one(program, ProposalKind.TARGET)
    client = signed_in(cast.people["office"])
    answer = client.post(
        f"/chuong-trinh/muc/{target.pk}/sua/", typed_target(target, text="Toàn đoàn trồng ít nhất 4.600 cây xanh.")
    )
    assert answer.status_code == 302
    target.refresh_from_db()
    assert (target.decision, target.decided_by) == (Decision.CHANGED, cast.people["office"])
    assert target.payload["text"] == "Toàn đoàn trồng ít nhất 4.600 cây xanh."
    assert "4.500" in target.original["text"]
    assert AuditEntry.objects.filter(event="program_changed", detail__proposal=target.pk).exists()


def test_a_refused_correction_keeps_what_was_typed(cast: Cast, program: Program, signed_in: SignIn) -> None:
    indicator = one(program, ProposalKind.INDICATOR)
    typed = {"label": "Cây xanh", "measure": "COUNT/ORGANISATION", "comparator": ">=", "goal": "4,500"}
    typed |= {"goal_span": "PROGRAMME", "accumulation": "SUM", "decimals": "0", "answered_by": "UNIT"}
    answer = signed_in(cast.people["office"]).post(
        f"/chuong-trinh/muc/{indicator.pk}/sua/", typed | {"coverage_comparator": ">="}
    )
    assert answer.status_code == 422
    assert 'value="4,500"' in answer.content.decode()
    indicator.refresh_from_db()
    assert indicator.decision == Decision.PENDING


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_two_officers_who_correct_the_same_sentence_see_each_other(
    cast: Cast, program: Program, signed_in: SignIn
) -> None:
    target = one(program, ProposalKind.TARGET)
    client, url = signed_in(cast.people["office"]), f"/chuong-trinh/muc/{target.pk}/sua/"
    seen = seen_on(client.get(f"/chuong-trinh/{program.pk}/soat/?muc={target.pk}").content.decode())
    other = cast.people["secretary"]
    theirs = load(TargetDraft, target.payload | {"text": "Trồng 5.000 cây xanh."})
    deciding.change(target, theirs, parent=target.parent, by=other)

    typed = typed_target(target, text="Trồng 4.700 cây xanh.")
    answer = client.post(url, typed | {"seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"đồng chí {other} vừa sửa mục này" in " ".join(page.split())
    assert "Nội dung chỉ tiêu: “Trồng 5.000 cây xanh.”" in page
    assert "Số thứ tự: “" not in page
    assert ">\nTrồng 4.700 cây xanh.</textarea>" in page
    target.refresh_from_db()
    assert target.payload["text"] == "Trồng 5.000 cây xanh."

    assert client.post(url, typed | {"seen": seen_on(page)}).status_code == 302
    target.refresh_from_db()
    assert target.payload["text"] == "Trồng 4.700 cây xanh."


def test_a_refused_correction_does_not_forget_what_its_page_had_shown(
    cast: Cast, program: Program, signed_in: SignIn
) -> None:
    target = one(program, ProposalKind.TARGET)
    client, url = signed_in(cast.people["office"]), f"/chuong-trinh/muc/{target.pk}/sua/"
    seen = deciding.state_of(target)
    theirs = load(TargetDraft, target.payload | {"text": "Trồng 5.000 cây."})
    deciding.change(target, theirs, parent=target.parent, by=cast.people["secretary"])
    refused = client.post(url, typed_target(target, text="") | {"seen": seen}).content.decode()
    assert seen_on(refused) == seen


def test_two_officers_who_write_the_same_are_no_conflict(cast: Cast, program: Program) -> None:
    target, late = one(program, ProposalKind.TARGET), one(program, ProposalKind.TARGET)
    draft, seen = load(TargetDraft, target.payload | {"text": "Trồng 5.000 cây xanh."}), deciding.state_of(target)
    deciding.change(target, draft, parent=target.parent, by=cast.people["secretary"], seen=seen)
    deciding.change(late, draft, parent=late.parent, by=cast.people["office"], seen=seen)
    late.refresh_from_db()
    assert (late.decision, late.payload["text"]) == (Decision.CHANGED, "Trồng 5.000 cây xanh.")


def test_what_was_dropped_meanwhile_comes_back_only_when_saved_again(
    cast: Cast, program: Program, signed_in: SignIn
) -> None:
    target = one(program, ProposalKind.TARGET)
    client, url = signed_in(cast.people["office"]), f"/chuong-trinh/muc/{target.pk}/sua/"
    typed = typed_target(target, text="Trồng 4.700 cây xanh.") | {"seen": deciding.state_of(target)}
    deciding.drop(target, by=cast.people["secretary"])

    page = client.post(url, typed).content.decode()
    assert "vừa bỏ mục này" in " ".join(page.split())
    assert ">\nTrồng 4.700 cây xanh.</textarea>" in page
    target.refresh_from_db()
    assert target.decision == Decision.DROPPED

    client.post(url, typed | {"seen": seen_on(page)})
    target.refresh_from_db()
    assert (target.decision, target.payload["text"]) == (Decision.CHANGED, "Trồng 4.700 cây xanh.")


def test_a_correction_names_numbers_choices_and_ticks_as_the_form_shows_them(cast: Cast, program: Program) -> None:
    indicator = one(program, ProposalKind.INDICATOR)
    typed = {"label": "Cây xanh", "measure": "COUNT/ORGANISATION", "comparator": ">=", "goal": "4.700"}
    typed |= {"goal_span": "PROGRAMME", "accumulation": "SUM", "decimals": "0", "answered_by": "UNIT"}
    form = form_of(indicator, typed | {"coverage_comparator": ">=", "unit_of_measure": "cây xanh"})
    assert form.is_valid()
    indicator.payload |= {"label": "Cây xanh", "goal": "5000", "comparator": ">", "is_required": True}
    theirs = dict(form.said_otherwise(form_of(indicator)))
    assert theirs["Chỉ tiêu"] == "5.000"
    assert theirs["So sánh"] == dict(COMPARATORS)[">"]
    assert theirs["Bắt buộc trả lời mới được gửi báo cáo"] == "có"
    assert "Tên chỉ số" not in theirs


def test_headings_are_settled_with_the_correction_that_moved_one(cast: Cast, program: Program) -> None:
    first, second = one(program, ProposalKind.SECTION), one(program, ProposalKind.SECTION, 1)
    deeper = load(SectionDraft, second.payload | {"level": first.payload["level"] + 1})
    deciding.change(second, deeper, parent=second.parent, by=cast.people["office"])
    second.refresh_from_db()
    assert second.parent == first
    added = deciding.add(
        program, ProposalKind.SECTION, SectionDraft(title="Mục mới", number="9.", level=2), by=cast.people["office"]
    )
    added.refresh_from_db()
    assert added.parent is not None
    assert added.parent.payload["level"] == 1


def test_a_heading_that_is_corrected_renames_the_draft(cast: Cast, program: Program, signed_in: SignIn) -> None:
    subject = one(program, ProposalKind.HEAD)
    typed = {"title": "Công tác Đoàn năm 2026 (bản sửa)", "kind": "annual", "year_from": "2026", "year_to": "2026"}
    typed |= {"starts_on": "01/01/2026", "ends_on": "31/12/2026"}
    signed_in(cast.people["office"]).post(f"/chuong-trinh/muc/{subject.pk}/sua/", typed)
    program.refresh_from_db()
    assert program.title == "Công tác Đoàn năm 2026 (bản sửa)"


def test_accepting_all_sure_ones_leaves_the_unsure_ones(cast: Cast, program: Program) -> None:
    unsure = len(review_of(program).unsure)
    deciding.accept_sure(program, by=cast.people["office"])
    left = program.proposals.filter(decision=Decision.PENDING)
    assert left.count() == unsure
    assert not left.filter(doubt="").exists()


def test_a_dropped_target_takes_its_indicators_along_until_it_is_restored(cast: Cast, program: Program) -> None:
    target = one(program, ProposalKind.TARGET)
    deciding.drop(target, by=cast.people["office"])
    gone = [line for line in review_of(program).lines if line.is_dropped]
    assert len(gone) == 3
    deciding.restore(target, by=cast.people["office"])
    assert not any(line.is_dropped for line in review_of(program).lines)


def test_splitting_an_indicator_puts_a_copy_right_behind_it_to_be_looked_at(cast: Cast, program: Program) -> None:
    indicator = one(program, ProposalKind.INDICATOR)
    copy = deciding.split(indicator, by=cast.people["office"])
    listed = [line.proposal.pk for line in review_of(program).lines]
    assert listed.index(copy.pk) == listed.index(indicator.pk) + 1
    assert copy.pk in [line.proposal.pk for line in review_of(program).unsure]


def test_an_added_target_and_its_indicator_stand_at_the_end_of_theirs(
    cast: Cast, program: Program, signed_in: SignIn
) -> None:
    client = signed_in(cast.people["office"])
    client.post(f"/chuong-trinh/{program.pk}/soat/them/target/", {"number": "6", "text": "Hiến 200 đơn vị máu."})
    target = program.proposals.get(payload__text="Hiến 200 đơn vị máu.")
    typed = {"label": "Đơn vị máu", "measure": "COUNT/ORGANISATION", "comparator": ">=", "goal": "200"}
    typed |= {"goal_span": "PROGRAMME", "accumulation": "SUM", "decimals": "0", "answered_by": "UNIT"}
    url = f"/chuong-trinh/{program.pk}/soat/them/indicator/?thuoc={target.pk}"
    assert client.get(url).status_code == 200
    assert client.post(url, typed | {"coverage_comparator": ">="}).status_code == 302
    listed = [line for line in review_of(program).lines if line.proposal.kind in ("target", "indicator")]
    assert [line.title for line in listed[-3:]] == ["Chỉ tiêu 6", "Hiến 200 đơn vị máu", "Đơn vị máu"]
    assert client.get(f"/chuong-trinh/{program.pk}/soat/them/indicator/").status_code == 404


def test_an_issued_programme_has_nothing_left_to_decide(cast: Cast, program: Program, signed_in: SignIn) -> None:
    target = one(program, ProposalKind.TARGET)
    Program.objects.filter(pk=program.pk).update(status=ProgramStatus.ISSUED, issued_at=clock.now())
    client = signed_in(cast.people["office"])
    assert client.post(f"/chuong-trinh/muc/{target.pk}/bo/").status_code == 404
    with pytest.raises(deciding.NotADraftError):
        deciding.change(target, load(TargetDraft, target.payload), by=cast.people["office"])


def test_a_committee_member_reads_the_draft_without_buttons(cast: Cast, program: Program, signed_in: SignIn) -> None:
    page = signed_in(cast.people["committee"]).get(f"/chuong-trinh/{program.pk}/soat/").content.decode()
    assert "Chấp nhận tất cả" not in page


def test_the_sentence_is_quoted_with_its_proposal_for_the_phone(cast: Cast, program: Program) -> None:
    review = review_of(program, one(program, ProposalKind.INDICATOR))
    document_of(program, review.chosen)
    assert review.chosen is not None
    assert "4.500 cây xanh" in review.chosen.quote


def test_the_review_takes_the_same_queries_however_long_the_document_is(
    cast: Cast, program: Program, signed_in: SignIn
) -> None:
    client = signed_in(cast.people["office"])
    url = f"/chuong-trinh/{program.pk}/soat/?muc={one(program, ProposalKind.INDICATOR).pk}"
    client.get(url)  # the first visit to a place also stores it in the session
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(20):
        deciding.add(program, ProposalKind.TARGET, TargetDraft(text="Trồng 10 cây."), by=cast.people["office"])
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few) <= 20
