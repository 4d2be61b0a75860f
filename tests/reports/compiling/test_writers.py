"""The three files of a compiled report say the same, in the layout of a Youth Union document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from programs.letterhead import Letterhead, place_and_date
from reports.compiling import excel, pdf, word
from reports.compiling.content import Content, Passage, change_words, figure_words
from tests.reports.compiling.sample import HEAD, content, figure


def pdf_text(units: int = 43) -> str:
    buffer = BytesIO()
    pdf.write(content(units), buffer)
    return "\n".join(page.extract_text() for page in PdfReader(buffer).pages)


def test_a_zero_stands_before_days_under_ten_and_before_the_first_two_months_only() -> None:
    assert place_and_date("An Bình", date(2026, 2, 7)) == "An Bình, ngày 07 tháng 02 năm 2026"
    assert place_and_date("An Bình", date(2026, 3, 12)) == "An Bình, ngày 12 tháng 3 năm 2026"


def test_a_date_that_is_not_known_leaves_room_to_write_it_in() -> None:
    assert place_and_date("An Bình", None).startswith("An Bình, ngày   ")


def test_recipients_end_with_semicolons_and_the_archive_with_a_full_stop() -> None:
    lines = Letterhead(issuer="Đoàn Khối", recipients=("- Tỉnh đoàn (b/c);", "Lưu: VP.")).recipient_lines
    assert lines == ("- Tỉnh đoàn (b/c);", "- Lưu: VP.")


def test_the_archive_is_added_where_nobody_wrote_it() -> None:
    assert Letterhead(issuer="Đoàn Khối", recipients=("Tỉnh đoàn",)).recipient_lines[-1] == "- Lưu: VP."


def test_a_missing_figure_reads_as_a_dash_and_never_as_zero() -> None:
    assert figure_words(None, figure()) == "–"
    assert figure_words(Decimal(0), figure()) == "0"


def test_a_change_carries_its_sign() -> None:
    assert change_words(figure()) == "+120"
    assert change_words(figure(so_far=Decimal(1200))) == "-90"
    assert change_words(figure(before=None)) == "–"


@pytest.mark.slow
def test_the_pdf_has_heading_figures_and_every_unit() -> None:
    text = pdf_text()
    for words in ("ĐOÀN TNCS HỒ CHÍ MINH", "Số: 12-BC/ĐK", "1.410", "84,4%", "60,5%", "Chi đoàn Sở số 43", "Nơi nhận:"):
        assert words in text


@pytest.mark.slow
def test_a_pdf_without_targets_and_units_says_so() -> None:
    text = pdf_text(0)
    assert "Chương trình chưa có chỉ tiêu nào được theo dõi." in text
    assert "Không có đơn vị nào phải gửi báo cáo kỳ này." in text


def test_the_word_file_has_the_same_figures_in_its_tables() -> None:
    buffer = BytesIO()
    word.write(content(), buffer)
    document = Document(buffer)
    heading, groups, ending, targets, standings = document.tables
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in heading.rows[0].cells[1].text
    assert [cell.text for cell in groups.rows[-1].cells][:3] == ["Toàn đoàn", "43", "26"]
    assert [cell.text for cell in targets.rows[2].cells][4:6] == ["120", "1.410"]
    assert len(standings.rows) == 44
    assert "- Lưu: VP." in ending.rows[0].cells[0].text


def test_the_workbook_holds_numbers_that_excel_can_compute_with() -> None:
    buffer = BytesIO()
    excel.write(content(), buffer)
    book = load_workbook(buffer)
    targets = book["Chỉ tiêu"]
    assert [cell.value for cell in targets[6]][3:6] == [4500, 120, 1410]
    assert targets["F6"].number_format == "#,##0"
    assert targets["F7"].value == pytest.approx(84.4)
    assert [cell.value for cell in book["Cụm"][10]][:3] == ["Toàn đoàn", 43, 26]


def test_a_name_that_looks_like_a_formula_is_shown_and_not_computed() -> None:
    assert excel.defused('=HYPERLINK("x")') == '\'=HYPERLINK("x")'
    assert excel.defused("Chi đoàn A") == "Chi đoàn A"


def test_the_line_under_the_title_of_the_workbook_is_no_formula_either() -> None:
    buffer = BytesIO()
    excel.write(replace(content(1), head=replace(HEAD, issuer="=1+1")), buffer)
    assert [sheet["A2"].data_type for sheet in load_workbook(buffer)] == ["s", "s", "s"]


def pasted_from_word() -> Content:
    """Word's line break on the clipboard is a vertical tab; other control signs come with it."""
    targets = replace(content(1).targets[0], text="Trồng cây\x0bnăm\x01 2026", figures=(figure("Cây\x0bxanh"),))
    texts = (("Đoàn xã A\x02", "Đã trồng\x0b120 cây\x07"),)
    return replace(content(1), targets=(targets,), passages=(Passage("Kết quả\x03", texts),))


def test_signs_that_documents_refuse_do_not_stop_the_word_file() -> None:
    buffer = BytesIO()
    word.write(pasted_from_word(), buffer)
    document = Document(buffer)
    assert "Đoàn xã A: Đã trồng\n120 cây" in [line.text for line in document.paragraphs]
    assert document.tables[3].rows[1].cells[1].text == "Trồng cây\nnăm 2026"


def test_signs_that_documents_refuse_do_not_stop_the_workbook() -> None:
    buffer = BytesIO()
    excel.write(pasted_from_word(), buffer)
    assert load_workbook(buffer)["Chỉ tiêu"]["B6"].value == "Cây\nxanh"


@pytest.mark.slow
def test_signs_that_documents_refuse_do_not_stop_the_pdf() -> None:
    buffer = BytesIO()
    pdf.write(pasted_from_word(), buffer)
    assert "120 cây" in "\n".join(page.extract_text() for page in PdfReader(buffer).pages)
