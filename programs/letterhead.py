"""Heading and end block of a Youth Union document, for every writer.

Source: guidance 29-HD/TWĐTN-VP (2013) on the form of Union documents; no state motto in Union documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

UNION_NAME = "ĐOÀN TNCS HỒ CHÍ MINH"
END_MARK = "./."
_SIGNS = (
    ("chương trình", "CTr"),
    ("kế hoạch", "KH"),
    ("nghị quyết", "NQ"),
    ("hướng dẫn", "HD"),
    ("thông báo", "TB"),
    ("báo cáo", "BC"),
    ("phụ lục", "PL"),
)


@dataclass(frozen=True)
class Letterhead:
    """What stands above and below the text of a document."""

    issuer: str
    superior: str = ""
    number: str = ""
    place: str = ""
    dated: date | None = None
    document_type: str = "BÁO CÁO"
    subject: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: str = ""
    position: str = ""
    signatory: str = ""

    @property
    def number_line(self) -> str:
        """ "Số: 18-BC/ĐTN", with room to write the number in when there is none yet."""
        return f"Số: {self.number}" if self.number else f"Số:        -{self.sign}/…"

    @property
    def sign(self) -> str:
        """The letters of the type in a number: "CTr" for CHƯƠNG TRÌNH."""
        kind = self.document_type.strip().lower()
        return next((sign for name, sign in _SIGNS if kind.startswith(name)), "BC")

    @property
    def place_and_date(self) -> str:
        return place_and_date(self.place, self.dated)

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """Lines under "Nơi nhận": each ends with a semicolon, the last (the archive) with a full stop."""
        lines = [line.strip(" -;.") for line in self.recipients if line.strip(" -;.")]
        if not any(line.startswith("Lưu") for line in lines):
            lines.append("Lưu: VP")
        return tuple([f"- {line};" for line in lines[:-1]] + [f"- {lines[-1]}."])


def place_and_date(place: str, day: date | None) -> str:
    """Return "Lạng Sơn, ngày 07 tháng 02 năm 2026": a 0 before days under 10 and before months 1 and 2 only."""
    where = f"{place}, " if place else ""
    if day is None:
        return f"{where}ngày      tháng      năm"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{where}ngày {day.day:02d} tháng {month} năm {day.year}"
