"""Text as it is compared: the same length as the original, so that offsets found in it hold in the document."""

from __future__ import annotations

import re
import unicodedata

# "hoà" and "hòa", "uỷ" and "ủy" are the same word: the tone is moved to where the new spelling puts it.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = re.compile("(?<!q)(?:" + "|".join(_TONES) + r")(?!\w)")
_SAME = str.maketrans("–—−‐‑‒\u00a0\t≥≤“”„‟″", '------  ≥≤"""""')
_SPELLING = (("tỉ lệ", "tỷ lệ"), ("hàng năm", "hằng năm"), ("hàng tháng", "hằng tháng"), ("hàng quý", "hằng quý"))


def key(text: str) -> str:
    """Return `text` in lower case, with one spelling of tones, dashes, quotes and a few words, of unchanged length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    low = low.translate(_SAME)
    low = _TONE.sub(lambda m: _TONES[m.group()], low)
    for other, ours in _SPELLING:
        low = low.replace(other, ours)
    return low


def tidy(text: str) -> str:
    """Return `text` in NFC with white space folded and emphasis markup and copy counts removed."""
    text = unicodedata.normalize("NFC", text)
    return " ".join(strip_markup(text).split())


_COPIES = re.compile(r"\^\([^()]{0,12}\)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.{1,400}?)(?<=\S)\1")


def strip_markup(text: str) -> str:
    """Return `text` without *emphasis*, **bold**, and superscript copy counts such as ^(05b)."""
    text = _COPIES.sub("", text)
    for _ in range(3):
        changed = _EMPHASIS.sub(r"\2", text)
        if changed == text:
            break
        text = changed
    return text


def starts_lower(text: str) -> bool:
    """Tell whether the first letter of `text` is a small one (a sentence that goes on)."""
    return bool(text) and text[0].isalpha() and text[0].islower()
