"""Reading what was typed into one row of the report form. Pure: what cannot be read is kept and answered in words."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Denominator, Kind
from units import formats
from units.vietnamese import fold, nfc

VALUE, NONE, NOT_APPLICABLE = "value", "none", "n/a"
YES, NO = "Có", "Không"
TEXT_LENGTH = 120

NO_REASON = "Ghi lý do không áp dụng."
NONE_AND_FIGURE = "Đã chọn “Trong kỳ không có” nhưng ô số liệu còn ghi “{}”. Chọn “Có số liệu” hoặc xóa số."
NOT_APPLICABLE_AND_FIGURE = "Đã chọn “Không áp dụng” nhưng ô số liệu còn ghi “{}”. Chọn “Có số liệu” hoặc xóa số."
TOO_LONG = "Nội dung dài quá. Chỉ ghi số liệu, phần giải thích ghi vào ô ghi chú."
NOT_YES_OR_NO = "Chọn “Có” hoặc “Không”."

# "hơn 1.000", "trên 5", "khoảng 40": a figure that is only nearly known keeps its word as a flag.
_ABOUT = re.compile(r"(?i)^(hơn|trên|khoảng|gần|chừng|ước)\s+")
_WHOM = {
    Denominator.MEMBERS: "số đoàn viên",
    Denominator.OFFICERS: "số cán bộ Đoàn",
    Denominator.YOUTH: "số thanh niên",
    Denominator.CHILDREN: "số thiếu nhi",
}


@dataclass(frozen=True)
class Typed:
    """One row as it stands on the form; `answer` is value, none or n/a, and a value without text is a blank."""

    text: str = ""
    answer: str = VALUE
    reason: str = ""
    note: str = ""
    is_estimated: bool = False
    is_approximate: bool = False

    def tidied(self) -> Typed:
        """The same with composed letters and without stray spaces and carriage returns."""
        return Typed(
            text=" ".join(plain(self.text).split()),
            answer=self.answer if self.answer in (NONE, NOT_APPLICABLE) else VALUE,
            reason=plain(self.reason),
            note=plain(self.note),
            is_estimated=self.is_estimated,
            is_approximate=self.is_approximate,
        )


@dataclass(frozen=True)
class Reading:
    """What the row says. With an `error` the sentence stands beside the field and the text is kept as typed."""

    answer: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    holds: bool | None = None
    is_approximate: bool = False
    error: str = ""


def read(typed: Typed, *, kind: str, decimals: int = 0, denominator: str = "") -> Reading:
    """Return what a tidied row says under an indicator's kind; never raises."""
    if len(typed.text) > TEXT_LENGTH:
        return Reading(answer=VALUE, error=TOO_LONG)
    if typed.answer != VALUE:
        return _without_figure(typed)
    if not typed.text:
        return Reading()
    about = _ABOUT.match(typed.text)
    text = typed.text[about.end() :] if about else typed.text
    try:
        reading = _READERS[Kind(kind)](text, decimals, denominator)
    except formats.UnreadableError as error:
        reading = Reading(answer=VALUE, error=str(error))
    return Reading(**{**vars(reading), "is_approximate": typed.is_approximate or about is not None})


def mark(version: int, typed: Typed) -> str:
    """Return what a form carries along to tell later whether a row was touched and on which version it rests."""
    state = "\x1f".join(str(part) for part in vars(typed).values())
    return f"{version}.{zlib.crc32(state.encode()):08x}"


def mark_text(version: int, text: str) -> str:
    """The same for a part of the narrative."""
    return f"{version}.{zlib.crc32(text.encode()):08x}"


def version_in(mark: str) -> int:
    """Return the version a form's mark rests on; 0 for none or nonsense."""
    head = mark.partition(".")[0]
    return int(head) if head.isascii() and head.isdigit() and len(head) < 10 else 0


def fraction_text(numerator: str, denominator: str) -> str:
    """Return one text for the two fields of a share: "495/629" typed into the first is understood as it is."""
    numerator, denominator = numerator.strip(), denominator.strip()
    if not numerator or "/" in numerator:
        return numerator
    return f"{numerator}/{denominator}"


def fraction_fields(text: str) -> tuple[str, str]:
    """Return the two fields of a share from its text."""
    head, slash, tail = text.partition("/")
    return (text, "") if "/" in tail else (head.strip(), tail.strip() if slash else "")


def plain(text: str) -> str:
    """Return text with composed letters, plain line ends and no space around it."""
    # No database keeps a NUL in a text.
    return nfc(text).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _without_figure(typed: Typed) -> Reading:
    sentence = NONE_AND_FIGURE if typed.answer == NONE else NOT_APPLICABLE_AND_FIGURE
    if typed.text:
        return Reading(answer=typed.answer, error=sentence.format(typed.text))
    if typed.answer == NOT_APPLICABLE and not typed.reason:
        return Reading(answer=typed.answer, error=NO_REASON)
    return Reading(answer=typed.answer)


def _count(text: str, decimals: int, denominator: str) -> Reading:
    return Reading(answer=VALUE, value=formats.parse_number(text, decimals=decimals))


def _share(text: str, decimals: int, denominator: str) -> Reading:
    numerator, whole = formats.parse_fraction(text)
    error = ""
    if numerator > whole:
        which = f"Kiểm tra lại {_WHOM[Denominator(denominator)]}." if denominator else "Kiểm tra lại hai số."
        error = f"Tử số ({formats.format_number(numerator)}) lớn hơn mẫu số ({formats.format_number(whole)}). {which}"
    return Reading(answer=VALUE, numerator=numerator, denominator=whole, error=error)


def _condition(text: str, decimals: int, denominator: str) -> Reading:
    said = fold(text)
    if said not in (fold(YES), fold(NO)):
        return Reading(answer=VALUE, error=NOT_YES_OR_NO)
    return Reading(answer=VALUE, holds=said == fold(YES))


_READERS = {Kind.COUNT: _count, Kind.SHARE: _share, Kind.CONDITION: _condition}
