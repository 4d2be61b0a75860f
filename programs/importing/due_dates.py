"""When a report is due: dates, days of the month, weekdays, hours, and the words that include or exclude the day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from programs.importing.folding import key

_BOLD = r"\s*"
# "chậm nhất ngày 05" includes the day, "trước ngày 05/3" does not.
_INCLUSIVE = re.compile(
    r"(?:chậm nhất|muộn nhất|hạn cuối|hạn chót|đến hết|hết ngày|không muộn hơn|không quá|hoàn thành trong|"
    r"vào ngày|(?:^|\W)ngày|thời hạn|vào)\s*(?:là|vào|đến|:)?\s*$"
)
_EXCLUSIVE = re.compile(r"\btrước\s*$")
_WHEN = re.compile(
    r"(?P<lead>(?:(?:gửi|nộp|xong)\s+)?(?:chậm nhất|muộn nhất|hạn cuối|hạn chót|trước|đến hết|hết|"
    r"không muộn hơn|vào|từ)?(?:\s*(?:là|vào|đến|:))*\s*)"
    r"(?:(?P<hour>\d{1,2})\s*(?:giờ|h|g)\s*(?P<minute>\d{2})?(?:\s*phút)?,?\s*)?"
    r"(?P<dayword>ngày\s*(?:mùng|mồng)?\s*)?"
    r"(?P<d>\d{1,2})(?:\s*(?:/|tháng\s)\s*(?P<m>\d{1,2})(?:\s*(?:/|năm\s)\s*(?P<y>\d{4}))?)?(?!\d|\s*(?:%|"
    r"báo cáo|đơn vị|tháng đầu(?! (?:của )?quý)|năm|bản|nội dung|bộ|đồng))"
)
_EVERY_MONTH = re.compile(
    r"\b(?:hằng tháng|mỗi tháng|của tháng|tháng sau|tháng kế tiếp|tháng tiếp theo|tháng liền kề|tháng báo cáo|"
    r"các tháng)\b"
)
_NEXT_MONTH = re.compile(r"\btháng (?:sau|kế tiếp|tiếp theo|liền kề)|của tháng sau")
_MONTHS_LIST = re.compile(r"\btháng\s*((?:0?[1-9]|1[0-2])(?:\s*(?:,|và|;)\s*(?:tháng\s*)?(?:0?[1-9]|1[0-2]))+)(?!\d|/)")
_M = r"(?:0?[1-9]|1[0-2])(?!\d)"
_LEFT_OUT = re.compile(
    rf"\b(?:trừ|không (?:gửi|tính|gồm|bao gồm)) (?:các )?(?:báo cáo )?tháng\s*"
    rf"(?:(?P<list>{_M}(?:\s*(?:,|và|;)\s*(?:tháng\s*)?{_M})*)"
    r"|(?:có|trùng(?: với)?|gửi|đã có|làm) (?:kỳ )?báo cáo|cuối (?:mỗi )?quý)"
)
_ENDS_OF_QUARTERS = frozenset({3, 6, 9, 12})
_LAST_MONTH_OF_QUARTER = re.compile(r"tháng (?:cuối|thứ ba|thứ 3) (?:của |trong )?(?:mỗi )?quý")
_FIRST_MONTH_OF_QUARTER = re.compile(r"tháng đầu (?:tiên )?(?:của )?quý (?:sau|tiếp|kế|liền)")
# such as: trong 05 ngày đầu của tháng kế tiếp; vào ngày cuối cùng của tháng
_DAYS_OF_MONTH = re.compile(
    r"(?:trong |chậm nhất )(?:vòng )?(?P<d>\d{1,2}) ngày đầu (?:tiên )?(?:của )?tháng(?P<next> (?:sau|kế|tiếp|liền))?|"
    r"(?P<before>trước )?ngày cuối (?:cùng )?(?:của |trong )?(?:hằng |mỗi )?tháng\b(?! \d)"
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
_WEEKDAY = re.compile(r"\b(?P<lead>trước )?(?:vào )?(?:ngày )?(?:thứ (?P<w>hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b")
_HOUR = re.compile(r"(?<!\d)(?P<hour>[01]?\d|2[0-4])\s*(?:giờ|h)(?:\s*\d{2})?\b")
_SPAN = re.compile(
    r"từ (?:ngày )?(?:mùng |"
    r"mồng )?(?P<a>\d{1,2})(?: của)? tháng trước(?: liền kề)? đến (?:hết )?(?:ngày )?(?:mùng |mồng )?(?P<b>\d{1,2})"
)
_OTHER_SPAN = re.compile(
    r"từ (?:ngày )?(?:mùng |mồng )?(?P<a>0?1)(?: của tháng| hằng tháng)? đến (?:hết )?(?:ngày )?(?:cuối|3[01]|"
    r"cuối cùng)"
)
_FULL_DATE = r"(?:hết )?(?:ngày )?(\d{1,2})/(\d{1,2})/(\d{4})"
# such as: số liệu từ ngày 01/01/2026 đến hết ngày 31/12/2026
_FIGURES = re.compile(rf"\bsố liệu (?:tính )?từ {_FULL_DATE} đến {_FULL_DATE}")
# such as: áp dụng từ ngày 01/6/2026 đến hết ngày 31/8/2026
_APPLIES = re.compile(rf"\báp dụng từ {_FULL_DATE} đến {_FULL_DATE}")
_WHOLE_SPANS = (
    ("1-to-31", re.compile(r"\bsố liệu trọn tháng báo cáo\b")),
    ("to_date", re.compile(r"\bsố liệu lũy kế từ đầu năm\b")),
    ("nothing", re.compile(r"\bkhông kèm số liệu\b")),
)
MOVES_OFF_HOLIDAYS = re.compile(r"\btrùng ngày nghỉ\b[^.;]{0,30}\bngày làm việc kế tiếp\b")


@dataclass(frozen=True, slots=True)
class When:
    """A due date as written. `end` is where its words end in the text."""

    start: int
    end: int
    due: date | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    months: tuple[int, ...] = ()
    next_month: bool = False
    weekday: int | None = None
    hour: int | None = None
    inclusive: bool | None = None


def covers_of(low: str) -> tuple[str, int | None, int | None] | None:
    """Return the span a monthly report covers: ("5-to-5", 5, 5) for "từ ngày 05 của tháng trước đến ngày 05"."""
    if m := _SPAN.search(low):
        a, b = int(m["a"]), int(m["b"])
        return f"{a}-to-{b}", a, b
    if _OTHER_SPAN.search(low):
        return "previous_month", 1, 31
    return None


def whole_span_of(low: str) -> str | None:
    """Return the span that is said in words, whatever the kind of report: "to_date", "nothing", "1-to-31"."""
    return next((name for name, pattern in _WHOLE_SPANS if pattern.search(low)), None)


def figures_of(low: str) -> tuple[date, date] | None:
    """Return first and last day of "số liệu từ ngày 01/01/2026 đến hết ngày 31/12/2026"."""
    return _two_dates(_FIGURES.search(low))


def applies_of(low: str) -> tuple[date, date] | None:
    """Return first and last day of "áp dụng từ ngày 01/6/2026 đến hết ngày 31/8/2026"."""
    return _two_dates(_APPLIES.search(low))


def _two_dates(m: re.Match[str] | None) -> tuple[date, date] | None:
    if m is None:
        return None
    first, last = (_date(int(m[i + 2]), int(m[i + 1]), int(m[i])) for i in (1, 4))
    return (first, last) if first and last else None


def months_left_out(low: str) -> frozenset[int]:
    """Return the months without a report of their own: "trừ tháng 3, 6, 9, 12", "trừ các tháng có báo cáo quý"."""
    m = _LEFT_OUT.search(low)
    if m is None:
        return frozenset()
    return frozenset(int(n) for n in re.findall(r"\d+", m["list"])) if m["list"] else _ENDS_OF_QUARTERS


def months_listed(low: str) -> tuple[int, ...]:
    """Return the months of a list: "tháng 1, 2, 4 và 5"; a single month is no list."""
    low = _LEFT_OUT.sub("", low)
    if m := _MONTHS_LIST.search(low):
        return tuple(sorted({int(n) for n in re.findall(r"\d+", m.group(1))}))
    return ()


def whens(text: str, year: int | None) -> list[When]:
    """Return the due dates of a clause in order. A date without a year is of the programme's `year`, if known."""
    low = key(text)
    covered = [m.span() for p in (_SPAN, _OTHER_SPAN, _FIGURES, _APPLIES) for m in p.finditer(low)]
    out = []
    for m in _WHEN.finditer(low):
        if any(a <= m.start("d") < b for a, b in covered):
            continue
        if when := _when(low, m, year):
            out.append(when)
    if not out and (m1 := _DAYS_OF_MONTH.search(low)):
        day = int(m1["d"]) if m1["d"] else 31
        out.append(When(m1.start(), m1.end(), day=day, next_month=bool(m1["next"]), inclusive=not m1["before"]))
    hour = _HOUR.search(low)
    at = int(hour["hour"]) if hour else None
    if not out and (m2 := _WEEKDAY.search(low)) and re.search(r"tuần|báo cáo|gửi", low):
        weekday = _WEEKDAYS[m2["w"]] if m2["w"] else 6
        # "trước 16 giờ thứ Năm" is on that Thursday, "trước thứ Năm" before it
        out.append(When(m2.start(), m2.end(), weekday=weekday, hour=at, inclusive=bool(hour) or not m2["lead"]))
    elif not out and hour and re.search(r"\b(?:hằng|mỗi) ngày\b", low):
        out.append(When(hour.start(), hour.end(), hour=at, inclusive=True))
    return out


