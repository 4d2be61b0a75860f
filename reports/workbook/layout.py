"""How the workbook of a report form is laid out: what writes it and what reads it back agree here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing

from reports.models import Submission
from reports.sheets import Sheet
from reports.typed import NONE, NOT_APPLICABLE, VALUE
from reports.wording import NONE_WORDS, NOT_APPLICABLE_WORDS

# Goes up whenever an older file could no longer be read as it was meant.
FORMAT = 1
SALT = "report-workbook"

FIGURES, TEXTS, ABOUT = "Số liệu", "Nội dung", "Thông tin tệp"
HEAD_ROW, FIRST_ROW = 6, 7
TEXT_HEAD_ROW, TEXT_FIRST_ROW = 3, 4
SEAL_CELL = "B6"
MAX_ROWS = 2000

KEY, LABEL, MEASURE, GOAL, SO_FAR, LAST, TEXT, WHOLE, ANSWER, ESTIMATED, APPROXIMATE, REASON, NOTE = range(1, 14)
HEADINGS: dict[int, tuple[str, int]] = {
    KEY: ("Mã", 10),
    LABEL: ("Chỉ số", 44),
    MEASURE: ("Đơn vị tính", 12),
    GOAL: ("Chỉ tiêu giao", 14),
    SO_FAR: ("Đã có", 15),
    LAST: ("Kỳ trước", 15),
    TEXT: ("Kỳ này", 14),
    WHOLE: ("Mẫu số (nếu là tỷ lệ)", 12),
    ANSWER: ("Trả lời", 18),
    ESTIMATED: ("Ước tính (x)", 9),
    APPROXIMATE: ("Hơn, khoảng (x)", 9),
    REASON: ("Lý do không áp dụng", 24),
    NOTE: ("Ghi chú", 30),
}
INPUTS = (TEXT, WHOLE, ANSWER, ESTIMATED, APPROXIMATE, REASON, NOTE)
FLAG = "x"
ANSWERS = {VALUE: "Có số liệu", NONE: NONE_WORDS, NOT_APPLICABLE: NOT_APPLICABLE_WORDS}

PART_KEY, PART_LABEL, PART_TEXT, PART_BEFORE = range(1, 5)
PART_HEADINGS: dict[int, tuple[str, int]] = {
    PART_KEY: ("Mã", 10),
    PART_LABEL: ("Phần", 26),
    PART_TEXT: ("Nội dung kỳ này", 80),
    PART_BEFORE: ("Kỳ trước đã viết", 60),
}


@dataclass(frozen=True)
class Seal:
    """What a file says about itself, so signed that nobody changes it: whose it is, and what it rests on.

    `rows` and `parts` hold the mark of each row and part as it stood when the file was made; `sendings` counts the
    times the report had been sent by then.
    """

    layout: int
    submission: int
    unit: str
    period: str
    version: int
    sendings: int
    rows: dict[int, str]
    parts: dict[str, str]

    def signed(self) -> str:
        values = [self.layout, self.submission, self.unit, self.period, self.version, self.sendings]
        return signing.dumps([values, list(self.rows.items()), self.parts], salt=SALT, compress=True)


def seal_of(submission: Submission, sheet: Sheet) -> Seal:
    """Return what a file made of the form now says about itself."""
    return Seal(
        layout=FORMAT,
        submission=submission.pk,
        unit=submission.unit.name,
        period=submission.period.name,
        version=submission.version,
        sendings=submission.revisions.count(),
        rows={row.indicator.pk: row.mark for row in sheet.rows()},
        parts={part.part.value: part.mark for part in sheet.parts},
    )


def seal_in(text: str) -> Seal | None:
    """Return what was signed; None for what was changed, or signed elsewhere."""
    try:
        values: list[Any] = signing.loads(text, salt=SALT)
        numbers, rows, parts = values
        made, submission, unit, period, version, sendings = numbers
        return Seal(made, submission, unit, period, version, sendings, dict(rows), parts)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def key_of(indicator_id: int) -> str:
    """Return what ties a row to its indicator, wherever somebody moves it."""
    return f"CS-{indicator_id}"
