"""Which report a clause speaks of: monthly, quarterly, … One small rule each, with an example."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindRule:
    kind: str
    pattern: re.Pattern[str]
    example: str


def _rule(kind: str, pattern: str, example: str) -> KindRule:
    return KindRule(kind, re.compile(pattern), example)


_R = r"(?:báo cáo|bc|số liệu|kết quả|đánh giá|sơ kết|tổng kết|sơ, tổng kết)"
# Tried in this order on the words of one clause.
RULES: tuple[KindRule, ...] = (
    _rule("cluster_work_plan", r"(?:kế hoạch|"
                               r"chương trình)[^.;]{0,60}\b(?:của "
                               r")?(?:các )?cụm\b", "Kế hoạch hoạt động của Cụm gửi trước ngày 10/3"),
    _rule(
        "unit_work_programme",
        r"^[-+\s]*(?:nộp |gửi |xây dựng |ban hành )?(?:chương trình|kế hoạch)(?: hoặc (?:chương trình|"
        r"kế hoạch))?(?: hành động| công tác| hoạt động| thực hiện| triển khai| năm)",
        "Kế hoạch công tác năm của đơn vị: gửi trước ngày 15/02",
    ),
    _rule("unit_work_programme", r"^(?=.{0,300}\b(?:gửi|nộp)\b)(?:(?!báo cáo|số liệu|kết quả).){0,120}\b(?:xây dựng|"
                                 r"cụ thể hóa|ban hành|hoàn thành|gửi|nộp)\b(?:(?!báo cáo)[^.;]){0,60}\b"
                                 r"(?:chương trình|kế hoạch)\b",
          "Cụ thể hóa thành kế hoạch của đơn vị, gửi về trước ngày 20/01"),
    _rule("closing", r"\bchốt số liệu\b", "Báo cáo chốt số liệu năm"),
    _rule("campaign_final", r"\btổng kết (?:tháng thanh niên|chiến dịch|đợt|cao điểm|hè|mùa hè)|"
                            r"\bkết thúc (?:chiến dịch|đợt|tháng)|"
                            r"\bbáo cáo kết quả (?:tổ chức |thực hiện |triển khai )?(?:tháng (?:thanh niên|hành động|"
                            r"cao điểm)|chiến dịch|đợt cao điểm)", "Báo cáo tổng kết chiến dịch hè"),
    _rule("daily", rf"{_R}[^.;,]{{0,20}}\b(?:hằng )?ngày\b(?! \d| hội| thành| \w+/)|"
                   rf"\bhằng ngày\b", "Báo cáo nhanh hằng ngày"),
    _rule("weekly", rf"{_R}[^.;,]{{0,20}}\btuần\b|\bhằng tuần\b", "Báo cáo tuần: gửi vào thứ Sáu"),
    _rule("half_year", rf"(?:{_R}|định kỳ|gồm|và|,|:|hoặc)[^.;,]{{0,30}}(?:0?6|sáu) tháng\b|\bnửa năm\b|"
                       rf"\b(?:0?6|sáu) tháng đầu năm\b", "Báo cáo sơ kết 6 tháng đầu năm"),
    _rule("half_year", rf"{_R}[^.;,]{{0,20}}\bhọc kỳ\b", "Báo cáo học kỳ I trước ngày 10/01"),
    _rule("nine_month", rf"(?:{_R}|định kỳ|và|,|:|hoặc)[^.;,]{{0,20}}(?:0?9|chín) tháng\b", "Báo cáo 9 tháng"),
    _rule("quarterly", rf"(?:{_R}|định kỳ|và|,|:|hằng|hoặc)[^.;,]{{0,20}}(?:\bquý\b|"
                       rf"\b0?3 tháng\b(?! đầu kỳ))", "Báo cáo quý I gửi trước ngày 10/3"),
    _rule("annual", rf"\btổng kết\b(?! (?:tháng|chiến|đợt|chuyên|cuộc|các|việc))|"
                    rf"{_R}[^.;,]{{0,24}}(?:\bnăm\b(?! \d{{4}} (?:của|về|trước))|hằng năm)|cuối năm|(?:và|,|"
                    rf"hoặc|0?1|một) (?:0?1 |một )?năm\b", "Báo cáo tổng kết năm"),
    _rule("monthly", rf"(?:{_R}|định kỳ)[^.;,]{{0,24}}\btháng\b(?! thanh niên| hành động| cao điểm)|"
                     r"\bhằng tháng\b", "Báo cáo tháng: trước ngày 25"),
    _rule("thematic", r"\bchuyên đề\b|đột xuất|theo yêu cầu|định kỳ hằng năm|"
                      r"hằng năm", "Báo cáo chuyên đề theo yêu cầu"),
)  # fmt: skip
FOLDED = re.compile(
    r"\b(?:gắn với|lồng ghép(?: vào| trong| với)?|kết hợp (?:với|trong)|cùng với|đưa vào|"
    r"thể hiện trong) (?:các |trong )?(?:báo cáo|kỳ báo cáo|nội dung báo cáo)"
)
# "Riêng các trường thực hiện chế độ báo cáo của ngành", "Đoàn trường báo cáo theo chế độ do ngành dọc quy định"
OTHER_REGIME = re.compile(
    r"\b(?:riêng|đối với)\b[^.;]{0,120}\b(?:thực hiện|"
    r"theo) [^.;]{0,80}\bchế độ (?:thông tin,? )?báo cáo\b[^.;]{0,120}\b(?:của|do)\b"
    r"|^\W*(?:riêng |đối với )?[^.;:,]{3,60}? (?:thực hiện |gửi )?báo cáo theo (?:chế độ|quy định|hướng dẫn)"
    r"(?: (?:thông tin,? )?báo cáo)?(?: riêng)? (?:của|do)\b"
)


def kinds_named(low: str) -> list[tuple[int, str]]:
    """Return every report that an enumeration names, in order: "báo cáo tháng, quý, 6 tháng, năm"."""
    found: list[tuple[int, str]] = []
    for name, pattern in _NAMED:
        m = pattern.search(low)
        if m:
            found.append((m.start(), name))
    return sorted(found)


_NAMED = (
    ("weekly", re.compile(r"\btuần\b")),
    ("quarterly", re.compile(r"\bquý\b|(?<!\d)0?3 tháng\b")),
    ("half_year", re.compile(r"(?<!\d)0?6 tháng\b|\bsáu tháng\b|\bnửa năm\b")),
    ("nine_month", re.compile(r"(?<!\d)0?9 tháng\b|\bchín tháng\b")),
    (
        "monthly",
        re.compile(
            r"(?<!\d )(?<!\d)(?:báo cáo |hằng |, |kỳ )tháng\b(?! thanh niên| \d)|\bhằng tháng\b|\bđịnh kỳ tháng\b"
        ),
    ),
    (
        "annual",
        re.compile(
            r"\btổng kết\b|\b(?:và|,|hoặc) (?:cả |báo cáo |0?1 |một |hằng |cuối )?năm\b(?! \d)|"
            r"(?<!\d)0?1 năm\b|\bhằng năm\b|\bbáo cáo năm\b|\bcuối năm\b"
        ),
    ),
)


def kind_of(low: str) -> str | None:
    """Return the report that the clause speaks of, or None."""
    bare = _QUOTED.sub(lambda m: " " * len(m.group()), low)  # a name in quotation marks says nothing about the kind
    return next((rule.kind for rule in RULES if rule.pattern.search(bare)), None)


_QUOTED = re.compile(r"\"[^\"]*\"")
