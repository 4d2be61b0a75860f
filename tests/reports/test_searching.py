"""One search over units, targets and reports, without diacritics and within everybody's rights."""

from __future__ import annotations

import pytest

from reports.searching import search
from tests.cast import Cast


def test_trong_cay_finds_the_trees(cast: Cast) -> None:
    found = search(cast.people["reporter"], "trong moi cay")
    assert [target.number for target in found.targets] == ["1"]
    assert [row.code for row in search(cast.people["reporter"], "CÂY xanh").indicators] == ["trees"]


def test_a_report_is_found_by_words_of_its_unit_and_its_period(cast: Cast) -> None:
    found = search(cast.people["office"], "tai chinh thang 4/2026")
    assert found.submissions == [cast.submission("A", "monthly-04")]


def test_nobody_finds_what_they_may_not_read(cast: Cast) -> None:
    assert [unit.code for unit in search(cast.people["office"], "so y te").units] == ["B"]
    found = search(cast.people["reporter"], "so y te")
    assert not found.units
    assert not found.submissions
    assert not search(cast.people["s_reporter"], "bao cao thang").submissions


def test_a_viewer_finds_accepted_reports_only(cast: Cast) -> None:
    found = {row.period.code for row in search(cast.people["viewer"], "bao cao").submissions}
    assert found == {"monthly-01", "monthly-02", "quarterly-03"}


@pytest.mark.parametrize("text", ["", " ", "a", "%", "khong co gi nhu vay"])
def test_too_little_or_nothing_found_is_an_empty_answer(cast: Cast, text: str) -> None:
    assert search(cast.people["office"], text).count == 0
