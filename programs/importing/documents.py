"""Opens whatever was uploaded: the content decides what it is, not the name it carries."""

from __future__ import annotations

from pathlib import Path

from programs.importing import errors
from programs.importing.reading import Document
from programs.importing.text_reader import decode, read_text

MAX_BYTES = 20 * 1024 * 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_document(source: str | Path | bytes, filename: str | None = None) -> Document:
    """Return the document at a path, or in bytes with its file name.

    Raises a subclass of `errors.UnreadableDocument` with a Vietnamese message when it cannot be read.
    """
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        filename = filename or path.name
        if path.stat().st_size > MAX_BYTES:
            raise errors.FileTooLarge
        data = path.read_bytes()
    name = filename or ""
    if len(data) > MAX_BYTES:
        raise errors.FileTooLarge
    if not data.strip():
        raise errors.EmptyFile
    return _read(data, name)


def _read(data: bytes, name: str) -> Document:
    # The heavy readers are imported only when needed: a text file must not pay for them.
    if data.startswith(b"PK"):
        from programs.importing.docx_reader import read_docx

        return read_docx(data, name)
    if data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        from programs.importing.pdf_reader import read_pdf

        return read_pdf(data, name)
    if data.startswith(_OLE):
        from programs.importing.doc_reader import read_doc

        return read_doc(data, name)
    if data.startswith(b"{\\rtf"):
        raise errors.OldWordFile
    if data.startswith(_PICTURES):
        raise errors.PictureFile
    return read_text(decode(data), name, "txt")


def read_pasted(text: str) -> Document:
    """Return the document made of text that somebody pasted into a form."""
    if len(text.encode("utf-8", errors="replace")) > MAX_BYTES:
        raise errors.FileTooLarge
    return read_text(text, "", "pasted")
