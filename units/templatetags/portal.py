"""Template tags and filters that every page shares: `{% load portal %}`.

Tags build their few elements in Python instead of rendering a template each: a page shows hundreds of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from units import badges, charts, formats

register = template.Library()

Figure: TypeAlias = Decimal | float | None


@register.filter
def vn_number(value: Figure | str, decimals: int | None = None) -> str:
    """4500 → "4.500", 12.5 → "12,5"; nothing → "–"; `{{ x|vn_number:1 }}` always shows one decimal."""
    if value is None or value == "":
        return formats.NO_VALUE
    return formats.format_number(Decimal(str(value)), decimals)


@register.filter
def vn_percent(value: Figure | str, decimals: int = 1) -> str:
    """69.33 → "69,3%"; nothing → "–"."""
    if value is None or value == "":
        return formats.NO_VALUE
    return formats.format_percent(Decimal(str(value)), decimals)


@register.filter
def vn_date(value: date | None) -> str:
    """A day or moment → "05/04/2026"; nothing → "–"."""
    return formats.format_date(value) if value else formats.NO_VALUE


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """A moment → "21:10 ngày 05/04/2026"; nothing → "–"."""
    return formats.format_datetime(value) if value else formats.NO_VALUE


@register.filter
def vn_time(value: datetime | None) -> str:
    """A moment → "21:04"; nothing → "–"."""
    return formats.format_time(value) if value else formats.NO_VALUE


@register.filter
def vn_day(value: date | None) -> str:
    """The last good day → "hết ngày 05/04/2026 (Chủ Nhật)"; nothing → "–"."""
    return formats.format_last_day(value) if value else formats.NO_VALUE


@register.filter
def vn_weekday(value: date | None) -> str:
    """A day → "05/04/2026 (Chủ Nhật)"; nothing → "–"."""
    return formats.format_day(value) if value else formats.NO_VALUE


@register.filter
def due_in_words(last_day: date, today: date) -> str:
    """`{{ last_day|due_in_words:today }}` → "Còn 3 ngày", "Hôm nay là hạn cuối", "Trễ 2 ngày"."""
    return formats.due_in_words(last_day, today)


@register.filter
def in_words(length: timedelta) -> str:
    """A length of time → "15 phút", "1 giờ 30 phút"."""
    return formats.format_duration(length)


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """Inline SVG of the lucide icon; silent for screen readers unless it has a `label`."""
    return _icon(str(name), size, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, size: int, label: str) -> SafeString:
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return mark_safe(lucide(name, size=size, **{"class": "icon", "focusable": "false", **spoken}))


@register.simple_tag
def submission_badge(state: str) -> SafeString:
    """The state of a report: `{% submission_badge submission.status %}`."""
    return _badge(*badges.submission_badge(str(state)))


@register.simple_tag
def timeliness_badge(timeliness: str, days: int | None = None) -> SafeString:
    """When a report came in: `{% timeliness_badge "late" 2 %}` → "Trễ 2 ngày"."""
    return _badge(*badges.timeliness_badge(str(timeliness), days))


@register.simple_tag
def status_badge(status: str) -> SafeString:
    """How a target stands: `{% status_badge row.status %}` → "Đúng tiến độ"."""
    return _badge(*badges.target_badge(str(status)))


@register.simple_tag
def badge(word: str, tone: str = badges.GREY) -> SafeString:
    """Any other short state: `{% badge "Bản nháp" "blue" %}`; tones: grey, blue, amber, red, green."""
    return _badge(str(word), str(tone))


@lru_cache(maxsize=512)
def _badge(word: str, tone: str) -> SafeString:
    return format_html('<span class="state tone-{}">{}</span>', tone, word)


@register.simple_tag
def matrix_cell(timeliness: str | None, days: int | None = None) -> SafeString:
    """The inside of a cell of unit × period: a letter in its colour, the whole word for screen readers and on hover."""
    return _matrix_cell(str(timeliness) if timeliness else "", days)


@lru_cache(maxsize=512)
def _matrix_cell(timeliness: str, days: int | None) -> SafeString:
    if not timeliness:
        return format_html('<span class="visually-hidden">{}</span>', "Không phải nộp")
    word, tone = badges.timeliness_badge(timeliness, days)
    letter = badges.MATRIX_LETTERS[timeliness.lower()]
    return format_html(
        '<span class="cell tone-{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        *(tone, word, letter, word),
    )


@register.simple_tag
def tally_cell(tally: Any) -> SafeString:
    """The inside of a cell of branch × period: on time of due, in the colour of the worst of it; nothing when nothing
    is owed. `{% tally_cell tally %}`, anything with on_time, late, missing, due."""
    if tally is None or not (tally.due or tally.pending or tally.waived):
        return format_html('<span class="visually-hidden">{}</span>', "Không phải nộp")
    if not tally.due:
        return format_html(
            '<span class="cell tone-grey" title="{0}">·<span class="visually-hidden">{0}</span></span>', "Chưa đến hạn"
        )
    tone = badges.RED if tally.missing else badges.AMBER if tally.late else badges.GREEN
    counts = ((tally.on_time, "đúng hạn"), (tally.late, "trễ"), (tally.missing, "chưa nộp"))
    words = ", ".join(f"{formats.format_number(count)} {word}" for count, word in counts if count)
    return format_html(
        '<span class="cell cell-wide tone-{}" title="{}">{}/{}<span class="visually-hidden"> {}</span></span>',
        *(tone, words, formats.format_number(tally.on_time), formats.format_number(tally.due), words),
    )


@register.simple_tag
def figure_cell(cell: Any, linked: bool = True) -> SafeString:
    """The inside of a cell of unit × indicator: text, tone, words and, if `linked`, the url of its explanation."""
    if cell is None:
        return format_html('<span class="visually-hidden">{}</span>', "Không được giao")
    if not linked:
        return format_html(
            '<span class="cell cell-wide tone-{}" title="{}">{}<span class="visually-hidden"> {}</span></span>',
            *(cell.tone, cell.words, cell.text, cell.words),
        )
    return format_html(
        '<a href="{}" data-panel="Cách tính"><span class="cell cell-wide tone-{}" title="{}">{}'
        '<span class="visually-hidden"> {}</span></span></a>',
        *(cell.url, cell.tone, cell.words, cell.text, cell.words),
    )


@register.simple_tag
def status_columns(history: Iterable[Any]) -> SafeString:
    """Targets by status at the end of each month, a column each with a table behind: a list of (day, counts)."""
    columns = [
        (f"T{column.day.month}", [(column.counts.get(status, 0), *badge) for status, badge in _worst_last()])
        for column in history
    ]
    return charts.stacked_columns(columns)


def _worst_last() -> list[tuple[str, tuple[str, str]]]:
    return [(status, (badge.tone, badge.word)) for status, badge in badges.TARGET.items()]


@register.simple_tag
def progress_bar(
    value: Figure = None,
    goal: Figure = None,
    percent: Figure = None,
    expected: Figure = None,
    *,
    unit: str = "",
    tone: str = badges.BLUE,
    at_most: bool = False,
    words: bool = True,
) -> SafeString:
    """Value against goal in words and as a bar; `expected` percent is drawn as a thin mark for the pace.

    `{% progress_bar row.value row.goal row.percent row.expected unit="cây" tone=row.tone %}`. An at-most shows no bar:
    it holds or it is broken. `words=False` leaves the bar alone.
    """
    if percent is None and goal and value is not None and not at_most:
        percent = Decimal(str(value)) * 100 / Decimal(str(goal))
    text = charts.progress_words(value, goal, percent, unit=unit, at_most=at_most)
    spoken = format_html('<span class="progress-words">{}</span>', text) if words else ""
    bar = "" if at_most or not goal else charts.bar(percent, expected, tone=tone, label=text)
    return format_html('<div class="progress-figure">{}{}</div>', spoken, bar)


@register.simple_tag
def bar(percent: Figure, expected: Figure = None, tone: str = badges.BLUE, label: str = "") -> SafeString:
    """A bare bar of a percentage, as for a form that is 12/18 done."""
    return charts.bar(percent, expected, tone=tone, label=label)


@register.simple_tag
def stacked_bar(parts: Iterable[tuple[int, str, str]]) -> SafeString:
    """One bar of several counts: a list of (count, tone, word), as of targets by status."""
    return charts.stacked_bar(parts)


@register.simple_tag
def sparkline(values: Iterable[Figure], label: str = "") -> SafeString:
    """Small columns of the last periods' figures; None leaves a gap."""
    return charts.sparkline(list(values), label=label)


@register.simple_tag
def paired_bars(now: Figure, before: Figure, label: str = "") -> SafeString:
    """This year's figure above last year's, to one scale: `{% paired_bars row.value then.value row.label %}`."""
    return charts.paired_bars(None if now == "" else now, None if before == "" else before, label=label)


@register.simple_tag
def breadcrumb(*parts: str) -> SafeString:
    """The way back, as label, address, …, label: `{% breadcrumb "Chương trình" list_url "Chỉ tiêu 3" %}`."""
    links = list(zip(parts[:-1:2], parts[1::2], strict=True))
    return format_html(
        '<nav class="crumbs" aria-label="Đường dẫn"><ol>{}<li aria-current="page">{}</li></ol></nav>',
        format_html_join("", '<li><a href="{1}">{0}</a></li>', links),
        parts[-1] if len(parts) % 2 else "",
    )
