"""Tells headings from list items: by what stands under them, how they read, and what their siblings are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from programs.importing.folding import key
from programs.importing.markers import Marker
from programs.importing.reading import Paragraph
from programs.importing.sections import ACTIVITIES, DUTIES, KEY_TASKS, OTHER, TARGETS, TOP_STYLES, Node, kind_of_title


class HeadingFinder:
    """Walks the paragraphs once and decides which numbered ones are headings."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None], first: int, past: int
    ) -> None:
        self.paragraphs, self.markers, self.first, self.past = paragraphs, markers, first, past
        self.stack: list[tuple[str, int]] = []  # (style, index into nodes)
        self.nodes: list[Node] = []
        self.group: dict[int, tuple[str, int]] = {}  # siblings share a group: their style and what stands over them
        self.content_end = self._content_ends()
        self.promoted: frozenset[int] = frozenset()
        self.caps_top = any(
            m and m.style in TOP_STYLES and paragraphs[i].text[m.end :][:12].isupper()
            for i, m in enumerate(markers[:past])
        )

    def build(self) -> list[Node]:
        """Return the headings; those that only their siblings show to be headings are found in a second walk."""
        self._walk()
        self.promoted = self._among_siblings()
        if self.promoted:
            self.stack, self.nodes = [], []
            self._walk()
        for n, node in enumerate(self.nodes):
            last = self.nodes[n + 1].paragraph if n + 1 < len(self.nodes) else self.past
            self.nodes[n] = replace(node, body=(node.paragraph + 1, last))
        return self.nodes

    def _among_siblings(self) -> frozenset[int]:
        """ "1. Văn phòng: theo dõi …" beside "2. Các đơn vị" over a list: a heading with its text on the same line."""
        headed = {self.group[n.paragraph] for n in self.nodes if n.paragraph in self.group}
        known = {n.paragraph for n in self.nodes}
        members: dict[tuple[str, int], list[int]] = {}
        for i, group in self.group.items():
            members.setdefault(group, []).append(i)
        found: set[int] = set()
        for group, places in members.items():
            titled = [i for i in places if i not in known and self._has_inline_title(i)]
            others = [i for i in places if i not in known and i not in titled]
            if titled and (
                group in headed or (not others and len(titled) > 1 and self._kind_over(titled[0]) == DUTIES)
            ):
                found |= {i for i in titled if self._kind_over(i) not in (TARGETS, ACTIVITIES, KEY_TASKS)}
        return frozenset(found)

    def _has_inline_title(self, i: int) -> bool:
        marker = self.markers[i]
        start = marker.end if marker else 0
        end, inline = _title_end(self.paragraphs[i].text, start)
        return inline is not None and len(self.paragraphs[i].text[start:end].split()) <= 14

    def _kind_over(self, i: int) -> str:
        before = bisect_left(self.nodes, i, key=lambda n: n.paragraph)
        index: int | None = before - 1 if before else None
        while index is not None:
            if self.nodes[index].kind != OTHER:
                return self.nodes[index].kind
            index = self.nodes[index].parent
        return OTHER

    def _walk(self) -> None:
        for i in range(self.first, self.past):
            style = self._heading_style(i)
            if style:
                self._add(i, style)

    def _add(self, i: int, style: str) -> None:
        while any(style == s for s, _ in self.stack) and self.stack[-1][0] != style:
            self.stack.pop()
        if self.stack and self.stack[-1][0] == style:
            self.stack.pop()
        while self.stack and _outranks(style, self.stack[-1][0]):
            self.stack.pop()
        parent = self.stack[-1][1] if self.stack else None
        marker, text = self.markers[i], self.paragraphs[i].text
        start = marker.end if marker else 0
        end, inline = _title_end(text, start)
        title = text[start:end].strip()
        node = Node(
            i, marker.number if marker else "", title, (start, end), len(self.stack) + 1, parent,
            kind_of_title(title), inline, (i + 1, i + 1),
        )  # fmt: skip
        self.nodes.append(node)
        self.stack.append((style, len(self.nodes) - 1))

    def _content_ends(self) -> list[int]:
        """For every paragraph, where the next marker of the same or a higher style stands."""
        ends = [self.past] * len(self.paragraphs)
        open_styles: list[tuple[str, int]] = []
        for i in range(self.first, self.past):
            marker = self.markers[i]
            if marker is None or marker.style.startswith("bullet"):
                if self.paragraphs[i].is_heading:
                    open_styles = _close_all(open_styles, ends, i)
                continue
            styles = [s for s, _ in open_styles]
            while open_styles and (marker.style in styles or _outranks(marker.style, open_styles[-1][0])):
                closed, at = open_styles.pop()
                ends[at] = i
                styles = [s for s, _ in open_styles]
                if closed == marker.style:
                    break
            self.group[i] = (marker.style, open_styles[-1][1] if open_styles else -1)
            open_styles.append((marker.style, i))
        return ends

    def _heading_style(self, i: int) -> str | None:
        marker, paragraph = self.markers[i], self.paragraphs[i]
        if marker is None:
            return self._bare_heading_style(paragraph)
        if marker.style.startswith("bullet") or marker.style == "label":
            return None
        if marker.style in TOP_STYLES or i in self.promoted:
            return marker.style
        text = paragraph.text[marker.end :]
        kind = self._kind_above(marker.style)
        has_children = self.content_end[i] > i + 1
        words = len(text.split())
        if kind == TARGETS:
            ok = has_children and not re.search(r"\d", text) and (words <= 20 or text.endswith(":"))
        elif kind in (ACTIVITIES, KEY_TASKS):
            is_over = self._has_marked_children(i) or (words <= 8 and self._is_over_text(i))
            ok = has_children and words <= 20 and not text.endswith((".", ";")) and is_over
        elif has_children:
            ok = self._reads_as_title(text, i)
        else:
            ok = (
                words <= 20
                and not text.endswith((".", ";", ","))
                and self._stands_among_headings(i, marker.style, paragraph)
            )
        return marker.style if ok else None

    def _bare_heading_style(self, paragraph: Paragraph) -> str | None:
        if paragraph.cells:
            return None
        if paragraph.is_heading and len(paragraph.text.split()) <= 40:
            return f"heading {paragraph.style[-1:]}"
        words = paragraph.text.split()
        is_caps = self.caps_top and paragraph.text.isupper() and 2 <= len(words) <= 25
        return "roman" if is_caps and not key(paragraph.text).startswith(("phụ lục", "biểu")) else None

    def _kind_above(self, style: str) -> str:
        """Return the kind of the section that a heading of this style would stand in."""
        parents = [at for s, at in self.stack if s != style and not _outranks(style, s)]
        for n in reversed(parents):
            if self.nodes[n].kind != OTHER:
                return self.nodes[n].kind
        return OTHER

    def _reads_as_title(self, text: str, i: int) -> bool:
        """A title is short, or ends in a colon, or is one sentence over a list, not one over a paragraph."""
        words = len(text.split())
        title_end, inline = _title_end(text, 0)
        if inline is not None:
            return len(text[:title_end].split()) <= 25
        if text.endswith((".", ";")):
            one_sentence = not re.search(r"[.;] [A-ZĐ]", text[:-1])
            return one_sentence and words <= 45 and self._has_marked_children(i)
        return words <= 60

    def _has_marked_children(self, i: int) -> bool:
        return any(self.markers[j] is not None or self.paragraphs[j].cells for j in range(i + 1, self.content_end[i]))

    def _is_over_text(self, i: int) -> bool:
        """A few words over a whole sentence of their own: "1.1. Ngày Chủ nhật xanh" / "Đồng loạt ra quân …"."""
        below = self.paragraphs[i + 1]
        return len(below.text.split()) >= 5 and below.text.endswith(".")

    def _stands_among_headings(self, i: int, style: str, paragraph: Paragraph) -> bool:
        """A childless item is a heading when an earlier sibling is one ("3. Công tác quốc tế" left empty)."""
        if paragraph.is_heading:
            return True
        return any(s == style for s, _ in self.stack)


