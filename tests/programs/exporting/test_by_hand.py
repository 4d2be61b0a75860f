"""A programme written in the browser, with all that is awkward to say, comes out as a document and reads back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from programs.actions import deciding
from programs.actions.drafting import write_program
from programs.exporting.composing import compose
from programs.exporting.gathering import edition_of
from programs.models import Program, Proposal, ProposalKind
from programs.payloads import (
    ActivityDraft,
    ConferenceDraft,
    Identity,
    IndicatorDraft,
    Recipients,
    RuleDraft,
    SectionDraft,
    Signature,
    Subject,
    TargetDraft,
    Theme,
    dump,
    read,
)
from programs.promises import Measure
from tests.cast import Cast
from tests.programs.exporting.story import assert_the_same_rules, read_back, said_by, said_in, subject_of
from units.models import User

SUBJECT = Subject("Công tác Đoàn năm 2026", "annual", 2026, 2026, date(2026, 1, 1), date(2026, 12, 31))
HUNDRED = Decimal(100)

# Each clause with what is counted in it: measure, goal, and whatever else is not as usual.
TARGETS: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "Toàn đoàn kết nạp từ 300 đến 350 đoàn viên mới.",
        [{"measure": Measure.TOTAL, "goal": Decimal(300), "goal_max": Decimal(350), "comparator": "range"}],
    ),
    (
        "Tỷ lệ đoàn viên không hoàn thành nhiệm vụ không quá 2%.",
        [{"measure": Measure.SHARE, "goal": Decimal(2), "comparator": "<="}],
    ),
    (
        "Trên 90% cơ sở Đoàn có ít nhất 02 mô hình thanh niên làm kinh tế.",
        [
            {
                "measure": Measure.EACH_UNIT,
                "goal": Decimal(2),
                "comparator": ">=",
                "coverage_goal": Decimal(90),
                "coverage_comparator": ">",
            }
        ],
    ),
    (
        "Đoàn Khối mở ít nhất 05 lớp tập huấn, trong đó có ít nhất 02 lớp về chuyển đổi số.",
        [
            {"measure": Measure.OWN_COUNT, "goal": Decimal(5), "comparator": ">="},
            {"measure": Measure.OWN_COUNT, "goal": Decimal(2), "comparator": ">=", "part_of": 0},
        ],
    ),
    (
        "Hằng năm, mỗi cụm thi đua giúp đỡ ít nhất 01 hộ thanh niên nghèo.",
        [{"measure": Measure.EACH_CLUSTER, "goal": Decimal(1), "comparator": ">=", "goal_span": "YEAR"}],
    ),
    (
        "Toàn đoàn làm mới 6,5 km đường hoa.",
        [{"measure": Measure.TOTAL, "goal": Decimal("6.5"), "decimals": 1}],
    ),
]
ACTIVITIES = [
    ActivityDraft("", "Ra quân trồng cây đầu xuân", (2,)),
    ActivityDraft("", "Chiến dịch tình nguyện hè", (6, 7, 8)),
    ActivityDraft("", "Trực đường dây giải đáp dịch vụ công", tuple(range(1, 13)), is_all_year=True),
]
CONFERENCES = [
    ConferenceDraft("3", 4, 2026, ("Thảo luận công tác cán bộ", "Thông qua kế hoạch Chiến dịch hè")),
    ConferenceDraft("4", 12, 2026, ("Tổng kết công tác Đoàn",)),
]
RULES = [
    RuleDraft(kind="unit_work_programme", due_on=date(2026, 2, 25), is_inclusive=False),
    RuleDraft(kind="cluster_work_plan", due_on=date(2026, 2, 20), audience="cluster_leads"),
    RuleDraft(
        kind="monthly",
        months=(1, 2, 4, 5, 7, 8, 10, 11),
        due_day=5,
        covers="day_to_day",
        covers_day=5,
        exempt_sectors=("school",),
    ),
    RuleDraft(kind="quarterly", due_on=date(2026, 3, 5), is_inclusive=False, covers="to_date"),
    RuleDraft(
        kind="annual",
        due_on=date(2026, 11, 20),
        is_inclusive=False,
        covers="to_date",
        required_attachment="hồ sơ đề nghị khen thưởng",
        exempt_sectors=("school",),
    ),
    RuleDraft(
        kind="closing",
        due_on=date(2027, 1, 15),
        covers="fixed",
        covers_from=date(2026, 1, 1),
        covers_until=date(2026, 12, 31),
    ),
    RuleDraft(kind="thematic", name="Kết quả Tháng Thanh niên", due_on=date(2026, 4, 5), due_hour=17),
    RuleDraft(kind="thematic", is_open_question=True),
]


@pytest.fixture
def program(cast: Cast) -> Program:
    """Written without any file and without a single heading."""
    by = cast.people["office"]
    made = write_program(cast.issuer, SUBJECT, by=by)
    heads = {proposal.payload["group"]: proposal for proposal in made.proposals.filter(kind=ProposalKind.HEAD)}
    known = (
        ("identity", Identity("CHƯƠNG TRÌNH", "", None, "An Bình", "Tỉnh đoàn An Bình", "Đoàn Khối thử nghiệm")),
        ("theme", Theme("Tuổi trẻ Khối làm việc trên môi trường số", "Mỗi chi đoàn một việc số")),
        ("recipients", Recipients(("Tỉnh đoàn (b/c)", "Các cơ sở Đoàn trực thuộc"))),
        ("signature", Signature("TM. BAN THƯỜNG VỤ", "BÍ THƯ", "Lê Minh Anh")),
    )
    for group, draft in known:
        deciding.change(heads[group], draft, by=by)
    for text, indicators in TARGETS:
        add_target(made, text, indicators, by)
    for activity in ACTIVITIES:
        deciding.add(made, ProposalKind.ACTIVITY, activity, by=by)
    for conference in CONFERENCES:
        deciding.add(made, ProposalKind.CONFERENCE, conference, by=by)
    for rule in RULES:
        deciding.add(made, ProposalKind.RULE, rule, by=by)
    made.refresh_from_db()
    return made


def add_target(program: Program, text: str, indicators: list[dict[str, Any]], by: User) -> Proposal:
    target = deciding.add(program, ProposalKind.TARGET, TargetDraft("", text), by=by)
    for facts in indicators:
        draft = IndicatorDraft(label=text, text=text, **{k: v for k, v in facts.items() if k != "part_of"})
        deciding.add(program, ProposalKind.INDICATOR, draft, parent=target, by=by)
    return target


def test_the_targets_come_back_with_what_is_counted_in_them(program: Program) -> None:
    now = said_in(read_back(program), program)
    assert [(number, text) for number, text, _ in now.targets] == [
        (str(number), text) for number, (text, _) in enumerate(TARGETS, 1)
    ]
    for (_, _, found), (text, wanted) in zip(now.targets, TARGETS, strict=True):
        assert len(found) == len(wanted), text
        for have, want in zip(found, wanted, strict=True):
            draft = read("indicator", have)
            assert {name: getattr(draft, name) for name in want if name != "part_of"} == {
                name: value for name, value in want.items() if name != "part_of"
            }, text


def test_a_part_comes_back_as_a_part(program: Program) -> None:
    reading = read_back(program)
    parts = [indicator.subset_of for indicator in reading.targets[3].indicators]
    assert parts == [None, 0]


def test_activities_sessions_and_rules_come_back(program: Program) -> None:
    was, now = said_by(program), said_in(read_back(program), program)
    assert [entry[1:] for entry in now.activities] == [entry[1:] for entry in was.activities]
    assert now.conferences == was.conferences == [dump(conference) for conference in CONFERENCES]
    assert_the_same_rules(was.rules, now.rules, subject_of(program))
    assert "Kết quả Tháng Thanh niên" in [rule.name for rule in now.rules]


def test_the_heading_block_comes_back(program: Program) -> None:
    reading = read_back(program)
    assert reading.title is not None
    assert reading.title.value == "Công tác Đoàn năm 2026"
    assert reading.theme is not None
    assert reading.theme.value == "Tuổi trẻ Khối làm việc trên môi trường số"
    assert reading.breakthrough is not None
    assert reading.breakthrough.value == "Mỗi chi đoàn một việc số"
    assert [section.number for section in reading.sections if section.level == 1] == [
        "I.", "II.", "III.", "IV.", "V.", "VI.",
    ]  # fmt: skip
    assert reading.signatory is not None
    assert reading.signatory.name is not None
    assert reading.signatory.name.value == "Lê Minh Anh"
    assert [line.text for line in reading.recipients] == [
        "Tỉnh đoàn (b/c)", "Các cơ sở Đoàn trực thuộc", "Lưu: VP",
    ]  # fmt: skip


def test_activities_with_somebody_in_charge_come_back_from_a_table(program: Program, cast: Cast) -> None:
    hall = ActivityDraft("", "Liên hoan tiếng hát", (5, 9), in_charge="Ban Phong trào")
    deciding.add(program, ProposalKind.ACTIVITY, hall, by=cast.people["office"])
    now = said_in(read_back(program), program)
    assert now.activities[-1][1:] == ("Liên hoan tiếng hát", (5, 9), False, "Ban Phong trào")
    assert [entry[1:4] for entry in now.activities] == [entry[1:4] for entry in said_by(program).activities]


def test_a_heading_without_a_number_is_a_heading_still(cast: Cast) -> None:
    by = cast.people["office"]
    made = write_program(cast.issuer, SUBJECT, by=by)
    above = deciding.add(made, ProposalKind.SECTION, SectionDraft("I.", "NHIỆM VỤ", 1), by=by)
    inner = SectionDraft("", "Chỉ tiêu về giáo dục", 2)
    below = deciding.add(made, ProposalKind.SECTION, inner, parent=above, by=by)
    target = TargetDraft("1.", "Toàn đoàn mở ít nhất 10 lớp học.")
    deciding.add(made, ProposalKind.TARGET, target, parent=below, by=by)
    assert [line.text for line in compose(edition_of(made)).lines] == [
        "I. NHIỆM VỤ", "Chỉ tiêu về giáo dục", "1. Toàn đoàn mở ít nhất 10 lớp học.",
    ]  # fmt: skip
    assert [(number, text) for number, text, _ in said_in(read_back(made), made).targets] == [("1", target.text)]
    later = TargetDraft("", "Toàn đoàn hiến ít nhất 50 đơn vị máu.")
    deciding.add(made, ProposalKind.TARGET, later, parent=below, by=by)
    assert compose(edition_of(made)).lines[-1].text == "2. Toàn đoàn hiến ít nhất 50 đơn vị máu."
