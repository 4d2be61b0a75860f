"""The calendar of a programme: activities with their months, and conferences with their agendas."""

from __future__ import annotations

import re
from dataclasses import replace

from programs.importing.folding import key
from programs.importing.outline import Item, Outline
from programs.importing.reading import ActivityRead, ConferenceRead, Span, Stated
from programs.importing.sections import ACTIVITIES, OTHER

ALL_MONTHS = tuple(range(1, 13))
_M = r"(?:0?[1-9]|1[0-2])"
_LIST = rf"{_M}(?:/\d{{4}})?(?:\s*(?:,|-|–|và|đến|;|&|\+)\s*(?:hết\s)?(?:tháng\s*)?{_M}(?:/\d{{4}})?)*(?!\d)"
_MONTHS = re.compile(
    rf"(?:từ |trong |vào |cuối |đầu |giữa )*tháng\s*(?P<list>{_LIST})(?:\s*(?:/|năm\s*)(?P<year>\d{{4}}))?"
)
_MONTH_OF_YEAR = re.compile(rf"(?<![\d/])(?P<month>{_M})/(?P<year>20\d{{2}})(?!\d)")
_DAY = re.compile(rf"(?<![\d/])\d{{1,2}}/(?P<month>{_M})(?:/(?P<year>20\d{{2}}))?(?![\d/])")
_QUARTERS = re.compile(
    r"quý\s*(?P<list>(?:iv|iii|ii|i|[1-4])(?:\s*(?:,|-|và|đến)\s*(?:quý\s*)?(?:iv|iii|ii|i|"
    r"[1-4]))*)\b(?:\s*(?:/|năm\s*)(?P<year>\d{4}))?"
)
_HALVES = re.compile(r"(?:0?6|sáu) tháng (?P<half>đầu|cuối) năm")
_ALL_YEAR = re.compile(
    r"\b(?:cả năm|trong năm|suốt năm|thường xuyên|hằng tháng|hằng quý|quanh năm|từ tháng 0?1 đến tháng 12)\b"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_AT_END = re.compile(r"[\s(\[:,–-]*[)\].;…]*\s*$")
_TIME_COLUMN = re.compile(r"thời gian|tháng|thời điểm|tiến độ")
_TEXT_COLUMN = re.compile(r"nội dung|hoạt động|công việc|nhiệm vụ|chương trình|sự kiện")
_WHO_COLUMN = re.compile(r"chủ trì|phụ trách|thực hiện|tham mưu|đơn vị")
_FEWEST = 3  # so many items that all say when are a calendar, whatever the heading says
# such as: Từ ngày 01/3 đến ngày 25/3/2026
_DATES = re.compile(
    rf"(?:từ |trước |đến |trong )?(?:hết )?ngày \d{{1,2}}/(?P<first>{_M})(?:/\d{{4}})?"
    rf"(?:\s*(?:-|đến)\s*(?:hết )?(?:ngày )?\d{{1,2}}/(?P<last>{_M})(?:/(?P<year>\d{{4}}))?)?(?![\d/])"
)
NO_MONTH = "Hoạt động chưa nêu thời gian thực hiện."


Time = tuple[tuple[int, ...], int | None, bool]  # months, year if named, whether it is the whole year


def months_of(low: str) -> Time | None:
    """Return months, year if named, and whether it is the whole year, of a time phrase in `key` form; None if none.

    Examples: "tháng 6,7,8"; "quý II/2024"; "từ tháng 3 đến tháng 5"; "cả năm"; "26/3".
    """
    if (m := _DATES.match(low)) and m["last"]:
        return _range(f"{m['first']}-{m['last']}"), int(m["year"]) if m["year"] else None, False
    if m := _MONTHS.search(low):
        year = m["year"] or next(iter(re.findall(r"/(\d{4})", m["list"])), None)
        return _range(m["list"]), int(year) if year else None, False
    if m := _QUARTERS.search(low):
        quarters = [_ROMAN[q] for q in re.findall(r"iv|iii|ii|i|[1-4]", m["list"])]
        if re.search(r"-|đến", m["list"]) and len(quarters) == 2:
            quarters = list(range(quarters[0], quarters[1] + 1))
        months = tuple(sorted({3 * (q - 1) + k for q in quarters for k in (1, 2, 3)}))
        return months, int(m["year"]) if m["year"] else None, len(months) == 12
    if m := _HALVES.search(low):
        return (ALL_MONTHS[:6] if m["half"] == "đầu" else ALL_MONTHS[6:]), None, False
    if _ALL_YEAR.search(low):
        return ALL_MONTHS, None, True
    for pattern in (_MONTH_OF_YEAR, _DAY):
        if m := pattern.search(low):
            return (int(m["month"]),), int(m["year"]) if m["year"] else None, False
    return None


def _range(text: str) -> tuple[int, ...]:
    text = re.sub(r"/\d{4}", "", text)
    parts = re.split(r"\s*(?:,|và|;|&|\+)\s*", text)
    months: set[int] = set()
    for part in parts:
        numbers = [int(n) for n in re.findall(r"\d+", part)]
        if len(numbers) == 2 and re.search(r"-|–|đến", part):
            first, last = numbers
            months |= set(range(first, last + 1)) if first <= last else {*range(first, 13), *range(1, last + 1)}
        else:
            months |= set(numbers)
    return tuple(sorted(months))


def read_activities(outline: Outline) -> tuple[ActivityRead, ...]:
    """Return the activities of the sections that list them, and of tables with a time column."""
    out: list[ActivityRead] = []
    for index, node in enumerate(outline.nodes):
        items = outline.items(index)
        if outline.kind_of(index) == ACTIVITIES:
            over = months_of(key(node.title)) if _is_time_heading(node.title) else None
            out += _of_list(items, index, over)
        elif outline.kind_of(index) == OTHER:
            listed = _of_list(items, index, None)
            out += listed if len(listed) >= _FEWEST and all(a.months for a in listed) else []
        out += _of_table(items, index)
    return tuple(out)


def _is_time_heading(title: str) -> bool:
    return bool(re.match(r"(?:trong )?(?:tháng|quý|(?:0?6|sáu) tháng)\b", key(title)))


def _of_list(items: list[Item], index: int, over: Time | None) -> list[ActivityRead]:
    """A list is one of activities when at least half of its items say when, or a heading says it for all."""
    out = [
        _activity(item, index, when)
        for item, when in _under_months(items, over)
        if not ((found := _conference(item.passage.text, item.passage.span(), index)) and found.number and when)
    ]
    dated = sum(1 for a in out if a.months)
    return out if out and 2 * dated >= len(out) else []


def _under_months(items: list[Item], over: Time | None) -> list[tuple[Item, Time | None]]:
    """Return the list items, each with what the last line before it says that only names a month: "Tháng 3:"."""
    out: list[tuple[Item, Time | None]] = []
    for item in items:
        text = item.passage.text
        if _is_time_heading(text) and len(text.split()) <= 6:
            over = months_of(key(text))
        elif item.marker is not None:
            out.append((item, over))
    return out


def _activity(item: Item, index: int, over: Time | None) -> ActivityRead:
    passage, low = item.passage, item.passage.key()
    number = item.marker.number if item.marker and not item.marker.style.startswith("bullet") else None
    found = time_at_end(low) or time_at_start(low)
    if found is None:
        when, raw, title, at = over, None, passage.text, 0
    else:
        a, b = found
        when, raw = months_of(low[a:b]), passage.text[a:b].strip(" ().:;,-–")
        title, at = (passage.text[:a], 0) if a > 0 else (passage.text[b:], b)
    title = re.sub(r"[\s.;,:(\[–-]+$", "", title).lstrip(" :.-–,")
    months, year, all_year = when or ((), None, False)
    span = passage.span(at, at + len(title)) if found and found[0] == 0 else passage.span()
    return ActivityRead(number, title, months, all_year, span, year, raw, None, index, None if months else NO_MONTH)


_PHRASES = (_MONTHS, _QUARTERS, _HALVES, _ALL_YEAR, _MONTH_OF_YEAR, _DAY)


def time_at_end(low: str) -> tuple[int, int] | None:
    """Return where a closing time phrase stands: "… (Tháng 6,7,8).", "…: quý II". Months inside names are none."""
    best: tuple[int, int] | None = None
    for pattern in _PHRASES:
        for m in pattern.finditer(low):
            if not _AT_END.match(low, m.end()):
                continue
            before = low[: m.start()].rstrip()
            opener = re.search(r"[(\[][^()\[\]]*$", low[: m.start()])
            start = opener.start() if opener else m.start()
            clear = (
                opener or before.endswith((":", ",", "-", ".", ";")) or (pattern is _ALL_YEAR and before.endswith("."))
            )
            clear = (
                clear
                or bool(re.search(r"(?:trong|vào|từ|thời gian|dự kiến)$", before))
                or low.startswith(("tháng", "quý"), m.start())
            )
            if clear and (best is None or start < best[0]):
                best = (start, len(low))
    return best


def time_at_start(low: str) -> tuple[int, int] | None:
    """Return where an opening time phrase stands: "Tháng 3: tổ chức …"."""
    for pattern in (*_PHRASES[:3], _DATES):
        m = pattern.match(low)
        if m and re.match(r"\s*(?:[:,–-])", low[m.end() :]):
            return 0, m.end() + 1
    return None


def _of_table(items: list[Item], index: int) -> list[ActivityRead]:
    out: list[ActivityRead] = []
    header: dict[str, int] | None = None
    for item in items:
        if not item.cells:
            header = None
            continue
        kinds = time_columns(item.cells)
        if "text" in kinds and "time" in kinds:
            header = kinds
        elif header is not None and (row := _row(item, header, index)):
            out.append(row)
    return out


def time_columns(cells: tuple[str, ...]) -> dict[str, int]:
    """Return which column of a heading row says when ("time"), what ("text") and who ("who")."""
    kinds: dict[str, int] = {}
    for i, cell in enumerate(cells):
        low = key(cell)
        for name, pattern in (("time", _TIME_COLUMN), ("text", _TEXT_COLUMN), ("who", _WHO_COLUMN)):
            if len(low) < 50 and pattern.search(low) and name not in kinds and i not in kinds.values():
                kinds[name] = i
                break
    return kinds


def _row(item: Item, header: dict[str, int], index: int) -> ActivityRead | None:
    def cell(name: str) -> str:
        at = header.get(name)
        return item.cells[at].strip() if at is not None and at < len(item.cells) else ""

    title = cell("text").rstrip(" .;")
    if not title:
        return None
    paragraph, first = item.passage.pieces[0][1], item.cells[0].strip()
    number = first if re.fullmatch(r"\W?\d{1,3}\W?", first) and header["text"] > 0 else None
    when = cell("time")
    low = key(when)
    months, year, all_year = months_of(low) or (_bare_months(low), None, False)
    start = item.passage.text.find(title)
    span = Span(paragraph, max(start, 0), max(start, 0) + len(title))
    return ActivityRead(
        number,
        title,
        months,
        all_year,
        span,
        year,
        when or None,
        cell("who") or None,
        index,
        None if months else NO_MONTH,
    )


def _bare_months(low: str) -> tuple[int, ...]:
    """A time column may hold nothing but the number of the month: "6, 7"."""
    return _range(low) if re.fullmatch(_LIST, low.strip(" .t")) else ()


_CONFERENCE = re.compile(
    r"(?:hội nghị|kỳ họp|phiên họp|họp)\b[^.;]{0,60}?(?:lần (?:thứ )?|kỳ (?:thứ )?)(?P<n>\d{1,2}|[ivx]+|nhất|"
    r"hai|ba|tư|năm)\b(?P<rest>.*)$"
)
_NTH = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
}  # fmt: skip


