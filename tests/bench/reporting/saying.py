"""How a figure is printed: one JSON line, with its limit and whether it holds."""

from __future__ import annotations

import json
import sys
from typing import Any


def say(figure: str, *, ok: bool, **found: Any) -> bool:
    """Print the line and return `ok`."""
    sys.stdout.write(json.dumps({"figure": figure, **found, "ok": ok}, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return ok


def percentile(values: list[float], share: int) -> float:
    """Return the value below which that share (in percent) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) * share // 100, len(ordered) - 1)]
