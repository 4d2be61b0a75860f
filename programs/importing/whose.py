"""Whose number a count is: of the whole organisation, owed by each unit, cluster or member."""

from __future__ import annotations

from dataclasses import dataclass

from programs.importing import phrases
from programs.importing import promise_patterns as patterns
from programs.importing.quantities import Quantity

_DOUBT = "Chưa rõ con số này là của từng đơn vị hay của toàn đoàn."


@dataclass(frozen=True, slots=True)
class Whose:
    """The scope of a count, who is named for it, and a reason for doubt."""

    scope: str
    who: phrases.Population | None = None
    doubt: str | None = None


def whose(
    low: str, q: Quantity, start: int, end: int, handed_on: phrases.Population | None, *, of_which: bool
) -> Whose:
    """Return whose number `q` is, by the words of its stretch and by the subject the clause has handed on."""
    who = phrases.each(low, start, q.lead) or phrases.subject(low, start, q.lead)
    is_inherited = who is None and not of_which and handed_on is not None
    who = who or (handed_on if is_inherited else None)
    if (per := phrases.per_whom(low, q.end, end)) is not None:
        return Whose(per, who)
    if who is None and (after := _in_each(low, q.end, end)) is not None:
        return Whose(after.scope, after)
    if who is not None:
        is_plural = not phrases.each(low, start, q.lead) and not low[who.start : who.end].startswith(("mỗi", "từng"))
        is_sum = is_plural and not (is_inherited and _each_before(low, who))
        if is_sum and not 0 < q.value < _limit(who.scope):
            return Whose(phrases.ORGANISATION, who, _DOUBT if q.value and who.scope == phrases.EACH_UNIT else None)
        return Whose(who.scope, who)
    if phrases.below_another_level(low, start):
        return Whose(phrases.EACH_UNIT)
    return Whose(phrases.ORGANISATION)


def _limit(scope: str) -> int:
    """From this number on, a plural subject promises it together: "các cơ sở … 5.000 cây" is a sum of all."""
    return phrases.MEMBER_LIMIT if scope == phrases.EACH_MEMBER else phrases.SHARED_LIMIT


def _each_before(low: str, who: phrases.Population) -> bool:
    return low[max(0, who.start - 10) : who.start].rstrip().endswith(("mỗi", "từng", "mọi", "một", "các"))


def _in_each(low: str, start: int, end: int) -> phrases.Population | None:
    """ "ít nhất 01 cán bộ nữ trong mỗi Ban Chấp hành": who must reach the number may follow it."""
    comma = low.find(",", start, end)
    stop = comma if comma >= 0 else end
    m = patterns.IN_EACH.search(low, start, stop)
    return phrases.each(low, m.end(), stop) if m else None


def is_threshold(low: str, q: Quantity, start: int, before: Quantity | None) -> bool:
    """Tell whether a number after a share of units is what each of them must reach: "100% cơ sở có ít nhất 01 …".

    Not with a subject of its own, nor beside the share ("100% cán bộ và 200 lượt hội viên"), nor a large number
    with a verb of its own ("100% cơ sở ra quân, trồng 5.000 cây").
    """
    if phrases.each(low, start, q.lead) or phrases.subject(low, start, q.lead):
        return False
    if before is None:
        return True
    if patterns.SUBJECT_FIRST.match(low, start) and not before.is_percent:
        return False
    if before.is_percent and patterns.BESIDE.search(low[before.end : q.lead]):
        return False
    has_new_verb = start > before.end and patterns.VERB_FIRST.match(low, start)
    return not (has_new_verb and q.value >= phrases.SHARED_LIMIT)
