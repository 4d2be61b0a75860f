"""Word files in the layout of a Youth Union document: page, heading, tables, end block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from programs.letterhead import UNION_NAME, Letterhead
from units.printable import printable

FONT = "Times New Roman"  # a name only; machines without it show a font of the same measures
LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY


def new_document() -> Any:
    """Return an empty A4 portrait document: margins 20, 20, 30 and 20 mm, Times New Roman 14."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(20), Mm(20), Mm(30), Mm(20)
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.space_before = Pt(0)
    return document


def landscape_section(document: Any) -> None:
    """What follows stands on landscape pages: for wide tables."""
    page = document.add_section()
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin, page.right_margin = Mm(20), Mm(20)


def paragraph(
    container: Any,
    text: str,
    *,
    align: Any = JUSTIFY,
    bold: bool = False,
    italic: bool = False,
    size: int | None = None,
    indent: bool = False,
    keep_with_next: bool = False,
    after: int | None = None,
) -> Any:
    """Return the paragraph added to a document or table cell."""
    added = container.add_paragraph()
    added.alignment = align
    run = added.add_run(printable(text))
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    if indent:
        added.paragraph_format.first_line_indent = Mm(10)
    if after is not None:
        added.paragraph_format.space_after = Pt(after)
    added.paragraph_format.keep_with_next = keep_with_next
    return added


def write_heading(document: Any, head: Letterhead) -> None:
    """Two columns: the bodies and the number left, the Union's name, place and date right; then type and subject."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(80), Mm(80)
    lines = [(head.superior.upper(), False)] if head.superior else []
    lines += [(head.issuer.upper(), True), ("***", False), (head.number_line, False)]
    _fill(left, [(text, bold, False, 13) for text, bold in lines])
    _fill(right, [(UNION_NAME, True, False, 15), (head.place_and_date, False, True, 13)])
    _underline(right.paragraphs[0])
    paragraph(document, "", after=0)
    paragraph(document, head.document_type, align=CENTER, bold=True, size=16, after=0, keep_with_next=True)
    for line in head.subject:
        paragraph(document, line, align=CENTER, bold=True, after=0, keep_with_next=True)
    paragraph(document, "-----", align=CENTER, after=10)


def write_ending(document: Any, head: Letterhead) -> None:
    """Recipients left; authority, position, room for the stamp and the name right."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(80), Mm(80)
    _fill(left, [("Nơi nhận:", True, False, 12), *[(line, False, False, 11) for line in head.recipient_lines]], LEFT)
    signing = [(head.authority, True, False, 14)] if head.authority else []
    stamp = [("", False, False, 14)] * 3
    _fill(right, [*signing, (head.position, False, False, 14), *stamp, (head.signatory, True, False, 14)])
    keep_row_together(table.rows[0])


def write_table(
    document: Any,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    numeric: Sequence[int] = (),
    bold_rows: Sequence[int] = (),
) -> Any:
    """Return the bordered table: heading row repeated on every page, widths in mm, numeric columns to the right."""
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _repeat_on_every_page(table.rows[0])
    # Word follows the cells, LibreOffice the grid; rows that are added take their widths from the grid. Each cell is
    # touched once: an annex of 200 units by 33 targets has thousands of them.
    lengths = [Mm(width) for width in widths]
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = length
    for cell, text, length in zip(table.rows[0].cells, headings, lengths, strict=True):
        cell.width = length
        _fill(cell, [(text, True, False, 11)])
    for number, row in enumerate(rows):
        added = table.add_row()
        keep_row_together(added)
        for column, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            align = RIGHT if column in numeric else LEFT
            _fill(cell, [(text, number in bold_rows, False, 11)], align)
    return table


def keep_row_together(row: Any) -> None:
    """The row is not torn apart by a page break."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat_on_every_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _fill(cell: Any, lines: Sequence[tuple[str, bool, bool, int]], align: Any = CENTER) -> None:
    for number, (text, bold, italic, size) in enumerate(lines):
        line = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        line.alignment = align
        line.paragraph_format.space_after = Pt(0)
        run = line.add_run(printable(text))
        run.bold, run.italic = bold or None, italic or None  # None writes nothing: upright is what cells are
        run.font.size = Pt(size)


def _underline(line: Any) -> None:
    for run in line.runs:
        run.underline = True


def heading(document: Any, text: str, level: int) -> Any:
    """Return a bold heading of the outline, which Word's navigation pane shows; it stays with what follows."""
    style = document.styles[f"Heading {min(level, 9)}"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.font.bold, style.font.italic, style.font.color.rgb = True, False, RGBColor(0, 0, 0)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        style.element.rPr.rFonts.attrib.pop(qn(name), None)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(6)
    added = document.add_paragraph(style=style)
    added.alignment = JUSTIFY
    added.add_run(printable(text))
    if level > 1:
        added.paragraph_format.first_line_indent = Mm(10)
    return added


def number_pages(document: Any) -> None:
    """Number the pages in the middle of the upper margin, from the second one on."""
    page = document.sections[0]
    page.different_first_page_header_footer = True
    page.header_distance = Mm(10)
    line = page.header.paragraphs[0]
    line.alignment = CENTER
    run = line.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar") if kind else OxmlElement("w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._element.append(part)
