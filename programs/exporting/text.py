"""The body of a document as lines that can be read, compared with what the programme says, and corrected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from programs.importing.errors import NotAProgramme
from programs.importing.folding import key
from programs.importing.markers import marker_of, ordinal_of
from programs.importing.program import read_program
from programs.importing.reading import Document, Paragraph, ProgramReading, Span
from programs.importing.sections import OTHER, kind_of_title
from programs.payloads import SectionDraft

_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_CLOSED = re.compile(r"[.):/–-]$")


@dataclass(frozen=True)
class Line:
    """A heading (`level` from 1), a paragraph (0) or a row of a table (`cells`), and the section it stands in."""

    text: str
    level: int = 0
    cells: tuple[str, ...] = ()
    section: int | None = None


class Text:
    """Lines of the sections, in order. What is read from them is read again after every correction."""

    def __init__(self, head: list[str], lines: list[Line], sections: list[SectionDraft], parents: list[int | None]):
        self.head = head
        self.lines = lines
        self.sections = sections
        self.parents = parents
        self._reading: ProgramReading | None = None

    @property
    def reading(self) -> ProgramReading:
        """What the lines say."""
        if self._reading is None:
            document = document_of(self.head, self.lines)
            try:
                self._reading = read_program(document)
            except NotAProgramme:  # nothing is written yet
                self._reading = ProgramReading(document)
        return self._reading

    def line_at(self, span: Span) -> int:
        """The place of the line that a span of the reading points at."""
        return span.paragraph - len(self.head)

    def reach(self, span: Span, text: str) -> range:
        """The lines over which `text` runs that begins at the span: an item and the paragraphs that continue it."""
        first = self.line_at(span)
        rest = text[span.end - span.start :].strip()
        past = first + 1
        while rest and past < len(self.lines):
            line = self.lines[past].text
            marker = marker_of(line)
            more = line[marker.end if marker else 0 :].strip()
            if not rest.startswith(more):
                break
            rest, past = rest[len(more) :].strip(), past + 1
        return range(first, past)

    def kind(self, section: int | None) -> str:
        """What a section is about: the first kind other than `other` of it and those above it."""
        while section is not None:
            found = kind_of_title(self.sections[section].title)
            if found != OTHER:
                return found
            section = self.parents[section]
        return OTHER

    def section_of(self, kind: str) -> int | None:
        """The first section whose own title is of that kind."""
        return next((i for i, s in enumerate(self.sections) if kind_of_title(s.title) == kind), None)

    def end_of(self, section: int, *, with_children: bool = False) -> int:
        """The place of the section's last line, of its own or also of the sections below it."""
        inside = {section}
        if with_children:
            for i, parent in enumerate(self.parents):
                if parent in inside:
                    inside.add(i)
        return max((i for i, line in enumerate(self.lines) if line.section in inside), default=len(self.lines) - 1)

    def add_section(self, title: str) -> int:
        """Add a section of the outermost level at the end, with the next number; return its place."""
        outer = [s.number for s in self.sections if s.level == 1 and s.number]
        number = next_number(outer[-1]) if outer else "I."
        self.sections.append(SectionDraft(number or "", title, 1))
        self.parents.append(None)
        at = len(self.sections) - 1
        self.lines = [*self.lines, Line(f"{number or ''} {title}".strip(), 1, (), at)]
        self._reading = None
        return at

    def apply(self, edits: Edits) -> None:
        """Correct the lines."""
        if not edits.replaced and not edits.added:
            return
        lines: list[Line] = []
        for at, line in enumerate(self.lines):
            lines += edits.replaced.get(at, [line])
            lines += edits.added.get(at, [])
        self.lines = lines
        self._reading = None


@dataclass
class Edits:
    """What to put in the place of a line (nothing: it goes), and what to put after one."""

    replaced: dict[int, list[Line]] = field(default_factory=dict)
    added: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))

    def drop(self, places: Iterable[int]) -> None:
        for at in places:
            self.replaced[at] = []


def document_of(head: list[str], lines: list[Line]) -> Document:
    """Return the document that a reader makes of heading and lines."""
    found = [Paragraph(at, text) for at, text in enumerate(head)]
    table = 0
    for at, line in enumerate(lines):
        table += bool(line.cells) and (at == 0 or not lines[at - 1].cells)
        found.append(
            Paragraph(
                len(head) + at,
                line.text,
                style=f"Heading {line.level}" if line.level else "",
                is_heading=bool(line.level),
                cells=line.cells,
                table=table if line.cells else None,
            )
        )
    return Document("", "docx", tuple(found))


def row(cells: Iterable[str], section: int | None) -> Line:
    """A row of a table."""
    held = tuple(cells)
    return Line(" | ".join(held), 0, held, section)


def cells_of(text: str) -> tuple[str, ...]:
    """The cells of a line that was a row of a table when it was read; () for a paragraph."""
    parts = tuple(part.strip() for part in re.split(r"\s\|(?:\s|$)", text))
    return parts if len(parts) > 1 else ()


def marked(number: str) -> str:
    """The number with a mark after it: "3" is "3."."""
    number = number.strip()
    return number if not number or _CLOSED.search(number) else f"{number}."


def bare(number: str) -> str:
    """The number as it is compared: without what closes it."""
    return key(number).strip(" ()./:–-")


def next_number(number: str) -> str | None:
    """The number that follows: "14." after "13.", "V." after "IV.", "3.2." after "3.1."; None after a bullet."""
    parts = ordinal_of(number)
    core = number.strip(" ()./:–-")
    if parts is None or not core:
        return None
    last = re.search(r"[^.]+$", core)
    tail = last.group() if last else core
    following = _following(tail, parts[-1] + 1)
    return None if following is None else number.replace(core, core[: len(core) - len(tail)] + following, 1)


def roman(value: int) -> str:
    """The number in Roman figures."""
    out = ""
    for worth, sign in _ROMAN:
        out += sign * (value // worth)
        value %= worth
    return out


def _following(tail: str, value: int) -> str | None:
    if tail.isdigit():
        return str(value)
    if set(tail) <= set("IVXL"):
        return roman(value)
    letters = "abcdđeghiklmnopqrstuvxy"
    if len(tail) == 1 and value <= len(letters):
        letter = letters[value - 1]
        return letter.upper() if tail.isupper() else letter
    m = re.match(r"(.*?)\d+$", tail)
    return f"{m.group(1)}{value}" if m else None


def in_section(lines: Iterable[Line], section: int | None) -> list[Line]:
    return [replace(line, section=section) for line in lines]
