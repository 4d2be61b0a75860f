"""The annex to print: PDF, pages laid across when it is wide, its heading row on each page."""

from __future__ import annotations

from typing import BinaryIO

from indicators.annex.content import Annex
from programs.printing import write_pdf


def write(annex: Annex, out: BinaryIO) -> None:
    """Write the annex as PDF into the open file."""
    write_pdf("documents/goal_annex.html", {"head": annex.head, "annex": annex}, out)
