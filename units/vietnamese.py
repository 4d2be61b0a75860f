"""Vietnamese text as values: normal form, folding for search, and keys that sort as a Vietnamese dictionary does."""

from __future__ import annotations

import re
import unicodedata

# As wide as the columns that keep the keys; what a longer name adds decides nothing.
SORT_KEY_LENGTH = 420
PERSON_SORT_KEY_LENGTH = 200

# Source: DOMAIN.md "Dates, text, numbers". f, j, w and z are no letters of the alphabet but occur in names; they sit
# where Latin order puts them.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODE = {letter: f"{number:02d}" for number, letter in enumerate(_ALPHABET, start=10)}
# Dictionary order of the tones: level, huyền, hỏi, ngã, sắc, nặng.
_TONE_CODE = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_CHUNKS = re.compile(r"[0-9]+|[^\W\d_]+")
_NUMBER = "02"
_END = "00"
_FOREIGN = "99"


def nfc(text: str) -> str:
    """Return the text in the composed form in which everything is stored; Word files often hold the other."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text without diacritics, case or repeated spaces, so that "trong cay" finds "Trồng  cây".

    "đ" becomes "d" too (it has no decomposition), and "hoà" equals "hòa" because the place of the tone is lost.
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.split())


def sort_key(text: str) -> str:
    """Return a string of digits that sorts like a Vietnamese dictionary: by syllable, its letters first, then its tone.

    Digits only, because they compare alike in Python, SQLite and under every PostgreSQL collation. Numbers inside a
    name sort by value ("Chi đoàn 2" before "Chi đoàn 10"); punctuation and case do not count. At most SORT_KEY_LENGTH
    long.
    """
    return _key(text)[:SORT_KEY_LENGTH]


def person_sort_key(name: str) -> str:
    """Return the sort key of a person's name: by given name (the last word), then by the words before it.

    At most PERSON_SORT_KEY_LENGTH long.
    """
    *before, given = name.split() or [""]
    return (_key(given) + _END + _key(" ".join(before)))[:PERSON_SORT_KEY_LENGTH]


def _key(text: str) -> str:
    return "".join(_chunk_key(chunk) for chunk in _CHUNKS.findall(nfc(text).casefold()))


def _chunk_key(chunk: str) -> str:
    if chunk[0] in "0123456789":
        digits = chunk.lstrip("0") or "0"
        return f"{_NUMBER}{min(len(digits), 99):02d}{digits}{_END}0"
    letters, tone = [], "0"
    for char in chunk:
        letter, found = _letter_and_tone(char)
        letters.append(letter)
        tone = found or tone
    return "".join(letters) + _END + tone


def _letter_and_tone(char: str) -> tuple[str, str]:
    """Return the two-digit place of a letter in the alphabet and the digit of its tone ("" when it has none)."""
    marks = unicodedata.normalize("NFD", char)
    tones = [_TONE_CODE[mark] for mark in marks if mark in _TONE_CODE]
    base = nfc("".join(mark for mark in marks if mark not in _TONE_CODE))
    code = _LETTER_CODE.get(base) or _LETTER_CODE.get(fold(base)) or f"{_FOREIGN}{ord(base[:1] or char):07d}"
    return code, "".join(tones[:1])
