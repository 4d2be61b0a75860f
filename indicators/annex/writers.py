"""Which files the annex is written to at once; its PDF takes a worker, see `page`."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from indicators.annex import excel, word
from indicators.annex.content import Annex
from programs.exporting.writers import CONTENT_TYPES as PROGRAM_TYPES

WRITERS: dict[str, Callable[[Annex, BinaryIO], None]] = {"docx": word.write, "xlsx": excel.write}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = PROGRAM_TYPES | {"xlsx": XLSX}
