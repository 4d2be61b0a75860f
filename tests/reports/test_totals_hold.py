"""What must hold for totals, whatever is reported in whatever order and whoever is merged."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.actions.rolling_up import rebuild
from indicators.figures import progress_of_many
from indicators.models import Indicator
from indicators.rolled import rolled_progress
from reports.actions.merging import merge_units
from tests.indicators.story import Story, moment_of
from units import clock
from units.models import Unit, User

pytestmark = pytest.mark.django_db
TREE = ("A", "B", "C", "C/CX", "C/CY", "D")
PLAYED = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# unit, month, what it says of trees, trained and models
Said = tuple[str, int, int, tuple[int, int], int]
said = st.tuples(
    st.sampled_from(["A", "B", "CX", "CY", "D"]),
    st.integers(1, 5),
    st.integers(0, 50),
    st.integers(0, 30).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
    st.integers(0, 4),
)
reports = st.lists(said, max_size=12, unique_by=lambda one: one[:2])


def story() -> Story:
    found = Story.begin(*TREE)
    found.count("trees", "100")
    found.count("trained", "70", kind="SHARE")
    found.count("models", "2", scope="EACH_UNIT")
    found.count("works", "3", scope="EACH_CLUSTER")
    found.cluster("one", "A", "B")
    found.cluster("two", "CX", "D")
    return found


def tell(found: Story, one: Said) -> None:
    unit, month, trees, trained, models = one
    found.report(
        unit, "2023-06-01T08:00", f"2023-{month:02}-05", trees=trees, trained=trained, models=models, works=models
    )


def standing(found: Story, at: dt.datetime) -> dict[tuple[str, str], Any]:
    """Where every body stands with everything at that moment."""
    rows = Indicator.objects.filter(program=found.program).select_related("program__issuer", "program__regime")
    indicators = list(rows)
    found_by_code: dict[tuple[str, str], Any] = {}
    for body in Unit.objects.filter(code__in=["K", *found.units]):
        progress = progress_of_many(indicators, body, at)
        found_by_code |= {(body.code, row.code): progress[row.pk] for row in indicators}
    return found_by_code


@PLAYED
@given(reports, st.randoms(use_true_random=False))
def test_reports_of_different_periods_may_come_in_any_order(found: list[Said], chance: Random) -> None:
    at = moment_of("2023-06-02")
    shuffled = list(found)
    chance.shuffle(shuffled)
    stands = []
    for order in (found, shuffled):
        with transaction.atomic():
            told = story()
            for one in order:
                tell(told, one)
            with clock.at(at):
                rebuild()
                top = Unit.objects.get(code="K")
                rows = Indicator.objects.select_related("program__issuer", "program__regime").order_by("pk")
                rolled = rolled_progress(list(rows), top, [top], clock.now())
            assert rolled is not None
            # Keys differ from one telling to the next, what the bodies reach does not.
            values = {key: (p.value, p.status, p.silent_count) for key, p in standing(told, at).items()}
            stands.append((values, [(p.value, p.status) for p in rolled[top.pk].values()]))
            transaction.set_rollback(True)
    assert stands[0] == stands[1]


@PLAYED
@given(reports, st.sampled_from([("A", "B"), ("CX", "CY"), ("D", "A"), ("CX", "D")]))
def test_merging_units_never_changes_a_total_of_the_past(found: list[Said], pair: tuple[str, str]) -> None:
    before = moment_of("2023-06-02")
    with transaction.atomic():
        told = story()
        for one in found:
            tell(told, one)
        stood = standing(told, before)
        by, _ = User.objects.get_or_create(username="vanphong")
        with clock.at(dt.date(2023, 6, 10)):
            merge_units(told.units[pair[0]], told.units[pair[1]], dt.date(2023, 6, 10), by=by)
            now = standing(told, clock.now())
        after = standing(told, before)
        assert {key: (p.value, p.numerator, p.denominator) for key, p in after.items()} == {
            key: (p.value, p.numerator, p.denominator) for key, p in stood.items()
        }
        # What was reported keeps counting for the bodies above, today as well.
        assert [now["K", code].value for code in ("trees", "trained")] == [
            stood["K", code].value for code in ("trees", "trained")
        ]
        transaction.set_rollback(True)
