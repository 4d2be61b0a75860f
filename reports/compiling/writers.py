"""Which formats a compiled report comes in. One content, many writers."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from reports.compiling import excel, pdf, word
from reports.compiling.content import Content

WRITERS: dict[str, Callable[[Content, BinaryIO], None]] = {"xlsx": excel.write, "docx": word.write, "pdf": pdf.write}

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
