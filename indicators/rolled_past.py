"""How a body stood at the end of past days, from the sums that were written down then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from indicators.askings import read_milestones
from indicators.cases import bounds_of, case_of
from indicators.goals import read_goals
from indicators.judging import judge_case
from indicators.models import Indicator, RollUpPast
from indicators.rollup import Progress
from indicators.tallies import COLUMNS, Tally, of_parts
from units.models import Unit

_NOTHING = Tally()


def rolled_past(indicators: Sequence[Indicator], body: Unit, days: Iterable[date]) -> dict[date, dict[int, Progress]]:
    """Return by day and indicator how the body stood at the end of those days that were written down."""
    wanted = {indicator.pk for indicator in indicators}
    rows = RollUpPast.objects.filter(unit=body, on__in=list(days), indicator__in=wanted)
    tallies: dict[date, dict[int, Tally]] = defaultdict(dict)
    for on, indicator_id, *parts in rows.values_list("on", "indicator_id", *COLUMNS):
        tallies[on][indicator_id] = of_parts(parts)
    milestones = read_milestones(wanted) if tallies else {}
    found: dict[date, dict[int, Progress]] = defaultdict(dict)
    for day, of_day in tallies.items():
        goals = read_goals(indicators, [body], day)
        for indicator in indicators:
            tally = of_day.get(indicator.pk, _NOTHING)
            is_above = body.contains(indicator.program.issuer) or tally.present > 0
            bounds, by_then = bounds_of(indicator, goals.get(indicator.pk, {}), day), milestones.get(indicator.pk, ())
            case = case_of(indicator, body, day, tally, bounds, by_then, is_above=is_above)
            found[day][indicator.pk] = judge_case(case)
    return found
