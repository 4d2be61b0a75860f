"""What was asked of the database for a report: written by the measurement, read by the server's bare view."""

from __future__ import annotations

import os
import pickle
from functools import cache
from pathlib import Path
from typing import TypeAlias

# By kind of request ("form", "send") and report: the statements as text.
Statements: TypeAlias = dict[str, dict[int, list[str]]]

FILE = "BENCH_STATEMENTS"


def keep(statements: Statements, path: Path) -> dict[str, str]:
    """Write them down and return the environment in which `recorded` finds them."""
    path.write_bytes(pickle.dumps(statements))
    return {FILE: str(path)}


@cache
def recorded() -> Statements:
    statements: Statements = pickle.loads(Path(os.environ[FILE]).read_bytes())  # noqa: S301, our own file
    return statements
