"""Whole programmes in our own words: heading, outline, calendar, regime, end block."""

from __future__ import annotations

from datetime import date

import pytest

from programs.importing.calendar import months_of, time_at_end
from programs.importing.documents import read_pasted
from programs.importing.folding import key
from programs.importing.markers import marker_of, ordinal_of
from programs.importing.program import read_program
from programs.importing.reading import DeadlineRead, ProgramReading
from programs.importing.report_kinds import RULES, KindRule, kind_of
from programs.importing.to_json import reading_to_json

PROVINCE = """TỈNH ĐOÀN BÌNH AN                         ĐOÀN TNCS HỒ CHÍ MINH
BAN THƯỜNG VỤ
***
Số: 05 -CTr/TĐTN-VP                    Bình An, ngày 12 tháng 01 năm 2026

CHƯƠNG TRÌNH CÔNG TÁC
Đoàn và phong trào thanh thiếu nhi năm 2026
-----
Căn cứ Nghị quyết số 12-NQ/TĐTN ngày 20/12/2025 của Ban Chấp hành Tỉnh đoàn về nhiệm vụ năm 2026;
Ban Thường vụ Tỉnh đoàn ban hành chương trình như sau:

A. CHỦ ĐỀ NĂM: “Tuổi trẻ Bình An xung kích số”
B. MỤC TIÊU, CHỈ TIÊU
I. Mục tiêu
Nâng cao chất lượng tổ chức Đoàn, phát huy vai trò của thanh
niên trong chuyển đổi số.
II. Các chỉ tiêu cụ thể
1. Công tác giáo dục
1.1. 100% đoàn viên được học tập nghị quyết.
2. Phong trào
2.1. Trồng mới 50.000 cây xanh.
III. Khâu đột phá: Nâng cao năng lực số cho cán bộ Đoàn.
C. NHIỆM VỤ, GIẢI PHÁP
1. Công tác tuyên truyền
a) Đổi mới nội dung
- Phấn đấu mỗi chi đoàn có ít nhất 01 cộng tác viên.
b) Nắm bắt dư luận
- Tổ chức khảo sát theo quý.
D. TIẾN ĐỘ THỰC HIỆN
1. Tháng 01
- Ban hành chương trình công tác
2. Quý II
- Tổ chức ngày hội việc làm
- Họp mặt cựu cán bộ Đoàn (tháng 5)
E. TỔ CHỨC THỰC HIỆN
1. Văn phòng Tỉnh đoàn: theo dõi, đôn đốc việc thực hiện.
2. Các huyện, thị, thành Đoàn
- Xây dựng chương trình công tác của đơn vị gửi về Tỉnh đoàn trước ngày 30/01/2026.
+ Báo cáo tuần: trước 16 giờ thứ Năm hằng tuần.
+ Báo cáo tháng: trước ngày 20 hằng tháng; số liệu tính từ ngày 15 tháng trước đến ngày 14 của tháng báo cáo.
+ Báo cáo quý I: trước ngày 15/3; báo cáo 6 tháng: trước ngày 10/6.
+ Báo cáo năm và hồ sơ khen thưởng: chậm nhất ngày 15/11/2026.
+ Báo cáo chuyên đề: theo yêu cầu của Tỉnh đoàn.
- Riêng các Đoàn trường học thực hiện theo chế độ báo cáo của ngành giáo dục.

Nơi nhận:                                  TM. BAN THƯỜNG VỤ TỈNH ĐOÀN
- Trung ương Đoàn (b/c);                          PHÓ BÍ THƯ
- Thường trực Tỉnh ủy (b/c);
- Lưu: VT, VP.
                                            Trần Quốc Bảo
"""

TERM = """CHƯƠNG TRÌNH
Công tác toàn khóa của Ban Chấp hành, nhiệm kỳ 2025 - 2027

I. MỤC TIÊU
1. Mục tiêu chung:
Xây dựng tổ chức Đoàn vững mạnh.
Chỉ tiêu phấn đấu: 100% cơ sở có trang thông tin; kết nạp ít nhất 300 đoàn viên.
2. Mục tiêu cụ thể
Mục tiêu 1: 100% chi đoàn có công trình.
Mục tiêu 2: Mỗi đoàn viên có một việc tốt.
II. LỊCH HỘI NGHỊ
1. HỘI NGHỊ BAN CHẤP HÀNH LẦN THỨ 1 (3/2025)
- Thông qua quy chế.
- Bàn nhiệm vụ quý II.
2. HỘI NGHỊ BAN CHẤP HÀNH LẦN THỨ 2 (tháng 6/2025)
- Sơ kết 6 tháng đầu năm.
IV/ TỔ CHỨC THỰC HIỆN
1. Ban Thường vụ cụ thể hóa chương trình hằng năm.
2. Các ủy viên bám sát cơ sở được phân công.
"""


