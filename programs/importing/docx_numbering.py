"""Automatic numbers of a Word file: the labels Word shows but does not store in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_COUNT = 32_767


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Return a `w:` attribute of an element that may be missing."""
    return element.get(W + name) if element is not None else None


def is_on(element: etree._Element | None) -> bool:
    """Tell whether a toggle such as `w:b` is there and not switched off."""
    return element is not None and (value(element) or "true") not in ("0", "false", "off", "none")


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


@dataclass(slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _Num:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


class Numbering:
    """Counts as Word does: one set of counters for each list definition, levels restarting under the ones above."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._nums: dict[str, _Num] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._style_links: dict[str, str] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        for abstract in root.findall(W + "abstractNum"):
            name = value(abstract, "abstractNumId") or ""
            self._levels[name] = {_int(value(lvl, "ilvl")): _level(lvl) for lvl in abstract.findall(W + "lvl")}
            if style := value(abstract.find(W + "styleLink")):
                self._style_links[style] = name
            if link := value(abstract.find(W + "numStyleLink")):
                linked[name] = link
        for name, link in linked.items():
            if not self._levels[name]:
                self._levels[name] = self._levels.get(self._style_links.get(link, ""), {})
        for num in root.findall(W + "num"):
            item = _Num(value(num.find(W + "abstractNumId")) or "")
            for override in num.findall(W + "lvlOverride"):
                level = _int(value(override, "ilvl"))
                if (start := value(override.find(W + "startOverride"))) is not None:
                    item.starts[level] = _int(start, 1)
                if (lvl := override.find(W + "lvl")) is not None:
                    item.levels[level] = _level(lvl)
            self._nums[value(num, "numId") or ""] = item

    def level_of_style(self, num_id: str, style: str) -> int:
        """Return the level of the list that belongs to a paragraph style, 0 when none does."""
        num = self._nums.get(num_id)
        if num is None:
            return 0
        return next((n for n, lvl in self._levels.get(num.abstract, {}).items() if lvl.style == style), 0)

    def label(self, num_id: str, ilvl: int) -> str | None:
        """Count one more paragraph of the list at that level and return its label, or None when it has none."""
        num = self._nums.get(num_id)
        if num is None:
            return None
        levels = {**self._levels.get(num.abstract, {}), **num.levels}
        level = levels.get(ilvl)
        if level is None:
            return None
        counts = self._counts[num.abstract]
        if ilvl in num.starts and ilvl not in num.used:
            counts[ilvl] = num.starts[ilvl]
            num.used.add(ilvl)
        else:
            counts[ilvl] = min(counts[ilvl] + 1 if ilvl in counts else level.start, MAX_COUNT)
        for deeper in [n for n in counts if n > ilvl]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart != 0 and (restart is None or ilvl < restart):
                del counts[deeper]
        if level.form == "bullet":
            return _bullet(level.text)
        return _written(level, levels, counts)


def _level(element: etree._Element) -> Level:
    restart = value(element.find(W + "lvlRestart"))
    return Level(
        start=_int(value(element.find(W + "start")), 1),
        form=value(element.find(W + "numFmt")) or "decimal",
        text=value(element.find(W + "lvlText")) or "",
        restart=_int(restart) if restart is not None else None,
        style=value(element.find(W + "pStyle")),
    )


def _bullet(text: str) -> str:
    sign = text.strip()[:1]
    return sign if sign and sign in "-–—+*•" else "•" if sign else ""


def _written(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str | None:
    if level.form == "none":
        return level.text.replace("%", "") or None

    def part(m: re.Match[str]) -> str:
        n = int(m.group(1)) - 1
        form = levels[n].form if n in levels else "decimal"
        start = levels[n].start if n in levels else 1
        return spelled(counts.get(n, start), form)

    label = re.sub(r"%([1-9])", part, level.text).strip()
    # A bare "1" before the text would read as a quantity.
    return f"{label}." if re.fullmatch(r"[\dIVXLC]+|[A-Za-z]", label) else label or None


def spelled(number: int, form: str) -> str:
    """Return a counter as its format writes it: 4 is "IV" in upperRoman, "d" in lowerLetter, "04" in decimalZero."""
    if form in ("upperRoman", "lowerRoman"):
        text = _roman(number)
        return text if form == "upperRoman" else text.lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 5)
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    out, rest = "", max(min(number, 3999), 1)
    for size, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while rest >= size:
            out, rest = out + sign, rest - size
    return out