def _when(low: str, m: re.Match[str], year: int | None) -> When | None:
    lead = low[max(0, m.start() - 20) : m.start("d")]
    lead = re.sub(r"(?:\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{2})?(?:\s*phút)?,?\s*)", " ", lead)
    bare = re.sub(r"\s*(?:ngày)?\s*(?:mùng|mồng)?\s*$", "", lead)
    is_named = bool(m["y"]) and bare.endswith(":") and "hạn" in low[: m.start()]  # "Hạn gửi báo cáo năm: 30/10/2026"
    has_cue = bool(
        m["dayword"] or is_named or (m["m"] and re.search(r"trước|chậm nhất|muộn nhất|hạn|đến hết|vào", bare[-14:]))
    )
    if not has_cue:
        return None
    if re.search(r"\b(?:kỷ niệm|thành lập|dịp|sinh|mất|quy định|số|quốc tế|truyền thống)\b[^;.]{0,24}$", bare):
        return None
    day, month = int(m["d"]), int(m["m"]) if m["m"] else None
    if not 1 <= day <= 31 or (month is not None and not 1 <= month <= 12):
        return None
    inclusive = not _EXCLUSIVE.search(bare)
    hour = int(m["hour"]) if m["hour"] else None
    tail = low[m.end() : m.end() + 60]
    if month is not None:
        y = int(m["y"]) if m["y"] else year
        due = _date(y, month, day)
        return When(m.start(), m.end(), due, day, month, y, (month,), hour=hour, inclusive=inclusive)
    months = months_listed(low) or _months_of_quarters(_beside(low, m))
    if not _EVERY_MONTH.search(low) and not months and not re.search(r"tháng|quý|tuần", low):
        return None
    return When(
        m.start(), m.end(), None, day, None, None, months, bool(_NEXT_MONTH.search(tail)), None, hour, inclusive
    )


def _beside(low: str, m: re.Match[str]) -> str:
    """Return the words about one day of several: "tháng (trước ngày 20), quý (trước ngày 18 tháng cuối quý)"."""
    days = [d.span() for d in _WHEN.finditer(low) if d["dayword"]]
    before = max((end for _, end in days if end <= m.start()), default=0)
    after = min((start for start, _ in days if start >= m.end()), default=len(low))
    return low[before:after]


def _months_of_quarters(low: str) -> tuple[int, ...]:
    """ "ngày 15 của tháng cuối quý", "ngày 05 tháng đầu của quý sau": four months of the year."""
    if _LAST_MONTH_OF_QUARTER.search(low):
        return (3, 6, 9, 12)
    return (1, 4, 7, 10) if _FIRST_MONTH_OF_QUARTER.search(low) else ()


def _date(year: int | None, month: int, day: int) -> date | None:
    if year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