@pytest.fixture(scope="module")
def province() -> ProgramReading:
    return read_program(read_pasted(PROVINCE))


@pytest.fixture(scope="module")
def term() -> ProgramReading:
    return read_program(read_pasted(TERM))


def test_the_heading_in_two_columns_is_read(province: ProgramReading) -> None:
    shown = reading_to_json(province)
    assert shown["number"] == "05-CTr/TĐTN-VP"
    assert shown["issued"] == "2026-01-12"
    assert shown["place"] == "Bình An"
    assert shown["issuer"] == "BAN THƯỜNG VỤ TỈNH ĐOÀN BÌNH AN"
    assert shown["title"] == "Đoàn và phong trào thanh thiếu nhi năm 2026"
    assert (shown["kind"], shown["year_from"], shown["year_to"]) == ("annual", 2026, 2026)
    assert shown["theme"] == "Tuổi trẻ Bình An xung kích số"
    assert shown["breakthrough"] == "Nâng cao năng lực số cho cán bộ Đoàn"
    basis = province.legal_bases[0]
    assert (basis.number, basis.issued, basis.issuer) == ("12-NQ/TĐTN", date(2025, 12, 20), "Ban Chấp hành Tỉnh đoàn")


def test_the_outline_goes_as_deep_as_the_document(province: ProgramReading) -> None:
    assert [(s.number, s.level) for s in province.sections] == [
        ("A.", 1), ("B.", 1), ("I.", 2), ("II.", 2), ("1.", 3), ("2.", 3), ("III.", 2), ("C.", 1), ("1.", 2), ("a)", 3),
        ("b)", 3), ("D.", 1), ("1.", 2), ("2.", 2), ("E.", 1), ("1.", 2), ("2.", 2),
    ]  # fmt: skip
    assert province.sections[9].parent == 8


def test_targets_stand_under_their_headings(province: ProgramReading) -> None:
    assert [(t.number, t.text) for t in province.targets] == [
        ("1.1.", "100% đoàn viên được học tập nghị quyết."),
        ("2.1.", "Trồng mới 50.000 cây xanh."),
    ]
    embedded = province.embedded_targets
    assert [t.indicators[0].scope for t in embedded] == ["each_unit"]
    assert all(t.embedded and t.doubt for t in embedded)


def test_sentences_cut_by_line_ends_are_rejoined(province: ProgramReading) -> None:
    texts = [p.text for p in province.document.paragraphs]
    assert any(t.endswith("phát huy vai trò của thanh niên trong chuyển đổi số.") for t in texts)


def test_activities_take_their_months_from_the_heading_or_the_line(province: ProgramReading) -> None:
    assert [(a.title, a.months) for a in province.activities] == [
        ("Ban hành chương trình công tác", (1,)),
        ("Tổ chức ngày hội việc làm", (4, 5, 6)),
        ("Họp mặt cựu cán bộ Đoàn", (5,)),
    ]


def by_kind(reading: ProgramReading) -> dict[str, DeadlineRead]:
    return {d.report_kind: d for d in reading.deadlines}


def test_the_reporting_regime_is_read(province: ProgramReading) -> None:
    found = by_kind(province)
    assert list(found) == [
        "unit_work_programme", "weekly", "monthly", "quarterly", "half_year", "annual", "thematic", "other_regime",
    ]  # fmt: skip
    assert (found["unit_work_programme"].due, found["unit_work_programme"].inclusive) == (date(2026, 1, 30), False)
    assert (found["weekly"].weekday, found["weekly"].hour, found["weekly"].inclusive) == (3, 16, True)
    monthly = found["monthly"]
    assert (monthly.day, monthly.inclusive, monthly.months) == (20, False, tuple(range(1, 13)))
    assert (monthly.covers, monthly.covers_from_day, monthly.covers_until_day) == ("15-to-14", 15, 14)
    assert found["quarterly"].due == date(2026, 3, 15)
    assert found["half_year"].covers == "to_date"
    assert (found["annual"].due, found["annual"].inclusive) == (date(2026, 11, 15), True)
    assert found["annual"].attachments == ("hồ sơ khen thưởng",)
    assert found["thematic"].due is None
    assert found["thematic"].doubt
    assert found["other_regime"].reporter == "Đoàn trường học"
    assert monthly.exempt_kinds == ("school",)
    assert {d.reporter_kind for d in province.deadlines} == {"unit", "school"}


