"""What must hold for sums over units, whatever was answered."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from indicators.judging import judge
from indicators.progress import Bound, Span
from indicators.rollup import Cell, Definition, Scene, UnitRef, figure_of, share_parts

YEAR = Span(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
JUNE = dt.date(2023, 6, 30)
COUNT = Definition("COUNT", "ORGANISATION")
SHARE = Definition("SHARE", "ORGANISATION")

amounts = st.decimals(0, 10**6, places=2)


@st.composite
def fractions(draw: st.DrawFn) -> Cell:
    denominator = draw(st.integers(0, 500))
    return Cell(1, 0, None, Decimal(draw(st.integers(0, denominator))), Decimal(denominator))


counts = amounts.map(lambda value: Cell(1, 0, value))
gone = st.just(Cell(2, 2))
cells = st.lists(st.one_of(counts, gone), max_size=30)
share_cells = st.lists(st.one_of(fractions(), gone), max_size=30)


@given(cells, st.integers(0, 30))
def test_the_sum_over_all_is_the_sum_of_the_sums_over_parts(found: list[Cell], cut: int) -> None:
    parts = [figure_of(COUNT, part) or 0 for part in (found[:cut], found[cut:])]
    assert sum(parts) == (figure_of(COUNT, found) or 0)


@given(cells, st.randoms())
def test_the_order_of_units_does_not_matter(found: list[Cell], chance: Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert figure_of(COUNT, shuffled) == figure_of(COUNT, found)


@given(share_cells)
def test_a_share_lies_between_the_lowest_and_the_highest_of_its_units(found: list[Cell]) -> None:
    whole = figure_of(SHARE, found)
    alone = [figure for cell in found if (figure := figure_of(SHARE, [cell])) is not None]
    if whole is None:
        assert not alone
    else:
        assert min(alone) <= whole <= max(alone)


@given(share_cells, st.integers(0, 30))
def test_merging_units_never_changes_a_share(found: list[Cell], cut: int) -> None:
    merged = [Cell(1, 0, None, *share_parts(found[:cut])), *found[cut:]]
    assert figure_of(SHARE, merged) == figure_of(SHARE, found)


@given(st.lists(st.one_of(st.none(), counts, gone), min_size=1, max_size=20), st.integers(1, 1000))
def test_every_asked_unit_is_reached_unreached_or_left_out(answers: list[Cell | None], goal: int) -> None:
    units = [UnitRef(number, str(number), str(number)) for number in range(len(answers))]
    scene = Scene(
        definition=Definition("COUNT", "EACH_UNIT"),
        span=YEAR,
        on=JUNE,
        cells={number: cell for number, cell in enumerate(answers) if cell},
        asked=units,
        total=Bound(Decimal(goal)),
    )
    found = judge(scene)
    left_out = sum(cell is not None and cell.is_not_applicable for cell in answers)
    reached = sum(cell is not None and cell.value is not None and cell.value >= goal for cell in answers)
    assert (found.units_total, found.units_reached) == (len(answers) - left_out, reached)
    assert len(found.silent) == sum(cell is None for cell in answers)
    assert found.value is None or 0 <= found.value <= 100
