"""Scores on the programmes kept beside the repository, with the scorer that lies there too."""

from __future__ import annotations

import importlib.util
import json
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from programs.importing.documents import read_document
from programs.importing.program import read_program
from programs.importing.to_json import reading_to_json

BESIDE = Path(__file__).resolve().parents[4] / "shared"
LEAST = {
    "head": 0.95,
    "sections": 0.97,
    "targets": 0.98,
    "strict": 0.93,
    "lenient": 0.97,
    "per_unit": 0.95,
    "calendar": 1.0,
    "deadlines": 0.9,
}
CPU_SECONDS = 0.3


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not (BESIDE / "gold").is_dir():
        pytest.skip("the folder ../shared with gold files and seeds is not beside this repository")
    spec = importlib.util.spec_from_file_location("score_parse", BESIDE / "bin" / "score_parse.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_gold_programmes_together_reach_the_goals(scorer: ModuleType) -> None:
    total: dict[str, tuple[int, int, int]] = dict.fromkeys(LEAST, (0, 0, 0))
    for gold in sorted((BESIDE / "gold").glob("*.json")):
        source = next((BESIDE / "seeds").glob(f"{gold.stem}.*"))
        have: dict[str, Any] = reading_to_json(read_program(read_document(source)))
        counts = scorer.score(json.loads(json.dumps(have)), json.loads(gold.read_text("utf-8")))
        for name in LEAST:
            a, b = total[name], counts[name]
            total[name] = (a[0] + b[0], a[1] + b[1], a[2] + b[2])
    scores = {name: scorer.f1(counts) for name, counts in total.items()}
    assert {name: score for name, score in scores.items() if score < LEAST[name]} == {}


def test_a_seed_is_read_in_little_time(scorer: ModuleType) -> None:
    for source in sorted((BESIDE / "seeds").glob("*.txt")):
        read_program(read_document(source))  # patterns are compiled once in the life of a process
        started = time.process_time()
        read_program(read_document(source))
        assert time.process_time() - started < CPU_SECONDS, source.stem
