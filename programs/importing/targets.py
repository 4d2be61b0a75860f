"""Which paragraphs are targets: items of a targets section, labelled clauses, pasted lists; and promises elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

from programs.importing import phrases
from programs.importing.clauses import sentences
from programs.importing.folding import key
from programs.importing.markers import Marker, marker_of
from programs.importing.outline import Item, Outline
from programs.importing.passage import Passage
from programs.importing.promises import Setting, read_promises
from programs.importing.quantities import find
from programs.importing.reading import Document, Paragraph, TargetRead
from programs.importing.sections import ACTIVITIES, BREAKTHROUGH, KEY_TASKS, TARGETS, THEME
from programs.importing.target_tables import is_heading_row, read_row

# "Chỉ tiêu phấn đấu: …", "Các chỉ tiêu cụ thể:" at the beginning of a paragraph
_LABEL = re.compile(r"(?:[-+*•]\s*)?((?:các |một số )?(?:chỉ tiêu|mục tiêu)[^:.;\d%]{0,40}):\s*")
# Sections about purposes hold targets only where they name numbers.
_GOALS = re.compile(r"mục (?:tiêu|đích)|yêu cầu|quan điểm|phương hướng")
_INTRO = re.compile(r"(?:cụ thể|như sau|sau đây|sau|gồm)\s*:$")
_EMBEDDED_DOUBT = "Lời hứa nằm ngoài phần chỉ tiêu: cần xem có theo dõi hay không."


def read_targets_of(outline: Outline, setting: Setting) -> tuple[TargetRead, ...]:
    """Return the targets in the order of the document."""
    out: list[TargetRead] = []
    for index, node in enumerate(outline.nodes):
        if outline.kind_of(index) == TARGETS:
            out += _of_section(outline, index, setting)
        elif node.kind not in (THEME, BREAKTHROUGH, KEY_TASKS, ACTIVITIES):
            out += _labelled(outline, index, setting)
    return tuple(out)


def _of_section(outline: Outline, index: int, setting: Setting) -> list[TargetRead]:
    """A numbered item is a target; bullets and bare paragraphs below it go on with it, unless it only heads them."""
    grouped: list[tuple[str | None, Passage, str | None]] = []
    group_style: str | None = None
    label: str | None = None
    header: tuple[str, ...] = ()
    rows: list[TargetRead] = []
    items = outline.items(index)
    for item, following in zip(items, [*items[1:], None], strict=False):
        if item.cells:
            if is_heading_row(item.cells):
                header = item.cells
            elif target := read_row(outline.document.paragraphs[item.first], header, setting):
                rows.append(replace(target, section=index))
            continue
        number, style = _number_and_style(item)
        if item.first == outline.nodes[index].paragraph:  # text on the heading's own line goes by the heading's number
            number = _own_number(outline.nodes[index].number) or None
        if _is_intro(item) or _heads_a_group(item, following):
            label, group_style = item.passage.text.rstrip(": "), None
            continue
        continues = grouped and (style is None or (group_style is not None and _below(style, group_style)))
        if continues and not (style is None and group_style is None):
            last_number, last, last_label = grouped[-1]
            grouped[-1] = (last_number, last.plus(item.passage), last_label)
        else:
            grouped.append((number, item.passage, label))
            group_style = style
    if _GOALS.match(key(outline.nodes[index].title)) and "chỉ tiêu" not in key(outline.nodes[index].title):
        setting = replace(setting, wants_standards=False)
    out = [_target(number, passage, setting, index, label) for number, passage, label in grouped]
    return [t for t in out if t.indicators] + rows


def _number_and_style(item: Item) -> tuple[str | None, str | None]:
    if item.marker is None:
        return None, None
    return (None if item.marker.style.startswith("bullet") else item.marker.number), item.marker.style


def _below(style: str, other: str) -> bool:
    """Tell whether an item of `style` belongs under one of `other`: bullets under numbers, "+" under "-"."""
    if style == other:
        return False
    if style.startswith("bullet"):
        return not other.startswith("bullet") or (style in ("bullet+", "bullet*", "bullet•") and other == "bullet-")
    if other.startswith("arabic"):
        return style == "lower" or (style.startswith("arabic") and style > other)
    return False


def _is_intro(item: Item) -> bool:
    """A line that only announces the targets: no number in it, and a colon at its end or nothing promised."""
    text = item.passage.text
    return not find(key(text)) and (text.endswith(":") or bool(_INTRO.search(key(text))))


def _heads_a_group(item: Item, following: Item | None) -> bool:
    """ "* Đối với cấp xã" over a list with dashes: short, no number, no mark at its end."""
    if following is None or following.marker is None or not following.marker.style.startswith("bullet"):
        return False
    text, style = item.passage.text, item.marker.style if item.marker else None
    if style == following.marker.style or not (style is None or style.startswith("bullet")):
        return False
    is_short = text[:1].isupper() and len(text.split()) <= 12 and text[-1].isalnum()
    return is_short and not find(key(text))


def _target(
    number: str | None, passage: Passage, setting: Setting, section: int | None, label: str | None
) -> TargetRead:
    indicators = read_promises(passage, setting)
    doubt = None if indicators else "Không tìm thấy nội dung nào để theo dõi trong chỉ tiêu này."
    return TargetRead(number, passage.text, indicators, passage.span(), label, section, doubt=doubt)


def _labelled(outline: Outline, index: int, setting: Setting) -> list[TargetRead]:
    """Targets inside other sections: after "Chỉ tiêu phấn đấu:" or numbered "Mục tiêu 1:"."""
    out = []
    node = outline.nodes[index]
    waiting: str | None = None
    for item in outline.items(index):
        number, style = _number_and_style(item)
        if item.marker is not None and item.marker.style == "label":
            out.append(_target(item.marker.number, item.passage, setting, index, _own_number(node.number)))
            continue
        whole = Passage.of(outline.document.paragraphs[item.first])
        m = _LABEL.match(key(whole.text))
        if m and "mục tiêu" not in m.group(1):
            rest = whole.cut(m.end())
            waiting = whole.text[m.start(1) : m.end(1)]
            if rest.text:
                own = _own_number(node.number)
                out.append(_target(own or None, rest, setting, index, waiting))
                waiting = None
        elif waiting and style is not None:
            target = _target(number, item.passage, setting, index, waiting)
            out += [target] if target.indicators else []
        else:
            waiting = None
    return [t for t in out if t.indicators]


def _own_number(number: str) -> str:
    """Return a section's number without what closes it: "3.1-" is "3.1"."""
    return re.sub(r"[\s./)–-]+$", "", number)


