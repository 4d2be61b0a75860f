"""Numbers that promise nothing: dates, ages, codes, anniversaries, names. One small rule each, with an example."""

from __future__ import annotations

import re
from dataclasses import dataclass

from programs.importing import lexicon


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whatever `pattern` covers in `key` text is not counted. `example` shows the case; a test runs it."""

    name: str
    pattern: re.Pattern[str]
    example: str


def _rule(name: str, pattern: str, example: str) -> Exclusion:
    return Exclusion(name, re.compile(pattern), example)


_UNITS = rf"(?:{lexicon.UNIT}|{lexicon.BARE_UNIT}|{lexicon.CLUSTER})"
_GOOD = (
    r"(?:tốt|nhất|chủ động|rèn luyện|xung kích|trách nhiệm|không|có|dám|sạch|liên kết|đồng hành|biết|đẹp|giảm|"
    r"tăng|an toàn|sẵn sàng|"
    r"tự giác|tự quản|thi đua|văn minh|văn hóa|hơn|cùng|chung|đúng|rõ|xanh|nắm|gần|thực chất|không ngừng|"
    r"kết nối|năng động|chuẩn|"
    r"thường xuyên|tiết kiệm|làm chủ|đảm đang|giỏi|nên|cần|tại chỗ|tiên phong|đi đầu|vững|phải|chống|nhanh|mới|"
    r"chống lại)\b"
)
_NAMED = (
    r"(?:phong trào|cuộc vận động|danh hiệu|chủ trương|phương châm|khẩu hiệu|mô hình|chi đoàn|đoàn cơ sở|"
    r"sinh viên|học sinh|thanh niên|"
    r"công nhân|nhà giáo|tiêu chí|chương trình|cán bộ|đoàn viên|gia đình|tiêu chuẩn|nguyên tắc|đề án|dự án|"
    r"chiến sĩ|trường học)"
)

# Who may owe an amount each: "50.000 đồng/đoàn viên" is a promise, "60 triệu đồng/nhà" a price.
_PAYERS = rf"{lexicon.UNIT}|{lexicon.CLUSTER}|{lexicon.MEMBER}|cơ sở|đơn vị|cán bộ"
_CODES = r"(?:nq|ct|qđ|kh|hd|ctr|tb|cv|kl|đa|bc|tt|nđ|ttr|qc|qđi)"

EXCLUSIONS: tuple[Exclusion, ...] = (
    _rule("quoted name", r"\"[^\"]{1,160}\"", "hội thi “10 câu chuyện đẹp”"),
    _rule(
        "date",
        r"(?<![\d/])\d{1,2}\s?[/]\s?\d{1,2}(?:\s?[/]\s?\d{4})?(?!\d)(?!\s(?:" + _UNITS + r"))",
        "dịp 26/3 và 19/5/2024",
    ),
    _rule("date with dots", r"(?<!\d)\d{1,2}[.-]\d{1,2}[.-]\d{4}(?!\d)", "ngày 05.6.2024"),
    _rule("month of a year", r"(?<!\d)\d{1,2}/(?:19|20)\d{2}", "trong tháng 5/2024"),
    _rule(
        "ordinal after its noun",
        r"\b(?:ngày(?: mùng| mồng)?|mùng|(?<!mỗi )(?<!hằng )(?<!từng )(?<!định )(?:tháng|quý|kỳ|tuần)|"
        r"năm(?= (?:19|20)\d\d\b)|năm thứ|khóa|lần thứ|lần|thứ|"
        r"thế kỷ|(?<!tổng )(?<!một )số|điều|khoản|mục|lớp|(?<!nâng )(?<!cung )(?<!trợ )(?<!trao )cấp|mức độ|"
        r"mức|cấp độ|hạng|loại|"
        r"phiên bản|phụ lục|tập|chương|phần|bài|giờ|vùng|khu vực|quốc lộ|tỉnh lộ|đường số|điểm số|giai đoạn|"
        r"nhiệm kỳ|thời kỳ|tổ|khu phố|"
        r"quyết định|nghị quyết|chỉ thị|thông tư|nghị định|kết luận|thông báo|quy định|đề án|dự án|bảng|biểu|mẫu)"
        r"\s+(?:số\s+)?\d+(?:[.,]\d+)?(?:\s?(?:,|-|và|đến|;|/)\s?(?:tháng |quý |năm )?\d+)*(?![\d%])(?!\s?%)",
        "Nghị quyết số 01; tháng 6, 7, 8; lớp 12",
    ),
    _rule("span of years", r"(?<!\d)(?:19|20)\d{2}\s?-\s?(?:19|20)?\d{2,4}(?!\d)", "nhiệm kỳ 2022 - 2027"),
    _rule("document code", r"(?<!\d)\d+\s?[-/]\s?[a-zđ]{1,6}(?:-[a-zđ]+)*/[a-zđ]+(?:-[a-zđ]+)*", "08 - HD/TWĐTN-BTC"),
    _rule("document code without a dash", rf"(?<!\d)\d+\s?{_CODES}(?:-[a-zđ]+)*/[a-zđ]+(?:-[a-zđ]+)*", "01 NQ/TĐTN"),
    _rule("document code of one part", r"(?<!\d)\d+\s?-\s?" + _CODES + r"(?![a-zđ])", "Chỉ thị 05-CT"),
    _rule("code with a year", r"(?<!\d)\d+/(?:19|20)\d{2}/[a-zđ]+", "Nghị định 09/2019/NĐ-CP"),
    _rule(
        "anniversary",
        r"\bkỷ niệm(?: lần thứ)? \d+ năm\b|(?<!\d)\d+ năm (?:ngày|thành lập|truyền thống|chiến thắng|cách mạng|"
        r"giải phóng|quốc khánh|"
        r"đoàn|đảng|hội|đội|xây dựng|thực hiện|qua|đầu|cuối|tổng|tới|tiếp)",
        "kỷ niệm 95 năm Ngày thành lập Đoàn",
    ),
    _rule(
        "stretch of time",
        r"(?<!\d)(?:từ )?\d+(?:\s?(?:-|đến)\s?\d+)? (?:tháng|quý|năm|tuần|phút|tiếng)\b(?! đoàn| thanh niên|"
        r" sinh hoạt)|"
        r"(?<!\d)\d+ ngày(?! hội| thứ| chủ nhật| công| đoàn viên| tình nguyện| cao điểm| vì| sách| cùng| hoạt động|"
        r" \"|\s?/\s?(?:năm|quý|tháng|tuần))\b|"
        r"(?<!\d)\d+ giờ(?! tình nguyện| học| hoạt động| đọc| sinh hoạt)",
        "06 tháng/1 lần; sau 02 năm",
    ),
    _rule("frequency", r"/\s?\d+\s?(?:lần|năm|quý|tháng|tuần|cuộc|buổi|người|nhà|suất|em)\b", "3 tháng/01 lần"),
    _rule("age", r"(?:từ )?(?<!\d)\d+(?:\s?(?:-|đến)\s?\d+)? tuổi", "từ 16 đến 30 tuổi"),
    _rule("age in words", r"\b(?:độ )?tuổi(?: từ)? \d+(?:\s?(?:-|đến)\s?\d+)?", "độ tuổi từ 18 đến 27"),
    _rule("length of a course", r"(?<!\d)\d+ (?:tiết|tín chỉ|trang)\b", "khung chương trình 260 tiết"),
    _rule("version", r"\b(?:công nghiệp|phiên bản|web|bản|thế hệ)(?: lần thứ)? \d\.\d|(?<!\d)\d\.0\b|"
                     r"(?<!\w)\dg\b", "Cách mạng công nghiệp 4.0; 5G"),
    _rule("sum in a name", r"(?<!\d)\d+\s?\+\s?\d+", "chủ trương 1+1"),
    _rule("disease", r"\b(?:covid|sars|h\dn)\s?-?\s?(?:cov-?)?\d+", "dịch Covid-19"),
    _rule("name with a number", rf"\b{_NAMED}(?: \w+)? "
                                rf"(?:\"\s?)?\d+ {_GOOD}", "phong trào 3 trách nhiệm, Sinh viên 5 tốt"),
    _rule("movement with a number", r"\b(?:phong trào|cuộc vận động|danh hiệu|chủ trương|phương châm|khẩu hiệu|"
                                    r"tiêu chí|nguyên tắc) \d+\b", "phong trào 4 nhất"),
    _rule("number and virtue", r"(?<![\w%])(?<!ít nhất )(?<!tối thiểu )\d (?:tốt|nhất|không|chủ động|"
                               r"trách nhiệm|rèn luyện|xung kích|biết|sạch|dám|liên kết|"
                               r"tại chỗ)\b", "xây dựng hình mẫu 6 biết"),
    _rule("price of each", r"(?<!lên )(?<!đạt )(?:trị giá |mức |với )?(?:từ )?(?<![\d.])\d[\d.,]*\s?(?:nghìn|ngàn|"
                           rf"triệu|tỷ)?\s?(?:đồng|đ)\s?/(?!\s?(?:năm|quý|tháng|tuần|đợt|{_PAYERS})\b)",
          "trị giá 60 triệu đồng/nhà"),
    _rule("size of each", r"\bmỗi (?:công trình|nhà|căn|suất|phần quà|phần|lớp|buổi|đội(?! viên)|điểm|mô hình|em|hộ|"
                          r"đợt|cuộc|giải|chuyến)(?! (?:hình )?(?:tổ chức|thực hiện|sinh hoạt|tham gia|xây dựng|"
                          r"đảm nhận)| (?:có |đạt )?(?:ít nhất|tối thiểu|không dưới))"
                          r"(?: \w+){0,4} \d[\d.,]*(?: \w+)?",
          "mỗi suất trị giá 500 nghìn đồng"),
    _rule("number of a quarter", rf"(?<!mỗi )(?<!các )(?<!từng )\b(?:phường|quận|thôn|ấp|xóm|khóm|tổ dân phố) \d{{1,2}}"
                                 rf"(?!\d|[.,]\d|\s?%|\s(?:{lexicon.CLASSIFIER})\b)", "tại phường 5, ấp 3"),
    _rule("one of so many", r"\bcứ \d+\b", "cứ 10 đoàn viên"),
    _rule("comparison with a year", r"\bso với (?:cùng kỳ )?(?:năm|tháng|quý) \d+", "so với năm 2023"),
    _rule("address", r"\b(?:https?:|www\.|[a-z0-9.-]{1,60}@)\S{1,300}", "www.doan26.vn"),
    _rule("session of", r"\b(?:đại hội|hội nghị)(?: \w+){0,4} lần (?:thứ )?\d+", "Hội nghị lần thứ 8"),
    _rule("number of the mark", r"\b(?:đạt|được) \d+ (?:điểm|sao)\b", "đạt 90 điểm"),
    _rule("minus or plus alone", r"(?<!\d)\d+°|(?<!\d)\d+ độ\b", "34 độ"),
)  # fmt: skip


def excluded(low: str) -> bytearray:
    """Return for every character of `low` (in `key` form) 1 where numbers promise nothing, else 0."""
    mask = bytearray(len(low))
    for rule in EXCLUSIONS:
        for m in rule.pattern.finditer(low):
            mask[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    return mask
