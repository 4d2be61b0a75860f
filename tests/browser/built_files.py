"""What stands in the three files of a compiled report, read as another program would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader


@dataclass(frozen=True)
class BuiltFiles:
    pdf: Path
    xlsx: Path
    docx: Path

    def pdf_text(self) -> str:
        """The text of all pages with every gap as one blank."""
        pages = [page.extract_text() for page in PdfReader(self.pdf).pages]
        return re.sub(r"\s+", " ", " ".join(pages))

    def xlsx_row(self, sheet: str, label: str) -> dict[str, Any]:
        """The row that holds this label, by column heading (the headings stand in row 4)."""
        rows = load_workbook(self.xlsx)[sheet].iter_rows(min_row=4, values_only=True)
        headings = [str(heading) for heading in next(rows)]
        found = [row for row in rows if label in row]
        assert len(found) == 1, f"{sheet}: {len(found)} rows say {label!r}"
        return dict(zip(headings, found[0], strict=True))

    def docx_text(self) -> str:
        return "\n".join(paragraph.text for paragraph in Document(str(self.docx)).paragraphs)

    def docx_row(self, label: str) -> list[str]:
        """The cells of the table row that holds this label."""
        rows = [[cell.text for cell in row.cells] for table in Document(str(self.docx)).tables for row in table.rows]
        found = [row for row in rows if label in row]
        assert len(found) == 1, f"{len(found)} rows say {label!r}"
        return found[0]
