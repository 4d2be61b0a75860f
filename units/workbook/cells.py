"""Cells of the workbooks we write."""

from __future__ import annotations

from typing import Any

from units.printable import printable


def put_text(cell: Any, text: str) -> None:
    """Write text and nothing else: a name that begins with "=" is shown, never computed."""
    if text:
        cell.value = printable(text)
        cell.data_type = "s"
