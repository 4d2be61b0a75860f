"""Which formats a programme comes in. One text, two writers."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from programs.exporting import pdf, word
from programs.exporting.manuscript import Manuscript

WRITERS: dict[str, Callable[[Manuscript, BinaryIO], None]] = {"docx": word.write, "pdf": pdf.write}
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
