"""Documents as other offices write them: plans of campaigns, school years, tables pasted from a spreadsheet."""

from __future__ import annotations

import pytest

from programs.importing.calendar import months_of, time_at_start
from programs.importing.documents import read_pasted
from programs.importing.folding import key
from programs.importing.program import read_program, read_targets
from programs.importing.reading import ProgramReading
from programs.importing.to_json import reading_to_json

CAMPAIGN = """BAN CHẤP HÀNH
ĐOÀN TNCS HỒ CHÍ MINH TỈNH BÌNH AN
***
Số: 31 - KH/TĐTN
ĐOÀN TNCS HỒ CHÍ MINH
Bình An, ngày 05 tháng 5 năm 2026

KẾ HOẠCH
Tổ chức Chiến dịch tình nguyện hè năm 2026

I. MỤC ĐÍCH
Phát huy tinh thần tình nguyện của tuổi trẻ.
II. CHỦ ĐỀ, THỜI GIAN
1. Chủ đề: “Mùa hè xanh trên mọi nẻo đường quê”
2. Thời gian: trong ba tháng hè.
III. CHỈ TIÊU
1. Trồng mới ít nhất 700 cây xanh.
IV. MỘT SỐ HOẠT ĐỘNG TRỌNG TÂM
1. Lễ ra quân cấp tỉnh (tháng 6).
2. Ngày cao điểm tri ân (tháng 7).
V. CÁC BƯỚC
- Từ ngày 05/5 đến ngày 25/5/2026: Phổ biến kế hoạch đến cơ sở.
- Từ ngày 01/6 đến 15/8/2026: Các đội hình hoạt động tại địa bàn.
- Từ ngày 16/8 đến 31/8/2026: Đánh giá, khen thưởng.
VI. TỔ CHỨC THỰC HIỆN
1. Đoàn các xã, phường
- Cụ thể hóa thành kế hoạch của đơn vị, gửi Tỉnh đoàn trước ngày 22/5/2026.
- Báo cáo tháng: trước ngày 20 hằng tháng (trừ các tháng có báo cáo quý, 6 tháng, 9 tháng, năm).
- Báo cáo học kỳ I của đoàn trường gửi trước ngày 10/01/2027.
"""
ROWS = (
    "TT\tNội dung chỉ tiêu\tĐơn vị tính\tChỉ tiêu năm 2026\n"
    "I\tPhong trào\t\t\n"
    "1\tCây xanh trồng mới\tCây\t3.500\n"
    "II\tXây dựng Đoàn\t\t\n"
    "2\tTỷ lệ chi đoàn vững mạnh\t%\t75% trở lên\n"
    "3\tTỷ lệ tập hợp thanh niên\t%\t≥ 65\n"
)


@pytest.fixture(scope="module")
def campaign() -> ProgramReading:
    return read_program(read_pasted(CAMPAIGN))


def test_an_executive_committee_over_its_union_is_one_body(campaign: ProgramReading) -> None:
    shown = reading_to_json(campaign)
    assert shown["issuer"] == "BAN CHẤP HÀNH ĐOÀN TNCS HỒ CHÍ MINH TỈNH BÌNH AN"


def test_a_theme_is_found_beside_the_time_under_one_heading(campaign: ProgramReading) -> None:
    assert campaign.theme is not None
    assert campaign.theme.value == "Mùa hè xanh trên mọi nẻo đường quê"


def test_a_list_that_says_when_is_a_calendar_whatever_its_heading(campaign: ProgramReading) -> None:
    assert [(a.title, a.months) for a in campaign.activities] == [
        ("Lễ ra quân cấp tỉnh", (6,)),
        ("Ngày cao điểm tri ân", (7,)),
        ("Phổ biến kế hoạch đến cơ sở", (5,)),
        ("Các đội hình hoạt động tại địa bàn", (6, 7, 8)),
        ("Đánh giá, khen thưởng", (8,)),
    ]


def test_a_plan_of_the_unit_is_owed_also_where_the_sentence_begins_with_a_verb(campaign: ProgramReading) -> None:
    found = {d.report_kind: d for d in campaign.deadlines}
    assert str(found["unit_work_programme"].due) == "2026-05-22"


