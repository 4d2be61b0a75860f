"""The allocation desk: many goals shared out at once, sums seen, nothing lost and nobody overwritten."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.actions.sharing_out import ChangedMeanwhile, save_shares
from indicators.desk import pages_of
from indicators.models import Goal, Indicator
from tests.cast import TODAY, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.people["secretary"])
    return client


def address(cast: Cast) -> str:
    return reverse("indicators:desk", args=[cast.program.pk])


def sent(client: Client, cast: Cast, **typed: str) -> Any:
    """The form as the page sends it, with what somebody typed into some of its fields."""
    page = client.get(address(cast))
    desk = page.context["desk"]
    data: dict[str, Any] = {"cot": [str(column.indicator.pk) for column in desk.columns]}
    for column in desk.columns:
        data[f"s{column.indicator.pk}"] = column.seen
        data |= {cell.name: cell.text for cell in column.all_cells}
    return data | typed


def share(indicator: Indicator, unit: Any) -> Decimal | None:
    goal = Goal.objects.filter(indicator=indicator, unit=unit, holds_until=None).first()
    return goal.value if goal else None


def test_all_indicators_with_shares_stand_side_by_side(client: Client, cast: Cast) -> None:
    page = client.get(address(cast))
    labels = [column.indicator.label for column in page.context["desk"].columns]
    assert cast.indicators["trees"].label in labels
    assert cast.issuer not in page.context["desk"].units
    assert "Tổng giao" in page.content.decode()


def test_a_split_fills_only_the_ticked_column_and_writes_nothing(client: Client, cast: Cast) -> None:
    trees, before = cast.indicators["trees"], Goal.objects.count()
    page = client.post(address(cast), sent(client, cast, split="members", pick=str(trees.pk)))
    columns = {column.indicator.pk: column for column in page.context["desk"].columns}
    assert columns[trees.pk].rest == 0
    assert Goal.objects.count() == before
    others = [column for key, column in columns.items() if key != trees.pk]
    assert all(not cell.is_changed for column in others for cell in column.cells)


def test_a_saved_desk_says_by_how_much_it_misses_the_goal(client: Client, cast: Cast) -> None:
    trees = cast.indicators["trees"]
    total = share(trees, cast.issuer) or Decimal(0)
    typed = {f"c{trees.pk}-{unit.pk}": "1" for unit in (cast.a, cast.b, cast.s)}
    answer = client.post(address(cast), sent(client, cast, reason="Giao lại", **typed))
    assert answer.status_code == 302
    assert [share(trees, unit) for unit in (cast.a, cast.b, cast.s)] == [1, 1, 1]
    assert next(c for c in client.get(address(cast)).context["desk"].columns if c.indicator == trees).rest == total - 3


def test_a_number_that_cannot_be_read_stops_everything_and_stays_in_its_field(client: Client, cast: Cast) -> None:
    trees, before = cast.indicators["trees"], Goal.objects.count()
    typed = {f"c{trees.pk}-{cast.a.pk}": "4,500", f"c{trees.pk}-{cast.b.pk}": "7"}
    page = client.post(address(cast), sent(client, cast, reason="Giao lại", **typed))
    assert page.status_code == 422
    assert 'value="4,500"' in page.content.decode()
    assert Goal.objects.count() == before


def test_a_change_without_a_reason_is_asked_for_and_what_was_typed_stays(client: Client, cast: Cast) -> None:
    trees = cast.indicators["trees"]
    client.post(address(cast), sent(client, cast, reason="Giao", **{f"c{trees.pk}-{cast.a.pk}": "11"}))
    page = client.post(address(cast), sent(client, cast, **{f"c{trees.pk}-{cast.a.pk}": "12"}))
    assert page.status_code == 422
    assert page.context["desk"].reason_error
    assert 'value="12"' in page.content.decode()
    assert share(trees, cast.a) == 11


def test_what_two_people_changed_in_different_cells_is_kept_of_both(client: Client, cast: Cast) -> None:
    trees = cast.indicators["trees"]
    mine = sent(client, cast, reason="Giao lại", **{f"c{trees.pk}-{cast.a.pk}": "11"})
    client.post(address(cast), sent(client, cast, reason="Giao lại", **{f"c{trees.pk}-{cast.b.pk}": "22"}))
    assert client.post(address(cast), mine).status_code == 302
    assert [share(trees, unit) for unit in (cast.a, cast.b)] == [11, 22]


def test_a_cell_that_somebody_changed_meanwhile_is_asked_back_and_not_overwritten(client: Client, cast: Cast) -> None:
    trees, cell = cast.indicators["trees"], f"c{cast.indicators['trees'].pk}-{cast.a.pk}"
    mine = sent(client, cast, reason="Giao lại", **{cell: "11"})
    client.post(address(cast), sent(client, cast, reason="Giao lại", **{cell: "22"}))
    page = client.post(address(cast), mine)
    assert page.status_code == 422
    assert "Vừa có người đổi thành 22" in page.content.decode()
    assert share(trees, cast.a) == 22
    again = mine | {f"s{c.indicator.pk}": c.seen for c in page.context["desk"].columns}
    assert client.post(address(cast), again).status_code == 302
    assert share(trees, cast.a) == 11


def test_the_last_moment_counts_too(cast: Cast) -> None:
    trees = cast.indicators["trees"]
    with pytest.raises(ChangedMeanwhile):
        save_shares(
            {trees: {cast.a: Decimal(5)}},
            {(trees.pk, cast.a.pk): 10**9},
            reason="x",
            by=cast.people["office"],
            on=TODAY,
        )


def test_group_minima_are_kept_and_too_high_ones_are_said(client: Client, cast: Cast) -> None:
    trees = cast.indicators["trees"]
    total = share(trees, cast.issuer) or Decimal(0)
    typed = {"split": "minima", "pick": str(trees.pk), "by": "khoi", "m-khoi-school": "7", "rest": "members"}
    page = client.post(address(cast), sent(client, cast, **typed))
    column = next(c for c in page.context["desk"].columns if c.indicator == trees)
    assert column.rest == 0
    assert next(cell.number or 0 for cell in column.cells if cell.unit == cast.s) >= 7
    high = typed | {"m-khoi-school": str(int(total) + 1)}
    page = client.post(address(cast), sent(client, cast, **high))
    assert "Tổng mức tối thiểu lớn hơn chỉ tiêu" in page.content.decode()


def test_the_desk_takes_few_queries_however_many_units(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        client.get(address(cast))


def test_many_indicators_and_units_are_cut_into_pages_that_a_browser_can_carry() -> None:
    indicators = [Indicator(pk=number, target_id=number // 3) for number in range(1, 41)]
    pages = pages_of(indicators, 200)
    assert [indicator for page in pages for indicator in page] == indicators
    assert max(map(len, pages)) == 6
    assert len(pages_of(indicators[:6], 3)) == 1
