"""Small pictures as SVG for pages and PDF alike; no style attributes, because pages forbid them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from units.formats import NO_VALUE, format_number, format_percent

Figure: TypeAlias = Decimal | float | None

# The colours of portal.css once more, as attributes: in a PDF no style sheet of the page reaches into a picture.
FILLS = {"grey": "#8a97a4", "blue": "#0a58a8", "amber": "#b97400", "red": "#c9252f", "green": "#1f8a4c"}
INK, QUIET, TRACK = "#1c2733", "#52606d", "#dfe5eb"


def progress_words(value: Figure, goal: Figure, percent: Figure, *, unit: str = "", at_most: bool = False) -> str:
    """Return "3.120 / 4.500 cây (69,3%)", "Chưa có số liệu / 4.500 cây", "3.120 cây (chưa giao)", "2 / không quá 5"."""
    noun = f" {unit}" if unit else ""
    so_far = "Chưa có số liệu" if value is None else format_number(value)
    if goal is None:
        return f"{so_far} (chưa giao)" if value is None else f"{so_far}{noun} (chưa giao)"
    limit = "không quá " if at_most else ""
    share = "" if percent is None or value is None or at_most else f" ({format_percent(percent)})"
    return f"{so_far} / {limit}{format_number(goal)}{noun}{share}"


def bar(percent: Figure, expected: Figure = None, *, tone: str = "blue", label: str = "") -> SafeString:
    """Return a bar filled to `percent`, with a thin mark at the `expected` percent, labelled in words."""
    mark = ""
    text = label or (NO_VALUE if percent is None else format_percent(percent))
    if expected is not None:
        place = _within(expected, upto=99)
        mark = format_html('<rect class="bar-pace" x="{}%" y="0" width="2" height="14" fill="{}"/>', place, INK)
        text = f"{text}; tiến độ cần có {format_percent(expected)}"
    return format_html(
        '<svg class="bar tone-{}" width="100%" height="14" role="img" aria-label="{}"><title>{}</title>'
        '<rect class="bar-track" y="3" width="100%" height="8" rx="4" fill="{}"/>'
        '<rect class="bar-fill" y="3" width="{}%" height="8" rx="4" fill="{}"/>{}</svg>',
        *(tone, text, text, TRACK, _within(percent or 0), FILLS.get(tone, FILLS["blue"]), mark),
    )


def stacked_bar(parts: Iterable[tuple[int, str, str]]) -> SafeString:
    """Return one bar of several counts, each (count, tone, word), in the order given."""
    shown = [(count, tone, word) for count, tone, word in parts if count]
    total = sum(count for count, _, _ in shown) or 1
    spans, start = [], Decimal(0)
    for count, tone, word in shown:
        width = Decimal(count) * 100 / total
        spans.append((tone, f"{start:.2f}", f"{width:.2f}", FILLS.get(tone, FILLS["blue"]), f"{word}: {count}"))
        start += width
    return format_html(
        '<svg class="stacked" width="100%" height="14" role="img" aria-label="{}">{}</svg>',
        ", ".join(f"{word} {count}" for count, _, word in shown) or "Chưa có số liệu",
        format_html_join(
            "",
            '<rect class="stack tone-{}" x="{}%" y="1" width="{}%" height="12" fill="{}"><title>{}</title></rect>',
            spans,
        ),
    )


def stacked_columns(columns: Sequence[tuple[str, Sequence[tuple[int, str, str]]]], *, height: int = 150) -> SafeString:
    """Return a column per (label, parts), each part (count, tone, word) from the ground up, with a table behind it."""
    top = max((sum(count for count, _, _ in parts) for _, parts in columns), default=0) or 1
    step, wide, boxes, heads = 56, 36, [], []
    for place, (label, parts) in enumerate(columns):
        left, ground = place * step + 10, height
        for count, tone, word in parts:
            high = round(count * (height - 20) / top)
            ground -= high
            if high:
                box = (tone, left, ground, wide, high, FILLS.get(tone, FILLS["blue"]), f"{label}: {word} {count}")
                number = (left + wide // 2, ground + high // 2 + 4, format_number(count) if high >= 14 else "")
                boxes.append((*box, *number, INK if tone == "amber" else "#fff"))
        heads.append((left + wide // 2, height + 16, label, QUIET))
    return format_html(
        '<figure class="chart"><svg class="columns-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>{}'
        "</figure>",
        *(max(1, len(columns)) * step, height + 22, _columns_words(columns)),
        format_html_join(
            "",
            '<g class="tone-{0}"><rect class="stack" x="{1}" y="{2}" width="{3}" height="{4}" fill="{5}">'
            '<title>{6}</title></rect><text class="stack-number" x="{7}" y="{8}" text-anchor="middle" font-size="11" '
            'font-family="sans-serif" fill="{10}">{9}</text></g>',
            boxes,
        ),
        format_html_join(
            "",
            '<text class="chart-label" x="{0}" y="{1}" text-anchor="middle" font-size="12" font-family="sans-serif" '
            'fill="{3}">{2}</text>',
            heads,
        ),
        _table_behind(columns),
    )


def _columns_words(columns: Sequence[tuple[str, Sequence[tuple[int, str, str]]]]) -> str:
    return "; ".join(
        f"{label}: {', '.join(f'{word} {count}' for count, _, word in parts if count) or 'chưa có'}"
        for label, parts in columns
    )


def _table_behind(columns: Sequence[tuple[str, Sequence[tuple[int, str, str]]]]) -> SafeString:
    """The same numbers as a table, folded away; words that never occur are left out."""
    words = (
        [part[2] for place, part in enumerate(columns[0][1]) if any(of[1][place][0] for of in columns)]
        if columns
        else []
    )
    rows = [
        (
            label,
            format_html_join(
                "", '<td class="num">{}</td>', ((format_number(count),) for count, _, word in parts if word in words)
            ),
        )
        for label, parts in columns
    ]
    return format_html(
        '<figcaption><details class="explain"><summary>Số liệu của biểu đồ</summary><table class="table table-tight">'
        '<thead><tr><th scope="col">Tháng</th>{}</tr></thead><tbody>{}</tbody></table></details></figcaption>',
        format_html_join("", '<th scope="col" class="num">{}</th>', ((word,) for word in words)),
        format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', rows),
    )


def paired_bars(now: Figure, before: Figure, *, label: str = "") -> SafeString:
    """Return two bars to one scale, this year's above last year's; the larger one is full."""
    top = max((Decimal(str(value)) for value in (now, before) if value is not None), default=Decimal(0)) or Decimal(1)
    words = [NO_VALUE if value is None else format_number(value) for value in (now, before)]
    text = f"{label}: năm nay {words[0]}, cùng kỳ năm trước {words[1]}".lstrip(": ")
    widths = [_within(Decimal(str(value or 0)) * 100 / top) for value in (now, before)]
    return format_html(
        '<svg class="bar pair" width="100%" height="20" role="img" aria-label="{}"><title>{}</title>'
        '<g class="tone-blue"><rect class="bar-fill" y="1" width="{}%" height="8" fill="#0a58a8"/></g>'
        '<g class="tone-grey"><rect class="bar-fill" y="11" width="{}%" height="8" fill="#8a97a4"/></g></svg>',
        *(text, text, *widths),
    )


def sparkline(values: Sequence[Figure], *, label: str = "") -> SafeString:
    """Return small columns, the highest full; a None leaves a gap, a zero a thin line."""
    top = max((Decimal(str(value)) for value in values if value is not None), default=Decimal(0)) or Decimal(1)
    columns = []
    for place, value in enumerate(values):
        if value is not None:
            height = max(1, round(Decimal(str(value)) * 20 / top))
            columns.append((place * 9, 22 - height, height))
    text = label or ", ".join(NO_VALUE if value is None else format_number(value) for value in values)
    return format_html(
        '<svg class="spark" width="{}" height="22" role="img" aria-label="{}"><title>{}</title>{}</svg>',
        max(1, len(values) * 9 - 2),
        text,
        text,
        format_html_join("", '<rect x="{}" y="{}" width="7" height="{}" fill="#0a58a8"/>', columns),
    )


def _within(percent: Decimal | float, upto: int = 100) -> str:
    return f"{min(max(Decimal(str(percent)), Decimal(0)), Decimal(upto)):.2f}"