def read_embedded(outline: Outline, setting: Setting, taken: set[int]) -> tuple[TargetRead, ...]:
    """Return promises with a number outside the targets: a share, a comparator, a range, or a number owed by each."""
    out: list[TargetRead] = []
    setting = replace(setting, wants_standards=False)
    where = {i: n for n, node in enumerate(outline.nodes) for i in range(node.paragraph, node.body[1])}
    for p in outline.document.paragraphs[outline.head_end : outline.body_end]:
        index = where.get(p.index)
        if p.index in taken or p.cells or outline.kind_of(index) in (TARGETS, ACTIVITIES, THEME):
            continue
        marker = outline.markers[p.index]
        passage = Passage.of(p, marker.end if marker else 0)
        for a, b in sentences(passage.text, passage.key()):
            out += _embedded(passage.cut(a, b), setting, index)
    return tuple(out)


def _embedded(sentence: Passage, setting: Setting, index: int | None) -> list[TargetRead]:
    low = sentence.key()
    if not any(c.isdigit() for c in low) and "ít nhất" not in low and "tối thiểu" not in low and "mỗi" not in low:
        return []
    if re.search(r"\b(?:gửi|báo cáo) .{0,60}(?:trước|chậm nhất|ngày)", low):
        return []
    indicators = tuple(
        i for i in read_promises(sentence, setting)
        if i.unit == "%" or i.comparator not in ("=", None) or i.scope != phrases.ORGANISATION
    )  # fmt: skip
    if not indicators:
        return []
    return [
        TargetRead(
            None, sentence.text, indicators, sentence.span(), section=index, embedded=True, doubt=_EMBEDDED_DOUBT
        )
    ]


def read_pasted_targets(document: Document, setting: Setting) -> tuple[TargetRead, ...]:
    """Return the targets of a text that is nothing but target clauses: one for every list item or paragraph."""
    out: list[TargetRead] = []
    open_marker: Marker | None = None
    header: tuple[str, ...] = ()
    for p in document.paragraphs:
        if p.cells:
            if is_heading_row(p.cells):
                header = p.cells
            elif row := read_row(p, header, setting):
                out.append(row)
            continue
        marker = marker_of(p.text)
        passage = Passage.of(p, marker.end if marker else 0)
        if _is_pasted_heading(p, marker, passage):
            open_marker = None
            continue
        style = marker.style if marker else None
        if out and open_marker and style and _below(style, open_marker.style):
            joined = Passage.of(document.paragraphs[out[-1].span.paragraph], out[-1].span.start).plus(passage)
            out[-1] = _target(out[-1].number, joined, setting, None, out[-1].label)
            continue
        number = None if marker is None or (style is not None and style.startswith("bullet")) else marker.number
        target = _target(number, passage, setting, None, None)
        if target.indicators:
            out.append(target)
            open_marker = marker
    return tuple(out)


def _is_pasted_heading(p: Paragraph, marker: Marker | None, passage: Passage) -> bool:
    low = key(passage.text)
    if find(low):
        return False
    if marker is not None and marker.style in ("roman", "upper", "part"):
        return True
    return passage.text.endswith(":") or passage.text.isupper() or p.is_heading
