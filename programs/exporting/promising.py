"""The text of the targets as they now stand: changed ones replaced, dropped ones left out, new ones put in."""

from __future__ import annotations

from programs.exporting.edition import Edition, Placed
from programs.exporting.text import Edits, Line, Text, bare, marked, next_number
from programs.importing.markers import marker_of
from programs.importing.reading import TargetRead
from programs.importing.sections import TARGETS
from programs.importing.target_tables import columns, is_heading_row
from programs.matching import pair
from units.vietnamese import fold

TITLE = "CHỈ TIÊU"
Pair = tuple[Placed | None, TargetRead | None]


def correct_targets(text: Text, edition: Edition) -> None:
    """Bring the clauses of the targets sections in line with the programme."""
    said = [placed for placed in edition.targets if not placed.draft.is_embedded]
    edits = Edits()
    new: list[Placed] = []
    kept_in_prose = {fold(placed.draft.text) for placed in edition.targets if placed.draft.is_embedded}
    for placed, read in _pairs(text, said):
        if placed is not None and read is not None:
            _keep(text, edits, placed, read)
        elif placed is not None:
            new.append(placed)
        elif read is not None and fold(read.text) not in kept_in_prose:
            _leave_out(text, edits, read)
    text.apply(edits)
    for section in dict.fromkeys(placed.section for placed in new):
        _add(text, section, [placed for placed in new if placed.section == section])


def correct_embedded(text: Text, edition: Edition) -> None:
    """Bring promises inside other sections in line; what is not followed up stays in the text as it is."""
    said = [placed for placed in edition.targets if placed.draft.is_embedded]
    read = [*text.reading.embedded_targets, *text.reading.targets]
    pairs = pair(said, read, lambda p: fold(p.draft.text), lambda t: fold(t.text))
    edits = Edits()
    for placed, found in pairs:
        if placed is None or (found is not None and found.text == placed.draft.text):
            continue
        if found is None:
            at = len(text.lines) - 1 if placed.section is None else text.end_of(placed.section)
            edits.added[at].append(Line(f"- {placed.draft.text}", section=placed.section))
            continue
        reached = text.reach(found.span, found.text)
        line = text.lines[reached.start]
        changed = line.text[: found.span.start] + placed.draft.text + line.text[found.span.end :]
        edits.drop(reached)
        edits.replaced[reached.start] = [Line(changed, line.level, (), line.section)]
    text.apply(edits)


def _pairs(text: Text, said: list[Placed]) -> list[Pair]:
    """Pair by words; then what is left by number in the same section: a clause may be written anew."""
    pairs: list[Pair] = pair(said, text.reading.targets, lambda p: fold(p.draft.text), lambda t: fold(t.text))
    free = [read for placed, read in pairs if placed is None and read is not None]
    found = [each for each in pairs if each[0] is not None and each[1] is not None]
    for placed in (placed for placed, read in pairs if read is None and placed is not None):
        same = next((read for read in free if _is_at(text, read, placed)), None)
        if same is not None:
            free.remove(same)
        found.append((placed, same))
    return [*found, *((None, read) for read in free)]


def _is_at(text: Text, read: TargetRead, placed: Placed) -> bool:
    number = bare(placed.draft.number)
    return (
        bool(number)
        and number == bare(read.number or "")
        and text.lines[text.line_at(read.span)].section == placed.section
    )


def _keep(text: Text, edits: Edits, placed: Placed, read: TargetRead) -> None:
    """Leave the clause as it is written, lines and all, unless its words or its number changed."""
    at = text.line_at(read.span)
    line = text.lines[at]
    said = placed.draft
    has_number = not said.number or bare(said.number) == bare(read.number or read.label or "")
    if read.text == said.text and (has_number or line.level):
        return
    if line.cells:
        edits.replaced[at] = [_row_of(text, at, placed)]
        return
    edits.drop(text.reach(read.span, read.text))
    before = line.text[: read.span.start] if has_number or line.level else f"{marked(said.number)} "
    edits.replaced[at] = [Line(before + said.text, line.level, (), line.section)]


def _row_of(text: Text, at: int, placed: Placed) -> Line:
    """The row with its clause in the column of the text; unit and quantity are part of the clause."""
    line = text.lines[at]
    header = next((each.cells for each in reversed(text.lines[:at]) if is_heading_row(each.cells)), ())
    kinds = columns(header) if header else []
    cells = [
        placed.draft.text if kind == "text" else "" if kind in ("unit", "quantity") else cell
        for kind, cell in zip(kinds, line.cells, strict=False)
    ]
    if placed.draft.text not in cells:
        return Line(f"{marked(placed.draft.number)} {placed.draft.text}".strip(), section=line.section)
    return Line(" | ".join(cells), 0, tuple(cells), line.section)


def _leave_out(text: Text, edits: Edits, read: TargetRead) -> None:
    at = text.line_at(read.span)
    line = text.lines[at]
    if line.level:  # the clause stands on the line of a heading, which stays
        edits.replaced[at] = [Line(line.text[: read.span.start].rstrip(), line.level, (), line.section)]
        return
    edits.drop(text.reach(read.span, read.text))


def _add(text: Text, section: int | None, new: list[Placed]) -> None:
    """Put new clauses after the last one of their section, numbered on."""
    if section is None:
        section = text.section_of(TARGETS)
    if section is None:
        section = text.add_section(TITLE)
    siblings = [t for t in text.reading.targets if text.lines[text.line_at(t.span)].section == section]
    at, number = text.end_of(section), "0."
    if siblings:
        reached = text.reach(siblings[-1].span, siblings[-1].text)
        at, number = reached[-1], _number_of(text.lines[reached.start].text)
    is_list = text.kind(section) == TARGETS
    edits = Edits()
    for placed in new:
        number = marked(placed.draft.number) or next_number(number) or number
        lead = number if is_list or ordinal_is_labelled(number) else f"Chỉ tiêu {number}"
        edits.added[at].append(Line(f"{lead} {placed.draft.text}", section=section))
    text.apply(edits)


def ordinal_is_labelled(number: str) -> bool:
    """ "Chỉ tiêu 3." says by itself that it is a target."""
    return bare(number).startswith(("chỉ tiêu", "mục tiêu"))


def _number_of(line: str) -> str:
    marker = marker_of(line)
    return marker.number if marker else "-"