def _close_all(open_styles: list[tuple[str, int]], ends: list[int], i: int) -> list[tuple[str, int]]:
    for _, at in open_styles:
        ends[at] = i
    return []


_RANKS = {"part": 0, "upper": 1, "roman": 2}


def _rank(style: str) -> int | None:
    if style in _RANKS:
        return _RANKS[style]
    return 10 + int(style[6:]) if style.startswith("arabic") else None


def _outranks(style: str, other: str) -> bool:
    """Tell whether a heading of `style` ends an open one of `other` whatever came before: "II." ends "2.1."."""
    ours, theirs = _rank(style), _rank(other)
    if ours is None:
        return False
    return ours < theirs if theirs is not None else ours < 10


def _title_end(text: str, start: int) -> tuple[int, int | None]:
    """Return where the title ends and where text on the same line begins, if any.

    Example: "I. CHỦ ĐỀ: “Tuổi trẻ xung kích”" has the title "CHỦ ĐỀ:". A colon inside a long sentence ends no title.
    """
    colon = re.search(r":\s+(?=\S)", text[start:])
    if colon is None:
        return len(text), None
    title = text[start : start + colon.start()]
    rest = text[start + colon.end() :]
    if len(title.split()) > 25 or "“" in title or (len(rest.split()) < 3 and not rest.startswith(("“", '"'))):
        return len(text), None
    return start + colon.start() + 1, start + colon.end()