def read_conferences(outline: Outline) -> tuple[ConferenceRead, ...]:
    """Return the sessions a programme plans: "Hội nghị … lần thứ 3 (9/2024)", with what follows as agenda."""
    out: list[ConferenceRead] = []
    for index, node in enumerate(outline.nodes):
        if found := _conference(node.title, Span(node.paragraph, *node.title_span), index):
            agenda = tuple(Stated(i.passage.text, i.passage.span()) for i in outline.items(index) if i.passage.text)
            out.append(replace(found, agenda=agenda))
            continue
        over = months_of(key(node.title)) if _is_time_heading(node.title) else None
        listed = (
            _conference(i.passage.text, i.passage.span(), index, when)
            for i, when in _under_months(outline.items(index), over)
        )
        out += [c for c in listed if c is not None and c.month]
    return tuple(out)


def _conference(text: str, span: Span, index: int, over: Time | None = None) -> ConferenceRead | None:
    m = _CONFERENCE.match(key(text))
    if m is None or len(text) > 200:
        return None
    when = months_of(m["rest"]) or over
    month = when[0][0] if when and len(when[0]) == 1 else None
    number = int(m["n"]) if m["n"].isdigit() else _NTH.get(m["n"])
    doubt = None if month else "Chưa nêu tháng tổ chức hội nghị."
    return ConferenceRead(number, month, when[1] if when else None, text.strip(), (), span, index, doubt)
