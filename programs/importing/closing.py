"""The end block: recipients, authority, position and name of whoever signed."""

from __future__ import annotations

import re

from programs.importing.folding import key
from programs.importing.outline import Outline
from programs.importing.reading import Paragraph, RecipientRead, SignatoryRead, Span, Stated

_AUTHORITY = re.compile(
    r"(?:tm|t/m|kt|tl|tuq|tum)\s?\.?\s?(?:ban|bí thư|đoàn|btv|bch|chủ|thủ|hội|ủy|đảng|giám|hiệu|trưởng)"
)
_POSITION = re.compile(
    r"(?:kt\. ?|tl\. ?|q\. ?|quyền )?(?:bí thư|phó bí thư(?: thường trực)?|chủ tịch|phó chủ tịch|trưởng ban|"
    r"phó trưởng ban|chánh văn phòng|"
    r"phó chánh văn phòng|ủy viên ban thường vụ|chủ nhiệm|hiệu trưởng|giám đốc|thủ trưởng|"
    r"trưởng ban chỉ đạo)(?: thường trực)?$"
)
_NAME = re.compile(r"(?:(?:ThS|TS|Th\.S|Đ/c|PGS|GS)\.?\s*)*([A-ZÀ-ỸĐ][a-zà-ỹđ]+(?: [A-ZÀ-ỸĐ][a-zà-ỹđ]*){1,4})$")
_CAPS_NAME = re.compile(r"[A-ZÀ-ỸĐ]+(?: [A-ZÀ-ỸĐ]+){1,4}$")
_STAMP = re.compile(r"^\(?(?:đã ký|ký|ký tên)")


def read_recipients(outline: Outline) -> tuple[RecipientRead, ...]:
    """Return the lines under "Nơi nhận", without dashes, final marks and copy counts."""
    out = []
    started = False
    for p in outline.document.paragraphs[outline.end_start :]:
        low = key(p.text).strip()
        if low.startswith("nơi nhận"):
            started = True
            rest = p.text[p.text.find(":") + 1 :] if ":" in p.text else ""
            if rest.strip():
                out += _lines(p, p.text.find(":") + 1)
            continue
        if not started:
            continue
        if _AUTHORITY.match(low) or _POSITION.match(low):
            if out:
                break
            continue
        marked = p.text.lstrip()[:1] in "-–—+•*·"
        if marked or (not out and len(p.text) < 120) or low.startswith("lưu"):
            out += _lines(p, 0)
    return tuple(out)


def _lines(p: Paragraph, start: int) -> list[RecipientRead]:
    """Return the recipients of a paragraph; several on one line are told apart by "; - "."""
    out = []
    for m in re.finditer(r"(?:(?!;\s*[-–•]).)+", p.text[start:]):
        raw = m.group()
        text = re.sub(r"\s+", " ", raw).strip(" ;\t").lstrip("-–—+•*· ")
        text = re.sub(r"\s*(?:\./\.|/\.|[.;,])\s*$", "", text).strip()
        if not text or set(text) <= set(".-/; "):
            continue
        at = p.text.find(text, start + m.start())
        at = at if at >= 0 else start + m.start()
        copies = re.search(r"\((\d{1,3})\s?b\)", raw)
        out.append(RecipientRead(text, Span(p.index, at, at + len(text)), int(copies.group(1)) if copies else None))
    return out


def read_signatory(outline: Outline) -> SignatoryRead | None:
    """Return authority ("TM. BAN THƯỜNG VỤ"), position and name, as far as they are given."""
    authority: list[Paragraph] = []
    position: Paragraph | None = None
    name: Stated[str] | None = None
    for p in outline.document.paragraphs[outline.end_start :]:
        low = key(p.text).strip()
        if _AUTHORITY.match(low) and position is None:
            authority.append(p)
        elif _POSITION.match(low) and (authority or p.text.isupper()):
            position, name = p, None
        elif (
            authority
            and position is None
            and p.text.isupper()
            and len(low) < 60
            and not low.startswith(("-", "nơi nhận"))
        ):
            authority.append(p)
        elif authority and name is None and not _STAMP.match(low):
            name = _name(p)  # a presidium signs without a position: "TM. ĐOÀN CHỦ TỊCH"
    if not authority and position is None:
        return None
    if position is None and authority:
        own = (p for p in authority if "đoàn chủ tịch" not in key(p.text))
        position = next((p for p in own if _POSITION.search(key(p.text))), None)
    signed = Stated(" ".join(p.text for p in authority), _span(authority[0])) if authority else None
    place = Stated(position.text, _span(position)) if position else None
    return SignatoryRead(signed, place, name, None if name else "Không thấy họ tên người ký.")


def _name(p: Paragraph) -> Stated[str] | None:
    text = p.text.strip()
    if text.startswith(("-", "–", "+")) or len(text) > 50:
        return None
    m = _NAME.match(text)
    if m:
        return Stated(m.group(1), Span(p.index, m.start(1), m.end(1)))
    if _CAPS_NAME.match(text) and not _POSITION.match(key(text)):
        return Stated(text, _span(p))
    return None


def _span(p: Paragraph) -> Span:
    return Span(p.index, 0, len(p.text))
