"""Finds the numbers of a text that count something, and leaves alone those that are dates, names or codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from programs.importing import lexicon
from programs.importing.not_quantities import excluded


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in `key` text. `lead` is where its comparator begins, `start`–`end` the number with its percent sign."""

    lead: int
    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    is_percent: bool = False
    comparator: str = "="
    qualifier: str = ""
    doubt: str | None = None


_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
_FIGURE = re.compile(
    rf"(?<!\w)(?<!\d[.,])(?P<low>{_NUMBER})(?:\s?(?P<p1>%))?"
    rf"(?:\s?(?:-|đến|tới)\s?(?P<high>{_NUMBER}))?(?:\s?(?P<p2>%))?(?!\d)"
)
# "43/45 cơ sở": so many of so many
_FRACTION = re.compile(
    rf"(?<![\w/])(?P<part>\d{{1,4}})/(?P<whole>\d{{1,4}})\s(?:số )?(?=(?:{lexicon.UNIT}|{lexicon.BARE_UNIT}|"
    rf"{lexicon.CLUSTER})\b)"
)
# "ít nhất 1/3 số cán bộ", "phấn đấu 2/3 thanh niên": of people only where no date can be meant
_FRACTION_OF_PEOPLE = re.compile(
    rf"(?:(?<=ít nhất )|(?<=tối thiểu )|(?<=phấn đấu )|(?<=trên )|(?<=có )|(?<=đạt )|(?=\S{{3,7}} (?:tổng )?số ))"
    rf"(?<![\w/])(?P<part>\d{{1,4}})/(?P<whole>\d{{1,4}})\s(?:(?:tổng )?số )?(?=(?:{lexicon.MEMBER}|{lexicon.OFFICER}|"
    rf"{lexicon.YOUTH}|{lexicon.PERSON})\b)"
)
# "3 tỷ 500 triệu đồng" is one sum of money, counted in the smaller of the two
_SUM_OF_MONEY = re.compile(r"(?<![\d.,])(?P<big>\d{1,3}) tỷ (?P<small>\d{1,3})(?= triệu\b)")
# "từ 500 triệu đến 1 tỷ đồng", "5 km - 7 km": a range that names its unit twice, counted in the latter
_ONES = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín"
_TO_TEN = f"{_ONES}|mười"
_VALUES = {w: n for n, w in enumerate(_TO_TEN.split("|"), 1)} | {"mốt": 1, "tư": 4, "lăm": 5}
_RANGE_OF_TWO = re.compile(
    rf"(?<![\w.,])(?P<low>{_NUMBER}) ?(?P<unit>triệu|tỷ|km|ha|tấn|cây|lượt)(?: đồng)? ?(?:-|đến) ?"
    rf"(?P<high>{_NUMBER})(?= ?(?P<last>triệu|tỷ|km|ha|tấn|cây|lượt)\b)"
)
# Comparators before the number, each with what it means; the longest wording comes first.
BEFORE: tuple[tuple[str, str], ...] = (
    (r"không (?:vượt )?quá|tối đa|nhiều nhất|không nhiều hơn|≤|<=", "<="),  # "không quá 5%"
    (
        r"(?:ít nhất|tối thiểu)(?: là| được| có| đạt| từ)?|không (?:dưới|ít hơn|thấp hơn)|≥|>=",
        ">=",
    ),  # "ít nhất 05 buổi"
    (r"dưới|ít hơn|thấp hơn|<", "<"),  # "dưới 3%"
    (r"trên|hơn|vượt|nhiều hơn|cao hơn|>", ">"),  # "trên 5.000 đoàn viên"
    # "tối thiểu mỗi quý tổ chức một hoạt động"
    (r"(?:ít nhất|tối thiểu) (?:mỗi|hằng) (?:năm|quý|tháng|tuần)(?: \w+){0,3}", ">="),
    (r"từ", ">="),  # "đạt từ 85%"
)
_BEFORE = tuple((re.compile(rf"(?<!\w)(?:{words})\s*$"), sign) for words, sign in BEFORE)
# "ít nhất mỗi cơ sở Đoàn 01 mô hình": who must reach the number stands between
_LEAST_OF_EACH = re.compile(
    rf"(?<!\w)(?P<words>ít nhất|tối thiểu) mỗi (?:{lexicon.UNIT}|{lexicon.BARE_UNIT}|{lexicon.CLUSTER}|"
    rf"{lexicon.EACH_PERSON})(?: (?!mỗi)\w+){{0,4}}\s*$"
)
_ONWARDS = re.compile(r"trở (?:lên|xuống)\b")
# Between a number and its "trở lên" stand only the things counted: a grade, a rank or a verb takes it for itself.
_TAKES_ONWARDS = re.compile(
    r"\b(?:hoàn thành|trình độ|xếp loại|phân loại|loại|bằng|khá|giỏi|tốt|xuất sắc|mạnh|mức|chứng chỉ|cấp|"
    r"hạng|đạt|được|tham gia|tổ chức|thực hiện|xây dựng|từ(?! \d))\b|[.;:]|%|\d"
)
# "hai mươi lăm", "một trăm", "năm trăm": number words of two to four parts say a number wherever they stand
_MANY_WORDS = re.compile(
    rf"(?<!\w)(?:(?P<hundreds>{_ONES}) trăm(?: (?P<rest>(?:{_ONES}|mười)(?: mươi)?(?: (?:{_ONES}|mốt|tư|lăm))?))?|"
    rf"(?P<tens>{_ONES}) mươi(?: (?P<ones>{_ONES}|mốt|tư|lăm))?|mười (?P<teens>{_ONES}|lăm))(?!\w)"
    rf"(?: (?P<by>nghìn|ngàn|triệu)(?= (?!đồng|tỷ)))?"
)
_WORD = re.compile(
    rf"(?<!\w)(?:ít nhất|tối thiểu|không quá|tối đa) (?:(?:là|có|được) )?(?P<n>{_TO_TEN})\s+(?!trong|"
    rf"số|cách|phần)(?=\w)|"
    # "tối thiểu một buổi sinh hoạt và một hoạt động": only after a comparator
    rf"(?<!\w)và (?P<also>một)\s+(?=(?:{lexicon.CLASSIFIER})\b)|"
    # "mỗi chi đoàn một công trình", "bình quân mỗi tháng một buổi"
    rf"\bmỗi \w+(?: \w+){{0,2}} (?P<each>một|hai|ba|bốn)\s+(?=(?:{lexicon.CLASSIFIER})\b)|"
    r"(?<!\w)(?:có|tổ chức|thực hiện|xây dựng|duy trì|đảm nhận|làm|được|giúp đỡ|hỗ trợ|tham gia|thành lập|nhận|"
    r"với) (?:được )?"
    rf"(?P<one>một|hai|ba|bốn|mười)\s+(?=(?:{lexicon.CLASSIFIER})\b)|"
    # "xây mới hai nhà nhân ái và ba sân chơi"
    rf"(?:^|(?<!\w)(?:(?:{lexicon.VERB})(?: mới| được| thêm| lại| cho)?|và|,|;) )"
    rf"(?P<few>hai|ba|bốn|sáu|bảy|tám|chín|mười)\s+(?=(?:{lexicon.CLASSIFIER})\b)"
)
_EACH = re.compile(r"\b(?:mỗi|từng|ít nhất|tối thiểu)\b")


