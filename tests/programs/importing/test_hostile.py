"""Hostile and broken files are refused in time, within little memory, with a message that says what to do."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from programs.importing import errors
from programs.importing.documents import read_document, read_pasted
from programs.importing.program import read_program
from tests.programs.importing.files import NS, RELS, TYPES, archive, docx, paragraph, pdf

SECONDS, MEGABYTES = 5, 300
DATA = Path(__file__).parent / "data"
CHILD = r"""
import json, re, sys, time
from pathlib import Path
from programs.importing.documents import read_document
from programs.importing.errors import UnreadableDocument
from programs.importing.program import read_program
started = time.process_time()
try:
    read_program(read_document(sys.argv[1]))
    name, message = "", ""
except UnreadableDocument as problem:
    name, message = type(problem).__name__, str(problem)
peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps([name, message, time.process_time() - started, peak]))
"""


def main_part(xml: str) -> bytes:
    return archive({"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": xml})


def opened(inner: str) -> str:
    return f'<?xml version="1.0"?><w:document {NS}><w:body>{inner}</w:body></w:document>'


def zip_bomb() -> bytes:
    return main_part(opened(paragraph("a" * 50_000_000)))


def bomb_of_many_parts() -> bytes:
    return docx(paragraph("I. CHỈ TIÊU"), parts={f"word/media/{n}.bin": b"\0" * 40_000_000 for n in range(12)})


def bomb_with_a_false_size() -> bytes:
    """The directory says that the part is small; it is not."""
    data = bytearray(main_part(opened(paragraph("a" * 20_000_000))))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    struct.pack_into("<I", data, at + 24, 5_000)
    return bytes(data)


def entity_bomb() -> bytes:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return main_part(
        f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><w:document '
        f"{NS}><w:body>{paragraph('x').replace('x', '&i;')}</w:body></w:document>"
    )


def entity_bomb_in_the_styles() -> bytes:
    return docx(
        paragraph("I. CHỈ TIÊU"),
        parts={
            "word/styles.xml": f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:styles {NS}>&a;</w:styles>'
        },
    )


def half_a_million_paragraphs() -> bytes:
    return main_part(opened("".join(f"<w:p><w:r><w:t>Dòng {n}</w:t></w:r></w:p>" for n in range(500_000))))


def a_huge_paragraph() -> bytes:
    return main_part(opened(paragraph("100% cơ sở đoàn, " * 100_000)))


def deeply_nested_runs() -> bytes:
    return main_part(opened("<w:p>" + "<w:smartTag>" * 200_000 + "</w:smartTag>" * 200_000 + "</w:p>"))


def deeply_nested_tables() -> bytes:
    start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return main_part(opened(start * 20_000 + paragraph("x") + end * 20_000))


def macro_file() -> bytes:
    return docx(paragraph("I. CHỈ TIÊU"), parts={"word/vbaProject.bin": b"x"})


def path_trick() -> bytes:
    return docx(paragraph("I. CHỈ TIÊU"), parts={"../../etc/cron.d/x": b"x"})


def backslash_trick() -> bytes:
    return docx(paragraph("I. CHỈ TIÊU"), parts={"..\\..\\x": b"x"})


def two_main_parts() -> bytes:
    out = io.BytesIO(docx(paragraph("I. CHỈ TIÊU")))
    with zipfile.ZipFile(out, "a") as more, pytest.warns(UserWarning, match="Duplicate name"):
        more.writestr("word/document.xml", opened(paragraph("khác")))
    return out.getvalue()


def locked_docx() -> bytes:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(docx(paragraph("I. CHỈ TIÊU")))).encrypt("mật khẩu", out)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["I. CHỈ TIÊU"])))), io.BytesIO()
    writer.encrypt("x", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, form)
    return out.getvalue()


def scan() -> bytes:
    return picture("PDF")


def png() -> bytes:
    return picture("PNG")


def truncated() -> bytes:
    return docx("".join(paragraph(f"{n}. Trồng {n} cây.") for n in range(300)))[:900]


def broken_xml() -> bytes:
    return main_part(f"<w:document {NS}><w:body><w:p>")


def workbook() -> bytes:
    return archive({"[Content_Types].xml": "<Types>spreadsheetml</Types>", "xl/workbook.xml": "<x/>"})


def empty() -> bytes:
    return b" \n "


def too_large() -> bytes:
    return b"a" * (20 * 1024 * 1024 + 1)


def letter() -> bytes:
    return "Kính gửi đồng chí, hôm nay trời đẹp.\n\nThân ái.".encode()


def long_lines() -> bytes:
    return ("100% cơ sở đoàn và ít nhất 01 mô hình, " * 400_000).encode()


def half_a_million_lines() -> bytes:
    return "1. Trồng 10 cây.\n".encode() * 500_000


REFUSALS: tuple[tuple[Callable[[], bytes], type[errors.UnreadableDocument]], ...] = (
    (zip_bomb, errors.DangerousFile),
    (bomb_of_many_parts, errors.DangerousFile),
    (bomb_with_a_false_size, errors.DamagedFile),
    (entity_bomb, errors.DangerousFile),
    (entity_bomb_in_the_styles, errors.DangerousFile),
    (half_a_million_paragraphs, errors.TooManyParagraphs),
    (half_a_million_lines, errors.TooManyParagraphs),
    (a_huge_paragraph, errors.ParagraphTooLong),
    (long_lines, errors.TooManyParagraphs),
    (deeply_nested_runs, errors.DangerousFile),
    (deeply_nested_tables, errors.DangerousFile),
    (macro_file, errors.MacroFile),
    (path_trick, errors.DangerousFile),
    (backslash_trick, errors.DangerousFile),
    (two_main_parts, errors.DangerousFile),
    (locked_docx, errors.PasswordProtected),
    (locked_pdf, errors.EncryptedPdf),
    (scan, errors.ScannedFile),
    (png, errors.PictureFile),
    (truncated, errors.DamagedFile),
    (broken_xml, errors.DamagedFile),
    (workbook, errors.UnknownFormat),
    (empty, errors.EmptyFile),
    (too_large, errors.FileTooLarge),
    (letter, errors.NotAProgramme),
)


@pytest.mark.parametrize(("make", "refusal"), REFUSALS, ids=lambda x: getattr(x, "__name__", ""))
def test_a_hostile_or_broken_file_is_refused_soon_and_in_little_memory(
    make: Callable[[], bytes], refusal: type[errors.UnreadableDocument], tmp_path: Path
) -> None:
    source = tmp_path / "chuong-trinh.docx"  # whatever it is, it calls itself a Word file
    source.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(source)], check=True, capture_output=True, text=True, timeout=60
    )
    name, message, seconds, peak = json.loads(run.stdout)
    assert (name, message) == (refusal.__name__, refusal.message)
    assert seconds < SECONDS
    assert peak < MEGABYTES


def test_every_refusal_says_what_to_do() -> None:
    messages = {kind.message for _, kind in REFUSALS}
    assert len(messages) >= 12
    for message in messages:
        assert message.endswith(".")
        assert "bạn" not in message.lower()


def test_old_word_files_are_explained_where_libreoffice_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(errors.OldWordFile, match="docx"):
        read_document(DATA / "programme.doc")


def test_pasted_text_is_held_to_the_same_limits() -> None:
    with pytest.raises(errors.TooManyParagraphs):
        read_pasted("dòng\n" * 100_000)
    with pytest.raises(errors.EmptyFile):
        read_pasted(" \n ")
    with pytest.raises(errors.NotAProgramme):
        read_program(read_pasted("Xin chào."))
