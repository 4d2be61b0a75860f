"""What a corrected clause says otherwise than its indicators do. Pure: texts and drafts in, proposals to change out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from programs.matching import pair
from programs.payloads import IndicatorDraft, mark_of
from programs.promises import Measure
from programs.suggesting import Promise, promises_in
from programs.wording import indicator_words
from units.vietnamese import fold

# What the words of a clause decide: how much, compared how, of what, by when; and who has to reach it.
FACTS = (
    "comparator",
    "goal",
    "goal_max",
    "unit_of_measure",
    "goal_span",
    "coverage_comparator",
    "coverage_goal",
    "measure",
)
# Ways of counting that go with the measure.
_OF_MEASURE = ("accumulation", "denominator", "answered_by")


@dataclass(frozen=True)
class Reread:
    """An indicator, as it is and as the corrected clause reads; `key` is that of its row."""

    key: int
    now: IndicatorDraft
    read: IndicatorDraft

    @property
    def now_words(self) -> str:
        return indicator_words(self.now)

    @property
    def read_words(self) -> str:
        return indicator_words(self.read)


def reread(before: str, text: str, drafts: Mapping[int, IndicatorDraft], *, branches_take_part: bool) -> list[Reread]:
    """Return the indicators that the corrected text reads otherwise, where the correction is what made it so.

    What both texts read alike, and the indicator says otherwise, was decided by a person before: it is left alone.
    `before` is "" where nobody knows what the text said.
    """
    fresh = promises_in(text, branches_take_part=branches_take_part)
    earlier = promises_in(before, branches_take_part=branches_take_part)
    keys = list(drafts)
    old_of = dict(_paired(keys, drafts, earlier))
    found = []
    for key, promise in _paired(keys, drafts, fresh):
        read = _taken_over(drafts[key], old_of.get(key), promise.draft)
        if any(getattr(read, name) != getattr(drafts[key], name) for name in FACTS):
            found.append(Reread(key, drafts[key], read))
    return sorted(found, key=lambda item: keys.index(item.key))


def mark_of_all(found: Sequence[Reread]) -> str:
    """Name what a page offers to take over, so that nothing else is taken over than what was seen."""
    return "-".join(mark_of(item.read, item.key, mark_of(item.now)) for item in found)


def _paired(
    keys: Sequence[int], drafts: Mapping[int, IndicatorDraft], promises: Sequence[Promise]
) -> list[tuple[int, Promise]]:
    """Return each indicator with the promise that it counts; of one and one there is no doubt, whatever the words."""
    if len(keys) == len(promises) == 1:
        return [(keys[0], promises[0])]
    pairs = pair(
        list(keys),
        list(range(len(promises))),
        lambda key: fold(drafts[key].text or drafts[key].label),
        lambda at: fold(promises[at].draft.text),
    )
    return [(key, promises[at]) for key, at in pairs if key is not None and at is not None]


def _taken_over(now: IndicatorDraft, before: Promise | None, fresh: IndicatorDraft) -> IndicatorDraft:
    """Return the indicator with every fact that the correction changed; its name follows while nobody wrote one."""
    old = before.draft if before else None
    changed: dict[str, Any] = {
        name: getattr(fresh, name) for name in FACTS if old is None or getattr(old, name) != getattr(fresh, name)
    }
    if changed.get("measure", now.measure) != now.measure:
        changed |= {name: getattr(fresh, name) for name in (*FACTS, *_OF_MEASURE)}
    if old is not None and now.label == old.label:
        changed |= {"label": fresh.label}
    places = max(now.decimals, fresh.decimals) if Measure(changed.get("measure", now.measure)).kind == "COUNT" else 0
    return replace(now, **changed, text=fresh.text, decimals=places if "goal" in changed else now.decimals)
