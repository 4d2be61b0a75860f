"""From the indicators of a programme back to what a proposal holds, for a draft that is made from it."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from indicators.models import Goal, Indicator
from programs.models import Program
from programs.payloads import IndicatorDraft
from programs.promises import Measure

# What is worked out from other rows, not read from columns of the same name.
_DERIVED = {"measure", "goal", "goal_max", "population_sectors", "part_of", "reads"}


def drafts_of(program: Program) -> list[tuple[Indicator, IndicatorDraft]]:
    """Return the programme's indicators in order, each with its draft; the goal is the issuing body's that holds now.

    Links between indicators are left to the caller: they point at rows of the programme they were taken from.
    """
    goals = {goal.indicator_id: goal for goal in _goals(program)}
    rows = program.indicators.prefetch_related("population_lines").order_by("target__position", "position", "pk")
    return [(row, _draft(row, goals.get(row.pk))) for row in rows]


def draft_of(indicator: Indicator) -> IndicatorDraft:
    """Return what one indicator says now, with the issuing body's goal."""
    return next(draft for row, draft in drafts_of(indicator.program) if row.pk == indicator.pk)


def goal_year_of(indicator: Indicator) -> int | None:
    """Return the year of the goal that `draft_of` shows; None for one of the whole time, and where there is none."""
    goals = [goal for goal in _goals(indicator.program) if goal.indicator_id == indicator.pk]
    return goals[-1].year if goals else None


def _goals(program: Program) -> list[Goal]:
    """The latest comes last; a goal for the whole time counts before one for a single year."""
    held = Goal.objects.filter(indicator__program=program, unit=program.issuer, holds_until=None)
    return sorted(held, key=lambda goal: (goal.year is None, goal.year or 0, goal.pk))


def _draft(row: Indicator, goal: Goal | None) -> IndicatorDraft:
    said = {f.name: getattr(row, f.name) for f in fields(IndicatorDraft) if f.name not in _DERIVED}
    said["coverage_goal"] = _plain(row.coverage_goal)
    return IndicatorDraft(
        **said,
        measure=Measure(f"{row.kind}/{row.scope}"),
        goal=_plain(goal.value if goal else None),
        goal_max=_plain(goal.upper if goal else None),
        population_sectors=tuple(line.sector for line in row.population_lines.all() if line.sector),
    )


def _plain(value: Decimal | None) -> Decimal | None:
    """The number without zeros that only the column adds: 4500, not 4500.0000 and not 4.5E+3."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
