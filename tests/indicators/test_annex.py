"""The annex of shares: one table, three files, cut so that it fits on the page."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from docx import Document
from docx.shared import Mm
from openpyxl import load_workbook

from indicators.annex.content import ACROSS, annex_of
from indicators.annex.word import NAME
from indicators.annex.writers import WRITERS
from indicators.desk import Desk
from indicators.desk_pages import whole_desk
from indicators.models import Goal, Indicator
from tests.cast import TODAY, Cast


@pytest.fixture
def desk(cast: Cast) -> Desk:
    Goal.objects.filter(indicator=cast.indicators["trees"]).exclude(unit=cast.issuer).delete()
    for unit, value in ((cast.a, 1200), (cast.b, 3300)):
        Goal.objects.create(
            indicator=cast.indicators["trees"], unit=unit, value=Decimal(value), holds_from=TODAY, by=None
        )
    return whole_desk(cast.people["secretary"], cast.program, cast.issuer)


def written(desk: Desk, suffix: str) -> io.BytesIO:
    out = io.BytesIO()
    WRITERS[suffix](annex_of(desk), out)
    out.seek(0)
    return out


def test_the_word_file_holds_every_share_and_repeats_its_heading_row(desk: Desk, cast: Cast) -> None:
    document = Document(written(desk, "docx"))
    table = document.tables[1]
    cells = {row.cells[1].text: [cell.text for cell in row.cells[2:]] for row in table.rows}
    assert "1.200" in cells[cast.a.name]
    assert "4.500" in cells["Tổng giao"]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    widths = [table.columns[1].width, *(row.cells[1].width for row in table.rows)]
    assert {round(width / Mm(1), 1) for width in widths} == {NAME}


def test_the_workbook_adds_up_with_formulas_over_real_numbers(desk: Desk) -> None:
    page = load_workbook(written(desk, "xlsx")).worksheets[0]
    values = [cell.value for row in page.iter_rows() for cell in row]
    assert 1200 in values
    assert 3300 in values
    assert any(str(value).startswith("=SUM(") for value in values)


def test_many_indicators_are_cut_into_even_groups_across_the_page(desk: Desk, cast: Cast) -> None:
    trees = next(column for column in desk.columns if column.indicator == cast.indicators["trees"])
    desk.columns = [trees] * (ACROSS + 1)
    annex = annex_of(desk)
    assert annex.is_wide
    assert [len(group.columns) for group in annex.groups] == [5, 4]
    desk.columns = [trees]
    assert not annex_of(desk).is_wide


def test_a_level_that_no_unit_has_a_share_of_is_left_out(desk: Desk) -> None:
    shown = {column.indicator for column in annex_of(desk).columns}
    levels = {column.indicator for column in desk.columns if not column.is_summed and not column.given_out}
    assert levels
    assert not shown & levels
    assert Indicator.objects.filter(pk__in=[indicator.pk for indicator in shown]).exists()