# "1,5 triệu lượt người": the scale belongs to the number, but "1,5 triệu đồng" is money counted in millions
_SCALES = {"nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 1_000_000}
_SCALE = re.compile(rf"\s(?P<by>{'|'.join(_SCALES)})\s(?!đồng|tỷ)(?=(?:{lexicon.CLASSIFIER})\b)")
# "10 nghìn tỷ đồng": money counted in billions
_THOUSAND_BILLIONS = re.compile(r"\s(?P<by>nghìn|ngàn)\s(?=tỷ\b)")


def number(text: str) -> tuple[Decimal, str | None]:
    """Return the value of a written number ("4.500" is 4500, "12,5" is 12.5) and a reason for doubt."""
    bare = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare):
        return Decimal(bare.replace(".", "").replace(",", ".")), None
    if re.fullmatch(r"\d{1,3},\d{3}", bare):
        return Decimal(bare.replace(",", "")), f"Số “{text}” dùng dấu phẩy: cần kiểm tra là số nguyên hay số thập phân."
    if re.fullmatch(r"\d+\.\d+", bare):
        return Decimal(bare), f"Số “{text}” dùng dấu chấm: cần kiểm tra là số nguyên hay số thập phân."
    return Decimal(bare.replace(",", ".")), None


def find(low: str) -> list[Quantity]:
    """Return the quantities of `low` (text in `key` form), in order."""
    skip = excluded(low)
    whole = [q for p in (_FRACTION, _FRACTION_OF_PEOPLE) for m in p.finditer(low) if (q := _of_fraction(low, m))]
    whole += [_of_money(low, m) for m in _SUM_OF_MONEY.finditer(low)]
    whole += [q for m in _RANGE_OF_TWO.finditer(low) if (q := _of_range(low, m))]
    whole += [q for m in _MANY_WORDS.finditer(low) if (q := _of_many_words(low, m, skip))]
    for q in whole:
        skip[q.start : q.end] = b"\1" * (q.end - q.start)
    found = whole + [q for m in _FIGURE.finditer(low) for q in _of_figure(low, m, skip)]
    found += [q for m in _WORD.finditer(low) if (q := _of_word(low, m, skip))]
    found.sort(key=lambda q: q.start)
    return [_with_onwards(low, q, found[i + 1].lead if i + 1 < len(found) else len(low)) for i, q in enumerate(found)]


