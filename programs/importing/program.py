"""Puts the parts of a reading together. The public entry points of this package."""

from __future__ import annotations

import re

from programs.importing import errors
from programs.importing.calendar import read_activities, read_conferences
from programs.importing.closing import read_recipients, read_signatory
from programs.importing.documents import read_pasted
from programs.importing.duties import read_responsibilities
from programs.importing.heading import Heading, quoted, read_heading
from programs.importing.outline import Item, Outline, build
from programs.importing.passage import Passage
from programs.importing.promises import Setting
from programs.importing.reading import Document, ProgramReading, SectionRead, Stated, TargetRead
from programs.importing.regime import read_deadlines
from programs.importing.sections import BREAKTHROUGH, THEME
from programs.importing.targets import read_embedded, read_pasted_targets, read_targets_of

_THEME_ITEM = re.compile(r"(?:tên )?chủ đề[^:\"]{0,40}:\s*(?=\S)")


def read_program(document: Document) -> ProgramReading:
    """Return everything the document says. Raises errors.NotAProgramme when it has neither outline nor targets."""
    outline = build(document)
    heading = read_heading(outline)
    setting = Setting(_period(heading, outline))
    targets = read_targets_of(outline, setting)
    taken = {t.span.paragraph for t in targets}
    embedded = read_embedded(outline, setting, taken)
    activities, conferences = read_activities(outline), read_conferences(outline)
    promises = targets or embedded or activities or conferences
    if not promises and (heading.document_type is None or len(outline.nodes) < 2):
        raise errors.NotAProgramme
    year = heading.year_from.value if heading.year_from and heading.year_from == heading.year_to else None
    return ProgramReading(
        document=document,
        issuer=heading.issuer,
        parent_body=heading.parent_body,
        document_type=heading.document_type,
        number=heading.number,
        issued=heading.issued,
        place=heading.place,
        title=heading.title,
        kind=heading.kind,
        year_from=heading.year_from,
        year_to=heading.year_to,
        theme=_said_in(outline, THEME),
        breakthrough=_said_in(outline, BREAKTHROUGH),
        legal_bases=heading.legal_bases,
        sections=_sections(outline),
        targets=targets,
        embedded_targets=embedded,
        activities=activities,
        conferences=conferences,
        deadlines=read_deadlines(outline, year),
        responsibilities=read_responsibilities(outline),
        recipients=read_recipients(outline),
        signatory=read_signatory(outline),
    )


def read_targets(text: str | Document) -> tuple[TargetRead, ...]:
    """Return the targets of a text that is nothing but target clauses, as when somebody pastes them."""
    document = text if isinstance(text, Document) else read_pasted(text)
    return read_pasted_targets(document, Setting())


def _period(heading: Heading, outline: Outline) -> str:
    """Return the span of the programme in the words of the schema: "year 2023", "term 2020-2022", "by 2022"."""
    if heading.year_from is None or heading.year_to is None:
        return ""
    first, last = heading.year_from.value, heading.year_to.value
    if heading.kind.value == "annual" and first == last:
        return f"year {first}"
    return f"by {last}" if heading.kind.value == "action_plan" else f"term {first}-{last}"


def _said_in(outline: Outline, kind: str) -> Stated[str] | None:
    """Return the text of the theme or breakthrough section without its quotation marks; several lines are joined."""
    for index, node in enumerate(outline.nodes):
        if node.kind != kind:
            continue
        if kind == THEME and (named := _named_theme(outline.items(index))):
            return named
        items = [i.passage for i in outline.items(index) if i.passage.text]
        if not items:
            continue
        whole: Passage = items[0]
        for more in items[1:]:
            whole = whole.plus(more)
        text, span = quoted(whole)
        return Stated(text, span, None if len(text) < 400 else "Nội dung dài hơn thường lệ: cần kiểm tra.")
    return None


def _named_theme(items: list[Item]) -> Stated[str] | None:
    """ "1. Chủ đề: “…”" under a heading that also speaks of something else, as "Chủ đề, thời gian"."""
    for item in items:
        if m := _THEME_ITEM.match(item.passage.key()):
            return Stated(*quoted(item.passage.cut(m.end())))
    return None


def _sections(outline: Outline) -> tuple[SectionRead, ...]:
    paragraphs = outline.document.paragraphs
    out = []
    for node in outline.nodes:
        place = Passage.of(paragraphs[node.paragraph], *node.title_span).span()
        doubt = None if node.number else "Đề mục không có số thứ tự."
        out.append(SectionRead(node.number, node.title, node.level, place, node.parent, node.body, doubt))
    return tuple(out)
