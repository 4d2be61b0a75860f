"""Reads .pdf files that hold text: columns in order, headers, footers and page numbers removed, tables as rows."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence

import pypdfium2 as pdfium

from programs.importing import errors
from programs.importing.joining import Raw, join
from programs.importing.pdf_layout import Line, Piece, lines_of, paragraphs_of, without_running_lines
from programs.importing.reading import Document

MAX_PAGES = 400
MAX_PIECES = 400_000
MIN_LETTERS = 40  # a page of a scan may carry the text of a digital signature, no more
MAX_TABLE_PAGES = 30
_WORD = re.compile(r"[^\s\0]+")
_PATH = 2  # pdfium's number for a drawn path


def read_pdf(data: bytes, filename: str) -> Document:
    """Return the document. Raises EncryptedPdf, ScannedFile, TooManyParagraphs or DamagedFile."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        if "password" in str(problem).lower() or "security" in str(problem).lower():
            raise errors.EncryptedPdf from None
        raise errors.DamagedFile from None
    try:
        return _read(pdf, data, filename)
    except pdfium.PdfiumError:
        raise errors.DamagedFile from None
    finally:
        pdf.close()


def _read(pdf: pdfium.PdfDocument, data: bytes, filename: str) -> Document:
    count = len(pdf)
    if count > MAX_PAGES:
        raise errors.TooManyParagraphs
    pages: list[list[Line]] = []
    ruled: list[int] = []
    letters = pieces_seen = 0
    for number in range(count):
        page = pdf[number]
        pieces = _pieces(page)
        pieces_seen += len(pieces)
        if pieces_seen > MAX_PIECES:
            raise errors.TooManyParagraphs
        letters += sum(c.isalpha() for p in pieces for c in p.text)
        if _is_ruled(page):
            ruled.append(number)
        pages.append(lines_of(pieces, number + 1))
        page.close()
    if not count or letters < MIN_LETTERS * count:
        raise errors.ScannedFile
    if ruled:
        _set_tables(data, pages, ruled[:MAX_TABLE_PAGES])
    raws: list[Raw] = []
    for lines in without_running_lines(pages):
        raws += paragraphs_of(lines)
    return Document(filename, "pdf", join(raws))


def _pieces(page: pdfium.PdfPage) -> list[Piece]:
    """Return the words of a page with their places."""
    height = page.get_height()
    text_page = page.get_textpage()
    count = text_page.count_chars()
    text = text_page.get_text_range(0, count) if count > 0 else ""
    if len(text) != count:  # some characters were left out: ask for them one by one
        text = "".join(chr(pdfium.raw.FPDFText_GetUnicode(text_page, i)) for i in range(count))
    out = []
    for m in _WORD.finditer(text):
        left, bottom, _, top = text_page.get_charbox(m.start(), loose=True)
        right = text_page.get_charbox(m.end() - 1, loose=True)[2]
        word = unicodedata.normalize("NFC", m.group().replace("\ufffe", "-").replace("\x02", "-"))
        out.append(Piece(left, height - top, max(right, left), height - bottom, word))
    text_page.close()
    return out


def _is_ruled(page: pdfium.PdfPage) -> bool:
    """Tell whether the page holds enough drawn lines for a table."""
    return any(n >= 6 for n, _ in enumerate(page.get_objects(filter=[_PATH], max_depth=2), 1))


def _set_tables(data: bytes, pages: list[list[Line]], ruled: Sequence[int]) -> None:
    """Replace the lines inside ruled tables by one line a row, with its cells."""
    import pdfplumber  # slow to load; most programmes have no tables

    with pdfplumber.open(io.BytesIO(data)) as plumbed:
        for number in ruled:
            page = plumbed.pages[number]
            for table in page.find_tables():
                rows = [
                    tuple(" ".join(unicodedata.normalize("NFC", c or "").split()) for c in row)
                    for row in table.extract()
                ]
                if len(rows) >= 2 and max(map(len, rows)) >= 2 and any(sum(map(bool, row)) >= 2 for row in rows):
                    pages[number] = _with_table(pages[number], rows, table.bbox, number + 1)
            page.close()


def _with_table(
    lines: list[Line], rows: list[tuple[str, ...]], box: tuple[float, float, float, float], page: int
) -> list[Line]:
    x0, top, x1, bottom = box
    inside = [line for line in lines if top - 2 <= (line.top + line.bottom) / 2 <= bottom + 2]
    if not inside:
        return lines
    at = lines.index(inside[0])
    kept = [line for line in lines if line not in inside]
    made = [Line(x0, x1, top, bottom, " | ".join(row), page, opens_block=True, cells=row) for row in rows if any(row)]
    return kept[:at] + made + kept[at:]
