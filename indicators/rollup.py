"""What units answered, and how answers add up (DESIGN §4, the tables of kinds and scopes). Pure: plain values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from indicators.progress import Bound, Span, Status

ORGANISATION, ISSUER, EACH_UNIT, EACH_CLUSTER, EACH_MEMBER = (
    "ORGANISATION",
    "ISSUER",
    "EACH_UNIT",
    "EACH_CLUSTER",
    "EACH_MEMBER",
)
COUNT, SHARE, CONDITION = "COUNT", "SHARE", "CONDITION"
_HUNDRED = Decimal(100)


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
class Definition:
    """What judging needs to know of an indicator."""

    kind: str
    scope: str
    comparator: str = ">="
    coverage_goal: Decimal | None = None
    coverage_comparator: str = ">="
    milestones: tuple[tuple[date, Decimal], ...] = ()

    @property
    def coverage(self) -> Bound:
        """The share of units or clusters that must reach their goal; "mỗi" without a number means all."""
        return Bound(_HUNDRED if self.coverage_goal is None else self.coverage_goal, self.coverage_comparator)


@dataclass(frozen=True)
class Scene:
    """Everything that decides where a body stands with an indicator on a day.

    `cells`: by unit, of the body and all below it. `asked`: units that take part on that day, belong to the population
    and are asked for the indicator, within the body. `members`: those whose headcount counts for an average. `goal` is
    the body's own; `total` the indicator's, against which a unit without a share in `shares` is judged. `groups`: the
    units of each cluster. `from_above`: the body is seen with units below it, not alone.
    """

    definition: Definition
    span: Span
    on: date
    cells: Mapping[int, Cell] = field(default_factory=dict)
    asked: Sequence[UnitRef] = ()
    members: Mapping[int, int] = field(default_factory=dict)
    goal: Bound | None = None
    total: Bound | None = None
    shares: Mapping[int, Bound] = field(default_factory=dict)
    groups: Sequence[Sequence[int]] = ()
    from_above: bool = True

    @property
    def judges_coverage(self) -> bool:
        return self.from_above and self.definition.scope in (EACH_UNIT, EACH_CLUSTER)

    def threshold(self, unit_id: int) -> Bound | None:
        """What a unit by itself has to reach: its share, else the indicator's goal; a yes where none is needed."""
        return self.shares.get(unit_id) or self.total or (Bound(Decimal(1)) if self.is_condition else None)

    @property
    def is_condition(self) -> bool:
        return self.definition.kind == CONDITION


@dataclass(frozen=True)
class Progress:
    """Where a body stands with an indicator.

    `value` and `goal` are shown together: counts in the indicator's unit of measure; percentages (`in_percent`) for a
    SHARE and for the coverage of units or clusters. `percent` is value ÷ goal, None for at-most, zero and missing
    goals; `expected` the percentage of the goal that the pace asks for by now, None where no pace applies.
    `units_reached` of `units_total` count units (or clusters) for EACH_UNIT and EACH_CLUSTER seen from above, else
    None. `silent_count`: how many units were asked and have no counted answer; `silent` names them where the figure was
    worked out unit by unit. `summed_at`: when the figure was summed, where it is not of now.
    """

    value: Decimal | None
    goal: Decimal | None
    percent: Decimal | None
    status: Status
    expected: Decimal | None = None
    upper: Decimal | None = None
    comparator: str = ">="
    in_percent: bool = False
    is_ceiling: bool = False
    units_reached: int | None = None
    units_total: int | None = None
    silent: tuple[UnitRef, ...] = ()
    silent_count: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    span: Span | None = None
    summed_at: datetime | None = None


def figure_of(definition: Definition, cells: Iterable[Cell]) -> Fraction | None:
    """Return what several units add up to: a count, a percentage of sums, or how many say yes; None without answers."""
    counted = [cell for cell in cells if not cell.is_not_applicable]
    if definition.kind == SHARE:
        numerator, denominator = share_parts(counted)
        return Fraction(numerator) * 100 / Fraction(denominator) if denominator else None
    if not counted:
        return None
    if definition.kind == CONDITION:
        return Fraction(sum(cell.holds is True for cell in counted))
    return sum((Fraction(cell.value or 0) for cell in counted), Fraction(0))


def share_parts(cells: Iterable[Cell]) -> tuple[Decimal, Decimal]:
    """Return Σ numerators and Σ denominators; a mean of percentages is never taken."""
    counted = list(cells)
    return (
        sum((cell.numerator or Decimal(0) for cell in counted), Decimal(0)),
        sum((cell.denominator or Decimal(0) for cell in counted), Decimal(0)),
    )


def reaches(definition: Definition, cells: Iterable[Cell], goal: Bound | None) -> bool | None:
    """Return whether the cells together meet the goal; None when there is no answer or no goal.

    A share of nobody (0/0) keeps within an at-most and reaches nothing else.
    """
    counted = [cell for cell in cells if not cell.is_not_applicable]
    if goal is None or not counted:
        return None
    figure = figure_of(definition, counted)
    return goal.is_ceiling if figure is None else goal.is_met_by(figure)


def plain(number: Decimal) -> Decimal:
    """The number without trailing zeros and without an exponent."""
    trimmed = number.normalize()
    return trimmed.quantize(Decimal(1)) if trimmed == trimmed.to_integral_value() else trimmed
