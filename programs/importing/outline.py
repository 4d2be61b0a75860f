"""The outline of a document: heading block, numbered sections as deep as they go, and the end block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from programs.importing.folding import key
from programs.importing.headings import HeadingFinder
from programs.importing.markers import Marker, marker_of, ordinal_of
from programs.importing.passage import Passage
from programs.importing.reading import Document, Paragraph
from programs.importing.sections import OTHER, TARGETS, TOP_STYLES, Node, is_of_tasks

_CLOSING = re.compile(r"^trên đây là |^(?:yêu cầu|đề nghị) (?:các|ban|đoàn) .*\./\.$|\./\.$")
_END = re.compile(r"^nơi nhận\b|^(?:tm|kt|tl|tuq)\s?\.\s?(?:ban|bí thư|đoàn|btv|bch|chủ|thủ)")


@dataclass(frozen=True, slots=True)
class Item:
    """A list item or a bare paragraph of a section with whatever paragraphs continue it."""

    marker: Marker | None
    passage: Passage
    first: int
    past: int
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    document: Document
    markers: tuple[Marker | None, ...]
    nodes: tuple[Node, ...]
    head_end: int  # one past the last paragraph of the heading block
    end_start: int  # first paragraph of the end block
    body_end: int  # first paragraph of the closing sentence or the end block

    def node_at(self, paragraph: int) -> int | None:
        """Return the index of the section that `paragraph` belongs to."""
        found = None
        for i, node in enumerate(self.nodes):
            if node.paragraph <= paragraph and (
                node.body[0] <= paragraph < node.body[1] or node.paragraph == paragraph
            ):
                found = i
        return found

    def kind_of(self, index: int | None) -> str:
        """Return the first kind other than `other` of the section and those above it."""
        while index is not None:
            node = self.nodes[index]
            if node.kind != OTHER:
                return node.kind
            index = None if is_of_tasks(node.title) and self._kind_over(node) == TARGETS else node.parent
        return OTHER

    def _kind_over(self, node: Node) -> str:
        return OTHER if node.parent is None else self.kind_of(node.parent)

    def items(self, index: int) -> list[Item]:
        """Return the section's own list items and paragraphs, in order."""
        node = self.nodes[index]
        paragraphs = self.document.paragraphs
        out: list[Item] = []
        if node.inline is not None:
            text = Passage.of(paragraphs[node.paragraph], node.inline)
            out.append(Item(None, text, node.paragraph, node.paragraph + 1))
        for i in range(*node.body):
            marker = self.markers[i]
            start = marker.end if marker else 0
            out.append(Item(marker, Passage.of(paragraphs[i], start), i, i + 1, paragraphs[i].cells))
        return out


def build(document: Document) -> Outline:
    """Return the outline of the document."""
    paragraphs = document.paragraphs
    markers = tuple(None if p.cells else marker_of(p.text) for p in paragraphs)
    end_start = _end_start(paragraphs)
    body_end = _body_end(paragraphs, end_start)
    head_end = _head_end(paragraphs, markers, body_end)
    nodes = HeadingFinder(paragraphs, markers, head_end, body_end).build()
    return Outline(document, markers, tuple(nodes), head_end, end_start, body_end)


def _end_start(paragraphs: Sequence[Paragraph]) -> int:
    found = [p.index for p in paragraphs if _END.match(key(p.text))]
    later = [i for i in found if i > len(paragraphs) // 3]
    return later[0] if later else len(paragraphs)


def _body_end(paragraphs: Sequence[Paragraph], end_start: int) -> int:
    for i in range(end_start - 1, max(end_start - 4, 0), -1):
        if _CLOSING.search(key(paragraphs[i].text)):
            # "… thực hiện hiệu quả Chương trình này./.": not a closing sentence when it is a list item itself
            return i if marker_of(paragraphs[i].text) is None else i + 1
    return end_start


def _head_end(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None], body_end: int) -> int:
    for wanted in (TOP_STYLES, ("arabic1",)):
        for i, marker in enumerate(markers[:body_end]):
            if marker and marker.style in wanted and ordinal_of(marker.number) in ((1,), (2,), None):
                return i
    headings = [p.index for p in paragraphs[:body_end] if p.is_heading and p.index > 1]
    return headings[0] if headings else min(body_end, _after_title(paragraphs))


def _after_title(paragraphs: Sequence[Paragraph]) -> int:
    for p in paragraphs:
        if len(p.text) > 200 or p.cells or marker_of(p.text):
            return p.index
    return len(paragraphs)
