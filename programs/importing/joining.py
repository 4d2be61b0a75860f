"""From raw lines or paragraphs to paragraphs that hold whole sentences: page breaks and wrapped lines rejoined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from programs.importing.errors import ParagraphTooLong, TooManyParagraphs
from programs.importing.folding import key, starts_lower, tidy
from programs.importing.markers import is_rule, marker_of
from programs.importing.reading import Paragraph


@dataclass(frozen=True, slots=True)
class Raw:
    """A paragraph as a reader found it, before joining. `blank_before`: an empty line or page break stood before it."""

    text: str
    page: int = 1
    blank_before: bool = False
    label: str | None = None
    depth: int | None = None
    style: str = ""
    is_heading: bool = False
    is_bold: bool = False
    is_italic: bool = False
    cells: tuple[str, ...] = ()
    table: int | None = None
    may_join: bool = True
    tabbed: bool = False  # began with a tab: another column of a heading or end block


_ENDS = re.compile(r"[.;:!?…/)\"”]$")
# A line that ends in one of these words goes on, even when the next one begins with a capital (a name).
_HANGING = re.compile(
    r"(?:^|\s)(?:và|của|cho|với|về|trong|trên|tại|từ|đến|theo|do|là|các|những|cùng|hoặc|như|để|bằng|ở|khi|nhằm|gồm|"
    r"được|ít nhất|tối thiểu|mỗi|cấp|tỉnh|huyện|thành phố|nghị quyết|số|ngày|tháng|năm)$"
)


def goes_on(before: Raw, after: Raw) -> bool:
    """Tell whether `after` continues the sentence of `before`.

    Example: "… phù hợp với thị" / "hiếu của đoàn viên": a small letter after a line without an ending.
    """
    if not (before.may_join and after.may_join) or after.tabbed or before.cells or after.cells:
        return False
    if after.label or after.is_heading or marker_of(after.text) or is_rule(after.text) or is_rule(before.text):
        return False
    if before.text.rfind("(") > before.text.rfind(")") and len(before.text) > 40:
        return True
    if _ENDS.search(before.text):
        return before.text.endswith(")") and starts_lower(after.text) and len(before.text) > 60
    if before.text.isupper():
        # a heading in capitals over two lines; small letters after it are a new line of the title
        return after.text.isupper() and bool(marker_of(before.text)) and not after.blank_before
    if starts_lower(after.text):
        return True
    if len(before.text) > 40 and before.text.endswith(","):
        return True
    return len(before.text) > 40 and bool(_HANGING.search(key(before.text)))


def hard_wrapped(raws: Sequence[Raw]) -> int:
    """Return the width of hard-wrapped text, or 0 when lines are paragraphs.

    Wrapped: no line is long, and most lines that are followed directly by another are nearly as long as the longest;
    but lines that mostly end a sentence and are followed by a capital are clauses pasted one a line.
    """
    lengths = sorted(len(r.text) for r in raws)
    if len(lengths) < 6 or lengths[-1] > 130:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    followed = [a for a, b in pairwise(raws) if not b.blank_before and not marker_of(b.text)]
    full = sum(1 for a in followed if len(a.text) >= 0.8 * width)
    if 2 * sum(1 for a in followed if _ENDS.search(a.text)) > len(followed):
        return 0
    return width if width >= 50 and followed and full >= 0.6 * len(followed) else 0


MAX_PARAGRAPHS = 20_000
MAX_PARAGRAPH = 20_000  # characters; the longest paragraphs of real programmes have some 3,000
MAX_TEXT = 2_500_000  # characters, some 700 pages


def join(raws: Iterable[Raw]) -> tuple[Paragraph, ...]:
    """Return the paragraphs: broken sentences rejoined, markup, empty lines and rules across the page gone."""
    raws = list(raws)
    if len(raws) > MAX_PARAGRAPHS or sum(len(r.text) for r in raws) > MAX_TEXT:
        raise TooManyParagraphs
    if any(len(r.text) > MAX_PARAGRAPH for r in raws):
        raise ParagraphTooLong
    clean = [replace(r, text=tidy(r.text), cells=tuple(tidy(c) for c in r.cells)) for r in raws]
    clean = [r for r in clean if r.text and not is_rule(r.text)]
    width = hard_wrapped([r for r in clean if not r.cells])
    out: list[Raw] = []
    last_line = 0  # length of the last line of the paragraph being built
    for raw in clean:
        wrapped = bool(width) and bool(out) and _is_wrapped(out[-1], raw, last_line, width)
        room = bool(out) and len(out[-1].text) + len(raw.text) < MAX_PARAGRAPH
        if out and room and (wrapped or goes_on(out[-1], raw)):
            out[-1] = replace(out[-1], text=f"{out[-1].text} {raw.text}")
        else:
            out.append(raw)
        last_line = len(raw.text)
    return tuple(
        Paragraph(
            index=i, text=r.text, page=r.page, label=r.label, depth=r.depth, style=r.style, is_heading=r.is_heading,
            is_bold=r.is_bold, is_italic=r.is_italic, cells=r.cells, table=r.table,
        )
        for i, r in enumerate(out)
    )  # fmt: skip


def _is_wrapped(before: Raw, after: Raw, last_line: int, width: int) -> bool:
    if after.blank_before or after.tabbed or marker_of(after.text) or after.cells or before.cells:
        return False
    if key(after.text).startswith(("nơi nhận", "tm.", "kt.", "căn cứ")):
        return False
    return last_line >= 0.75 * width