def test_months_with_a_larger_report_are_left_out(campaign: ProgramReading) -> None:
    monthly = next(d for d in campaign.deadlines if d.report_kind == "monthly")
    assert (monthly.day, monthly.months) == (20, (1, 2, 4, 5, 7, 8, 10, 11))
    assert monthly.exempt == ()


def test_a_report_on_a_semester_is_one_on_half_a_year(campaign: ProgramReading) -> None:
    assert "half_year" in {d.report_kind for d in campaign.deadlines}


def test_months_may_be_left_out_by_number() -> None:
    text = "I. CHỈ TIÊU\n1. Trồng 9 cây.\nII. CHẾ ĐỘ BÁO CÁO\n- Báo cáo tháng: ngày 25 hằng tháng (trừ tháng 3, 6, 12)."
    (monthly,) = read_program(read_pasted(text)).deadlines
    assert monthly.months == (1, 2, 4, 5, 7, 8, 9, 10, 11)


def test_rows_that_only_head_a_group_are_no_targets() -> None:
    targets = read_targets(ROWS)
    assert [(t.number, t.text) for t in targets] == [
        ("1", "Cây xanh trồng mới: 3.500 cây"),
        ("2", "Tỷ lệ chi đoàn vững mạnh: 75% trở lên"),
        ("3", "Tỷ lệ tập hợp thanh niên: ≥ 65%"),
    ]
    assert [(i.comparator, i.scope) for t in targets for i in t.indicators] == [
        ("=", "organisation"),
        (">=", "percent_of_units"),
        (">=", "percent_of_youth"),
    ]


def test_a_worth_that_may_be_of_each_is_asked_back() -> None:
    (target,) = read_targets("- Trao 120 suất quà trị giá 60 triệu đồng.")
    assert target.indicators[0].doubt is None
    assert target.indicators[1].doubt == "Chưa rõ đây là tổng giá trị hay giá trị của mỗi phần."


def test_dates_that_open_a_line_give_months() -> None:
    low = key("Từ ngày 20/11 đến ngày 05/02/2027: rà soát")
    found = time_at_start(low)
    assert found is not None
    when = months_of(low[: found[1]])
    assert when is not None
    assert when[0] == (1, 2, 11, 12)


RESOLUTION = """NGHỊ QUYẾT
Đại hội đại biểu Đoàn xã An Bình lần thứ II, nhiệm kỳ 2026 - 2031

I. Mục tiêu, chỉ tiêu, nhiệm vụ
1. Các chỉ tiêu chủ yếu
1.1. Mỗi năm trồng ít nhất 900 cây xanh.
2. Nhiệm vụ và giải pháp
- Tổ chức các phong trào phù hợp với địa phương.
II. Tổ chức thực hiện
Giao Ban Chấp hành xây dựng chương trình hành động.

TM. ĐOÀN CHỦ TỊCH
Lê Thu Hiền
"""


def test_what_a_congress_resolves_holds_for_its_term() -> None:
    shown = reading_to_json(read_program(read_pasted(RESOLUTION)))
    assert (shown["kind"], shown["year_from"], shown["year_to"]) == ("term", 2026, 2031)


def test_tasks_beside_the_targets_are_no_targets() -> None:
    targets = read_program(read_pasted(RESOLUTION)).targets
    assert [t.text for t in targets] == ["Mỗi năm trồng ít nhất 900 cây xanh."]


def test_a_presidium_signs_without_a_position() -> None:
    shown = reading_to_json(read_program(read_pasted(RESOLUTION)))
    assert shown["signatory"] == {"authority": "TM. ĐOÀN CHỦ TỊCH", "position": None, "name": "Lê Thu Hiền"}


CLAUSES = (
    "Chăm sóc thường xuyên 12 nghĩa trang liệt sĩ trên địa bàn trong cả năm.",
    "Mở ít nhất 03 lớp bơi miễn phí cho thiếu nhi vùng sông nước khó khăn.",
    "Tặng 150 thẻ bảo hiểm y tế cho học sinh thuộc hộ cận nghèo ở vùng cao.",
    "Lắp đặt trên 40 cột đèn chiếu sáng bằng năng lượng mặt trời ở thôn.",
    "Vận động 25 doanh nghiệp trẻ nhận đỡ đầu học sinh mồ côi đến 18 tuổi.",
    "Hỗ trợ tối thiểu 06 nhóm thanh niên khởi nghiệp từ sản vật địa phương.",
    "Duy trì 18 đội hình giúp người dân làm thủ tục hành chính trực tuyến.",
)


