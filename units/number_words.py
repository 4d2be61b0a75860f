"""Numbers in Vietnamese words, for sentences that must leave no doubt which number is meant."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
_BILLION = 10**9


def number_in_words(value: Decimal | int) -> str:
    """Return "bốn nghìn năm trăm" for 4500 and "bốn phẩy năm" for 4.5; digits after the comma are read one by one."""
    whole, _, fraction = f"{abs(Decimal(value)):f}".partition(".")
    fraction = fraction.rstrip("0")
    words = _whole_in_words(int(whole))
    if fraction:
        words += " phẩy " + " ".join(_DIGITS[int(digit)] for digit in fraction)
    return f"âm {words}" if value < 0 else words


def _whole_in_words(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, _BILLION)
    words = [f"{_whole_in_words(billions)} tỷ"] if billions else []
    for place in reversed(range(len(_SCALES))):
        group = rest // 1000**place % 1000
        if group:
            words.append(_group_in_words(group, leading=not words) + _SCALES[place])
    return " ".join(words)


def _group_in_words(group: int, *, leading: bool) -> str:
    """Return the words of up to three digits; inside a larger number the empty hundred is read too ("không trăm")."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words: list[str] = []
    if hundreds or not leading:
        words.append(f"{_DIGITS[hundreds]} trăm")
    if tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones_in_words(ones, after_tens=tens))
    return " ".join(words)


def _ones_in_words(ones: int, *, after_tens: int) -> str:
    if ones == 1 and after_tens > 1:
        return "mốt"
    if ones == 5 and after_tens:
        return "lăm"
    return _DIGITS[ones]
