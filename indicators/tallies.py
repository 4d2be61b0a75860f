"""What the units below a body contribute to its figure, as numbers that add up. Pure: plain values only.

Whoever judges a body needs no single unit, only the sum of what each contributes; so sums may be kept, corrected by the
units that changed, and give exactly what adding everybody up again would give.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from operator import add, sub
from typing import Any, NamedTuple

from indicators.progress import Bound
from indicators.rollup import CONDITION, COUNT, EACH_UNIT, SHARE, Cell, Definition, Scene, reaches, share_parts

_ZERO = Decimal(0)


class Tally(NamedTuple):
    """Sums over units, each judged by its own answers alone.

    `counted`: units with a counted answer other than "not applicable"; `value`, `numerator`, `denominator` and `yes`
    add up what they answered. `asked` units have to answer, `silent` of them have not. `judged` are those in the total:
    asked, and not out of it by "not applicable" only; of them `reached` and `broken` meet and miss their goal.
    `shared` have a share of their own, `heads` is the headcount an average is divided by, `present` take part.

    A tuple, in the order of the columns that keep it, since they are made by the thousand; `+` adds the numbers up.
    """

    counted: int = 0
    value: Decimal = _ZERO
    numerator: Decimal = _ZERO
    denominator: Decimal = _ZERO
    yes: int = 0
    asked: int = 0
    silent: int = 0
    judged: int = 0
    reached: int = 0
    broken: int = 0
    shared: int = 0
    heads: int = 0
    present: int = 0

    def __add__(self, other: Tally) -> Tally:  # type: ignore[override]
        return Tally(*map(add, self, other))

    def __sub__(self, other: Tally) -> Tally:
        return Tally(*map(sub, self, other))

    def __bool__(self) -> bool:
        return any(self)

    def figure(self, definition: Definition) -> Fraction | None:
        """Return what the units add up to: a count, a percentage of sums, or how many say yes; None without answers."""
        if definition.kind == SHARE:
            return Fraction(self.numerator) * 100 / Fraction(self.denominator) if self.denominator else None
        if not self.counted:
            return None
        return Fraction(self.yes if definition.kind == CONDITION else self.value)

    def reaches(self, definition: Definition, goal: Bound | None) -> bool | None:
        """Return whether the units together meet the goal; None when there is no answer or no goal.

        A share of nobody (0/0) keeps within an at-most and reaches nothing else.
        """
        if goal is None or not self.counted:
            return None
        figure = self.figure(definition)
        return goal.is_ceiling if figure is None else goal.is_met_by(figure)


COLUMNS = Tally._fields


def total_of(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of the tallies."""
    rows = list(tallies)
    return of_parts(map(sum, zip(*rows, strict=True))) if rows else Tally()


def of_parts(parts: Iterable[Any]) -> Tally:
    """Return the tally whose numbers are given in the order of `COLUMNS`."""
    return Tally(*parts)


def contribution(
    scene: Scene, unit_id: int, *, is_asked: bool, is_present: bool = False, is_judged_alone: bool = True
) -> Tally:
    """Return what one unit contributes to everybody above it.

    `is_judged_alone`: whether it meets its own goal is worked out, too; only the coverage of units needs that.
    """
    cell = scene.cells.get(unit_id)
    is_out = cell is not None and cell.is_not_applicable
    verdict = None
    is_judged_alone = is_judged_alone and scene.definition.scope == EACH_UNIT
    if is_judged_alone and is_asked and cell is not None and not is_out:
        verdict = reaches(scene.definition, [cell], scene.threshold(unit_id))
    value, numerator, denominator, yes = _answered(scene.definition, cell)
    return Tally(
        counted=int(cell is not None and not is_out),
        value=value,
        numerator=numerator,
        denominator=denominator,
        yes=yes,
        asked=int(is_asked),
        silent=int(is_asked and cell is None),
        judged=int(is_asked and not is_out),
        reached=int(verdict is True),
        broken=int(verdict is False),
        shared=int(unit_id in scene.shares),
        heads=0 if is_out else scene.members.get(unit_id, 0),
        present=int(is_present),
    )


def tally_of(scene: Scene) -> Tally:
    """Return the sum over all units of the scene."""
    asked = {unit.pk for unit in scene.asked}
    everybody = asked | scene.cells.keys() | scene.members.keys() | scene.shares.keys()
    return total_of(
        contribution(scene, unit_id, is_asked=unit_id in asked, is_judged_alone=scene.from_above)
        for unit_id in everybody
    )


def _answered(definition: Definition, cell: Cell | None) -> tuple[Decimal, Decimal, Decimal, int]:
    if cell is None or cell.is_not_applicable:
        return _ZERO, _ZERO, _ZERO, 0
    if definition.kind == SHARE:
        return _ZERO, *share_parts([cell]), 0
    if definition.kind == COUNT:
        return cell.value or _ZERO, _ZERO, _ZERO, 0
    return _ZERO, _ZERO, _ZERO, int(cell.holds is True)
