"""Measure every page against its floor, with 43 units and with 5: `python -m tests.bench [part of a page's name]`.

Then measure reading a programme (tests.bench.reading), which "reading" as a name does alone.

Prints one JSON line per figure and ends with status 1 when a limit is broken. The sample data are loaded into a folder
of their own; BENCH_DATA names one that is kept and used again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (43, 5)
READING = "reading"


def main(wanted: list[str]) -> int:
    pages = 0 if wanted == [READING] else _pages(wanted)
    reading = _reading() if not wanted or READING in wanted else 0
    return max(pages, reading)


def _reading() -> int:
    return subprocess.run([sys.executable, "-m", "tests.bench.reading"], check=False).returncode


def _pages(wanted: list[str]) -> int:
    kept = os.environ.get("BENCH_DATA")
    with tempfile.TemporaryDirectory(prefix="dung-han-bench-") as scratch:
        folder = Path(kept or scratch)
        return max(_run(folder / str(size), size, wanted) for size in SIZES)


def _run(folder: Path, size: int, wanted: list[str]) -> int:
    """Measure in a process of its own, with settings as `make demo` has them; return its exit status."""
    left_out = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SITE_URL", "DEBUG", "CLOCK")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "tests.bench.run", str(size), *wanted],
        env=environment | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"},
        check=False,
    ).returncode


sys.exit(main(sys.argv[1:]))