def test_months_folded_into_other_reports_are_named() -> None:
    text = (
        "I. CHỈ TIÊU\n1. Trồng 100 cây.\nII. CHẾ ĐỘ BÁO CÁO\n1. Các cơ sở\n- Báo cáo tháng: chậm nhất ngày 03 "
        "hằng tháng (tháng 1, 2, 4, 5, 7, 8, 10 và 11). "
        "Báo cáo tháng 3, 6, 9, 12 gộp vào báo cáo quý I, 6 tháng, 9 tháng và báo cáo tổng kết năm."
    )
    monthly = by_kind(read_program(read_pasted(text)))["monthly"]
    assert monthly.months == (1, 2, 4, 5, 7, 8, 10, 11)
    assert [(f.month, f.into) for f in monthly.folded] == [
        (3, "quarterly"),
        (6, "half_year"),
        (9, "nine_month"),
        (12, "annual"),
    ]


def test_the_end_block_is_read(province: ProgramReading) -> None:
    assert [r.text for r in province.recipients] == [
        "Trung ương Đoàn (b/c)",
        "Thường trực Tỉnh ủy (b/c)",
        "Lưu: VT, VP",
    ]
    signatory = reading_to_json(province)["signatory"]
    assert signatory == {"authority": "TM. BAN THƯỜNG VỤ TỈNH ĐOÀN", "position": "PHÓ BÍ THƯ", "name": "Trần Quốc Bảo"}


def test_a_term_programme_has_conferences_and_labelled_targets(term: ProgramReading) -> None:
    assert (term.kind.value, term.year_from and term.year_from.value, term.year_to and term.year_to.value) == (
        "term",
        2025,
        2027,
    )
    assert [(c.number, c.month, c.year, len(c.agenda)) for c in term.conferences] == [(1, 3, 2025, 2), (2, 6, 2025, 1)]
    assert [t.number for t in term.targets] == ["1", "Mục tiêu 1", "Mục tiêu 2"]
    assert [s.number for s in term.sections] == ["I.", "1.", "2.", "II.", "1.", "2.", "IV/"]


MARKERS = (
    ("I. CHỦ ĐỀ", "roman", "I."),
    ("IV/ TỔ CHỨC", "roman", "IV/"),
    ("II - NHIỆM VỤ", "roman", "II -"),
    ("A. MỤC TIÊU", "upper", "A."),
    ("1. Trồng cây", "arabic1", "1."),
    ("2.1. Phong trào", "arabic2", "2.1."),
    ("3.1- Nâng cao", "arabic2", "3.1-"),
    ("3.2 - Xây dựng", "arabic2", "3.2 -"),
    ("2.3 Phong trào", "arabic2", "2.3"),
    ("(1) 100%", "paren", "(1)"),
    ("(2). Kết nạp", "paren", "(2)."),
    ("a) Nội dung", "lower", "a)"),
    ("- Báo cáo", "bullet-", "-"),
    ("– Báo cáo", "bullet-", "–"),
    ("• Hiến máu", "bullet•", "•"),
    ("+ Tháng", "bullet+", "+"),
    ("Mục tiêu 1: 100%", "label", "Mục tiêu 1"),
    ("PHẦN II. GIẢI PHÁP", "part", "PHẦN II"),
)
NO_MARKERS = (
    "2.000 cây xanh",
    "08 - 10 lớp",
    "25/2/2026 là hạn cuối",
    "100% cơ sở",
    "V - năm nay",
    "Vì đàn em",
    "2026 là năm",
    "TM. BAN",
)


@pytest.mark.parametrize(("text", "style", "number"), MARKERS)
def test_numbering_is_told_in_all_its_styles(text: str, style: str, number: str) -> None:
    marker = marker_of(text)
    assert marker is not None
    assert (marker.style, marker.number) == (style, number)


@pytest.mark.parametrize("text", NO_MARKERS)
def test_numbers_that_begin_a_sentence_are_no_numbering(text: str) -> None:
    assert marker_of(text) is None


