"""Judging what a body has reached: value, goal, percentage, status, silence (DESIGN §4). Pure: plain values only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from indicators.progress import Bound, Status, expected_part, percent_of, round_half_up, status_of
from indicators.rollup import (
    EACH_MEMBER,
    EACH_UNIT,
    SHARE,
    Cell,
    Definition,
    Progress,
    Scene,
    UnitRef,
    figure_of,
    plain,
    reaches,
    share_parts,
)

AVERAGE_PLACES = 2


def judge(scene: Scene) -> Progress:
    """Return where the body stands."""
    silent = tuple(unit for unit in scene.asked if unit.pk not in scene.cells)
    if scene.judges_coverage:
        return _coverage(scene, silent)
    goal = scene.goal
    if goal is None and scene.is_condition:
        goal = Bound(Decimal(1))
    figure, numerator, denominator = _figure(scene)
    status = status_of(figure, goal, scene.span, scene.on, scene.definition.milestones)
    return Progress(
        value=_shown(scene.definition, figure),
        goal=plain(goal.value) if goal else None,
        percent=percent_of(figure, goal),
        status=status,
        expected=_expected(scene, goal),
        upper=plain(goal.upper) if goal and goal.upper is not None else None,
        comparator=scene.definition.comparator,
        in_percent=scene.definition.kind == SHARE,
        is_ceiling=goal.is_ceiling if goal else False,
        silent=silent,
        numerator=numerator,
        denominator=denominator,
        span=scene.span,
    )


def _figure(scene: Scene) -> tuple[Fraction | None, Decimal | None, Decimal | None]:
    """Return the figure, and for shares and averages what was divided by what."""
    definition, cells = scene.definition, list(scene.cells.values())
    figure = figure_of(definition, cells)
    if definition.kind == SHARE:
        return (figure, *share_parts(cells)) if figure is not None else (None, None, None)
    if definition.scope != EACH_MEMBER:
        return figure, None, None
    heads = sum(
        count
        for unit_id, count in scene.members.items()
        if not (unit_id in scene.cells and scene.cells[unit_id].is_not_applicable)
    )
    if figure is None or not heads:
        return None, None, None
    total = sum((cell.value or Decimal(0) for cell in cells), Decimal(0))
    return figure / heads, plain(total), Decimal(heads)


def _coverage(scene: Scene, silent: tuple[UnitRef, ...]) -> Progress:
    definition = scene.definition
    verdicts = list(verdicts_of(scene).values())
    total, reached = len(verdicts), sum(verdict is True for verdict in verdicts)
    has_goal = scene.total is not None or bool(scene.shares) or scene.is_condition
    goal = definition.coverage if has_goal else None
    figure = Fraction(reached * 100, total) if total else None
    answered = any(verdict is not None for verdict in verdicts)
    status = status_of(figure if answered else None, goal, scene.span, scene.on, definition.milestones)
    inner = Bound(scene.total.value, definition.comparator) if scene.total else None
    if goal and inner and inner.is_ceiling and status != Status.NO_DATA:
        status = _status_of_ceilings(verdicts, goal, scene, status)
    return Progress(
        value=round_half_up(figure, 1) if figure is not None else None,
        goal=goal.value if goal else None,
        percent=percent_of(figure, goal),
        status=status,
        expected=_expected(scene, goal),
        comparator=definition.coverage_comparator,
        in_percent=True,
        is_ceiling=goal.is_ceiling if goal else False,
        units_reached=reached,
        units_total=total,
        silent=silent,
        span=scene.span,
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


def _status_of_ceilings(verdicts: Sequence[bool | None], goal: Bound, scene: Scene, status: Status) -> Status:
    """Units that each keep below a limit: nothing is achieved before the end, and what is broken stays broken."""
    if status == Status.ACHIEVED and scene.on <= scene.span.last:
        return Status.ON_PACE
    broken = sum(verdict is False for verdict in verdicts)
    best = Fraction((len(verdicts) - broken) * 100, len(verdicts))
    return status if goal.is_met_by(best) else Status.MISSED


def _cells(scene: Scene, unit_ids: Iterable[int]) -> list[Cell]:
    return [scene.cells[unit_id] for unit_id in unit_ids if unit_id in scene.cells]


def _not_applicable(scene: Scene, unit_id: int) -> bool:
    return unit_id in scene.cells and scene.cells[unit_id].is_not_applicable


def _expected(scene: Scene, goal: Bound | None) -> Decimal | None:
    if goal is None or goal.is_ceiling or goal.value == 0:
        return None
    return round_half_up(expected_part(scene.span, scene.on, scene.definition.milestones) * 100, 1)


def _shown(definition: Definition, figure: Fraction | None) -> Decimal | None:
    """Percentages with one decimal, averages with two, counts as they were typed."""
    if figure is None:
        return None
    if definition.kind == SHARE:
        return round_half_up(figure, 1)
    if definition.scope == EACH_MEMBER:
        return round_half_up(figure, AVERAGE_PLACES)
    return plain(Decimal(figure.numerator) / Decimal(figure.denominator))
