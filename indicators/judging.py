"""Judging what a body has reached: value, goal, percentage, status, silence (DESIGN §4). Pure: plain values only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.progress import Bound, Span, Status, expected_part, percent_of, round_half_up, status_of
from indicators.rollup import (
    CONDITION,
    EACH_CLUSTER,
    EACH_MEMBER,
    EACH_UNIT,
    SHARE,
    Cell,
    Definition,
    Progress,
    Scene,
    UnitRef,
    plain,
    reaches,
)
from indicators.tallies import Tally, tally_of

AVERAGE_PLACES = 2


@dataclass(frozen=True)
class Case:
    """A body and what everybody below it adds up to; wherever the tally came from, it is judged here.

    `goal` is the body's own, `total` the indicator's. `has_shares`: somebody has a goal of their own. `from_above`: the
    body is seen with units below it, not alone. `silent` names the silent units where they were read one by one.
    """

    definition: Definition
    span: Span
    on: date
    tally: Tally
    goal: Bound | None
    total: Bound | None
    has_shares: bool
    from_above: bool
    silent: tuple[UnitRef, ...] = ()

    @property
    def judges_coverage(self) -> bool:
        return self.from_above and self.definition.scope in (EACH_UNIT, EACH_CLUSTER)

    @property
    def is_condition(self) -> bool:
        return self.definition.kind == CONDITION


def judge(scene: Scene) -> Progress:
    """Return where the body stands, from the answers of every unit."""
    tally = tally_of(scene)
    if scene.judges_coverage and scene.definition.scope == EACH_CLUSTER:
        tally = with_verdicts(tally, verdicts_of(scene).values())
    return judge_case(
        Case(
            definition=scene.definition,
            span=scene.span,
            on=scene.on,
            tally=tally,
            goal=scene.goal,
            total=scene.total,
            has_shares=bool(scene.shares),
            from_above=scene.from_above,
            silent=tuple(unit for unit in scene.asked if unit.pk not in scene.cells),
        )
    )


def with_verdicts(tally: Tally, verdicts: Iterable[bool | None]) -> Tally:
    """Return the tally with clusters in the place of units: how many are judged, reach their goal, miss it."""
    found = list(verdicts)
    reached, broken = (sum(verdict is wanted for verdict in found) for wanted in (True, False))
    return tally._replace(judged=len(found), reached=reached, broken=broken)


def judge_case(case: Case) -> Progress:
    """Return where the body stands."""
    if case.judges_coverage:
        return _coverage(case)
    goal = case.goal
    if goal is None and case.is_condition:
        goal = Bound(Decimal(1))
    figure, numerator, denominator = _figure(case)
    status = status_of(figure, goal, case.span, case.on, case.definition.milestones)
    return Progress(
        value=_shown(case.definition, figure),
        goal=plain(goal.value) if goal else None,
        percent=percent_of(figure, goal),
        status=status,
        expected=_expected(case, goal),
        upper=plain(goal.upper) if goal and goal.upper is not None else None,
        comparator=case.definition.comparator,
        in_percent=case.definition.kind == SHARE,
        is_ceiling=goal.is_ceiling if goal else False,
        silent=case.silent,
        silent_count=case.tally.silent,
        numerator=numerator,
        denominator=denominator,
        span=case.span,
    )


def _figure(case: Case) -> tuple[Fraction | None, Decimal | None, Decimal | None]:
    """Return the figure, and for shares and averages what was divided by what."""
    tally = case.tally
    figure = tally.figure(case.definition)
    if case.definition.kind == SHARE:
        return (figure, tally.numerator, tally.denominator) if figure is not None else (None, None, None)
    if case.definition.scope != EACH_MEMBER:
        return figure, None, None
    if figure is None or not tally.heads:
        return None, None, None
    return figure / tally.heads, plain(tally.value), Decimal(tally.heads)


def _coverage(case: Case) -> Progress:
    definition, tally = case.definition, case.tally
    has_goal = case.total is not None or case.has_shares or case.is_condition
    goal = definition.coverage if has_goal else None
    figure = Fraction(tally.reached * 100, tally.judged) if tally.judged else None
    answered = tally.reached + tally.broken > 0
    status = status_of(figure if answered else None, goal, case.span, case.on, definition.milestones)
    inner = Bound(case.total.value, definition.comparator) if case.total else None
    if goal and inner and inner.is_ceiling and status != Status.NO_DATA:
        status = _status_of_ceilings(case, goal, status)
    return Progress(
        value=round_half_up(figure, 1) if figure is not None else None,
        goal=goal.value if goal else None,
        percent=percent_of(figure, goal),
        status=status,
        expected=_expected(case, goal),
        comparator=definition.coverage_comparator,
        in_percent=True,
        is_ceiling=goal.is_ceiling if goal else False,
        units_reached=tally.reached,
        units_total=tally.judged,
        silent=case.silent,
        silent_count=tally.silent,
        span=case.span,
    )


def verdicts_of(scene: Scene) -> dict[int, bool | None]:
    """Return by unit, or by place of the cluster, whether it reaches its goal; None while nothing was answered.

    Left out: who is not asked, and who has answered "not applicable" only.
    """
    counted = {unit.pk for unit in scene.asked if not _not_applicable(scene, unit.pk)}
    if scene.definition.scope == EACH_UNIT:
        return {
            unit_id: reaches(scene.definition, _cells(scene, [unit_id]), scene.threshold(unit_id))
            for unit_id in counted
        }
    goal = scene.total or (Bound(Decimal(1)) if scene.is_condition else None)
    return {
        place: reaches(scene.definition, _cells(scene, group), goal)
        for place, group in enumerate(scene.groups)
        if counted.intersection(group)
    }


def _status_of_ceilings(case: Case, goal: Bound, status: Status) -> Status:
    """Units that each keep below a limit: nothing is achieved before the end, and what is broken stays broken."""
    if status == Status.ACHIEVED and case.on <= case.span.last:
        return Status.ON_PACE
    judged, broken = case.tally.judged, case.tally.broken
    best = Fraction((judged - broken) * 100, judged)
    return status if goal.is_met_by(best) else Status.MISSED


def _cells(scene: Scene, unit_ids: Iterable[int]) -> list[Cell]:
    return [scene.cells[unit_id] for unit_id in unit_ids if unit_id in scene.cells]


def _not_applicable(scene: Scene, unit_id: int) -> bool:
    return unit_id in scene.cells and scene.cells[unit_id].is_not_applicable


def _expected(case: Case, goal: Bound | None) -> Decimal | None:
    if goal is None or goal.is_ceiling or goal.value == 0:
        return None
    return round_half_up(expected_part(case.span, case.on, case.definition.milestones) * 100, 1)


def _shown(definition: Definition, figure: Fraction | None) -> Decimal | None:
    """Percentages with one decimal, averages with two, counts as they were typed."""
    if figure is None:
        return None
    if definition.kind == SHARE:
        return round_half_up(figure, 1)
    if definition.scope == EACH_MEMBER:
        return round_half_up(figure, AVERAGE_PLACES)
    return plain(Decimal(figure.numerator) / Decimal(figure.denominator))
