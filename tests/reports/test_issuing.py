"""From a reviewed draft to a live programme, all or nothing; and back, while nobody has reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Goal, Indicator
from programs.actions import deciding
from programs.actions.drafting import import_program
from programs.models import (
    Participation,
    Program,
    ProgramStatus,
    Proposal,
    ProposalKind,
    Regime,
    ReportingPeriod,
    ReportKind,
    Section,
    Target,
)
from programs.payloads import IndicatorDraft, RuleDraft, load
from reports.actions.entering import save_narrative
from reports.actions.issuing import REPORTED, Choice, NotReady, close, issue, take_back
from reports.actions.refusals import NotAllowed
from reports.issuing import plan_of
from reports.models import NarrativePart, Submission
from tests.cast import Cast
from tests.programs.sample import document
from units.models import AuditEntry, Message, User

SignIn = Callable[[User], Client]


@pytest.fixture
def program(cast: Cast) -> Program:
    """A draft of which everything has been decided: the promises outside the targets dropped, the rest accepted."""
    program = import_program(cast.issuer, document(), "ct.txt", by=cast.people["office"])
    deciding.drop_embedded(program, by=cast.people["office"])
    for proposal in program.proposals.unsure():
        deciding.accept(proposal, by=cast.people["office"])
    deciding.accept_sure(program, by=cast.people["office"])
    return program


def choice(cast: Cast, **changed: object) -> Choice:
    return Choice(**{"units": [cast.a, cast.b, cast.s]} | changed)  # type: ignore[arg-type]


def issued(cast: Cast, program: Program, **changed: object) -> Program:
    return issue(program, choice(cast, **changed), by=cast.people["secretary"])


def exempt_schools(program: Program, by: User) -> None:
    monthly = program.proposals.get(kind=ProposalKind.RULE, payload__kind=ReportKind.MONTHLY)
    deciding.change(monthly, load(RuleDraft, monthly.payload | {"exempt_sectors": ["school"]}), by=by)


def test_issuing_writes_the_whole_programme(cast: Cast, program: Program) -> None:
    issued(cast, program)
    program.refresh_from_db()
    assert (program.status, program.issued_by) == (ProgramStatus.ISSUED, cast.people["secretary"])
    assert program.targets.count() == 5
    section = program.targets.order_by("position")[0].section
    assert section is not None
    assert section.title == "CHỈ TIÊU CƠ BẢN"
    assert [tuple(a.months) for a in program.activities.all()] == [(2,), (6, 7, 8)]
    assert program.legal_bases.count() == 1
    assert program.recipients.count() == 2
    assert program.signatory_name == "Trần Thị Bích Thư"
    assert AuditEntry.objects.filter(event="program_issued", subject_id=program.pk).exists()


def test_the_issuing_body_gets_the_goals_of_the_document(cast: Cast, program: Program) -> None:
    issued(cast, program)
    trees = program.indicators.get(label__contains="4.500")
    goal = Goal.objects.get(indicator=trees)
    assert (goal.unit, goal.value, goal.holds_from) == (cast.issuer, Decimal(4500), dt.date(2026, 1, 1))
    model = program.indicators.get(label__contains="mô hình")
    assert (model.kind, model.scope, model.coverage_goal) == ("COUNT", "EACH_UNIT", Decimal(100))
    each = program.indicators.get(scope="EACH_MEMBER")
    assert each.reads == trees
    assert each.code == "1.2"


def test_every_participating_unit_owes_what_the_rules_ask(cast: Cast, program: Program) -> None:
    exempt_schools(program, cast.people["office"])
    issued(cast, program)
    owed = Submission.objects.owed().filter(period__regime=program.regime)
    monthly = owed.filter(period__rule__kind=ReportKind.MONTHLY)
    assert set(monthly.values_list("unit__code", flat=True)) == {"A", "B"}
    assert set(owed.filter(period__rule__kind=ReportKind.QUARTERLY).values_list("unit__code", flat=True)) == {
        "A",
        "B",
        "S",
    }
    plans = owed.filter(period__rule__kind=ReportKind.CLUSTER_PLAN)
    assert set(plans.values_list("unit__code", flat=True)) == {"A", "B"}
    last_days = ReportingPeriod.objects.filter(regime=program.regime, rule__kind=ReportKind.QUARTERLY)
    assert last_days.get().last_day == dt.date(2026, 3, 4)


def test_the_calendar_shown_before_is_what_is_owed_afterwards(cast: Cast, program: Program) -> None:
    exempt_schools(program, cast.people["office"])
    plan = plan_of(program, [cast.a, cast.b, cast.s], dt.date(2026, 3, 1))
    issued(cast, program, reports_from=dt.date(2026, 3, 1))
    owed = Submission.objects.owed().filter(period__regime=program.regime)
    shown = sorted((due.occasion.name, due.occasion.last_day) for due in plan.dues if due.is_owed)
    assert sorted(set(owed.values_list("period__name", "period__last_day"))) == shown
    assert owed.count() == plan.total


def test_nothing_is_owed_before_the_day_reports_are_taken_from(cast: Cast, program: Program) -> None:
    issued(cast, program, reports_from=dt.date(2026, 5, 1))
    owed = Submission.objects.owed().filter(period__regime=program.regime)
    assert owed.exists()
    assert not owed.filter(period__last_day__lt=dt.date(2026, 5, 1)).exists()


def test_units_are_told_once_each(cast: Cast, program: Program) -> None:
    issued(cast, program)
    told = Message.objects.filter(kind="program_issued")
    assert set(told.values_list("to__username", flat=True)) == {
        *("reporter", "a_secretary", "outsider", "b_secretary", "s_reporter")
    }
    assert told.count() == 5


def test_an_unsure_proposal_keeps_the_programme_from_being_issued(cast: Cast, program: Program) -> None:
    target = program.proposals.filter(kind=ProposalKind.TARGET).first()
    assert target is not None
    deciding.restore(target, by=cast.people["office"])
    Proposal.objects.filter(pk=target.pk).update(doubt="Chưa rõ.")
    with pytest.raises(NotReady) as refused:
        issued(cast, program)
    assert [problem.sentence for problem in refused.value.problems] == ["Chưa xem: Chưa rõ."]
    program.refresh_from_db()
    assert program.is_draft
    assert not Target.objects.filter(program=program).exists()
    assert not Regime.objects.filter(source_program=program).exists()


def test_problems_are_listed_with_links(cast: Cast, program: Program, signed_in: SignIn) -> None:
    model = program.proposals.get(payload__measure="COUNT/EACH_UNIT")
    Proposal.objects.filter(pk=model.pk).update(payload=model.payload | {"coverage_goal": None})
    client = signed_in(cast.people["secretary"])
    page = client.post(f"/chuong-trinh/{program.pk}/ban-hanh/", {"units": [cast.a.pk]})
    assert page.status_code == 422
    assert f"?muc={model.pk}#cau" in page.content.decode()
    assert "Ghi tỷ lệ đơn vị phải đạt" in page.content.decode()


def test_the_second_click_on_issue_changes_nothing(cast: Cast, program: Program) -> None:
    issued(cast, program)
    before = Submission.objects.count()
    with pytest.raises(NotAllowed, match="đã được ban hành"):
        issued(cast, Program.objects.get(pk=program.pk))
    assert Submission.objects.count() == before


def test_a_programme_can_report_through_the_regime_that_runs(cast: Cast, program: Program) -> None:
    rules = cast.regime.rules.count()
    issued(cast, program, regime=cast.regime)
    assert program.regime == cast.regime
    assert cast.regime.rules.count() == rules
    take_back(program, "Sửa chỉ tiêu.", by=cast.people["secretary"])
    assert Submission.objects.owed().filter(period__regime=cast.regime, unit=cast.a).exists()


def test_the_last_step_shows_weekdays_and_who_will_owe_what(cast: Cast, program: Program, signed_in: SignIn) -> None:
    exempt_schools(program, cast.people["office"])
    page = signed_in(cast.people["office"]).get(f"/chuong-trinh/{program.pk}/ban-hanh/").content.decode()
    assert "hết ngày 04/03/2026 (Thứ Tư)" in page
    assert "Miễn 1: Đoàn CĐ Nghề" in page
    assert "Bí thư ban hành sau khi soát xong." in page


def test_only_the_secretary_issues(cast: Cast, program: Program, signed_in: SignIn) -> None:
    url = f"/chuong-trinh/{program.pk}/ban-hanh/"
    typed = {"units": [cast.a.pk, cast.b.pk]}
    assert signed_in(cast.people["office"]).post(url, typed).status_code == 403
    assert signed_in(cast.people["secretary"]).post(url, typed).status_code == 302
    program.refresh_from_db()
    assert set(program.participations.values_list("unit__code", flat=True)) == {"A", "B"}


def test_trying_other_units_issues_nothing(cast: Cast, program: Program, signed_in: SignIn) -> None:
    typed = {"units": [cast.a.pk], "preview": "1"}
    page = signed_in(cast.people["secretary"]).post(f"/chuong-trinh/{program.pk}/ban-hanh/", typed)
    assert page.status_code == 200
    program.refresh_from_db()
    assert program.is_draft


def test_nobody_outside_the_issuing_body_takes_part(cast: Cast, program: Program, signed_in: SignIn) -> None:
    typed = {"units": [cast.issuer.pk]}
    page = signed_in(cast.people["secretary"]).post(f"/chuong-trinh/{program.pk}/ban-hanh/", typed)
    assert page.status_code == 422


def test_a_programme_taken_back_is_the_same_draft_again(cast: Cast, program: Program) -> None:
    before = list(program.proposals.values_list("pk", "decision", "payload").order_by("pk"))
    issued(cast, program)
    regime = program.regime
    assert regime is not None
    take_back(program, "Cần sửa chỉ tiêu 3.", by=cast.people["secretary"])
    program.refresh_from_db()
    assert (program.status, program.issued_at, program.regime) == (ProgramStatus.DRAFT, None, None)
    assert list(program.proposals.values_list("pk", "decision", "payload").order_by("pk")) == before
    left = [model.objects.filter(program=program).exists() for model in (Target, Section, Indicator, Participation)]
    assert not any(left)
    assert not Regime.objects.filter(pk=regime.pk).exists()
    assert Message.objects.filter(kind="program_taken_back").exists()
    issued(cast, Program.objects.get(pk=program.pk))


def test_a_programme_somebody_has_begun_to_report_on_stays_issued(cast: Cast, program: Program) -> None:
    issued(cast, program)
    owed = Submission.objects.filter(period__regime=program.regime, unit=cast.a).earliest("period__due_at")
    save_narrative(owed, NarrativePart.RESULTS, "Đã trồng 20 cây.", "", by=cast.people["reporter"])
    with pytest.raises(NotAllowed, match=REPORTED):
        take_back(program, "Sửa.", by=cast.people["secretary"])
    program.refresh_from_db()
    assert program.status == ProgramStatus.ISSUED
    assert program.targets.count() == 5


def test_a_closed_programme_stays_readable(cast: Cast, program: Program, signed_in: SignIn) -> None:
    issued(cast, program)
    close(program, by=cast.people["secretary"])
    with pytest.raises(NotAllowed):
        close(program, by=cast.people["secretary"])
    page = signed_in(cast.people["reporter"]).get(f"/chuong-trinh/{program.pk}/")
    assert "Đã kết thúc" in page.content.decode()


@pytest.mark.parametrize("tab", ["chi-tieu", "lich", "che-do", "don-vi", "van-ban", "lich-su", "khac"])
def test_every_part_of_an_issued_programme_is_one_page(
    cast: Cast, program: Program, signed_in: SignIn, tab: str
) -> None:
    issued(cast, program)
    client = signed_in(cast.people["secretary"])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/chuong-trinh/{program.pk}/?xem={tab}").status_code == 200
    assert len(queries) <= 20


def test_a_dropped_part_leaves_no_link_behind(cast: Cast, program: Program) -> None:
    total = program.proposals.get(payload__measure="COUNT/ORGANISATION")
    deciding.drop(total, by=cast.people["office"])
    issued(cast, program)
    each = program.indicators.get(scope="EACH_MEMBER")
    assert each.reads is None


def test_a_range_keeps_its_upper_end(cast: Cast, program: Program) -> None:
    total = program.proposals.get(payload__measure="COUNT/ORGANISATION")
    draft = load(IndicatorDraft, total.payload | {"comparator": "range", "goal_max": "5000"})
    deciding.change(total, draft, parent=total.parent, by=cast.people["office"])
    issued(cast, program)
    assert Goal.objects.get(indicator__program=program, indicator__comparator="range").upper == Decimal(5000)
