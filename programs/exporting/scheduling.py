"""The text of activities and sessions as they now stand."""

from __future__ import annotations

from dataclasses import replace

from programs.exporting.edition import Edition
from programs.exporting.sentences import activity_line, conference_line, months_phrase
from programs.exporting.text import Edits, Line, Text, bare, marked, next_number, row
from programs.importing.calendar import time_columns
from programs.importing.markers import marker_of
from programs.importing.reading import ActivityRead, ConferenceRead
from programs.importing.sections import ACTIVITIES
from programs.matching import pair
from programs.payloads import ActivityDraft, ConferenceDraft
from units.vietnamese import fold

ACTIVITIES_TITLE = "MỘT SỐ HOẠT ĐỘNG LỚN"
SESSIONS_TITLE = "CÁC KỲ HỌP"
TABLE_HEAD = ("TT", "Hoạt động", "Thời gian", "Phụ trách")
MONTHS_OF_A_YEAR = 12


# --- activities


def correct_activities(text: Text, edition: Edition) -> None:
    """Bring the list of activities in line; who is in charge is told only where the list is a table."""
    pairs = pair(edition.activities, text.reading.activities, lambda a: fold(a.title), lambda a: fold(a.title))
    edits = Edits()
    for said, read in pairs:
        if read is None:
            continue
        at = text.line_at(read.span)
        if said is None:
            edits.drop([at])
        elif not _is_same(said, read, in_table=bool(text.lines[at].cells)):
            edits.replaced[at] = [_rewritten(text, at, said)]
    text.apply(edits)
    new = [said for said, read in pairs if read is None and said is not None]
    if new:
        _add_activities(text, new)


def _is_same(said: ActivityDraft, read: ActivityRead, *, in_table: bool) -> bool:
    return (
        said.title == read.title
        and _when(said.months, is_all_year=said.is_all_year) == _when(read.months, is_all_year=read.all_year)
        and (not said.number or bare(said.number) == bare(read.number or ""))
        and (not in_table or said.in_charge == (read.in_charge or ""))
    )


def _when(months: tuple[int, ...], *, is_all_year: bool) -> tuple[int, ...]:
    return tuple(range(1, MONTHS_OF_A_YEAR + 1)) if is_all_year else tuple(sorted(months))


def _rewritten(text: Text, at: int, said: ActivityDraft) -> Line:
    line = text.lines[at]
    if line.cells:
        header = next((found for each in reversed(text.lines[:at]) if (found := time_columns(each.cells))), {})
        values = {"text": said.title, "time": months_phrase(said), "who": said.in_charge}
        by_place = {place: values[name] for name, place in header.items()}
        return row((by_place.get(i, cell) for i, cell in enumerate(line.cells)), line.section)
    marker = marker_of(line.text)
    lead = marked(said.number) or (marker.number if marker else "-")
    return Line(f"{lead} {activity_line(said)}", section=line.section)


def _add_activities(text: Text, new: list[ActivityDraft]) -> None:
    known = text.reading.activities
    if not known:
        _begin_activities(text, new)
        return
    at = text.line_at(known[-1].span)
    last = text.lines[at]
    edits = Edits()
    number = last.cells[0] if last.cells else _number_of(last.text)
    for said in new:
        number = marked(said.number) or next_number(number) or number
        edits.added[at].append(_after(text, at, said, number))
    text.apply(edits)


def _after(text: Text, at: int, said: ActivityDraft, number: str) -> Line:
    """A new line like the one it follows: an item of the list, or a row of the table."""
    line = text.lines[at]
    if not line.cells:
        return Line(f"{number} {activity_line(said)}", section=line.section)
    made = _rewritten(text, at, said)
    return row((number, *made.cells[1:]), line.section)


def _begin_activities(text: Text, new: list[ActivityDraft]) -> None:
    """Where the document has no such list yet: a table if anybody is in charge of anything, else a list."""
    section = text.section_of(ACTIVITIES)
    if section is None:
        section = text.add_section(ACTIVITIES_TITLE)
    lines: list[Line] = []
    number = "0."
    is_table = any(said.in_charge for said in new)
    if is_table:
        lines.append(row(TABLE_HEAD, section))
    for said in new:
        number = marked(said.number) or next_number(number) or number
        cells = (number.rstrip("."), said.title, months_phrase(said), said.in_charge)
        lines.append(row(cells, section) if is_table else Line(f"{number} {activity_line(said)}", section=section))
    edits = Edits()
    edits.added[text.end_of(section)] += lines
    text.apply(edits)


def _number_of(line: str) -> str:
    marker = marker_of(line)
    return marker.number if marker else "-"


# --- sessions


def correct_conferences(text: Text, edition: Edition) -> None:
    """Bring sessions in line, each with its agenda; one that was dropped stays in the text, where it is a heading."""
    year = edition.subject.year_from
    pairs = pair(
        edition.conferences,
        text.reading.conferences,
        lambda said: fold(f"{said.number} {said.month} {said.year}"),
        lambda read: fold(f"{read.number or read.title} {read.month} {read.year or year}"),
    )
    edits = Edits()
    for said, read in pairs:
        if said is not None and read is not None and not _is_held_alike(said, read, year):
            _rewrite_conference(text, edits, said, read, year)
    text.apply(edits)
    new = [said for said, read in pairs if read is None and said is not None]
    if new:
        _add_conferences(text, new)


def _is_held_alike(said: ConferenceDraft, read: ConferenceRead, year: int) -> bool:
    return _is_named_alike(said, read, year) and said.agenda == tuple(point.value for point in read.agenda)


def _is_named_alike(said: ConferenceDraft, read: ConferenceRead, year: int) -> bool:
    known = (str(read.number or read.title)[:60], read.month, read.year or year)
    return (said.number, said.month, said.year or year) == known


def _rewrite_conference(text: Text, edits: Edits, said: ConferenceDraft, read: ConferenceRead, year: int) -> None:
    at = text.line_at(read.span)
    line = text.lines[at]
    named = line.text if _is_named_alike(said, read, year) else line.text[: read.span.start] + conference_line(said)
    for point in read.agenda:
        edits.drop([text.line_at(point.span)] if point.span else [])
    level = line.level or (2 if said.agenda else 0)
    edits.replaced[at] = [replace(line, text=named, level=level), *_agenda(said, line.section)]


def _add_conferences(text: Text, new: list[ConferenceDraft]) -> None:
    known = text.reading.conferences
    number = "0."
    if known:
        line = text.lines[text.line_at(known[-1].span)]
        section, number = line.section, _number_of(line.text)
        at = text.end_of(section) if section is not None and line.level else text.line_at(known[-1].span)
    else:
        section = text.add_section(SESSIONS_TITLE)
        at = text.end_of(section)
    edits = Edits()
    for said in new:
        number = next_number(number) or number
        edits.added[at] += [Line(f"{number} {conference_line(said)}", 2, (), section), *_agenda(said, section)]
    text.apply(edits)


def _agenda(said: ConferenceDraft, section: int | None) -> list[Line]:
    return [Line(f"- {point}", section=section) for point in said.agenda]
