"""Who and what a number is about: populations of shares, subjects of counts, units of measure, frequencies, grades."""

from __future__ import annotations

import re
from dataclasses import dataclass

from programs.importing import lexicon

UNITS, MEMBERS, OF_YOUTH, OF_OTHERS = "percent_of_units", "percent_of_members", "percent_of_youth", "percent_other"
ORGANISATION, EACH_UNIT, PER_CLUSTER, EACH_MEMBER = "organisation", "each_unit", "per_cluster", "each_member"

# Populations in the order they are tried at the head of a phrase; the example shows a share of each.
_POPULATIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (OF_OTHERS, re.compile(r"đoàn viên ưu tú\b")),  # "70% đoàn viên ưu tú": some of the members, as those put forward
    (MEMBERS, re.compile(rf"(?:{lexicon.MEMBER})\b")),  # "90% cán bộ đoàn, đoàn viên"
    (OF_OTHERS, re.compile(rf"(?:{lexicon.OFFICER}) {lexicon.NARROWED}")),  # "100% cán bộ đoàn chủ chốt"
    (MEMBERS, re.compile(rf"(?:{lexicon.OFFICER})\b")),  # "100% cán bộ đoàn"
    (UNITS, re.compile(rf"(?:{lexicon.UNIT})\b")),  # "80% chi đoàn"
    (OF_YOUTH, re.compile(rf"(?:{lexicon.YOUTH})\b")),  # "75% thanh niên"
    (OF_OTHERS, re.compile(rf"(?:{lexicon.PERSON})\b")),  # "100% bí thư chi đoàn"
    (UNITS, re.compile(rf"(?:{lexicon.BARE_UNIT}|{lexicon.CLUSTER})\b")),  # "100% đơn vị"
)
_FILLER = re.compile(
    r"\s*(?:trở lên |trở xuống |(?:trong )?(?:tổng )?(?:quân )?số (?:lượng )?|các |những |toàn bộ |tất cả )*"
)
# After the percent sign stands no population but what happens to it: the population came before.
_NO_POPULATION = re.compile(
    r"\s*(?:trở lên|trở xuống|so với|theo|vào|hoàn thành|đạt|được|trong|tại|ở|của|và|nhằm|để|là|có|mỗi|/|năm|hằng|"
    rf"(?:{lexicon.VERB})\b|"
    r"tham gia|trên|từ|đến|cuối|[,.;:()]|(?:loại )?(?:xuất sắc|vững mạnh|giỏi|khá|tốt|trung bình|yếu)\b|$)"
)


@dataclass(frozen=True, slots=True)
class Population:
    scope: str
    start: int
    end: int


def population_after(low: str, end: int, until: int) -> Population | None:
    """Return the population named right after a percentage that ends at `end`, or None when none follows."""
    at = _FILLER.match(low, end, until)
    start = at.end() if at else end
    for scope, pattern in _POPULATIONS:
        if pattern.match(low, start, until):
            return Population(scope, start, noun_phrase_end(low, start, until))
    if _NO_POPULATION.match(low, end, until):
        return None
    return Population(OF_OTHERS, start, noun_phrase_end(low, start, until))


def is_person(low: str) -> bool:
    """Tell whether what is counted are people of whom a share can be taken."""
    return bool(re.match(rf"(?:{lexicon.MEMBER}|{lexicon.YOUTH}|{lexicon.PERSON})\b", low))


def population_before(low: str, start: int, end: int) -> Population | None:
    """Return the population that a rate or a sentence before the percentage is about.

    Example: "tỷ lệ đoàn viên không hoàn thành nhiệm vụ không quá 5%": the first one named.
    """
    rate = low.rfind("tỷ lệ", start, end)
    begin = rate + 6 if rate >= 0 else start
    best: tuple[int, int, str, re.Match[str]] | None = None
    for order, (scope, pattern) in enumerate(_POPULATIONS):
        m = _search_word(pattern, low, begin, end)
        if m and (best is None or (m.start(), order) < best[:2]):
            best = (m.start(), order, scope, m)
    if best is not None:
        return Population(best[2], best[3].start(), min(end, noun_phrase_end(low, best[3].start(), end)))
    return Population(OF_OTHERS, begin, end) if rate >= 0 else None


def _search_word(pattern: re.Pattern[str], low: str, start: int, end: int) -> re.Match[str] | None:
    for m in pattern.finditer(low, start, end):
        if m.start() == 0 or not low[m.start() - 1].isalnum():
            return m
    return None


_STOP = re.compile(
    rf"[;:.()\"]|\s(?:-\s)|\s(?:{lexicon.VERB}|cho|để|nhằm|trong|tại|về|hướng|của|vào|trở|trên|từ|đến|theo|với|"
    rf"do|xuống|lên|còn|mỗi|hằng|không|trực tiếp|"
    r"phù hợp|bằng|gắn|nhân (?:dịp|kỷ|ngày)|dự|khi|(?<!trực )thuộc|đều|cùng|chủ động|tích cực|chưa|đủ|ít|tối|"
    r"thường xuyên|định kỳ|nào|sau)\b|/"
)
_MORE = re.compile(
    rf",? (?:và |hoặc )?(?={lexicon.PERSON}|{lexicon.YOUTH}|{lexicon.MEMBER}|{lexicon.UNIT}|"
    rf"{lexicon.BARE_UNIT}|phần việc|học sinh|sinh viên|thị|thành|quận|hội)"
)


