"""The annex to edit: Word."""

from __future__ import annotations

from typing import BinaryIO

from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from indicators.annex.content import Annex, Group
from programs import word

NUMBER, NAME = 11, 62


def write(annex: Annex, out: BinaryIO) -> None:
    """Write the annex as a Word file into the open file."""
    document = word.new_document()
    width = 160
    if annex.is_wide:
        page = document.sections[0]
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        page.left_margin = page.right_margin = Mm(20)
        width = 257
    word.write_heading(document, annex.head)
    for place, group in enumerate(annex.groups):
        if group.title:
            line = word.paragraph(document, group.title, align=word.LEFT, italic=True, keep_with_next=True, after=3)
            line.paragraph_format.page_break_before = place > 0
        rows = [*group.rows, group.sums, group.goals]
        numeric = range(2, len(group.headings))
        bold = (len(rows) - 2, len(rows) - 1)
        table = word.write_table(document, group.headings, rows, _widths(group, width), numeric=numeric, bold_rows=bold)
        # Sums do not stand alone on a page: the last unit goes with them.
        for cell in (cell for row in table.rows[-3:-1] for cell in row.cells):
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    word.paragraph(document, annex.note, italic=True, size=11, align=word.LEFT)
    word.write_ending(document, annex.head)
    word.number_pages(document)
    document.save(out)


def _widths(group: Group, width: int) -> list[int]:
    each = (width - NUMBER - NAME) // max(1, len(group.columns))
    return [NUMBER, NAME, *[each] * len(group.columns)]