def _of_figure(low: str, m: re.Match[str], skip: bytearray) -> list[Quantity]:
    start, end = m.start(), m.end()
    if m["high"] is None and m["p1"] is None and m["p2"] is None:
        end = m.end("low")
    percent = bool(m["p1"] or m["p2"])
    if any(skip[start:end]):
        return []
    value, doubt = number(m["low"])
    if m["high"] is None and not percent and (scale := _THOUSAND_BILLIONS.match(low, end)):
        value, end = value * 1000, scale.end("by")
    elif m["high"] is None and not percent and (scale := _SCALE.match(low, end)):
        value, end = value * _SCALES[scale["by"]], scale.end("by")
    high = None
    if m["high"] is not None:
        high, _ = number(m["high"])
        if high <= value:
            high, end = None, m.end("p1") if m["p1"] else m.end("low")
            percent = bool(m["p1"])
    if not percent and high is None and value >= 1000 and "." not in m["low"] and _is_year(low, m):
        return []
    lead, sign, qualifier = _comparator(low, start)
    if high is not None:
        sign = "range"
        lead = lead if qualifier == "từ" else start
    return [Quantity(lead, start, end, value, high, percent, sign, qualifier, doubt)]


def _of_fraction(low: str, m: re.Match[str]) -> Quantity | None:
    part, whole = Decimal(m["part"]), Decimal(m["whole"])
    if not 0 < part <= whole:
        return None
    share = (100 * part / whole).quantize(Decimal("0.1")).normalize() + 0
    lead, sign, qualifier = _comparator(low, m.start())
    words = f"{m['part']}/{m['whole']}"
    doubt = f"“{words}” được đọc là tỷ lệ phần trăm: cần kiểm tra."
    return Quantity(
        lead, m.start(), m.end("whole"), share, is_percent=True, comparator=sign, qualifier=qualifier, doubt=doubt
    )