def noun_phrase_end(low: str, start: int, until: int) -> int:
    """Return where the noun phrase at `start` ends: at a verb, a preposition, or a comma that begins something else."""
    stop = _STOP.search(low, start, until)
    end = stop.start() if stop else until
    comma = low.find(",", start, end)
    while comma >= 0:
        if not _MORE.match(low, comma):
            end = comma
            break
        comma = low.find(",", comma + 1, end)
    return start + len(low[start:end].rstrip().removesuffix(" và").rstrip())


_UNIT_STOP = re.compile(
    r"[;:.()]|,|/|\s(?:do|cho|để|nhằm|trong|tại|hướng|có ý|của|vào|trở|từ|đến|theo|với|mỗi|hằng|nhân (?:dịp|kỷ|"
    r"ngày)|gắn|được|tham gia|ứng dụng|trên|"
    r"nâng cao|phục vụ|là|góp phần|phù hợp|dành|thiết thực|về(?! nguồn| đích)|cấp|ở)\b"
)


def unit_of_measure_end(low: str, start: int, until: int) -> int:
    """Return where the name of the things counted ends: "4.500 cây xanh trong năm" counts "cây xanh"."""
    first = re.compile(r"\s*[^\s;:.,()/]+").match(low, start, until)  # the first word names the thing, whatever it is
    stop = _UNIT_STOP.search(low, first.end() if first else start, until)
    while stop and stop.group() == ",":
        more = _MORE.match(low, stop.start())
        if more is None or stop.start() - start > 60:
            break
        stop = _UNIT_STOP.search(low, more.end(), until)
    end = stop.start() if stop else until
    return start + len(low[start:end].rstrip().removesuffix(" và").rstrip())


_EACH = re.compile(r"\b(?:mỗi|từng|mọi)\s+(?:một |các )?")
_EACH_CLUSTER = re.compile(rf"(?:{lexicon.CLUSTER})\b")
_EACH_PERSON = re.compile(rf"(?:{lexicon.EACH_PERSON})\b")
_EACH_TIME = re.compile(rf"(?:{lexicon.TIME})\b")
_EACH_UNIT = re.compile(
    rf"(?:{lexicon.UNIT}|{lexicon.BARE_UNIT}|đoàn|hội|cấp|ban|tổ chức|liên|tổ|câu lạc bộ|clb|đội(?! viên)|nhóm|lớp)\b"
)


def each(low: str, start: int, end: int) -> Population | None:
    """Return the last "mỗi …" of a stretch that names who must reach the number; "mỗi quý" names a time instead."""
    found = None
    for m in _EACH.finditer(low, start, end):
        at = m.end()
        for scope, pattern in ((PER_CLUSTER, _EACH_CLUSTER), (EACH_MEMBER, _EACH_PERSON), (EACH_UNIT, _EACH_UNIT)):
            if not _EACH_TIME.match(low, at, end) and pattern.match(low, at, end):
                found = Population(scope, at, noun_phrase_end(low, at, end))
                break
    return found


_OPENING = (
    r"(?:[-\s]|phấn đấu|đảm bảo|bảo đảm|trong năm(?: \d+)?|hằng năm|hằng quý|hằng tháng|(?:đến )?(?:hết |"
    r"cuối )?(?:năm \d+|nhiệm kỳ)|"
    r"trong nhiệm kỳ|(?:mỗi|từng) (?:năm|quý|tháng|tuần|học kỳ)|,|và|chỉ đạo|yêu cầu|vận động|tối thiểu|ít nhất)*"
)
_PLURAL_UNITS = re.compile(
    rf"{_OPENING}(?:(?:các|những|tất cả(?: các)?|toàn bộ(?: các)?) (?:{lexicon.UNIT}|{lexicon.BARE_UNIT})|"
    r"(?:cơ sở đoàn|đoàn cơ sở|chi đoàn|chi hội|liên đội|liên chi đoàn|chi đội)(?! khối)|"
    r"(?:đoàn |hội )?cấp (?:cơ sở|xã|chi đoàn)|(?:đoàn |hội )?cấp \w+(?:, | và )(?:cấp )?(?:huyện|xã|cơ sở|"
    r"tương đương|chi)|"
    r"đoàn (?:các cấp|cấp cơ sở|các xã|các trường|các đơn vị|các cơ sở|xã, |xã và |phường, |trường học)|(?:btv|"
    r"bch|ban thường vụ) đoàn (?:các )?(?:xã|phường))(?=\W)"
)
_PLURAL_CLUSTERS = re.compile(rf"{_OPENING}(?:các )?(?:cụm thi đua|cụm|khối thi đua)(?=\s)")
_PLURAL_MEMBERS = re.compile(
    rf"{_OPENING}(?:các )?(?:{lexicon.MEMBER}|{lexicon.OFFICER}(?! {lexicon.NARROWED})|"
    rf"(?:phó )?bí thư(?=(?: các)? (?:{lexicon.UNIT}|đoàn))|ủy viên (?:ban chấp hành|bch|ban thường vụ|btv))(?=\s)"
)
MEMBER_LIMIT = 10  # "Đoàn viên … 200 ý tưởng" is a sum, "đoàn viên … 02 hoạt động" is owed by each
SHARED_LIMIT = 50  # "Các cơ sở … 5.000 cây" is a sum of all, "các cơ sở … 02 buổi" is owed by each


