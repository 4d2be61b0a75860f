"""Text of one or more paragraphs joined with a space, that knows where each character came from."""

from __future__ import annotations

from dataclasses import dataclass

from programs.importing.folding import key
from programs.importing.reading import Paragraph, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """`pieces`: (where the piece starts in `text`, its paragraph, the offset inside that paragraph)."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, paragraph: Paragraph, start: int = 0, end: int | None = None) -> Passage:
        """Return the passage of one paragraph from `start` to `end`, without white space around it."""
        text = paragraph.text[start:end]
        start += len(text) - len(text.lstrip())
        return cls(text.strip(), ((0, paragraph.index, start),))

    def plus(self, other: Passage) -> Passage:
        """Return this passage followed by another."""
        if not other.text:
            return self
        if not self.text:
            return other
        shift = len(self.text) + 1
        moved = tuple((at + shift, paragraph, offset) for at, paragraph, offset in other.pieces)
        return Passage(f"{self.text} {other.text}", self.pieces + moved)

    def key(self) -> str:
        """Return the text as it is compared."""
        return key(self.text)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the place of `text[start:end]` in the document, cut at the end of its first paragraph."""
        end = len(self.text) if end is None else end
        at, paragraph, offset = max((p for p in self.pieces if p[0] <= start), default=self.pieces[0])
        later = [p[0] - 1 for p in self.pieces if p[0] > start]
        end = min([end, *later])
        return Span(paragraph, offset + start - at, offset + max(end, start) - at)

    def cut(self, start: int, end: int | None = None) -> Passage:
        """Return the part from `start` to `end`, without white space around it."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        pieces: list[tuple[int, int, int]] = []
        for i, (at, paragraph, offset) in enumerate(self.pieces):
            until = self.pieces[i + 1][0] if i + 1 < len(self.pieces) else len(self.text)
            if (until <= start and i + 1 < len(self.pieces)) or (at >= end and pieces):
                continue
            first = max(at, start)
            pieces.append((first - start, paragraph, offset + first - at))
        return Passage(self.text[start:end], tuple(pieces))
