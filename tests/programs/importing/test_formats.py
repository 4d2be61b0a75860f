from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from programs.importing.documents import read_document, read_pasted
from programs.importing.errors import OldWordFile
from programs.importing.program import read_program, read_targets
from programs.importing.reading import ProgramReading
from tests.programs.importing.files import NS, docx, level, paragraph, pdf, table

TARGETS = (
    ("Trồng mới cây xanh", "cây", "2.500", "Trồng mới 2.500 cây xanh."),
    ("Kết nạp đoàn viên mới", "đoàn viên", "320", "Kết nạp đoàn viên mới: 320 đoàn viên."),
    ("Tỷ lệ chi đoàn xếp loại mạnh", "%", "≥ 85", "Tỷ lệ chi đoàn xếp loại mạnh ≥ 85%."),
    ("Tiếp nhận máu tình nguyện", "đơn vị máu", "từ 400 trở lên", "Tiếp nhận máu tình nguyện từ 400 đơn vị trở lên."),
)
HEAD = ("CHƯƠNG TRÌNH", "Công tác Đoàn và phong trào thanh niên năm 2026")
END = ("Nơi nhận:", "- Tỉnh đoàn (b/c);", "- Lưu: VP.", "TM. BAN CHẤP HÀNH", "BÍ THƯ", "Lê Minh Châu")
PLAIN = (
    *HEAD, "I. CHỈ TIÊU CƠ BẢN", *(f"{n}. {t[3]}" for n, t in enumerate(TARGETS, 1)),
    "II. TỔ CHỨC THỰC HIỆN", "1. Các cơ sở Đoàn", "- Báo cáo tháng: gửi chậm nhất ngày 22 hằng tháng.", *END,
)  # fmt: skip
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "%1.", "Muc")
    + level(1, "decimal", "%2.")
    + level(2, "bullet", "-")
    + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/>'
    '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
)


def figures(reading: ProgramReading) -> list[tuple[object, ...]]:
    return [(i.quantity, i.unit == "%", i.comparator, i.scope) for t in reading.targets for i in t.indicators]


def numbered_docx() -> bytes:
    """Numbers set on the paragraph, on the style, restarting under each heading, and none of them in the text."""
    body = "".join(map(paragraph, HEAD)) + paragraph("CHỈ TIÊU CƠ BẢN", style="Muc")
    body += "".join(paragraph(t[3], num=(7, 1)) for t in TARGETS)
    body += paragraph("TỔ CHỨC THỰC HIỆN", style="Muc") + paragraph("Các cơ sở Đoàn", num=(7, 1))
    body += paragraph("Báo cáo tháng: gửi chậm nhất ngày 22 hằng tháng.", num=(7, 2)) + "".join(map(paragraph, END))
    return docx(body, numbering=NUMBERING, styles=STYLES)


def table_docx() -> bytes:
    rows = [("TT", "Chỉ tiêu", "ĐVT", "Số lượng")]
    rows += [(str(n), text, unit, amount) for n, (text, unit, amount, _) in enumerate(TARGETS, 1)]
    body = "".join(map(paragraph, (*HEAD, "I. CHỈ TIÊU CƠ BẢN"))) + table(rows) + "".join(map(paragraph, PLAIN[7:]))
    return docx(body)


def test_the_same_programme_gives_the_same_targets_in_every_format() -> None:
    plain = read_program(read_document("\n\n".join(PLAIN).encode(), "a.txt"))
    numbered = read_program(read_document(numbered_docx(), "a.docx"))
    printed = read_program(read_document(pdf(PLAIN), "a.pdf"))
    tabled = read_program(read_document(table_docx(), "b.docx"))
    assert len(figures(plain)) == 4
    assert figures(numbered) == figures(printed) == figures(tabled) == figures(plain)
    assert [t.text for t in numbered.targets] == [t.text for t in plain.targets] == [t.text for t in printed.targets]
    assert [t.number for t in numbered.targets] == ["1.", "2.", "3.", "4."]
    assert [(s.number, s.level) for s in numbered.sections] == [("I.", 1), ("II.", 1), ("1.", 2)]
    assert [d.day for d in numbered.deadlines] == [d.day for d in printed.deadlines] == [22]


def test_targets_in_a_table_of_a_pdf_are_read() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>{t[0]}</td><td>{t[1]}</td><td>{t[2]}</td></tr>" for n, t in enumerate(TARGETS, 1)
    )
    head = "<tr><td>TT</td><td>Chỉ tiêu</td><td>ĐVT</td><td>Số lượng</td></tr>"
    css = "table{border-collapse:collapse;width:100%}td{border:1px solid black;padding:4px;font:13pt serif}"
    document = read_document(pdf((*PLAIN[:3], f"<table>{head}{rows}</table>", *PLAIN[7:]), css=css), "c.pdf")
    plain = read_program(read_document("\n\n".join(PLAIN).encode(), "a.txt"))
    assert figures(read_program(document)) == figures(plain)


def test_a_heading_laid_out_as_a_table_is_read_column_by_column() -> None:
    head = table(
        [
            (
                "TỈNH ĐOÀN BÌNH AN\nBCH ĐOÀN KHỐI\n***\nSố: 07-CTr/ĐTN",
                "ĐOÀN TNCS HỒ CHÍ MINH\nBình An, ngày 09 tháng 01 năm 2026",
            )
        ]
    )
    end = table([("Nơi nhận:\n- Tỉnh đoàn (b/c);\n- Lưu: VP.", "TM. BAN CHẤP HÀNH\nBÍ THƯ\n\nLê Minh Châu")])
    reading = read_program(read_document(docx(head + "".join(map(paragraph, PLAIN[:10])) + end), "a.docx"))
    assert reading.number is not None
    assert reading.number.value == "07-CTr/ĐTN"
    assert reading.issuer is not None
    assert reading.issuer.value == "BCH ĐOÀN KHỐI"
    assert reading.place is not None
    assert reading.place.value == "Bình An"
    assert [r.text for r in reading.recipients] == ["Tỉnh đoàn (b/c)", "Lưu: VP"]
    assert reading.signatory is not None
    assert reading.signatory.name is not None
    assert reading.signatory.name.value == "Lê Minh Châu"


