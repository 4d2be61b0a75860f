"""What stands at the beginning of a paragraph: a number, a letter, a dash, or a label such as "Mục tiêu 1:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from programs.importing.folding import key


@dataclass(frozen=True, slots=True)
class Marker:
    """`style` tells markers of different lists apart: part, roman, upper, arabic1…, paren, lower, label, bullet-…"""

    style: str
    number: str  # as written, without the spaces around it
    end: int  # where the text after the marker begins


_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # such as: Phần thứ nhất · PHẦN II. · Chương I:
    (
        "part",
        re.compile(
            rf"((?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+\w+|THỨ\s+\w+|{_ROMAN}|\d+))\s*(?:[.:/)–-]\s*|$|(?=\s[A-ZĐ]))"
        ),
    ),
    # such as: Mục tiêu 1: · Chỉ tiêu 2.
    ("label", re.compile(r"((?:Mục tiêu|Chỉ tiêu|MỤC TIÊU|CHỈ TIÊU)\s+(?:số\s+)?\d{1,2})\s*[:.)–-]\s*")),
    # such as: IV. · IV/ · II - · I)
    ("roman", re.compile(rf"({_ROMAN}\s?[./)–:-]+)\s*(?=[A-ZÀ-ỸĐ\d“\"(*])")),
    # such as: A. · B/
    ("upper", re.compile(r"([A-HĐ]\s?[./)–-])\s+(?=[A-ZÀ-ỸĐ])")),
    # such as: 2.1. · 3.1- · 3.2 - · 1/ · 4); not: 2.000 cây · 08 - 10 lớp · 25/2
    ("arabic", re.compile(r"((\d{1,2}(?:\.\d{1,2}){0,4})(?:\s?[./):–-]+))(?!\d)(?:\s+(?=\S)|(?=[^\W\d]|[“\"(]))")),
    # "2.1 Phong trào": a number of several parts may do without a closing mark
    ("arabic", re.compile(r"((\d{1,2}(?:\.\d{1,2}){1,4}))\s+(?=[A-ZÀ-ỸĐ])")),
    # such as: (1) · (a)
    ("paren", re.compile(r"(\((?:\d{1,2}|[a-zđ])\)[.:]?)\s*")),
    # such as: a) · b.
    ("lower", re.compile(r"([a-zđ]\s?[.)/])\s+(?=\S)")),
    # a dash, a plus, a dot
    ("bullet", re.compile(r"([-–—−+•*·▪▫◦●○■□➢➤►✓✔❖※o])\s*(?=\S)")),
)
_AFTER_DASH = re.compile(r"\d+\s?[-–]\s*\d")


def marker_of(text: str) -> Marker | None:
    """Return the marker at the beginning of `text`, or None."""
    offset = len(text) - len(text.lstrip())
    body = text[offset:]
    for style, pattern in _PATTERNS:
        m = pattern.match(body)
        if m is None:
            continue
        written = m.group(1).strip()
        if style == "arabic":
            if _AFTER_DASH.match(body):
                continue
            style = f"arabic{m.group(2).count('.') + 1}"
        if style == "bullet":
            if written == "o" and not body.startswith("o "):
                continue
            if written in "*-–—" and set(body.strip()) <= set("*-–—_ "):
                return None  # a rule across the page
            style = f"bullet{_same_bullet(written)}"
        return Marker(style, written, offset + m.end())
    return None


def _same_bullet(sign: str) -> str:
    return "-" if sign in "-–—−" else sign


def is_rule(text: str) -> bool:
    """Tell whether the paragraph is only a line of stars, dashes or dots."""
    bare = "".join(text.split())
    return bool(bare) and set(bare) <= set("*-–—_=~.…·•")


def ordinal_of(number: str) -> tuple[int, ...] | None:
    """Return the number's parts as integers ("2.1." is (2, 1), "IV/" is (4,), "b)" is (2,)), or None for a bullet."""
    bare = number.strip(" ()./:–-")
    if re.fullmatch(r"\d+(?:\.\d+)*", bare):
        return tuple(int(part) for part in bare.split("."))
    if bare and re.fullmatch(_ROMAN, bare):
        return (_roman(bare),)
    low = key(bare)
    if len(low) == 1 and low in "abcdđeghiklmnopqrstuvxy":
        return ("abcdđeghiklmnopqrstuvxy".index(low) + 1,)
    if m := re.search(r"(\d+)$", low):
        return (int(m.group(1)),)
    return None


def _roman(text: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for here, after in zip(text, [*text[1:], " "], strict=True):
        total += -values[here] if values.get(after, 0) > values[here] else values[here]
    return total
