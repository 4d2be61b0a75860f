"""Plausible figures for the sample units: deterministic, growing over the year, some ahead and some behind. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

# How much of the year's work is done by the end of each month: spring and summer are busy.
DONE_BY_MONTH = (0, 5, 11, 24, 33, 43, 56, 68, 76, 83, 90, 96, 100)


@dataclass(frozen=True)
class Asked:
    """What the figures depend on of one indicator and one unit."""

    key: str
    kind: str
    scope: str
    is_ceiling: bool
    goal: Decimal | None
    share: Decimal
    denominator: int


@dataclass(frozen=True)
class Sample:
    """One answer: exactly one of the fields is given, or none for "trong kỳ không có"."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    holds: bool | None = None

    @property
    def is_none(self) -> bool:
        return self.value is None and self.numerator is None and self.holds is None


def chance(*parts: object) -> float:
    """Return a number from 0 up to 1 that is always the same for the same parts."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def done_by(day: date) -> float:
    """Return the part of a year's work (0 to 1) that is usually done by that day."""
    before, after = DONE_BY_MONTH[day.month - 1], DONE_BY_MONTH[day.month]
    return (before + (after - before) * min(day.day, 30) / 30) / 100


def figure(asked: Asked, first: date, last: date, year: int) -> Sample:
    """Return what a unit reports for one indicator over a slice of days."""
    start = 0.0 if first.year < year else done_by(first)
    end = done_by(last)
    if asked.kind == "SHARE":
        return _share(asked, end)
    if asked.kind == "CONDITION":
        return Sample(holds=end > 0.15 + 0.7 * chance(asked.key, "when"))
    total = _year_total(asked)
    amount = (total * Decimal(str(end))).quantize(Decimal(1), ROUND_FLOOR) - (total * Decimal(str(start))).quantize(
        Decimal(1), ROUND_FLOOR
    )
    return Sample(value=amount) if amount > 0 else Sample()


def _year_total(asked: Asked) -> Decimal:
    """How much the unit will have done by the end of the year: between 70 % and 135 % of its part."""
    zeal = Decimal(str(round(0.7 + 0.65 * chance(asked.key, "zeal"), 3)))
    goal = asked.goal if asked.goal is not None else Decimal(3)
    if asked.scope == "EACH_MEMBER":
        return goal * asked.denominator * zeal
    if asked.scope == "ORGANISATION":
        return goal * asked.share * zeal
    return goal * (Decimal("0.8") + zeal / 2)


def _share(asked: Asked, done: float) -> Sample:
    whole = Decimal(max(asked.denominator, 1))
    if asked.is_ceiling:
        part = Decimal(str(round(0.03 * chance(asked.key, "ceiling"), 4)))
    else:
        reached = min(1.0, 0.35 + 0.65 * done + 0.3 * (chance(asked.key, "reach") - 0.4))
        part = Decimal(str(round(reached, 4)))
    return Sample(numerator=(whole * part).quantize(Decimal(1), ROUND_FLOOR), denominator=whole)