def test_tracked_changes_are_read_as_accepted() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    changed = (
        "<w:p>" + run.format("1. Trồng mới ") + "<w:del><w:r><w:delText>900</w:delText></w:r></w:del>"
        + "<w:moveFrom>" + run.format("7.000 ") + "</w:moveFrom>"
        + "<w:ins>" + run.format("1.200") + "</w:ins>" + run.format(" cây xanh.") + "</w:p>"
    )  # fmt: skip
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>2. Kết nạp 50 </w:t></w:r></w:p>'
    body = paragraph("I. CHỈ TIÊU") + changed + gone + paragraph("đoàn viên.")
    document = read_document(docx(body), "a.docx")
    assert [p.text for p in document.paragraphs][1:] == ["1. Trồng mới 1.200 cây xanh.", "2. Kết nạp 50 đoàn viên."]


def test_text_boxes_soft_breaks_and_footnotes_are_kept() -> None:
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ).format(f"<w:txbxContent>{paragraph('Số: 09-CTr/ĐTN')}</w:txbxContent>")
    broken = "<w:p><w:r><w:t>CHƯƠNG TRÌNH</w:t><w:br/><w:t>Công tác Đoàn năm 2026</w:t></w:r></w:p>"
    note = paragraph("Theo hướng dẫn của cấp trên.")
    notes = f'<?xml version="1.0"?><w:footnotes {NS}><w:footnote>{note}</w:footnote></w:footnotes>'
    body = box + broken + paragraph("I. CHỈ TIÊU") + paragraph("1. Trồng 500 cây.")
    document = read_document(docx(body, parts={"word/footnotes.xml": notes}), "a.docx")
    assert [p.text for p in document.paragraphs][:3] == ["Số: 09-CTr/ĐTN", "CHƯƠNG TRÌNH", "Công tác Đoàn năm 2026"]
    assert document.footnotes == ("Theo hướng dẫn của cấp trên.",)


def test_lists_restart_when_word_says_so() -> None:
    restarted = (
        '<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride '
        'w:val="1"/></w:lvlOverride></w:num>'
    )
    body = "".join(
        paragraph(t, num=n) for t, n in (("A", (7, 1)), ("B", (7, 1)), ("C", (8, 1)), ("D", (7, 0)), ("E", (7, 1)))
    )
    document = read_document(docx(body, numbering=NUMBERING + restarted), "a.docx")
    assert [p.label for p in document.paragraphs] == ["1.", "2.", "1.", "I.", "1."]


def test_every_fact_points_at_its_words() -> None:
    for data, name in (("\n\n".join(PLAIN).encode(), "a.txt"), (numbered_docx(), "a.docx"), (pdf(PLAIN), "a.pdf")):
        document = read_document(data, name)
        reading = read_program(document)
        for target in reading.targets:
            assert document.excerpt(target.span) == target.text
            for indicator in target.indicators:
                assert document.excerpt(indicator.span) == indicator.text
        for section in reading.sections:
            assert document.excerpt(section.span) == section.title
        assert [document.excerpt(d.span).strip(" .;") for d in reading.deadlines] == [d.text for d in reading.deadlines]


def test_running_headers_and_page_numbers_of_a_pdf_are_left_out() -> None:
    long = [
        f"{n}. Tổ chức ít nhất {n + 1:02d} hoạt động tình nguyện vì cuộc sống cộng đồng tại các địa bàn khó khăn."
        for n in range(1, 61)
    ]
    css = '@page{@top-left{content:"Chương trình công tác năm 2026"}@bottom-right{content:"Trang " counter(page)}}'
    reading = read_program(read_document(pdf((*HEAD, "I. CHỈ TIÊU", *long), css=css), "a.pdf"))
    assert len(reading.targets) == 60
    assert [t.text for t in reading.targets] == [line.split(". ", 1)[1] for line in long]


def test_pasted_rows_of_a_table_and_lists_give_targets() -> None:
    rows = (
        "TT\tChỉ tiêu\tĐVT\tSố lượng\n1\tTrồng mới cây xanh\tcây\t1.500\n2\tTỷ lệ đoàn viên xếp loại khá trở lên\t%\t90"
    )
    found = read_targets(rows)
    assert [f"{i.quantity} {i.unit}" for t in found for i in t.indicators] == ["1500 cây", "90 %"]
    found = read_targets("• Hiến 300 đơn vị máu;\n• 100% chi đoàn có sổ chi đoàn;\n(3) Mỗi cụm xây dựng 01 công trình")
    assert [t.number for t in found] == [None, None, "(3)"]
    assert len(read_pasted("Một dòng.").paragraphs) == 1


def test_old_word_files_are_read_through_libreoffice_or_explained() -> None:
    source = Path(__file__).parent / "data" / "programme.doc"
    if shutil.which("soffice") is None:
        with pytest.raises(OldWordFile, match="docx"):
            read_document(source)
        return
    reading = read_program(read_document(source))
    assert figures(reading) == figures(read_program(read_document(numbered_docx(), "a.docx")))
    assert reading.document.format == "doc"
