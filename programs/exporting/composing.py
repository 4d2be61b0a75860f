"""From what a programme says to its text.

The document that was read keeps its words wherever the programme still says the same; only what changed since is
written anew. So a programme that nobody touched comes out word for word, and one that was written by hand gets
sections of its own.
"""

from __future__ import annotations

from dataclasses import replace

from programs.exporting.edition import Edition
from programs.exporting.manuscript import Manuscript
from programs.exporting.promising import correct_embedded, correct_targets
from programs.exporting.reporting import correct_rules
from programs.exporting.scheduling import correct_activities, correct_conferences
from programs.exporting.text import Edits, Line, Text, bare, cells_of, marked, roman
from programs.importing.markers import marker_of
from programs.importing.sections import BREAKTHROUGH, TARGETS, THEME, kind_of_title
from programs.letterhead import END_MARK, UNION_NAME, Letterhead
from programs.payloads import SectionDraft

THEME_TITLE = "CHỦ ĐỀ"
BREAKTHROUGH_TITLE = "NỘI DUNG ĐỘT PHÁ"


def compose(edition: Edition) -> Manuscript:
    """Return the programme as a document that says what the programme says now."""
    head = letterhead_of(edition)
    opening = _opening(edition)
    text = _as_written(edition, [*_head_lines(head), *opening])
    _say(text, THEME, THEME_TITLE, edition.theme.theme, text.reading.theme)
    _say(text, BREAKTHROUGH, BREAKTHROUGH_TITLE, edition.theme.breakthrough, text.reading.breakthrough)
    for correct in (correct_targets, correct_embedded, correct_activities, correct_conferences, correct_rules):
        correct(text, edition)
    return Manuscript(head, opening, tuple(text.lines), edition.closing or _closing(edition))


def letterhead_of(edition: Edition) -> Letterhead:
    """Return the heading and end block."""
    who, signed = edition.identity, edition.signature
    return Letterhead(
        issuer=who.issuer_name,
        superior=who.superior_name,
        number=who.number,
        place=who.place,
        dated=who.issued_on,
        document_type=who.document_type.upper(),
        subject=(edition.subject.title,),
        recipients=edition.recipients.lines,
        authority=signed.authority,
        position=signed.signatory_position,
        signatory=signed.signatory_name,
    )


def _head_lines(head: Letterhead) -> list[str]:
    """The heading block as a reader meets it."""
    left = [head.superior.upper()] if head.superior else []
    return [*left, head.issuer.upper(), "***", head.number_line, UNION_NAME, head.document_type, *head.subject]


def _opening(edition: Edition) -> tuple[str, ...]:
    """What the programme rests on, each document once, and the opening paragraphs."""
    bases = dict.fromkeys(basis.text for basis in edition.bases.lines if basis.text)
    return (*bases, *edition.intro)


def _closing(edition: Edition) -> str:
    """The last sentence, for a document that has none."""
    what = edition.identity.document_type.strip().capitalize()
    return (
        f"Trên đây là {what} {_lower_first(edition.subject.title)}, đề nghị các đơn vị triển khai thực hiện{END_MARK}"
    )


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _as_written(edition: Edition, head: list[str]) -> Text:
    """The sections one after the other, each with its own text under its heading."""
    sections = _numbered(edition.sections)
    lines: list[Line] = []
    for at, section in enumerate(sections):
        title = f"{marked(section.number)} {section.title}".strip()
        body = [line for line in section.body.splitlines() if line.strip()]
        if body and _goes_on_heading_line(section, body[0], edition, at):
            title, body = f"{title} {body[0].strip()}", body[1:]
        lines.append(Line(title, section.level, (), at))
        lines += [Line(line, 0, cells_of(line), at) for line in body]
    return Text(head, lines, list(sections), list(edition.section_parents))


def _numbered(sections: tuple[SectionDraft, ...]) -> tuple[SectionDraft, ...]:
    """Headings without any number get Roman ones: an outline is told by its numbers."""
    if any(section.number for section in sections if section.level == 1):
        return sections
    places = [at for at, section in enumerate(sections) if section.level == 1]
    numbers = {at: f"{roman(place)}." for place, at in enumerate(places, 1)}
    return tuple(replace(section, number=numbers.get(at, section.number)) for at, section in enumerate(sections))


def _goes_on_heading_line(section: SectionDraft, first: str, edition: Edition, at: int) -> bool:
    """ "I. CHỦ ĐỀ: “…”", and a clause that goes by the number of its heading."""
    if not section.title.endswith(":") or marker_of(first) is not None:
        return False
    if kind_of_title(section.title) in (THEME, BREAKTHROUGH):
        return first.lstrip().startswith(("“", '"'))
    own = [placed.draft for placed in edition.targets if placed.section == at]
    is_target = any(bare(target.number) == bare(section.number) for target in own if target.number)
    return kind_of_title(section.title) == TARGETS and is_target


def _say(text: Text, kind: str, title: str, said: str, read: object) -> None:
    """Put theme or breakthrough in the place of what its section says, where that is something else."""
    value = getattr(read, "value", "") or ""
    if not said.strip() or " ".join(said.split()).strip(' .“”"') == value.strip(' .“”"'):
        return
    section = text.section_of(kind)
    if section is None:
        section = text.add_section(title)
    own = [at for at, line in enumerate(text.lines) if line.section == section]
    edits = Edits()
    heading = text.lines[own[0]]
    number = marked(text.sections[section].number)
    edits.drop(own)
    edits.replaced[own[0]] = [
        replace(heading, text=f"{number} {text.sections[section].title.rstrip(':')}".strip()),
        *(Line(f"“{line}”" if one_line(said) else line, section=section) for line in said.splitlines() if line.strip()),
    ]
    text.apply(edits)


def one_line(text: str) -> bool:
    """A motto is one line, and is set in quotation marks."""
    return len([line for line in text.splitlines() if line.strip()]) == 1