def test_clauses_pasted_one_a_line_are_not_taken_for_wrapped_text() -> None:
    assert [t.text for t in read_targets("\n".join(CLAUSES))] == list(CLAUSES)


def test_a_sentence_wrapped_at_the_margin_is_one_clause() -> None:
    wrapped = (
        "Phấn đấu trong năm toàn huyện trồng mới và chăm sóc được ít nhất 700\n"
        "cây bóng mát dọc các tuyến đường liên xã do thanh niên tự quản và tại\n"
        "khuôn viên các điểm trường mầm non của những thôn xa trung tâm nhất\n"
        "để học sinh có bóng mát vui chơi an toàn trong suốt các tháng mùa hè\n"
        "nắng nóng kéo dài, đồng thời góp phần giữ đất ở những triền dốc cao\n"
        "Đoàn xã đã nhận chăm sóc cùng với các chi hội phụ nữ trên địa bàn xã\n"
        "từ mùa mưa năm trước."
    )
    (target,) = read_targets(wrapped)
    assert [i.quantity for i in target.indicators] == [700]


BY_MONTH = """I. CHỈ TIÊU
1. Trồng mới 90 cây bóng mát.
II. LỊCH CÔNG TÁC
Tháng 9/2026
- Ra mắt câu lạc bộ kỹ năng
- Hội nghị Ban Chấp hành lần thứ 7
Tháng 01/2027
- Thăm hỏi gia đình chính sách
III. TỔ CHỨC THỰC HIỆN
- Báo cáo hằng năm về Huyện đoàn trước ngày 12/11.
"""


def test_a_line_that_names_a_month_heads_what_follows_it() -> None:
    reading = read_program(read_pasted(BY_MONTH))
    assert [(a.title, a.months, a.year) for a in reading.activities] == [
        ("Ra mắt câu lạc bộ kỹ năng", (9,), 2026),
        ("Thăm hỏi gia đình chính sách", (1,), 2027),
    ]
    assert [(c.number, c.month, c.year) for c in reading.conferences] == [(7, 9, 2026)]


def test_a_yearly_report_of_several_years_is_a_rule_without_a_year() -> None:
    (yearly,) = read_program(read_pasted(BY_MONTH)).deadlines
    assert (yearly.report_kind, yearly.due, yearly.day, yearly.months) == ("annual", None, 12, (11,))
    assert (yearly.inclusive, yearly.doubt) == (False, None)


IN_GROUPS = """I. CHỈ TIÊU CỤ THỂ
* Cấp huyện
- Mở ít nhất 02 lớp bơi cho thiếu nhi.
- Tặng 120 áo phao cho học sinh vùng sông nước.
* Cấp xã
- Mỗi xã lập 01 điểm đọc sách
- Duy trì 15 đội bóng thiếu nhi
II. NỘI DUNG HOẠT ĐỘNG CHÍNH
1. Những ngày ra quân
1.1. Ngày vì dòng sông xanh
Các chi đoàn vớt rác trên sông trong tuần đầu của chiến dịch.
1.2. Ngày hội đọc sách
Thư viện các trường mở cửa đón thiếu nhi trong cả ngày.
"""


def test_lines_that_head_groups_of_targets_are_no_part_of_them() -> None:
    reading = read_program(read_pasted(IN_GROUPS))
    assert [(t.text, t.label) for t in reading.targets] == [
        ("Mở ít nhất 02 lớp bơi cho thiếu nhi.", "Cấp huyện"),
        ("Tặng 120 áo phao cho học sinh vùng sông nước.", "Cấp huyện"),
        ("Mỗi xã lập 01 điểm đọc sách", "Cấp xã"),
        ("Duy trì 15 đội bóng thiếu nhi", "Cấp xã"),
    ]


def test_a_few_words_over_a_sentence_of_their_own_are_a_heading() -> None:
    titles = [s.title for s in read_program(read_pasted(IN_GROUPS)).sections]
    assert titles[-2:] == ["Ngày vì dòng sông xanh", "Ngày hội đọc sách"]