def test_written_numbers_have_an_order() -> None:
    assert [ordinal_of(n) for n in ("IV/", "2.1.", "b)", "(3)", "Mục tiêu 2", "-")] == [
        (4,),
        (2, 1),
        (2,),
        (3,),
        (2,),
        None,
    ]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Tháng 6,7,8", (6, 7, 8)),
        ("từ tháng 3 đến tháng 5", (3, 4, 5)),
        ("quý II/2026", (4, 5, 6)),
        ("Cả năm", tuple(range(1, 13))),
        ("tháng 11 và tháng 12", (11, 12)),
        ("tháng 9 - 10", (9, 10)),
        ("26/3", (3,)),
        ("6 tháng cuối năm", (7, 8, 9, 10, 11, 12)),
        ("quý I, quý III", (1, 2, 3, 7, 8, 9)),
        ("từ tháng 11 đến tháng 2", (1, 2, 11, 12)),
        ("tháng 5/2026", (5,)),
    ],
)
def test_time_phrases_give_months(text: str, months: tuple[int, ...]) -> None:
    found = months_of(key(text))
    assert found is not None
    assert found[0] == months


def test_a_month_inside_a_name_is_no_time() -> None:
    assert time_at_end(key("Tham gia hành trình “Tháng 3 biên giới” và thắp nến tri ân")) is None
    assert time_at_end(key("Tập huấn nghiệp vụ (Tháng 4).")) is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_every_kind_of_report_shows_a_case_of_its_own(rule: KindRule) -> None:
    assert kind_of(key(rule.example)) == rule.kind


def test_a_reading_counts_its_doubts(province: ProgramReading) -> None:
    assert len(list(province.doubts())) >= 2


DUE = (
    ("Báo cáo quý nộp vào ngày 08 tháng đầu của quý sau.", "quarterly", 8, (1, 4, 7, 10), True),
    ("Báo cáo tháng gửi trong 04 ngày đầu của tháng kế tiếp.", "monthly", 4, tuple(range(1, 13)), True),
    ("Báo cáo tháng nộp vào ngày cuối cùng của tháng.", "monthly", 31, tuple(range(1, 13)), True),
    ("Báo cáo tháng gửi trước ngày cuối tháng.", "monthly", 31, tuple(range(1, 13)), False),
    ("Thời hạn gửi báo cáo quý: ngày 12 của tháng thứ ba trong quý.", "quarterly", 12, (3, 6, 9, 12), True),
    ("Báo cáo kết quả thực hiện Tháng Thanh niên trước ngày 02/4/2026.", "campaign_final", None, (), False),
)


@pytest.mark.parametrize(("clause", "kind", "day", "months", "inclusive"), DUE, ids=[d[0] for d in DUE])
def test_due_dates_are_read_however_they_are_put(
    clause: str, kind: str, day: int | None, months: tuple[int, ...], inclusive: bool
) -> None:
    text = f"I. CHỈ TIÊU\n1. Trồng 100 cây.\nII. TỔ CHỨC THỰC HIỆN\n- {clause}"
    (due,) = read_program(read_pasted(text)).deadlines
    assert (due.report_kind, due.day, due.months, due.inclusive) == (kind, day, months, inclusive)


def test_the_days_that_open_a_month_are_those_of_the_next() -> None:
    text = f"I. CHỈ TIÊU\n1. Trồng 100 cây.\nII. TỔ CHỨC THỰC HIỆN\n- {DUE[1][0]}"
    (due,) = read_program(read_pasted(text)).deadlines
    assert due.day_of_next_month


def test_each_day_of_a_list_has_months_of_its_own() -> None:
    text = (
        "I. CHỈ TIÊU\n1. Trồng 100 cây.\nII. TỔ CHỨC THỰC HIỆN\n- Chế độ báo cáo: tháng (trước ngày 23), "
        "quý (trước ngày 19 tháng cuối quý)."
    )
    due = [(d.report_kind, d.day, d.months) for d in read_program(read_pasted(text)).deadlines]
    assert due == [("monthly", 23, tuple(range(1, 13))), ("quarterly", 19, (3, 6, 9, 12))]


def test_a_date_after_the_name_of_a_deadline_is_that_deadline() -> None:
    text = "I. CHỈ TIÊU\n1. Trồng 100 cây.\nII. TỔ CHỨC THỰC HIỆN\n- Hạn nộp báo cáo năm: 25/11/2026."
    (due,) = read_program(read_pasted(text)).deadlines
    assert (due.report_kind, due.due, due.inclusive) == ("annual", date(2026, 11, 25), True)
