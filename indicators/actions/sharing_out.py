"""Saving a whole allocation desk at once: everything or nothing, and never over somebody's newer change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from indicators.actions.goals import set_goals
from indicators.actions.refusals import FigureRefused
from indicators.models import Goal, Indicator
from units.models import Unit, User

Changes = Mapping[Indicator, Mapping[Unit, Decimal | None]]
MEANWHILE = "Vừa có người thay đổi chỉ tiêu giao nên chưa lưu. Xem lại mức đang giao rồi lưu lần nữa."


class ChangedMeanwhile(FigureRefused):
    """Somebody has changed one of the goals since the desk was shown."""


@transaction.atomic
def save_shares(
    changes: Changes,
    seen: Mapping[tuple[int, int], int | None],
    *,
    reason: str,
    by: User,
    on: date,
) -> int:
    """Return how many goals and shares were changed; `seen` names the goals that the changes rest on.

    Raises ChangedMeanwhile when one of them is not in force any more, and FigureRefused as `set_goals` does; then
    nothing is written.
    """
    # In one order for everybody, so that two desks with the same indicators wait for each other and never in a ring.
    indicators = sorted(changes, key=lambda indicator: indicator.pk)
    list(Indicator.objects.select_for_update().filter(pk__in=[item.pk for item in indicators]).order_by("pk"))
    rows = Goal.objects.filter(indicator__in=indicators, year=None, holds_until=None)
    in_force = {(goal.indicator_id, goal.unit_id): goal for goal in rows}
    for indicator in indicators:
        for unit in changes[indicator]:
            goal = in_force.get((indicator.pk, unit.pk))
            if (goal.pk if goal else None) != seen.get((indicator.pk, unit.pk)):
                raise ChangedMeanwhile(MEANWHILE)
    for indicator in indicators:
        values = changes[indicator]
        uppers = {unit.pk: _upper(in_force.get((indicator.pk, unit.pk)), value) for unit, value in values.items()}
        set_goals(indicator, values, uppers=uppers, reason=reason, by=by, on=on)
    return sum(map(len, changes.values()))


def _upper(goal: Goal | None, value: Decimal | None) -> Decimal | None:
    """The upper end of a range, as long as the new value lies below it."""
    if goal is None or goal.upper is None or value is None or value > goal.upper:
        return None
    return goal.upper
