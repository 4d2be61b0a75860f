"""Proposals for sharing a goal out among the units below: nothing is stored until somebody saves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from indicators import ledger
from indicators.models import Denominator, Indicator
from indicators.progress import Span
from indicators.splits import NO_WEIGHTS, CannotSplit, by_weights, equally
from units import clock
from units.models import Headcount, Unit

EQUAL, LAST_YEAR = "equal", "last_year"
WAYS = {
    EQUAL: "Chia đều",
    Denominator.MEMBERS.value: "Theo đoàn viên",
    Denominator.YOUTH.value: "Theo thanh niên",
    LAST_YEAR: "Theo năm trước",
}


def propose(indicator: Indicator, total: Decimal, units: Sequence[Unit], way: str) -> dict[int, Decimal]:
    """Return a share for each unit; they add up to exactly the total.

    `way` is a key of `WAYS`. Raises CannotSplit, with a sentence, where there is nothing to share by.
    """
    if way == EQUAL:
        shares = equally(total, len(units), indicator.decimals)
    elif way == LAST_YEAR:
        shares = by_weights(total, _last_year(indicator, units), indicator.decimals)
    elif way in Denominator.values:
        shares = by_weights(total, _heads(units, way), indicator.decimals)
    else:
        raise CannotSplit(NO_WEIGHTS)
    return {unit.pk: share for unit, share in zip(units, shares, strict=True)}


def _heads(units: Sequence[Unit], kind: str) -> list[int]:
    """What each unit counts today; 0 where nobody has counted."""
    counts = dict(Headcount.objects.holding(clock.today()).filter(unit__in=units).values_list("unit_id", kind))
    return [counts.get(unit.pk, 0) for unit in units]


def _last_year(indicator: Indicator, units: Sequence[Unit]) -> list[Decimal]:
    """What the units had reached in the year before the programme began, with an indicator of the same name."""
    year = indicator.program.starts_on.year - 1
    span = Span(date(year, 1, 1), date(year, 12, 31))
    same = list(
        Indicator.objects.filter(label=indicator.label, kind=indicator.kind, program__issuer=indicator.program.issuer)
    )
    cells = ledger.read_cells({span: same}, ledger.counting(clock.now()).filter(unit__in=units)).get(span, {})
    return [
        sum((cell.value or Decimal(0) for found in cells.values() if (cell := found.get(unit.pk))), Decimal(0))
        for unit in units
    ]
