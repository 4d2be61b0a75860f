"""Which numbers of a clause are events, and where the words of each begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from programs.importing import phrases
from programs.importing import promise_patterns as patterns
from programs.importing.quantities import Quantity

_WORTH_DOUBT = "Chưa rõ đây là tổng giá trị hay giá trị của mỗi phần."


def events_of(low: str, quantities: Sequence[Quantity], start: int, end: int) -> list[Quantity]:
    """Return the numbers of a clause, and its promises of none ("không có …") as zeros, in order."""
    events: list[Quantity] = []
    for q in quantities:
        if events and patterns.MONEY.match(low, q.end) and patterns.WORTH.search(low, max(start, q.lead - 40), q.lead):
            q = replace(q, doubt=q.doubt or _WORTH_DOUBT)
        if start <= q.start < end and not (events and (_is_price(low, q) or _is_condition(low, events[-1], q))):
            events.append(q)
    for m in patterns.NONE_OF.finditer(low, max(0, start - 1), end):
        a, b = m.span("zero")
        if a >= start and not low[b : b + 8].lstrip()[:1].isdigit():
            events.append(Quantity(a, a, b, Decimal(0), comparator="=", qualifier="không có"))
    return sorted(events, key=lambda q: q.start)


def _is_price(low: str, q: Quantity) -> bool:
    """What one of the things counted before costs is no promise of its own: "…, mỗi suất trị giá 300.000 đồng"."""
    return bool(patterns.MONEY.match(low, q.end) and patterns.PRICED.search(low, max(0, q.lead - 40), q.lead))


def _is_condition(low: str, before: Quantity, q: Quantity) -> bool:
    """Which things count is no promise of its own: "05 chi đoàn tại doanh nghiệp có từ 50 lao động trở lên"."""
    between = low[before.end : q.lead]
    if not before.is_percent and "(" in between and patterns.MEASURED.search(between):
        return True
    if (
        not before.is_percent
        and q.qualifier.startswith("từ")
        and patterns.SIZED.match(low, q.end)
        and not patterns.BREAK.search(between)
        and not patterns.ACTS.search(between)
    ):
        return True  # "một đội xung kích từ 05 người trở lên"
    return (
        not before.is_percent
        and q.qualifier.startswith(("từ", "trên", "hơn", "dưới"))
        and bool(patterns.QUALIFIED_BY.search(between))
        and not patterns.BREAK.search(between)
    )


def segments_of(low: str, start: int, end: int, events: Sequence[Quantity]) -> list[tuple[int, int]]:
    """Return for every event the stretch of its words, for display and for what they say about scope."""
    edges = [start, *(_cut(low, before, after, end) for before, after in pairwise(events)), end]
    return list(pairwise(edges))


def _cut(low: str, before: Quantity, after: Quantity, end: int) -> int:
    """Return where the words of `after` begin: at an opener ("mỗi", "trong đó"), else at the last verb or comma."""
    begin = before.end
    if before.is_percent and (who := phrases.population_after(low, before.end, min(end, after.lead))):
        begin = who.end
    options = [m.end() for m in patterns.BOUNDARY.finditer(low, begin, after.lead)]
    openers = [at for at in options if patterns.OPENER.match(low, at)]
    strong = [at for at in options if patterns.STRONG.match(low, at)]
    if openers:
        return openers[0]
    return strong[-1] if strong else options[-1] if options else after.lead


def trimmed(text: str, low: str, a: int, b: int) -> tuple[int, int]:
    """Return the stretch without marks around it, words that lead into the next one, and a closing bracket alone."""
    while a < b and text[a] in " ,;.-–:":
        a += 1
    while m := patterns.TRAILING.search(low, max(a, b - 8), b):
        b = m.start()
    if b > a and text[b - 1] == ")" and text.count("(", a, b) < text.count(")", a, b):
        b -= 1
    for word in ("và ", "đồng thời "):
        if low.startswith(word, a):
            a += len(word)
    return a, b
