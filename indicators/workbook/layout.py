"""How the workbook of the desk is laid out: what writes it and what reads it back agree here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing

# Goes up whenever an older file could no longer be read as it was meant.
FORMAT = 1
SALT = "desk-workbook"

DESK, BASE, ABOUT = "Giao chỉ tiêu", "Mức lúc tải", "Thông tin tệp"
KEY_ROW, HEAD_ROW, GOAL_ROW, FIRST_ROW = 5, 6, 7, 8
KEY_COLUMN, NAME_COLUMN, FIRST_COLUMN = 1, 2, 3
SEAL_CELL = (4, 2)
MAX_ROWS, MAX_COLUMNS = 2000, 300


@dataclass(frozen=True)
class Seal:
    """What a file says about itself, so signed that nobody changes it: whose it is, and what it rests on."""

    layout: int
    program: int
    body: int
    digest: str

    def signed(self) -> str:
        return signing.dumps([self.layout, self.program, self.body, self.digest], salt=SALT)


def seal_in(text: str) -> Seal | None:
    """Return what was signed; None for what was changed, or signed elsewhere."""
    try:
        layout, program, body, digest = signing.loads(text, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return Seal(layout, program, body, digest)


def digest_of(goals: Iterable[tuple[int, int, int]]) -> str:
    """Return a mark of the goals that a file was made with: indicator, unit, goal."""
    text = ";".join(f"{indicator}-{unit}:{goal}" for indicator, unit, goal in sorted(goals))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
