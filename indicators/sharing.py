"""Proposals for sharing a goal out among the units below: nothing is stored until somebody saves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators import ledger
from indicators.models import Denominator, Indicator
from indicators.progress import Span
from indicators.splits import NO_WEIGHTS, NOBODY, CannotSplit, by_weights, with_minima
from units import clock
from units.models import Headcount, Unit

EQUAL, LAST_YEAR = "equal", "last_year"
WAYS = {
    EQUAL: "Chia đều",
    Denominator.MEMBERS.value: "Theo đoàn viên",
    Denominator.YOUTH.value: "Theo thanh niên",
    Denominator.OFFICERS.value: "Theo cán bộ Đoàn",
    LAST_YEAR: "Theo năm trước",
}


def propose(
    indicator: Indicator, total: Decimal, units: Sequence[Unit], way: str, minima: Sequence[Decimal] | None = None
) -> dict[int, Decimal]:
    """Return a share for each unit; they add up to exactly the total.

    `way` is a key of `WAYS`; each unit first gets its minimum, if there are `minima`, and the way shares out the rest.
    Raises CannotSplit, with a sentence, where there is nothing to share by.
    """
    if not units:
        raise CannotSplit(NOBODY)
    weights = _weights(indicator, units, way)
    if minima is None:
        shares = by_weights(total, weights, indicator.decimals)
    else:
        shares = with_minima(total, minima, indicator.decimals, weights)
    return {unit.pk: share for unit, share in zip(units, shares, strict=True)}


def _weights(indicator: Indicator, units: Sequence[Unit], way: str) -> Sequence[int | Decimal]:
    if way == EQUAL:
        return [1] * len(units)
    if way == LAST_YEAR:
        return _last_year(indicator, units)
    if way in Denominator.values:
        return _heads(units, way)
    raise CannotSplit(NO_WEIGHTS)


@dataclass(frozen=True)
class Headcounts:
    """What each unit counts today; `carried`: units whose numbers are an earlier year's, or nobody has confirmed."""

    rows: Mapping[int, Headcount]
    carried: frozenset[int]

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Headcounts:
        today = clock.today()
        rows = {row.unit_id: row for row in Headcount.objects.holding(today).filter(unit__in=units)}
        return cls(rows, frozenset(pk for pk, row in rows.items() if row.is_carried(today)))

    def number(self, unit: Unit, kind: str) -> int:
        """How many of that kind; 0 where nobody has counted."""
        row = self.rows.get(unit.pk)
        return int(getattr(row, kind)) if row else 0


def _heads(units: Sequence[Unit], kind: str) -> list[int]:
    counts = Headcounts.of(units)
    return [counts.number(unit, kind) for unit in units]


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
