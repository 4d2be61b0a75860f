"""What was corrected in the review, or amended after issue, is what the document says; the rest is untouched."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest

from programs import word
from programs.actions import deciding
from programs.actions.drafting import import_program
from programs.exporting.composing import compose
from programs.exporting.gathering import edition_of
from programs.models import Program, Proposal, ProposalKind, RuleAudience
from programs.payloads import ActivityDraft, RuleDraft, TargetDraft, Theme, read
from reports.actions.issuing import Choice, issue
from tests.cast import Cast
from tests.programs.exporting.story import (
    assert_the_same,
    assert_the_same_rules,
    read_back,
    said_by,
    said_in,
    subject_of,
)
from tests.programs.sample import TEXT, document


@pytest.fixture
def program(cast: Cast) -> Program:
    return import_program(cast.issuer, document(), "ct.txt", by=None)


def of(program: Program, kind: str, words: str) -> Proposal:
    return next(p for p in program.proposals.filter(kind=kind) if words in str(p.payload))


def lines_of(program: Program) -> list[str]:
    return [line.text for line in compose(edition_of(program)).lines]


def test_what_nobody_touched_comes_out_word_for_word(program: Program) -> None:
    body = TEXT[TEXT.index("I. CHỦ ĐỀ") : TEXT.index("\nNơi nhận")].strip().splitlines()
    said_last = "+ Báo cáo chốt số liệu năm 2026: gửi chậm nhất ngày 10/01/2027; "
    assert lines_of(program) == [*body, said_last + "số liệu từ ngày 01/01/2026 đến hết ngày 31/12/2026."]


def test_a_changed_a_dropped_and_a_new_target(program: Program, cast: Cast) -> None:
    by = cast.people["office"]
    changed = of(program, ProposalKind.TARGET, "85% thanh niên")
    deciding.change(
        changed, TargetDraft("3.", "Có từ 90% thanh niên trở lên được học nghị quyết."), parent=changed.parent, by=by
    )
    deciding.drop(of(program, ProposalKind.TARGET, "mô hình"), by=by)
    new = TargetDraft("", "Toàn đoàn hiến ít nhất 200 đơn vị máu.")
    deciding.add(program, ProposalKind.TARGET, new, parent=changed.parent, by=by)
    now = said_in(read_back(program), program)
    assert [(number, text) for number, text, _ in now.targets] == [
        ("1", "Toàn đoàn trồng ít nhất 4.500 cây xanh; mỗi đoàn viên trồng ít nhất 01 cây xanh."),
        ("3", "Có từ 90% thanh niên trở lên được học nghị quyết."),
        ("4", "Mỗi cụm thi đua giúp đỡ ít nhất 01 hộ thanh niên nghèo/năm."),
        ("5", "Đoàn Khối tổ chức ít nhất 03 buổi tuyên truyền chuyển đổi số."),
        ("6", "Toàn đoàn hiến ít nhất 200 đơn vị máu."),
    ]


def test_changed_and_new_activities(program: Program, cast: Cast) -> None:
    by = cast.people["office"]
    deciding.drop(of(program, ProposalKind.ACTIVITY, "Ra quân"), by=by)
    summer = of(program, ProposalKind.ACTIVITY, "hè")
    deciding.change(summer, replace(read("activity", summer.payload), months=(5, 6)), by=by)
    deciding.add(program, ProposalKind.ACTIVITY, ActivityDraft("", "Hội trại", (12,)), by=by)
    assert [line for line in lines_of(program) if "Tháng" in line and "Báo cáo" not in line] == [
        "2. Chiến dịch tình nguyện hè (Tháng 5, 6)",
        "3. Hội trại (Tháng 12)",
    ]
    assert said_in(read_back(program), program).activities[0][2] == (5, 6)


def test_moved_new_and_dropped_deadlines(program: Program, cast: Cast) -> None:
    by = cast.people["office"]
    quarter = of(program, ProposalKind.RULE, "quý I")
    deciding.change(quarter, replace(read("rule", quarter.payload), due_on=date(2026, 3, 12), due_hour=17), by=by)
    deciding.drop(of(program, ProposalKind.RULE, "closing"), by=by)
    half = RuleDraft(kind="half_year", due_on=date(2026, 6, 5), covers="to_date", exempt_sectors=("school",))
    deciding.add(program, ProposalKind.RULE, half, by=by)
    assert "+ Báo cáo quý I: gửi trước 17 giờ ngày 12/3/2026." in lines_of(program)
    was = said_by(program)
    now = said_in(read_back(program), program)
    # The year's figures are closed by a report of their own unless somebody drops it again.
    assert_the_same_rules(was.rules, [rule for rule in now.rules if rule.kind != "closing"], subject_of(program))
    # Its neighbour is untouched.
    assert any("số liệu tính từ ngày 05 tháng trước" in line for line in lines_of(program))


def test_a_new_motto_stands_in_the_place_of_the_old_one(program: Program, cast: Cast) -> None:
    theme = of(program, ProposalKind.HEAD, "gương mẫu")
    deciding.change(theme, Theme("Tuổi trẻ vì dân", "Một việc mới"), by=cast.people["office"])
    lines = lines_of(program)
    assert lines[:2] == ["I. CHỦ ĐỀ NĂM", "“Tuổi trẻ vì dân”"]
    assert lines[-2:] == ["V. NỘI DUNG ĐỘT PHÁ", "“Một việc mới”"]


def test_an_issued_programme_comes_out_of_its_rows(program: Program, cast: Cast) -> None:
    was = said_by(program)
    issued = issue_it(program, cast)
    assert_the_same(was, said_in(read_back(issued), issued), subject_of(issued))


def test_amendments_are_in_the_text(program: Program, cast: Cast) -> None:
    issued = issue_it(program, cast)
    issued.targets.filter(text__contains="4.500").update(text="Toàn đoàn trồng ít nhất 5.000 cây xanh.")
    assert issued.regime is not None
    quarter = issued.regime.rules.get(kind="quarterly")
    quarter.due_on = date(2026, 3, 20)
    quarter.save()
    RuleAudience.objects.create(rule=quarter, is_exempt=True, sector="school")
    now = said_in(read_back(issued), issued)
    assert now.targets[0][:2] == ("1", "Toàn đoàn trồng ít nhất 5.000 cây xanh.")
    moved = next(rule for rule in now.rules if rule.kind == "quarterly")
    assert (moved.due_on, moved.exempt_sectors) == (date(2026, 3, 20), ("school",))
    assert "4.500" not in "".join(lines_of(issued))


def test_a_programme_without_rules_of_its_own_leaves_the_text_alone(program: Program, cast: Cast) -> None:
    text = lines_of(program)[:-1]
    program.proposals.update(doubt="")
    issued = issue(program, Choice([cast.a], regime=cast.regime), by=cast.people["secretary"])
    cast.regime.source_program = cast.program
    cast.regime.save()
    issued.refresh_from_db()
    assert lines_of(issued) == text


def issue_it(program: Program, cast: Cast) -> Program:
    program.proposals.update(doubt="")
    return issue(program, Choice([cast.a, cast.b]), by=cast.people["secretary"])


def test_who_is_in_charge_comes_out_of_the_rows_too(program: Program, cast: Cast) -> None:
    for activity in program.proposals.filter(kind=ProposalKind.ACTIVITY):
        deciding.drop(activity, by=cast.people["office"])
    camp = ActivityDraft("", "Hội trại", (12,), in_charge="Ban Phong trào")
    deciding.add(program, ProposalKind.ACTIVITY, camp, by=cast.people["office"])
    issued = issue_it(program, cast)
    assert said_in(read_back(issued), issued).activities == [("1", "Hội trại", (12,), False, "Ban Phong trào")]


def test_headings_without_numbers_keep_their_text(cast: Cast) -> None:
    lines = ["I. CHỈ TIÊU", "1. Trồng ít nhất 40 cây xanh.", "II. TỔ CHỨC THỰC HIỆN", "- Các đơn vị triển khai."]
    text = "\n\n".join(["CHƯƠNG TRÌNH", "Công tác Đoàn năm 2026", *lines, "Nơi nhận:", "- Lưu: VP."])
    program = import_program(cast.issuer, text.encode(), "ct.txt", by=None)
    by = cast.people["office"]
    for section in program.proposals.filter(kind=ProposalKind.SECTION):
        draft = replace(read("section", section.payload), number="")
        deciding.change(section, draft, parent=section.parent, by=by)
    now = said_in(read_back(program), program)
    assert [(number, words) for number, words, _ in now.targets] == [("1", "Trồng ít nhất 40 cây xanh.")]
    assert [line for line in lines_of(program) if line[0] in "IV"] == ["I. CHỈ TIÊU", "II. TỔ CHỨC THỰC HIỆN"]


def test_text_on_the_line_of_a_heading_is_not_lost(cast: Cast) -> None:
    duties = (
        "1. Văn phòng: theo dõi, đôn đốc các đơn vị hằng tuần và tham mưu khen thưởng.\n2. Các cơ sở Đoàn trực thuộc"
    )
    text = document(TEXT.replace("1. Các cụm thi đua", f"{duties}\n- Triển khai đến đoàn viên.\n3. Các cụm thi đua"))
    program = import_program(cast.issuer, text, "ct.txt", by=None)
    assert "theo dõi, đôn đốc các đơn vị hằng tuần" in "\n".join(lines_of(program))


def test_headings_told_by_their_style_alone_stay_as_they_are(cast: Cast) -> None:
    made, out = word.new_document(), io.BytesIO()
    word.paragraph(made, "CHƯƠNG TRÌNH", bold=True)
    word.paragraph(made, "Công tác Đoàn năm 2026", bold=True)
    word.heading(made, "I. NHIỆM VỤ", 1)
    word.heading(made, "Chỉ tiêu về giáo dục", 2)
    word.paragraph(made, "1. Toàn đoàn mở ít nhất 10 lớp học.")
    made.save(out)
    program = import_program(cast.issuer, out.getvalue(), "ct.docx", by=None)
    assert lines_of(program) == ["I. NHIỆM VỤ", "Chỉ tiêu về giáo dục", "1. Toàn đoàn mở ít nhất 10 lớp học."]
