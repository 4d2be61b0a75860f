"""Cuts a text into sentences and clauses, never inside brackets, quotation marks, numbers or abbreviations."""

from __future__ import annotations

import re
from itertools import pairwise

_ABBREVIATION = re.compile(r"\b(?:tp|ts|ths|gs|pgs|đ|v|tr|st|no|stt|tm|kt|nxb)\.$")


def _depths(low: str) -> list[bool]:
    """For every character whether it stands inside brackets or quotation marks; unclosed ones count for nothing."""
    inside = [False] * len(low)
    for m in re.finditer(r"\([^()]*\)|\"[^\"]*\"", low):
        inside[m.start() : m.end()] = [True] * (m.end() - m.start())
    return inside


def sentences(text: str, low: str) -> list[tuple[int, int]]:
    """Return the stretches of the sentences of `text` (`low` is its `key` form)."""
    inside = _depths(low)
    cuts = []
    for m in re.finditer(r"[.!?…]+[\"”)]?\s+(?=[\"“(+\-]?\s?[A-ZÀ-ỸĐ\d])", text):
        ahead = low[m.start() - 5 if m.start() > 5 else 0 : m.start() + 1]
        if inside[m.start()] or _ABBREVIATION.search(ahead):
            continue
        cuts.append(m.end())
    return _stretches(cuts, len(text))


def clauses(low: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of `low[start:end]` between semicolons, without the semicolons."""
    inside = _depths(low[start:end])
    cuts = [i for i in range(start, end) if low[i] == ";" and not inside[i - start]]
    out, at = [], start
    for cut in [*cuts, end]:
        if low[at:cut].strip():
            out.append((at, cut))
        at = cut + 1
    return out


def _stretches(cuts: list[int], length: int) -> list[tuple[int, int]]:
    edges = [0, *cuts, length]
    return [(a, b) for a, b in pairwise(edges) if b > a]
