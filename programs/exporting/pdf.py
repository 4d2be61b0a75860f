"""The programme to read and print: PDF."""

from __future__ import annotations

from typing import BinaryIO

from programs.exporting.manuscript import Manuscript, Table
from programs.printing import write_pdf


def write(manuscript: Manuscript, out: BinaryIO) -> None:
    """Write the programme as PDF into the open file."""
    parts = [
        {"rows": part.rows} if isinstance(part, Table) else {"text": part.text, "level": part.level}
        for part in manuscript.parts()
    ]
    write_pdf("documents/programme.html", {"head": manuscript.head, "manuscript": manuscript, "parts": parts}, out)
