"""Loading sample data: a country made small, the same data for the same day, nothing written over."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from indicators.figures import progress_of
from indicators.models import Indicator, Result
from programs.models import Regime
from reports.actions.obligations import sync_obligations
from reports.demo.large.loading import load_large
from reports.demo.large.organisation import Organisation, Size
from reports.models import Submission
from units import clock
from units.models import Level, Unit

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 21)
COUNTRY = Size(provinces=3, communes=9, direct=6, below=30, is_national=True)


def load_country() -> Organisation:
    with clock.at(TODAY):
        return load_large(COUNTRY, 1, str)


def test_in_a_country_every_level_reports_to_the_one_above() -> None:
    country = load_country()
    for regime in Regime.objects.all():
        assert sync_obligations(regime) == 0
    reviewers = Submission.objects.values_list("unit__level", "reviewer__level").distinct()
    assert set(reviewers) == {
        ("province", "central"),
        ("commune", "province"),
        ("base", "province"),
        ("base", "commune"),
    }
    assert Indicator.objects.count() == 30
    indicator = Indicator.objects.get(label="Cây xanh trồng mới")
    values = [progress_of(indicator, body, clock.now()).value for body in country.units if body.depth == 2]
    own = progress_of(indicator, country.body, clock.now()).value
    assert own == sum((value or 0 for value in values), Decimal(0))


def test_the_same_day_makes_the_same_data() -> None:
    assert digest() == digest()


def digest() -> list[tuple[object, ...]]:
    """What was reported, without the numbers that the database gives to rows."""
    with transaction.atomic():
        load_country()
        rows = Result.objects.order_by("posting_id", "indicator__target__position", "indicator__position")
        found: list[tuple[object, ...]] = list(
            rows.values_list("posting__unit__code", "indicator__code", "answer", "value", "numerator", "denominator")
        )
        found += list(Submission.objects.order_by("pk").values_list("unit__code", "receipt", "status", "submitted_at"))
        transaction.set_rollback(True)
    return found


def test_the_command_writes_over_nothing_and_offers_years_for_a_province_only() -> None:
    with pytest.raises(CommandError, match="chỉ dùng cùng --scale province"):
        call_command("load_demo", scale="nation", years=2)
    Unit.objects.add_root(instance=Unit(code="X", name="X", level=Level.PROVINCE, active_from=dt.date(2026, 1, 1)))
    for scale in ("small", "province", "nation"):
        with pytest.raises(CommandError, match="đã có dữ liệu"):
            call_command("load_demo", scale=scale)
