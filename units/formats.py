"""Numbers, dates and deadlines as a Vietnamese office writes and types them. Pure: no clock, no database."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from units.number_words import number_in_words
from units.vietnamese import nfc

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NO_VALUE = "–"
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
# Far above any figure a unit reports (đồng included) and within every Decimal column.
MAX_INTEGER_DIGITS = 15

NOT_A_NUMBER = "Số liệu phải là số, ví dụ 1.200 hoặc 12,5."
NEGATIVE = "Số liệu không được âm. Ghi 0 hoặc số lớn hơn 0."
TOO_LARGE = "Số quá lớn. Kiểm tra lại số chữ số đã ghi."
NOT_A_FRACTION = "Ghi tử số và mẫu số cách nhau bằng dấu gạch chéo, ví dụ 495/629."
NOT_A_DATE = "Ngày phải ghi theo dạng ngày/tháng/năm, ví dụ 05/04/2026."

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_PLAIN = re.compile(r"[0-9]+(,[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_SPACE_GROUPED = re.compile(r"[1-9][0-9]{0,2}( [0-9]{3})+(,[0-9]+)?")
_COMMA_OR_GROUP = re.compile(r"([1-9][0-9]{0,2}),([0-9]{3})")
_ENGLISH_GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_ONE_DOT = re.compile(r"([0-9]+)\.([0-9]+)")
_ENDLESS = re.compile(r"[0-9., ]{41,}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{2,4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class UnreadableError(ValueError):
    """What was typed cannot be read without guessing; the message says in Vietnamese what to type instead."""


class AmbiguousError(UnreadableError):
    """What was typed can be read in two ways and is asked back."""


# --- writing ---------------------------------------------------------------------------------------------------------


# Screens full of figures show the same few numbers again and again.
@lru_cache(maxsize=4096)
def format_number(value: Decimal | float, decimals: int | None = None) -> str:
    """Return "4.500" or "12,5"; with `decimals` exactly that many, rounded half up, else as many as the value has."""
    number = _decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{number:,f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    whole = whole.replace(",", ".")
    if whole == "-0" and not fraction.strip("0"):
        whole = "0"
    return f"{whole},{fraction}" if fraction else whole


def format_for_input(value: Decimal | float) -> str:
    """Return the number as it may be typed: "4,1250" instead of "4,125", which would be asked back."""
    text = format_number(value)
    return f"{text}0" if _COMMA_OR_GROUP.fullmatch(text.removeprefix("-")) else text


@lru_cache(maxsize=4096)
def format_percent(percent: Decimal | float, decimals: int = 1) -> str:
    """Return a percentage (69.33 means 69.33 %) as "69,3%", a whole one as "70%".

    What is below 100 never reads "100%": a reader takes that for reached.
    """
    number = _decimal(percent)
    step = Decimal(1).scaleb(-decimals)
    rounded = number.quantize(step, rounding=ROUND_HALF_UP)
    if number < 100 <= rounded:
        rounded = 100 - step
    return f"{format_number(rounded)}%"


def format_date(day: date) -> str:
    """Return "05/04/2026"; of an aware moment, the day it is in Vietnam."""
    if isinstance(day, datetime):
        day = _in_vietnam(day)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_datetime(moment: datetime, zone: tzinfo = VIETNAM) -> str:
    """Return "21:10 ngày 05/04/2026" in local time."""
    local = _in_vietnam(moment, zone)
    return f"{local.hour:02d}:{local.minute:02d} ngày {format_date(local.date())}"


def format_time(moment: datetime, zone: tzinfo = VIETNAM) -> str:
    """Return "21:04" in local time."""
    local = _in_vietnam(moment, zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def format_day(day: date) -> str:
    """Return "05/04/2026 (Chủ Nhật)"."""
    return f"{format_date(day)} ({WEEKDAYS[day.weekday()]})"


def format_last_day(day: date) -> str:
    """Return "hết ngày 05/04/2026 (Chủ Nhật)" for the last good day of a deadline."""
    return f"hết ngày {format_day(day)}"


def due_in_words(last_day: date, today: date) -> str:
    """Return "Còn 3 ngày", "Hôm nay là hạn cuối" or "Trễ 2 ngày" for the last good day of a deadline."""
    days = (last_day - today).days
    if days == 0:
        return "Hôm nay là hạn cuối"
    return f"Còn {format_number(days)} ngày" if days > 0 else f"Trễ {format_number(-days)} ngày"


def format_duration(length: timedelta) -> str:
    """Return "15 phút", "2 giờ" or "1 giờ 30 phút", rounded up to the minute."""
    hours, minutes = divmod(-(-int(length.total_seconds()) // 60), 60)
    parts = ([f"{hours} giờ"] if hours else []) + ([f"{minutes} phút"] if minutes or not hours else [])
    return " ".join(parts)


# --- reading ---------------------------------------------------------------------------------------------------------


def parse_number(text: str, *, decimals: int | None = None, allow_negative: bool = False) -> Decimal:
    """Return the number that was typed the Vietnamese way: "4500", "4.500", "4 500", "12,5", "1.234.567,8".

    With `decimals` a value with more places is refused. Raises AmbiguousError for "4,500" and "4.5", which are never
    guessed (DESIGN §1), and UnreadableError for everything else that is no number.
    """
    typed = _SPACES.sub(" ", nfc(text)).strip()
    if _ENDLESS.fullmatch(typed):
        raise UnreadableError(TOO_LARGE)
    unsigned, negative = _without_sign(typed)
    if negative and not allow_negative:
        raise UnreadableError(NEGATIVE if _reads_as_number(unsigned) else NOT_A_NUMBER)
    value = Decimal(_digits(unsigned))
    if value.adjusted() >= MAX_INTEGER_DIGITS:
        raise UnreadableError(TOO_LARGE)
    if decimals is not None and value != value.quantize(Decimal(1).scaleb(-decimals)):
        raise UnreadableError(_too_many_places(decimals))
    return -value if negative else value


def parse_fraction(text: str) -> tuple[Decimal, Decimal]:
    """Return numerator and denominator of "495/629" or "1.005 / 1.216"; whether they fit is for the checks to say."""
    parts = text.split("/")
    if len(parts) != 2 or not all(part.strip() for part in parts):
        raise UnreadableError(NOT_A_FRACTION)
    return parse_number(parts[0]), parse_number(parts[1])


def parse_date(text: str) -> date:
    """Return the day of "5/4/2026", "05-04-2026", "05.04.2026" or "2026-04-05"; else raise UnreadableError."""
    typed = text.strip()
    if match := _ISO.fullmatch(typed):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(typed):
        day, month, year = match.groups()
    else:
        raise UnreadableError(NOT_A_DATE)
    if len(year) != 4:
        raise UnreadableError(f"Ghi đủ bốn chữ số của năm, ví dụ {int(day):02d}/{int(month):02d}/2026.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise UnreadableError(f"Không có ngày {day}/{month}/{year}. Kiểm tra lại ngày và tháng.") from None


def _without_sign(typed: str) -> tuple[str, bool]:
    if typed[:1] in {"-", "−", "–"}:
        return typed[1:].strip(), True
    return typed, False


def _reads_as_number(typed: str) -> bool:
    try:
        _digits(typed)
    except AmbiguousError:
        return True
    except UnreadableError:
        return False
    return True


def _digits(typed: str) -> str:
    """Return what Decimal understands, or raise with the sentence that helps."""
    if match := _COMMA_OR_GROUP.fullmatch(typed):
        raise AmbiguousError(_two_readings(typed, *match.groups()))
    if _PLAIN.fullmatch(typed) or _GROUPED.fullmatch(typed) or _SPACE_GROUPED.fullmatch(typed):
        return typed.replace(" ", "").replace(".", "").replace(",", ".")
    if _ENGLISH_GROUPED.fullmatch(typed):
        value = Decimal(typed.replace(",", ""))
        raise AmbiguousError(
            f"“{typed}” chưa đúng cách ghi số. Dùng dấu chấm tách nhóm ba chữ số: {format_number(value)}."
        )
    if match := _ONE_DOT.fullmatch(typed):
        raise AmbiguousError(_dot_as_comma(typed, *match.groups()))
    raise UnreadableError(NOT_A_NUMBER)


def _two_readings(typed: str, whole: str, fraction: str) -> str:
    grouped, parted = Decimal(whole + fraction), Decimal(f"{whole}.{fraction}")
    return (
        f"“{typed}” có thể hiểu là {format_number(grouped)} hoặc {format_number(parted)}. "
        f"Ghi {format_number(grouped)} nếu là {number_in_words(grouped)}, "
        f"hoặc {format_for_input(parted)} nếu là {number_in_words(parted)}."
    )


def _dot_as_comma(typed: str, whole: str, fraction: str) -> str:
    value = Decimal(f"{whole}.{fraction}")
    return (
        f"“{typed}” chưa rõ: dấu chấm chỉ đứng trước nhóm ba chữ số. "
        f"Ghi {format_for_input(value)} nếu là {number_in_words(value)}."
    )


def _too_many_places(decimals: int) -> str:
    if decimals == 0:
        return "Số liệu này là số nguyên, không có phần lẻ, ví dụ 12."
    return f"Số liệu này có nhiều nhất {decimals} chữ số sau dấu phẩy."


def _decimal(value: Decimal | float) -> Decimal:
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def _in_vietnam(moment: datetime, zone: tzinfo = VIETNAM) -> datetime:
    return moment.astimezone(zone) if moment.tzinfo else moment
