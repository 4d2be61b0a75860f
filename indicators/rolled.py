"""Figures of now from sums that are kept: what `progress_of_many` says, without adding everybody up again.

Read are the sums of the bodies asked about, and the own parts of the few units that have changed since: the body's sum,
less what such a unit contributed, plus what it contributes now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from indicators.contributions import Frame, frame_of, of_some, stale_within
from indicators.gathering import bound_of, definition_of, own_goal, read_goals, when
from indicators.judging import Case, judge_case, with_verdicts
from indicators.models import Indicator, RollUp, RollUpState
from indicators.progress import Bound
from indicators.rollup import CONDITION, EACH_CLUSTER, EACH_UNIT, Progress
from indicators.tallies import COLUMNS, Tally, of_parts, total_of
from units import clock
from units.models import Unit

Tallies = dict[int, Tally]
_NOTHING = Tally()


def rolled_progress(
    indicators: Sequence[Indicator], within: Unit, bodies: Sequence[Unit], at: datetime
) -> dict[int, dict[int, Progress]] | None:
    """Return by body and indicator where it stands now; None while the sums of a programme are not of today.

    `bodies` lie within the body `within` (it may be the only one). A number of queries that depends neither on
    indicators, bodies nor units.
    """
    day = clock.local(at).date()
    frames = _frames(indicators, day)
    stale = stale_within(within, indicators) if frames is not None else None
    if frames is None or stale is None:
        return None
    clusters = _Clusters(frames, day)
    sums = _read(indicators, bodies, stale, clusters.members(indicators, within))
    for program_id, frame in frames.items() if stale else ():
        some = [indicator for indicator in indicators if indicator.program_id == program_id]
        _correct(sums, of_some(some, frame.setup, within, stale, at), bodies, stale)
    return _judge(indicators, bodies, sums, clusters)


@dataclass
class _Sums:
    """By indicator, what bodies add up to (`whole`) and what single units contribute (`own`), both by unit."""

    whole: Mapping[int, Tallies]
    own: Mapping[int, Tallies]

    def of(self, indicator: Indicator, body: Unit) -> Tally:
        return (self.whole if body.numchild else self.own)[indicator.pk].get(body.pk, _NOTHING)

    def is_above(self, indicator: Indicator, body: Unit) -> bool:
        """The body has units below it that take part, or issued the programme, or stands above who did."""
        if body.contains(indicator.program.issuer):
            return True
        own = self.own[indicator.pk].get(body.pk, _NOTHING)
        return self.of(indicator, body).present > own.present


@dataclass
class _Clusters:
    """Who belongs to the clusters by which some indicators are judged."""

    frames: Mapping[int, Frame]
    day: date

    def groups(self, indicator: Indicator, path: str) -> list[list[int]]:
        span, on = when(indicator, self.day)
        setup = self.frames[indicator.program_id].setup
        return list(setup.groups(indicator.program.issuer_id, span.first, min(on, span.last), below=path).values())

    def members(self, indicators: Sequence[Indicator], within: Unit) -> Q:
        """Return what own parts are needed of units in clusters: of indicators that are judged by clusters."""
        wanted = Q(pk__in=[])
        for indicator in indicators:
            if indicator.scope == EACH_CLUSTER:
                units = [unit_id for group in self.groups(indicator, within.path) for unit_id in group]
                wanted |= Q(indicator=indicator.pk, unit__in=units, is_own=True)
        return wanted

    def verdicts(self, indicator: Indicator, body: Unit, own: Tallies, total: Bound | None) -> list[bool | None]:
        """Return for every cluster with a unit that has to answer whether it reaches the goal."""
        definition = definition_of(indicator, ())
        goal = total or (Bound(Decimal(1)) if indicator.kind == CONDITION else None)
        sums = (
            total_of(own.get(unit_id, _NOTHING) for unit_id in group) for group in self.groups(indicator, body.path)
        )
        return [group.reaches(definition, goal) for group in sums if group.judged]


def _frames(indicators: Sequence[Indicator], day: date) -> dict[int, Frame] | None:
    programs = {indicator.program_id for indicator in indicators}
    states = RollUpState.objects.filter(program__in=programs, on=day).select_related("program__issuer")
    found = {state.program_id: frame_of(state) for state in states}
    return found if found.keys() == programs else None


def _read(indicators: Sequence[Indicator], bodies: Sequence[Unit], stale: set[int], members: Q) -> _Sums:
    """Read sums and own parts in one statement, so that they are of the same moment."""
    keys = [body.pk for body in bodies]
    rows = RollUp.objects.filter(indicator__in=[indicator.pk for indicator in indicators])
    rows = rows.filter(Q(unit__in=keys) | Q(unit__in=stale, is_own=True) | members)
    sums = _Sums(defaultdict(dict), defaultdict(dict))
    for indicator_id, unit_id, is_own, *parts in rows.values_list("indicator_id", "unit_id", "is_own", *COLUMNS):
        (sums.own if is_own else sums.whole)[indicator_id][unit_id] = of_parts(parts)
    for indicator in indicators:  # whose first unit below is new has no sum yet, only its own part
        own, whole = sums.own[indicator.pk], sums.whole[indicator.pk]
        whole.update({key: own[key] for key in keys if key in own and key not in whole})
    return sums


def _correct(sums: _Sums, now: Mapping[int, Tallies], bodies: Iterable[Unit], stale: set[int]) -> None:
    """Put what changed units contribute now in the place of what they contributed."""
    paths = dict(Unit.objects.filter(pk__in=stale).values_list("pk", "path"))
    above = {unit: [body.pk for body in bodies if path.startswith(body.path)] for unit, path in paths.items()}
    for indicator_id, tallies in now.items():
        own, whole = sums.own[indicator_id], sums.whole[indicator_id]
        for unit_id, tally in tallies.items():
            change = tally - own.get(unit_id, _NOTHING)
            own[unit_id] = tally
            for body_id in above[unit_id] if change else ():
                whole[body_id] = whole.get(body_id, _NOTHING) + change


def _judge(
    indicators: Sequence[Indicator], bodies: Sequence[Unit], sums: _Sums, clusters: _Clusters
) -> dict[int, dict[int, Progress]]:
    goals = read_goals(indicators, bodies, clusters.day)
    found: dict[int, dict[int, Progress]] = {body.pk: {} for body in bodies}
    for indicator in indicators:
        span, _ = when(indicator, clusters.day)
        bounds = {unit: bound_of(indicator, years, span) for unit, years in goals.get(indicator.pk, {}).items()}
        total = bounds.pop(indicator.program.issuer_id, None)
        setup = clusters.frames[indicator.program_id].setup
        definition = definition_of(indicator, setup.milestones.get(indicator.pk, ()))
        for body in bodies:
            tally, is_above, share = sums.of(indicator, body), sums.is_above(indicator, body), bounds.get(body.pk)
            if is_above and indicator.scope == EACH_CLUSTER:
                tally = with_verdicts(tally, clusters.verdicts(indicator, body, sums.own[indicator.pk], total))
            found[body.pk][indicator.pk] = judge_case(
                Case(
                    definition=definition,
                    span=span,
                    on=clusters.day,
                    tally=tally,
                    goal=own_goal(indicator, body, total, share),
                    total=total,
                    has_shares=tally.shared > 0 if indicator.scope == EACH_UNIT else share is not None,
                    from_above=is_above,
                )
            )
    return found
