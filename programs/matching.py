"""Finding again, in a corrected document, what the first one said. Pure: drafts of proposals in, pairs out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeVar

from programs.models import ProposalKind
from units.vietnamese import fold

Old = TypeVar("Old")
New = TypeVar("New")
Payload = dict[str, Any]

ALIKE = 0.6
# Links to other rows are written anew, so they say nothing about what changed.
LINKS = ("part_of", "reads")


def text_of(kind: str, payload: Payload) -> str:
    """Return the words by which a proposal is known again."""
    if kind == ProposalKind.HEAD:
        return str(payload["group"])
    if kind == ProposalKind.RULE:
        return fold(f"{payload['kind']} {payload['due_on'] or ''} {payload['text']}")
    if kind == ProposalKind.CONFERENCE:
        return fold(f"{payload['number']} {payload['month']} {payload['year']}")
    return fold(str(payload.get("text") or payload.get("title") or payload.get("label") or ""))


def facts(payload: Payload) -> Payload:
    """Return what a payload says, without its links to other rows."""
    return {name: value for name, value in payload.items() if name not in LINKS}


def pair(
    old: Sequence[Old], new: Sequence[New], old_text: Callable[[Old], str], new_text: Callable[[New], str]
) -> list[tuple[Old | None, New | None]]:
    """Return every new item with the old one it continues, and every old one that nothing continues.

    The same words pair first, then the most alike ones; what is not alike is new, or gone.
    """
    left = list(old)
    pairs: list[tuple[Old | None, New | None]] = []
    waiting: list[New] = []
    for item in new:
        same = next((candidate for candidate in left if old_text(candidate) == new_text(item)), None)
        if same is None:
            waiting.append(item)
            continue
        left.remove(same)
        pairs.append((same, item))
    for item in waiting:
        best = max(left, key=lambda candidate: likeness(old_text(candidate), new_text(item)), default=None)
        if best is not None and likeness(old_text(best), new_text(item)) >= ALIKE:
            left.remove(best)
            pairs.append((best, item))
        else:
            pairs.append((None, item))
    return pairs + [(gone, None) for gone in left]


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The quick bound spares the full comparison of texts that have little in common.
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def merged(before: Payload, corrected: Payload, now: Payload) -> Payload:
    """Return the new reading with every correction a person made to the old one kept."""
    by_hand = {name: value for name, value in corrected.items() if value != before.get(name) and name not in LINKS}
    return now | by_hand


def changed_names(before: Payload, now: Payload) -> list[str]:
    """Return the keys whose value differs."""
    return [name for name in facts(now) if before.get(name) != now[name]]
