"""Indicators of a programme that runs: added, written anew while nothing has been reported, closed from a day on."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max, Q

from indicators.actions.defining import fill_indicator
from indicators.actions.goals import set_goal
from indicators.drafting import goal_year_of
from indicators.models import Goal, Indicator, PopulationLine
from programs.models import Target
from programs.payloads import IndicatorDraft
from units.models import User


def add_indicator(target: Target, draft: IndicatorDraft, *, by: User, on: date) -> Indicator:
    """Return the new indicator, after the others of its target; reports that fall due before `on` do not ask for it."""
    program = target.program
    last = target.indicators.aggregate(last=Max("position"))["last"] or 0
    row = fill_indicator(Indicator(program=program, target=target, position=last + 1, asked_from=on), draft)
    row.code = f"{target.number.strip('.): ') or target.position + 1}.{row.position}"[:40]
    row.save()
    _write_population(row, draft)
    if draft.goal is not None:
        Goal.objects.create(
            indicator=row, unit=program.issuer, value=draft.goal, upper=draft.goal_max, holds_from=on, by=by
        )
    return row


def rewrite_indicator(
    row: Indicator, before: IndicatorDraft, draft: IndicatorDraft, reason: str, *, by: User, on: date
) -> None:
    """Make the indicator say something else; a goal that changes keeps its history (see `set_goal`).

    The caller has seen that nothing has been reported for it: figures would mean something else afterwards.
    """
    fill_indicator(row, draft).save()
    row.population_lines.exclude(sector="").delete()
    _write_population(row, draft)
    if (before.goal, before.goal_max) != (draft.goal, draft.goal_max):
        year = goal_year_of(row)
        set_goal(row, row.program.issuer, draft.goal, upper=draft.goal_max, year=year, reason=reason, by=by, on=on)


def close_indicator(row: Indicator, on: date) -> int:
    """Stop asking for the indicator, and for those that read its figures, from that day on; return how many."""
    open_ones = Indicator.objects.filter(Q(pk=row.pk) | Q(reads=row.pk)).filter(asked_until=None)
    return open_ones.update(asked_until=on - timedelta(days=1))


def _write_population(row: Indicator, draft: IndicatorDraft) -> None:
    PopulationLine.objects.bulk_create(
        PopulationLine(indicator=row, sector=sector) for sector in draft.population_sectors
    )
