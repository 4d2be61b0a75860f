"""Adding up units and judging the sum (DESIGN §4, the tables of kinds and scopes). Pure: plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.progress import Bound, Span, Status


@dataclass(frozen=True)
class UnitRef:
    """What a sum needs to know of a unit."""

    pk: int
    code: str
    name: str
    path: str = ""
    level: str = ""
    sector: str = ""


@dataclass(frozen=True)
class Cell:
    """What one unit has answered to one indicator within a goal span, accumulated over its reports.

    `value` holds the sum, last or highest of a COUNT; `numerator` and `denominator` the last of a SHARE ("none" is
    0/0); `holds` the last of a CONDITION. All are None when every answer was "not applicable".
    """

    answers: int
    not_applicable: int = 0
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    holds: bool | None = None

    @property
    def is_not_applicable(self) -> bool:
        return self.answers > 0 and self.answers == self.not_applicable


@dataclass(frozen=True)
class Progress:
    """Where a body stands with an indicator.

    `value` and `goal` are shown together: counts in the indicator's unit of measure; percentages (`in_percent`) for a
    SHARE and for the coverage of units or clusters. `percent` is value ÷ goal, None for at-most, zero and missing
    goals; `expected` the percentage of the goal that the pace asks for by now, None where no pace applies.
    `units_reached` of `units_total` count units (or clusters) for EACH_UNIT and EACH_CLUSTER seen from above, else
    None. `silent`: units that were asked and have no counted answer.
    """

    value: Decimal | None
    goal: Decimal | None
    percent: Decimal | None
    status: Status
    expected: Decimal | None = None
    upper: Decimal | None = None
    comparator: str = ">="
    in_percent: bool = False
    units_reached: int | None = None
    units_total: int | None = None
    silent: tuple[UnitRef, ...] = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    span: Span | None = None

    @property
    def is_ceiling(self) -> bool:
        return self.goal is not None and Bound(self.goal, self.comparator).is_ceiling
