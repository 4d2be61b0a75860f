"""The order of an outline, and how one text differs from another. Pure: keys and levels in, keys and levels out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

UP, DOWN, IN, OUT = "len", "xuong", "vao", "ra"
STEPS = (UP, DOWN, IN, OUT)
DEEPEST = 9
# Words shown on either side of what differs.
_AROUND = 3
# Texts of more words are compared roughly: only people read the result.
_LONG = 1000


@dataclass(frozen=True)
class Node:
    """A heading, or anything else that stands in a list (then every level is 1)."""

    key: int
    level: int = 1


def arranged(nodes: Sequence[Node], key: int, step: str) -> list[Node]:
    """Return the nodes after the step: a node moves with everything under it; what cannot move stays as it was."""
    listed = list(nodes)
    at = next(place for place, node in enumerate(listed) if node.key == key)
    end = _end_of(listed, at)
    level = listed[at].level
    block = listed[at:end]
    before = _sibling_before(listed, at)
    if step == UP and before is not None:
        return [*listed[:before], *block, *listed[before:at], *listed[end:]]
    if step == DOWN and end < len(listed) and listed[end].level == level:
        past = _end_of(listed, end)
        return [*listed[:at], *listed[end:past], *block, *listed[past:]]
    if step == IN and before is not None and max(node.level for node in block) < DEEPEST:
        return [*listed[:at], *(replace(node, level=node.level + 1) for node in block), *listed[end:]]
    if step == OUT and level > 1:
        # What followed under the same heading stays under it.
        past = end
        while past < len(listed) and listed[past].level >= level:
            past += 1
        out = [replace(node, level=node.level - 1) for node in block]
        return [*listed[:at], *listed[end:past], *out, *listed[past:]]
    return listed


def parents(nodes: Sequence[Node]) -> dict[int, int | None]:
    """Return by key the heading above: the nearest earlier one of a smaller level."""
    found: dict[int, int | None] = {}
    above: list[Node] = []
    for node in nodes:
        while above and above[-1].level >= node.level:
            above.pop()
        found[node.key] = above[-1].key if above else None
        above.append(node)
    return found


def what_differs(before: str, now: str) -> str:
    """Return "… trồng ít nhất 4.500 cây … → … trồng ít nhất 5.000 cây …": each change with a few words around it."""
    old, new = before.split(), now.split()
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _LONG)
    groups = matcher.get_grouped_opcodes(_AROUND)
    return "; ".join(f"{_cut(old, g[0][1], g[-1][2])} → {_cut(new, g[0][3], g[-1][4])}" for g in groups)


def _cut(words: list[str], first: int, past: int) -> str:
    text = " ".join(words[first:past])
    return f"{'… ' if first else ''}{text}{' …' if past < len(words) else ''}" or "–"


def _end_of(nodes: Sequence[Node], at: int) -> int:
    end = at + 1
    while end < len(nodes) and nodes[end].level > nodes[at].level:
        end += 1
    return end


def _sibling_before(nodes: Sequence[Node], at: int) -> int | None:
    for place in range(at - 1, -1, -1):
        if nodes[place].level < nodes[at].level:
            return None
        if nodes[place].level == nodes[at].level:
            return place
    return None
