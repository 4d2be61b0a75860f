from __future__ import annotations

import pytest

from programs.importing.folding import key
from programs.importing.not_quantities import EXCLUSIONS, Exclusion
from programs.importing.passage import Passage
from programs.importing.program import read_targets
from programs.importing.promises import Setting, read_promises
from programs.importing.quantities import find
from programs.importing.reading import IndicatorRead, Paragraph
from tests.programs.importing.sentences import NOTHING, PROMISES


def short(item: IndicatorRead) -> str:
    sign = "%" if item.unit == "%" else ""
    if item.quantity is None:
        out = f"none {item.scope}"
    else:
        number = f"{item.quantity.normalize():f}"
        if item.quantity_max is not None:
            number += f"-{item.quantity_max.normalize():f}"
        out = f"{item.comparator}{number}{sign} {item.scope}"
    if item.per_unit is not None:
        out += f" [{item.per_unit.comparator}{item.per_unit.quantity.normalize():f}]"
    return out if item.subset_of is None else f"{out} of {item.subset_of}"


def read(text: str, *, wants_standards: bool = True) -> tuple[str, ...]:
    passage = Passage.of(Paragraph(0, text))
    return tuple(short(i) for i in read_promises(passage, Setting(wants_standards=wants_standards)))


@pytest.mark.parametrize(("sentence", "promises"), PROMISES)
def test_every_promise_of_a_clause_is_read(sentence: str, promises: tuple[str, ...]) -> None:
    assert read(sentence) == promises


@pytest.mark.parametrize("sentence", NOTHING)
def test_numbers_that_promise_nothing_are_left_alone(sentence: str) -> None:
    assert read(sentence, wants_standards=False) == ()


@pytest.mark.parametrize("rule", EXCLUSIONS, ids=lambda rule: rule.name)
def test_every_exclusion_shows_a_case_of_its_own(rule: Exclusion) -> None:
    low = key(rule.example)
    assert rule.pattern.search(low)
    assert find(low) == []


def test_there_are_enough_sentences() -> None:
    assert len(PROMISES) + len(NOTHING) >= 120
    assert len(NOTHING) >= 30


def test_who_promises_goes_on_to_what_follows_without_a_subject_of_its_own() -> None:
    text = "Tỉnh đoàn mở ít nhất 02 lớp bồi dưỡng; biên soạn 01 tài liệu hướng dẫn. Toàn đoàn tặng 50 tủ sách."
    reading = read_targets(f"1. {text}")
    found = [(i.unit, i.is_issuer) for target in reading for i in target.indicators]
    assert found == [("lớp bồi dưỡng", True), ("tài liệu", True), ("tủ sách", False)]