def _of_money(low: str, m: re.Match[str]) -> Quantity:
    lead, sign, qualifier = _comparator(low, m.start())
    return Quantity(
        lead, m.start(), m.end(), 1000 * Decimal(m["big"]) + Decimal(m["small"]), comparator=sign, qualifier=qualifier
    )


def _of_range(low: str, m: re.Match[str]) -> Quantity | None:
    least, most = number(m["low"])[0], number(m["high"])[0]
    if m["unit"] == "triệu" and m["last"] == "tỷ":
        least /= 1000
    elif m["unit"] != m["last"]:
        return None
    if least >= most:
        return None
    lead, _, words = _comparator(low, m.start())
    lead = lead if words == "từ" else m.start()
    return Quantity(lead, m.start(), m.end(), least, most, comparator="range", qualifier=words)


def _is_year(low: str, m: re.Match[str]) -> bool:
    if not 1900 <= int(re.sub(r"\D", "", m["low"])) <= 2100:
        return False
    return not re.match(rf"\s(?:{lexicon.CLASSIFIER})\b", low[m.end("low") :])


def _of_word(low: str, m: re.Match[str], skip: bytearray) -> Quantity | None:
    group = next(name for name in ("n", "one", "few", "each", "also") if m[name])
    start, end = m.span(group)
    if any(skip[start:end]):
        return None
    if m[group] == "một" and group == "one" and not _EACH.search(low[max(0, low.rfind(";", 0, start)) : start]):
        return None  # "có một" says "a", not "one", unless each has one
    if group == "also" and not _EACH.search(low[max(low.rfind(";", 0, start), low.rfind(".", 0, start), 0) : start]):
        return None
    lead, sign, qualifier = _comparator(low, start)
    return Quantity(lead, start, end, Decimal(_VALUES[m[group]]), comparator=sign, qualifier=qualifier)


def _of_many_words(low: str, m: re.Match[str], skip: bytearray) -> Quantity | None:
    if any(skip[m.start() : m.end()]):
        return None
    if m["hundreds"]:
        value = 100 * _VALUES[m["hundreds"]] + _below_hundred(m["rest"] or "")
    elif m["tens"]:
        value = 10 * _VALUES[m["tens"]] + _VALUES.get(m["ones"] or "", 0)
    else:
        value = 10 + _VALUES[m["teens"]]
    value *= _SCALES.get(m["by"] or "", 1)
    lead, sign, qualifier = _comparator(low, m.start())
    return Quantity(lead, m.start(), m.end(), Decimal(value), comparator=sign, qualifier=qualifier)


def _below_hundred(words: str) -> int:
    """ "hai mươi lăm" is 25, "mười hai" 12, "năm" 5."""
    total = 0
    for word in words.split():
        total = total * 10 if word == "mươi" else total + _VALUES[word]
    return total


def _comparator(low: str, start: int) -> tuple[int, str, str]:
    """Return where the comparator before `start` begins, its sign and its words; a bare number is "="."""
    before = low[max(0, start - 48) : start]
    for pattern, sign in _BEFORE:
        if m := pattern.search(before):
            lead = start - len(before) + m.start()
            return lead, sign, m.group().strip()
    if m := _LEAST_OF_EACH.search(before):
        return start, ">=", m["words"]
    return start, "=", ""


def _with_onwards(low: str, q: Quantity, until: int) -> Quantity:
    """Apply "… trở lên" after the number: "85% thanh niên trở lên", "từ 150 lượt người nghèo trở lên"."""
    m = _ONWARDS.search(low, q.end, min(until, q.end + 160))
    if m is None or q.high is not None:
        return q
    between = low[q.end : m.start()]
    if _TAKES_ONWARDS.search(between) or len(between.split()) > 18:
        return q
    sign = ">=" if m.group().endswith("lên") else "<="
    words = f"{q.qualifier} … {m.group()}" if q.qualifier else m.group()
    return replace(q, comparator=sign if q.comparator in ("=", ">=") else q.comparator, qualifier=words)
