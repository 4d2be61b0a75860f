"""Reads .txt files and pasted text."""

from __future__ import annotations

import re
import unicodedata

from programs.importing.errors import DamagedFile, EmptyFile, TooManyParagraphs
from programs.importing.joining import MAX_PARAGRAPHS, MAX_TEXT, Raw, join
from programs.importing.reading import Document

_ENCODINGS = ("utf-8-sig", "cp1258")


def decode(data: bytes) -> str:
    """Return the text of `data` (UTF-8, UTF-16 with a mark, else Windows-1258).

    Raises DamagedFile when the bytes are no text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:4096]:
        raise DamagedFile
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DamagedFile


def raw_lines(text: str) -> list[Raw]:
    """Return the lines of `text`, knowing where empty lines and page breaks stood."""
    if len(text) > 2 * MAX_TEXT:
        raise TooManyParagraphs
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\u200b\u200c\u200d\ufeff\u00ad]", "", text)
    raws: list[Raw] = []
    page, blank = 1, False
    for line in re.split(r"(\n|\f|\v)", columns_apart(text)):
        if line == "\f":
            page, blank = page + 1, True
            continue
        if line in ("\n", "\v"):
            continue
        if not line.strip():
            blank = True
            continue
        cells = _cells(line, in_table=bool(raws and raws[-1].cells) and not blank)
        if cells:
            raws.append(Raw(" | ".join(cells), page=page, blank_before=True, cells=cells, table=1, may_join=False))
            blank = False
            continue
        tabbed = "\t" in line[: len(line) - len(line.lstrip())]
        raws.append(Raw(line, page=page, blank_before=blank, tabbed=tabbed))
        blank = False
        if len(raws) > MAX_PARAGRAPHS:
            raise TooManyParagraphs
    return raws


_GAP = re.compile(r"(?<=\S)(?: {5,}| *\t[\t ]*)(?=\S)")
_RIGHT = 24  # a line that begins so far in belongs to the right column
_TWO_COLUMNS = re.compile(
    r"đoàn tncs hồ chí minh|đoàn thanh niên cộng sản|^\s*số\s*:|ngày.{0,6}tháng|nơi nhận|\b(?:tm|kt|"
    r"tl)\s?\. ?\w|bí thư\s*$",
    re.IGNORECASE,
)


def columns_apart(text: str) -> str:
    """Return the text with heading and end block, set side by side with spaces or tabs, one column after the other."""
    lines = text.split("\n")
    out: list[str] = []
    left: list[str] = []
    right: list[str] = []
    is_open = False
    for line in lines:
        gap = _GAP.search(line)
        if gap and line.count("\t") < 4 and not _cells(line) and (is_open or _TWO_COLUMNS.search(line)):
            left.append(line[: gap.start()])
            right.append(line[gap.end() :])
            is_open = True
        elif is_open and (len(line) - len(line.lstrip()) >= _RIGHT or not line.strip()):
            (right if line.strip() else left).append(line.strip())
        elif (
            is_open
            and ((len(line) < 70 and line.lstrip()[:1] in "-–*+S") or _TWO_COLUMNS.search(line))
            and len(line) < 90
        ):
            left.append(line)
        else:
            out += [*left, *([""] if right else []), *right, *([""] if right else [])]
            left, right, is_open = [], [], False
            out.append(line)
    return "\n".join([*out, *left, *([""] if right else []), *right])


def _cells(line: str, *, in_table: bool = False) -> tuple[str, ...]:
    """Return the cells of a row pasted from a table: three or more between tabs, or between upright bars.

    Inside a table a row may have fewer, as one that heads a group: "II", "Phong trào", "", "".
    """
    bare = line.strip("\n ")
    if bare.startswith("|") and bare.endswith("|") and bare.count("|") >= 4:
        cells = [c.strip() for c in bare[1:-1].split("|")]
        return () if all(set(c) <= set("-: ") for c in cells) else tuple(cells)
    if line.strip().count("\t") >= 2:
        cells = [c.strip() for c in line.strip().split("\t")]
        return tuple(cells) if in_table or sum(bool(c) for c in cells) >= 3 else ()
    if in_table and "\t" in line.strip(" "):
        return tuple(c.strip() for c in line.strip("\n ").split("\t"))
    return ()


def read_text(text: str, filename: str, form: str) -> Document:
    """Return the document that `text` holds. Raises EmptyFile when there is none."""
    paragraphs = join(raw_lines(text))
    if not paragraphs:
        raise EmptyFile
    return Document(filename, form, paragraphs)
