"""Setting goals and sharing them out. A change closes the row before it, so that the history stays (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from indicators.actions import refusals
from indicators.models import Goal, Indicator, Scope
from programs.models import Amendment
from units import audit, stale
from units.audit import Event
from units.formats import format_number
from units.models import Unit, User

NOT_SET = "chưa giao"


def set_goal(
    indicator: Indicator,
    unit: Unit,
    value: Decimal | None,
    *,
    upper: Decimal | None = None,
    year: int | None = None,
    reason: str,
    by: User | None,
    on: date,
) -> Goal | None:
    """Return the goal of the unit that holds from `on`; None when `value` is None, which takes the goal away.

    For the issuing body it is the total, for any other unit its share. Raises FigureRefused when the programme is
    closed, the indicator is gone, or when a goal changes after issue without a reason.
    """
    uppers = {unit.pk: upper}
    changed = set_goals(indicator, {unit: value}, uppers=uppers, year=year, reason=reason, by=by, on=on)
    return (
        changed.get(unit.pk) or Goal.objects.filter(indicator=indicator, unit=unit, year=year, holds_until=None).first()
    )


@transaction.atomic
def set_goals(
    indicator: Indicator,
    values: Mapping[Unit, Decimal | None],
    *,
    uppers: Mapping[int, Decimal | None] | None = None,
    year: int | None = None,
    reason: str,
    by: User | None,
    on: date,
) -> dict[int, Goal]:
    """Return the new goals by unit; units whose goal stays as it is are not touched. See `set_goal`.

    `uppers`: the upper ends of ranges by unit.
    """
    program = indicator.program
    upper_of = uppers or {}
    # Of two people at once the second waits here and then sees the goals of the first.
    if not Indicator.objects.select_for_update().filter(pk=indicator.pk).exists():
        raise refusals.FigureRefused(refusals.GONE)
    if program.is_closed:
        raise refusals.FigureRefused(refusals.CLOSED)
    open_rows = {
        goal.unit_id: goal
        for goal in Goal.objects.filter(indicator=indicator, unit__in=list(values), year=year, holds_until=None)
    }
    changes = {
        unit: value for unit, value in values.items() if not _same(open_rows.get(unit.pk), value, upper_of.get(unit.pk))
    }
    for unit, value in changes.items():
        _check(program.issuer.contains(unit), value, upper_of.get(unit.pk))
    changed_rows = [open_rows[unit.pk] for unit in changes if unit.pk in open_rows]
    if changed_rows and not program.is_draft and not reason.strip():
        raise refusals.FigureRefused(refusals.NO_REASON)
    Goal.objects.filter(pk__in=[goal.pk for goal in changed_rows]).update(holds_until=on)
    fresh = Goal.objects.bulk_create(
        [
            Goal(
                indicator=indicator,
                unit=unit,
                year=year,
                value=value,
                upper=upper_of.get(unit.pk),
                holds_from=on,
                reason=reason.strip(),
                by=by,
            )
            for unit, value in changes.items()
            if value is not None
        ]
    )
    if changes:
        _mark(indicator, [unit.pk for unit in changes])
        _tell_history(indicator, changes, open_rows, reason.strip(), by)
    return {goal.unit_id: goal for goal in fresh}


def _mark(indicator: Indicator, unit_ids: list[int]) -> None:
    """Have the sums taken up: a new total changes how every unit is judged that has no share of its own."""
    if indicator.program.issuer_id in unit_ids and indicator.scope == Scope.EACH_UNIT:
        stale.mark_whole(indicator.program.issuer)
    else:
        stale.mark_units(unit_ids)


def _same(goal: Goal | None, value: Decimal | None, upper: Decimal | None) -> bool:
    return (goal.value, goal.upper) == (value, upper) if goal else value is None


def _check(is_inside: bool, value: Decimal | None, upper: Decimal | None) -> None:
    if not is_inside:
        raise refusals.FigureRefused(refusals.OUTSIDE)
    if value is not None and value < 0:
        raise refusals.FigureRefused(refusals.NEGATIVE)
    if value is not None and upper is not None and upper < value:
        raise refusals.FigureRefused(refusals.OUT_OF_ORDER)


def _tell_history(
    indicator: Indicator,
    changes: Mapping[Unit, Decimal | None],
    before: Mapping[int, Goal],
    reason: str,
    by: User | None,
) -> None:
    """Audit every change; a new total after issue is an amendment of the programme."""
    program = indicator.program
    detail: dict[str, object] = {
        unit.code: [_words(goal.value if (goal := before.get(unit.pk)) else None), _words(value)]
        for unit, value in changes.items()
    }
    audit.record(Event.GOAL_SET, indicator, by=by, unit=program.issuer, reason=reason, detail=detail)
    total = next((unit for unit in changes if unit.pk == program.issuer_id and unit.pk in before), None)
    if total and by and reason and not program.is_draft:
        Amendment.objects.create(
            program=program,
            by=by,
            kind="goal",
            subject=indicator.label,
            before=_words(before[total.pk].value),
            after=_words(changes[total]),
            reason=reason,
        )


def _words(value: Decimal | None) -> str:
    return NOT_SET if value is None else format_number(value)
