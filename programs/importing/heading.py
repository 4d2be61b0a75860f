"""The heading block: bodies, number, place and date, type and subject, legal bases, and the years a programme runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from programs.importing.folding import key
from programs.importing.outline import Outline
from programs.importing.passage import Passage
from programs.importing.reading import LegalBasis, Paragraph, Span, Stated

_TYPES = (
    r"chương trình hành động|chương trình công tác toàn khóa|chương trình công tác năm|chương trình công tác|"
    r"chương trình|"
    r"kế hoạch hành động|kế hoạch công tác|kế hoạch|đề án|nghị quyết|hướng dẫn|thông báo|báo cáo|phương hướng|"
    r"công văn|quyết định"
)
_TYPE_LINE = re.compile(rf"(?:{_TYPES})$")
_TYPE_START = re.compile(rf"(?:{_TYPES})\b")
# "Số: 18 -CTr/ĐTN", "Số 05-KH/TĐTN-VP", "Số:    /KH-ĐTN": a blank number is none
_NUMBER = re.compile(r"(?:^|\s)số\s*:?\s*(?P<number>\d{0,4}\s*[-/]?\s*[a-zđ]{1,5}(?:\s?[-/]\s?[a-zđ0-9&]+)+)")
_DATE = re.compile(r"ngày\s*(?P<d>\d{1,2})?[\s.…]*tháng\s*(?P<m>\d{1,2})?[\s.…]*năm\s*(?P<y>\d{4})")
_SHORT_DATE = re.compile(r"(?P<d>\d{1,2})\s?[/. -]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})")
_MOTHER_BODY = re.compile(r"đoàn (?:tncs|thanh niên cộng sản) hồ chí minh$")
_STATE_MOTTO = re.compile(r"cộng hòa xã hội|độc lập")
_BASIS = re.compile(r"\s*(?:-\s*)?(?:căn cứ|thực hiện|theo|tiếp tục thực hiện|triển khai thực hiện|triển khai)\s")
_CODE = re.compile(r"(?P<n>\d{1,4})\s*[-–/]?\s*(?P<t>[A-ZĐ][A-Za-zĐđ]{0,5}(?:\s?[-/–]\s?[A-ZĐa-zđ0-9&]+)+)")
_BASIS_ISSUER = re.compile(
    r"\b(?:của|do)\s+((?:(?:BCH|BTV|Ban (?:Chấp hành|Thường vụ|Bí thư)|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy|Đoàn|"
    r"Tỉnh|Thành|Huyện|Trung ương|Bộ|Chính phủ|"
    r"Thủ tướng|Quốc hội|UBND|Ủy ban|Hội)[^“”\";.,()]*?))(?=\s+(?:về|khóa \w+ về|ban hành|v/v|nhằm|“|\")|"
    r"[“”\";.,()*]|$)"
)
_YEAR = r"(?:19|20)\d{2}"


@dataclass(frozen=True, slots=True)
class Heading:
    issuer: Stated[str] | None = None
    parent_body: Stated[str] | None = None
    document_type: Stated[str] | None = None
    number: Stated[str] | None = None
    issued: Stated[date] | None = None
    place: Stated[str] | None = None
    title: Stated[str] | None = None
    kind: Stated[str] = field(default_factory=lambda: Stated("annual"))
    year_from: Stated[int] | None = None
    year_to: Stated[int] | None = None
    legal_bases: tuple[LegalBasis, ...] = ()


def read_heading(outline: Outline) -> Heading:
    """Return what the heading block states; facts it does not state are None."""
    head = list(outline.document.paragraphs[: outline.head_end])
    number, issued, place = _number(head), _date(head), _place(head)
    type_at = next((p.index for p in head if _is_type(p)), None)
    document_type, title, after = _title(head, type_at)
    before = head[:type_at] if type_at is not None else head
    parent, issuer = _bodies(before)
    intro = [p for p in head if p.index >= after]
    bases = tuple(b for p in intro for b in _bases(p))
    kind = _kind(document_type, title)
    years = _years(title, document_type, kind.value, intro, issued, outline)
    if issuer is None:
        issuer = _issuer_in_text(intro, outline)
    return Heading(issuer, parent, document_type, number, issued, place, title, kind, *years, bases)


def iso_date(day: str | None, month: str | None, year: str | None) -> date | None:
    """Return the date, or None when a part is missing or impossible."""
    if not (day and month and year):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def code(text: str) -> str:
    """Return a document number without stray spaces and with one kind of dash: "18 -CTr/ĐTN" is "18-CTr/ĐTN"."""
    bare = re.sub(r"\s*([-–—/])\s*", lambda m: "/" if m.group(1) == "/" else "-", text.strip())
    return re.sub(r"^(\d+)\s+(?=[A-ZĐ])", r"\1-", bare)


def _whole(p: Paragraph, start: int, end: int) -> Span:
    return Span(p.index, start, end)


def _number(head: Iterable[Paragraph]) -> Stated[str] | None:
    for p in head:
        low = key(p.text)
        m = _NUMBER.search(low)
        if m and (m.start() == 0 or len(p.text) < 60) and not low.startswith(("căn cứ", "thực hiện")):
            text = code(p.text[m.start("number") : m.end("number")])
            if not text[:1].isdigit():
                return None  # the number was left blank
            return Stated(text, _whole(p, m.start("number"), m.end("number")))
    return None


def _date(head: Iterable[Paragraph]) -> Stated[date] | None:
    for p in head:
        m = _DATE.search(key(p.text))
        if m and len(p.text) < 90 and (found := iso_date(m["d"], m["m"], m["y"])):
            return Stated(found, _whole(p, m.start(), m.end()))
    return None


def _place(head: Iterable[Paragraph]) -> Stated[str] | None:
    for p in head:
        m = re.search(r"([A-ZÀ-ỸĐ][^,.;:]{1,40}),\s*ngày\b", p.text)
        if m and len(p.text) < 90 and _DATE.search(key(p.text)):
            return Stated(m.group(1).strip(), _whole(p, m.start(1), m.end(1)))
    return None


def _is_type(p: Paragraph) -> bool:
    low = key(p.text).strip(" .:")
    if _TYPE_LINE.match(low):
        return True
    return bool(_TYPE_START.match(low)) and len(p.text) < 250 and (p.text[:12].isupper() or p.is_bold)


def _title(head: list[Paragraph], at: int | None) -> tuple[Stated[str] | None, Stated[str] | None, int]:
    """Return type, subject, and where the text after them begins."""
    if at is None:
        return None, None, 0
    p = head[at]
    m = _TYPE_START.match(key(p.text))
    end = m.end() if m else len(p.text)
    kind = Stated(p.text[:end].strip().upper(), _whole(p, 0, end))
    rest = p.text[end:].strip(" .:")
    lines, i = ([rest] if rest else []), at + 1
    first = p if rest else None
    if i < len(head) and re.match(r"của (?:ban|bch|btv|đoàn)", key(head[i].text)) and not rest:
        i += 1  # "KẾ HOẠCH / CỦA BAN CHẤP HÀNH …": whose document it is, not what it is about
    while i < len(head) and _is_subject(head[i], bool(lines)):
        first = first or head[i]
        lines.append(head[i].text)
        i += 1
    if not lines or first is None:
        return kind, None, i
    return kind, Stated(" ".join(lines), _whole(first, end if first is p else 0, len(first.text))), i


def _is_subject(p: Paragraph, has_one: bool) -> bool:
    low = key(p.text)
    if low.startswith(("căn cứ", "kính gửi")) or len(p.text) > 320 or p.text.endswith((":", ";")):
        return False
    if not has_one:
        return True
    if _BASIS.match(low) or re.search(rf"\.$|{_DATE.pattern}", low):
        return False
    return len(p.text) < 160 and (
        p.text.isupper() or p.is_bold or low.startswith(("năm ", "giai đoạn", "nhiệm kỳ", "(", "về "))
    )


def _bodies(head: list[Paragraph]) -> tuple[Stated[str] | None, Stated[str] | None]:
    """Return the body above and the issuer from the left column of the heading."""
    found = []
    for p in head:
        low = key(p.text).strip(" *_-")
        if (
            _MOTHER_BODY.search(low)
            or _STATE_MOTTO.search(low)
            or _NUMBER.search(low)
            or _DATE.search(low)
            or len(p.text) > 120
        ):
            continue
        if re.search(r"\b(?:đoàn|ban|bch|btv|hội|khối)\b", low):
            found.append(p)
    if not found:
        return None, None
    last = found[-1]
    if len(found) > 1 and re.fullmatch(r"ban (?:thường vụ|chấp hành)|bch|btv", key(last.text).strip()):
        whole = f"{last.text} {found[-2].text}"  # "TỈNH ĐOÀN … / BAN THƯỜNG VỤ" is one body
        over = found[-3] if len(found) > 2 else None
        above = Stated(over.text, _whole(over, 0, len(over.text))) if over else None
        return above, Stated(whole, _whole(last, 0, len(last.text)))
    if len(found) == 2 and re.fullmatch(r"ban (?:thường vụ|chấp hành)|bch|btv", key(found[0].text).strip()):
        return None, Stated(f"{found[0].text} {last.text}", _whole(last, 0, len(last.text)))  # in this order too
    issuer = Stated(last.text, _whole(last, 0, len(last.text)))
    above = Stated(found[0].text, _whole(found[0], 0, len(found[0].text))) if len(found) > 1 else None
    return above, issuer


def _issuer_in_text(intro: list[Paragraph], outline: Outline) -> Stated[str] | None:
    """ "Ban Chấp hành Đoàn … ban hành Chương trình": the subject of the sentence that issues; else the signing body."""
    pattern = re.compile(
        r"((?:Ban Chấp hành|Ban Thường vụ|BCH|BTV) [^.,;:“]{4,110}?) (?:ban hành|xây dựng|triển khai|đề ra)"
    )
    doubt = "Phần mở đầu không nêu cơ quan ban hành; tên này lấy từ nội dung."
    for p in intro:
        if m := pattern.search(p.text):
            return Stated(m.group(1), _whole(p, m.start(1), m.end(1)), doubt)
    for p in outline.document.paragraphs[outline.body_end :]:
        if m := re.match(r"\s*TM\s?\.\s*(.+)", p.text):
            return Stated(m.group(1).strip(), _whole(p, m.start(1), m.end(1)), doubt)
    return None


def _bases(p: Paragraph) -> list[LegalBasis]:
    """Return the documents an opening "Căn cứ …" or "Thực hiện …" names."""
    if not _BASIS.match(key(p.text)):
        return []
    end = re.search(r"[.](?=\s+[A-ZÀ-Ỹ])", p.text)
    sentence = p.text[: end.end()] if end else p.text
    out = []
    codes = list(_CODE.finditer(sentence))
    for i, m in enumerate(codes):
        until = codes[i + 1].start() if i + 1 < len(codes) else len(sentence)
        rest = sentence[m.end() : until]
        when = _SHORT_DATE.search(rest) or _DATE.search(key(rest))
        who = _BASIS_ISSUER.search(rest)
        issued = iso_date(when["d"], when["m"], when["y"]) if when else None
        doubt = None if issued else "Không rõ ngày của văn bản căn cứ."
        out.append(
            LegalBasis(
                code(m.group()),
                issued,
                who.group(1).strip() if who else None,
                sentence,
                _whole(p, 0, len(sentence)),
                doubt,
            )
        )
    return out


def _kind(document_type: Stated[str] | None, title: Stated[str] | None) -> Stated[str]:
    type_low = key(document_type.value) if document_type else ""
    low = f"{type_low} {key(title.value) if title else ''}"
    if re.search(r"toàn khóa|(?:công tác|chương trình)[^.]{0,80}nhiệm kỳ", low) and "nghị quyết" not in low:
        return Stated("term")
    if type_low.startswith("nghị quyết") and re.search(r"\bđại hội\b.*\bnhiệm kỳ\b", low):
        return Stated("term")  # what a congress resolves holds for the term it opens
    if "hành động" in type_low or re.search(
        r"thực hiện (?:[^ ]+ ){0,4}?(?:nghị quyết|chỉ thị|kết luận|đề án|chiến lược)", low
    ):
        return Stated("action_plan")
    if "kế hoạch" in type_low and not re.search(r"công tác", low):
        return Stated("action_plan")
    if document_type is None:
        return Stated("annual", None, "Không thấy tên loại văn bản; tạm coi là chương trình năm.")
    return Stated("annual")


def _years(
    title: Stated[str] | None, document_type: Stated[str] | None, kind: str, intro: list[Paragraph],
    issued: Stated[date] | None, outline: Outline,
) -> tuple[Stated[int] | None, Stated[int] | None]:  # fmt: skip
    """Return first and last year: of a span ("nhiệm kỳ 2022 - 2027"), of "năm …", else of the date."""
    named = [s for s in (title, document_type) if s]
    texts = [(s.value, s.span) for s in named] + [(p.text, Span(p.index, 0, len(p.text))) for p in intro[:6]]
    texts += [(n.title, Span(n.paragraph, *n.title_span)) for n in outline.nodes[:12]]
    span_pattern = re.compile(rf"({_YEAR})\s*(?:[-–—]|đến(?: năm)?)\s*({_YEAR})")
    for text, where in texts[: len(named)] if kind == "annual" else texts:
        if m := span_pattern.search(text):
            return Stated(int(m.group(1)), where), Stated(int(m.group(2)), where)
    single = re.compile(rf"năm(?: học)? ({_YEAR})")
    for text, where in texts:
        if m := single.search(key(text)):
            year = Stated(int(m.group(1)), where)
            return (year, year) if kind == "annual" else (_start(issued, year), year)
    if issued is not None:
        doubt = "Không thấy năm của chương trình; tạm lấy năm ban hành."
        year = Stated(issued.value.year, issued.span, doubt)
        return year, year
    return None, None


def _start(issued: Stated[date] | None, end: Stated[int]) -> Stated[int]:
    """The first year of a plan that names only its last: the year it was issued."""
    if issued is not None and issued.value.year <= end.value:
        return Stated(issued.value.year, issued.span, "Năm bắt đầu lấy theo ngày ban hành.")
    return end


def quoted(passage: Passage) -> tuple[str, Span]:
    """Return the passage without the quotation marks around it, and its place."""
    text = passage.text
    m = re.search(r"[“\"]\s*(.+?)\s*[”\"]", text)
    if m and len(m.group(1)) > 0.5 * len(text):
        return m.group(1).strip(" ."), passage.span(m.start(1), m.end(1))
    bare = text.strip(' .“”"')
    at = text.find(bare)
    return bare, passage.span(at, at + len(bare))
