"""The compiled report to edit and sign: Word."""

from __future__ import annotations

from typing import Any, BinaryIO

from programs import word
from programs.letterhead import END_MARK
from reports.compiling.content import GROUP_HEADINGS, STANDING_HEADINGS, TARGET_HEADINGS, Content
from reports.compiling.rows import group_lines, standing_lines, target_lines
from units.formats import format_datetime
from units.printable import printable


def write(content: Content, out: BinaryIO) -> None:
    """Write the report as a Word file into the open file."""
    document = word.new_document()
    word.write_heading(document, content.head)
    for sentence in content.opening_sentences:
        word.paragraph(document, sentence, indent=True)
    _write_compliance(document, content)
    _write_passages(document, content)
    last = "Kết quả thực hiện các chỉ tiêu nêu tại Phụ lục I; tình hình gửi báo cáo của từng đơn vị nêu tại Phụ lục II"
    word.paragraph(document, f"{last}{END_MARK}", indent=True)
    word.write_ending(document, content.head)
    word.landscape_section(document)
    _write_targets(document, content)
    _write_standings(document, content)
    document.save(out)


def _heading(document: Any, text: str) -> None:
    word.paragraph(document, text, bold=True, keep_with_next=True, align=word.LEFT)


def _write_compliance(document: Any, content: Content) -> None:
    _heading(document, "I. Tình hình thực hiện chế độ báo cáo")
    lines = group_lines(content)
    widths = (46, 14, 14, 14, 14, 15, 14, 16, 13)
    numeric = range(1, len(GROUP_HEADINGS))
    word.write_table(
        document, GROUP_HEADINGS, [line.cells for line in lines], widths, numeric=numeric, bold_rows=[len(lines) - 1]
    )
    word.paragraph(document, "", after=0)
    if content.missing_units:
        names = "; ".join(row.unit for row in content.missing_units)
        word.paragraph(document, f"Đơn vị chưa nộp ({len(content.missing_units)}): {names}.", indent=True)
    if content.late_units:
        names = "; ".join(f"{row.unit} ({row.standing.lower()})" for row in content.late_units)
        word.paragraph(document, f"Đơn vị gửi trễ ({len(content.late_units)}): {names}.", indent=True)
    if not content.missing_units and not content.late_units:
        word.paragraph(document, "Không có đơn vị chưa nộp hoặc gửi trễ.", indent=True)


def _write_passages(document: Any, content: Content) -> None:
    if not content.passages:
        return
    _heading(document, "II. Nội dung từ báo cáo đã duyệt của các đơn vị")
    for passage in content.passages:
        word.paragraph(document, passage.heading, italic=True, keep_with_next=True, align=word.LEFT)
        for unit, text in passage.texts:
            word.paragraph(document, f"{unit}: {text}", indent=True)


def _write_targets(document: Any, content: Content) -> None:
    _heading(document, "Phụ lục I. Kết quả thực hiện chỉ tiêu")
    rows: list[tuple[str, ...]] = []
    clauses: list[int] = []
    for target in target_lines(content):
        clauses.append(len(rows))
        rows.append((target.number, target.text, *[""] * 8))
        rows += [("", line.label, *line.cells) for line in target.rows]
    widths = (11, 60, 25, 27, 20, 20, 22, 17, 29, 18)
    table = word.write_table(document, TARGET_HEADINGS, rows, widths, numeric=(3, 4, 5, 6, 7, 9), bold_rows=clauses)
    for number in clauses:
        cells = table.rows[number + 1].cells
        text = rows[number][1]
        merged = cells[1].merge(cells[-1])
        for extra in merged.paragraphs[1:]:
            extra._element.getparent().remove(extra._element)
        merged.paragraphs[0].runs[0].text = printable(text)
    word.paragraph(document, "", after=0)


def _write_standings(document: Any, content: Content) -> None:
    _heading(document, "Phụ lục II. Tình hình gửi báo cáo của từng đơn vị")
    widths = (10, 60, 38, 30, 34, 14, 13, 14, 11, 15, 15, 14)
    word.write_table(document, STANDING_HEADINGS, standing_lines(content), widths, numeric=range(5, 12))
    note = "Cột “Đến hạn” đến “Hạng” tính từ đầu chế độ báo cáo đến hết kỳ này. "
    as_of = f"Số liệu tính đến {format_datetime(content.built_from)}."
    word.paragraph(document, note + as_of, italic=True, size=11, align=word.LEFT)
