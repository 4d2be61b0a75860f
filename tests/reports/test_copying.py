"""Next year's programme begun with last year's: years moved on, goals to be looked at, the old one as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from indicators.models import Goal
from programs.actions.drafting import import_program
from programs.exporting.gathering import edition_of
from programs.models import Program, ProposalKind
from programs.payloads import IndicatorDraft, RuleDraft, read
from reports.actions.copying import LOOK_AT_GOAL, MOVED_DATE, copy_to
from reports.actions.issuing import Choice, issue
from reports.actions.refusals import NotAllowed
from reports.issuing import plan_of
from tests.cast import Cast
from tests.programs.sample import document
from units.models import User

SignIn = Callable[[User], Client]
COPY = "/chuong-trinh/chep/"


@pytest.fixture
def source(cast: Cast) -> Program:
    program = import_program(cast.issuer, document(), "ct.txt", by=None)
    program.proposals.update(doubt="")
    return issue(program, Choice([cast.a, cast.b]), by=cast.people["secretary"])


@pytest.fixture
def copy(source: Program, cast: Cast) -> Program:
    return copy_to(source, 2027, by=cast.people["office"])


def test_the_copy_is_a_draft_of_the_next_year(copy: Program, source: Program) -> None:
    assert copy.is_draft
    assert copy.issuer == source.issuer
    assert copy.title == "Công tác Đoàn và phong trào thanh niên năm 2027"
    assert (copy.year_from, copy.starts_on, copy.ends_on) == (2027, date(2027, 1, 1), date(2027, 12, 31))
    assert (copy.number, copy.issued_on) == ("", None)
    assert copy.signatory_name == source.signatory_name == "Trần Thị Bích Thư"


def test_everything_is_copied(copy: Program, source: Program) -> None:
    old, new = edition_of(source), edition_of(copy)
    assert [s.title for s in new.sections] == [s.title for s in old.sections]
    assert new.section_parents == old.section_parents
    assert [(t.draft.number, t.section) for t in new.targets] == [(t.draft.number, t.section) for t in old.targets]
    assert new.activities == old.activities
    assert copy.proposals.filter(kind=ProposalKind.INDICATOR).count() == source.indicators.count()


def test_dates_of_rules_keep_day_and_month_and_are_to_be_looked_at(copy: Program) -> None:
    rules = [(read("rule", p.payload), p.doubt) for p in copy.proposals.filter(kind=ProposalKind.RULE)]
    dated = {rule.kind: (rule.due_on, doubt) for rule, doubt in rules if rule.due_on}
    assert dated["quarterly"] == (date(2027, 3, 5), MOVED_DATE)
    assert dated["closing"] == (date(2028, 1, 10), MOVED_DATE)
    monthly = next((rule, doubt) for rule, doubt in rules if rule.kind == "monthly")
    assert (monthly[0].due_day, monthly[1]) == (5, "")


def test_goals_wait_to_be_looked_at(copy: Program) -> None:
    trees = copy.proposals.filter(kind=ProposalKind.INDICATOR).order_by("position").first()
    assert trees is not None
    draft = read("indicator", trees.payload)
    assert isinstance(draft, IndicatorDraft)
    assert (str(draft.goal), trees.doubt) == ("4500", LOOK_AT_GOAL)
    assert trees in copy.proposals.unsure()


def test_the_goal_that_holds_now_is_copied(source: Program, cast: Cast) -> None:
    Goal.objects.filter(indicator__program=source, unit=cast.issuer, value=4500).update(value=Decimal("5000.5"))
    trees = copy_to(source, 2027, by=cast.people["office"]).proposals.filter(kind=ProposalKind.INDICATOR)
    assert str(read("indicator", trees.order_by("position")[0].payload).goal) == "5000.5"


def test_links_between_indicators_point_into_the_copy(copy: Program) -> None:
    rows = list(copy.proposals.filter(kind=ProposalKind.INDICATOR).order_by("position"))
    assert rows[1].payload["reads"] == rows[0].pk
    assert rows[0].parent is not None
    assert rows[0].parent.program_id == copy.pk


def test_the_review_shows_the_text_with_the_sentence_marked(copy: Program) -> None:
    text = [row.text for row in copy.paragraphs.all()]
    assert "+ Báo cáo quý I: gửi trước ngày 05/03/2027." in text
    target = copy.proposals.filter(kind=ProposalKind.TARGET).first()
    assert target is not None
    assert target.paragraph is not None
    assert copy.paragraphs.get(index=target.paragraph).text[target.start : target.end] == target.payload["text"]


def test_the_copy_can_be_issued_when_it_has_been_looked_at(copy: Program, cast: Cast) -> None:
    assert plan_of(copy, [cast.a]).problems
    copy.proposals.update(doubt="")
    issued = issue(copy, Choice([cast.a]), by=cast.people["secretary"])
    assert issued.regime is not None
    assert issued.regime.periods.filter(last_day=date(2027, 3, 4)).exists()


def test_rules_that_the_text_states_are_copied_where_another_regime_is_used(cast: Cast) -> None:
    program = import_program(cast.issuer, document(), "ct.txt", by=None)
    program.proposals.update(doubt="")
    cast.regime.source_program = cast.program
    cast.regime.save()
    issued = issue(program, Choice([cast.a], regime=cast.regime), by=cast.people["secretary"])
    copy = copy_to(issued, 2027, by=cast.people["office"])
    rules = [read("rule", p.payload) for p in copy.proposals.filter(kind=ProposalKind.RULE)]
    assert date(2027, 3, 5) in [rule.due_on for rule in rules if isinstance(rule, RuleDraft)]


def test_a_programme_is_not_copied_onto_its_own_year(source: Program, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        copy_to(source, 2026, by=cast.people["office"])


def test_the_page_copies_to_the_following_year_unless_told_otherwise(
    source: Program, cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.people["office"])
    assert f'value="{source.pk}" selected' in client.get(f"{COPY}?tu={source.pk}").content.decode()
    answer = client.post(COPY, {"source": source.pk, "year": ""})
    made = Program.objects.latest("pk")
    assert answer.headers["Location"] == f"/chuong-trinh/{made.pk}/soat/"
    assert made.year_from == 2027
    again = client.post(COPY, {"source": source.pk, "year": "2026"})
    assert again.status_code == 422
    assert "Chọn năm khác" in again.content.decode()
    assert client.get(f"/chuong-trinh/{made.pk}/soat/").status_code == 200


def test_only_issued_programmes_of_the_own_body_can_be_copied(source: Program, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["office"])
    assert client.post(COPY, {"source": cast.draft.pk}).status_code == 422
    shown = client.get("/chuong-trinh/").content.decode()
    assert "Chép từ chương trình năm trước" in shown