def subject(low: str, start: int, end: int) -> Population | None:
    """Return units, clusters or members that are the subject at the beginning of a clause, else None."""
    for scope, pattern in ((PER_CLUSTER, _PLURAL_CLUSTERS), (EACH_UNIT, _PLURAL_UNITS), (EACH_MEMBER, _PLURAL_MEMBERS)):
        if m := pattern.match(low, start, end):
            return Population(scope, start, m.end())
    return None


_LEVELS = {
    "trung ương": 0, "tỉnh": 1, "thành phố": 1, "huyện": 2, "quận": 2, "thị xã": 2,
    "xã": 3, "phường": 3, "cơ sở": 3, "chi đoàn": 4,
}  # fmt: skip
_LEVEL = re.compile(rf"(?:đoàn |hội )?cấp ({'|'.join(_LEVELS)})\b|\b(tỉnh|huyện|thành|quận) ?đoàn\b")


def below_another_level(low: str, start: int) -> bool:
    """Tell whether a clause begins with a level of the organisation below one named before it.

    Example: "Cấp tỉnh ít nhất 02 lớp; cấp huyện ít nhất 01 lớp": the second is owed by each district.
    """
    here = _LEVEL.match(low, start + len(low[start:]) - len(low[start:].lstrip()))
    if here is None or here.group(1) is None:
        return False
    above = [_LEVELS.get(m.group(1) or m.group(2), 1) for m in _LEVEL.finditer(low, 0, start)]
    return any(level < _LEVELS[here.group(1)] for level in above)


_PER_WHOM = re.compile(
    rf"[^,;.]{{0,70}}?/\s?(?:(?P<cluster>cụm)|(?P<unit>{lexicon.UNIT}|cơ sở|đơn vị|chi đoàn|xã|trường|huyện)|"
    rf"(?P<member>{lexicon.EACH_PERSON}))\b"
)


def per_whom(low: str, start: int, until: int) -> str | None:
    """Return the scope named after a slash: "02 buổi/chi đoàn" is each_unit, "10 cây/đoàn viên" each_member."""
    m = _PER_WHOM.match(low, start, until)
    if m is None:
        return None
    return PER_CLUSTER if m["cluster"] else EACH_UNIT if m["unit"] else EACH_MEMBER


_SPANS = (
    (
        "year",
        re.compile(r"/\s?(?:0?1 )?năm\b|\b(?:hằng|mỗi|từng) năm\b|\btrong năm\b(?! \d)|\b(?:0?1|một) năm/|\bmột năm\b"),
    ),
    ("quarter", re.compile(r"/\s?(?:0?1 )?quý\b|\b(?:hằng|mỗi|từng) quý\b|\b(?:0?1|một) quý/")),
    ("month", re.compile(r"/\s?(?:0?1 )?tháng\b|\b(?:hằng|mỗi|từng) tháng\b|\b(?:0?1|một) tháng/")),
    ("week", re.compile(r"/\s?(?:0?1 )?tuần\b|\b(?:hằng|mỗi|từng) tuần\b")),
)


def goal_span(low: str, start: int, end: int) -> str | None:
    """Return year, quarter, month or week when the stretch says that the goal is reached anew in each, else None."""
    found = [(m.end(), span) for span, pattern in _SPANS for m in pattern.finditer(low, start, end)]
    return max(found)[1] if found else None


_GRADE = re.compile(rf"\b(?:{lexicon.GRADE})\b")
_RATED = re.compile(r"\b(?:xếp loại|phân loại|loại|danh hiệu|đạt)\W+(?:từ )?(?:loại )?$")


def grade(low: str, start: int, end: int) -> tuple[int, int, bool] | None:
    """Return where a classification grade stands and whether "trở lên" follows it."""
    best = None
    for m in _GRADE.finditer(low, start, end):
        fulfils = m.group().startswith(("hoàn thành", "không hoàn thành"))
        rated = m.group().startswith(("loại", "mức", "đạt")) or _RATED.search(
            low, max(start, m.start() - 24), m.start()
        )
        if (fulfils or rated) and not low[m.end() :].startswith((" được", " chỉ tiêu", " các", " kế hoạch")):
            best = m
    if best is None:
        return None
    onwards = re.compile(r"\W{0,3}trở lên").match(low, best.end(), end)
    return best.start(), best.end(), bool(onwards)
