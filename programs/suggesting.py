"""What a single clause promises, read as the document's clauses are; for a target that is added after issue. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from programs import mapping
from programs.importing.program import read_targets
from programs.payloads import IndicatorDraft


@dataclass(frozen=True)
class Promise:
    """One thing to be counted. `part_of` and `reads` are places in the list of promises; `doubt` is "" when sure."""

    draft: IndicatorDraft
    doubt: str = ""
    part_of: int | None = None
    reads: int | None = None


def promises_in(text: str, *, branches_take_part: bool) -> list[Promise]:
    """Return what the clause promises, in its order; nothing for a sentence without a promise."""
    if not text.strip():
        return []
    found: list[Promise] = []
    for target in read_targets(" ".join(text.split())):
        first = len(found)
        mapped = [mapping.indicator_draft(read, branches_take_part=branches_take_part) for read in target.indicators]
        subsets = [read.subset_of for read in target.indicators]
        linked = mapping.related([draft for draft, _ in mapped], subsets)
        for (draft, reads), (_, doubt), subset in zip(linked, mapped, subsets, strict=True):
            found.append(Promise(draft, doubt, _at(first, subset), _at(first, reads)))
    return found


def _at(first: int, place: int | None) -> int | None:
    return None if place is None else first + place
