"""Figures of now from sums that are kept: what `progress_of_many` says, without adding everybody up again.

Read are the sums of the bodies asked about, and the own parts of the few units that have changed since: the body's sum,
less what such a unit contributed, plus what it contributes now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from indicators.cases import bounds_of, case_of
from indicators.clusters import cluster_members, cluster_verdicts
from indicators.contributions import Frame, frame_of, of_some, stale_within
from indicators.goals import read_goals
from indicators.judging import judge_case, with_verdicts
from indicators.models import Indicator, RollUp, RollUpState
from indicators.rollup import EACH_CLUSTER, Progress
from indicators.tallies import COLUMNS, Tally, of_parts
from programs.models import Participation
from units import clock
from units.models import Unit
from units.page import once
from units.prepared import Prepared

Tallies = dict[int, Tally]
_NOTHING = Tally()


# Adding up more units than that takes longer than a page may: their figures are shown as they were summed last.
VAST = 3000


@dataclass(frozen=True)
class Basis:
    """Which kept sums figures are taken from: those of `day`, corrected by the units that have changed since.

    `stale`: these units with their places in the tree.
    `summed_at`: when they were summed, where they are shown as they are (a vast body whose sums are being made anew).
    """

    states: Sequence[RollUpState]
    day: date
    stale: Mapping[int, str] = field(default_factory=dict)
    summed_at: datetime | None = None


def basis_of(indicators: Sequence[Indicator], within: Unit, at: datetime) -> Basis | None:
    """Return the sums to take figures of the indicators from, below that body; None where there are none to go by."""
    programs = sorted({indicator.program_id for indicator in indicators})
    return once(f"basis {within.pk} {programs} {at.date()}", lambda: _basis(indicators, within, at))


def _basis(indicators: Sequence[Indicator], within: Unit, at: datetime) -> Basis | None:
    day = clock.local(at).date()
    states = _states(indicators)
    stale = stale_within(within, indicators) if states and all(state.on == day for state in states) else None
    if stale is not None:
        return Basis(states, day, stale)
    if not states or not is_vast(within, indicators):
        return None
    return Basis(states, min(state.on for state in states), summed_at=min(state.built_at for state in states))


def rolled_progress(
    indicators: Sequence[Indicator], within: Unit, bodies: Sequence[Unit], at: datetime, basis: Basis | None = None
) -> dict[int, dict[int, Progress]] | None:
    """Return by body and indicator where it stands now; None while the sums of a programme are not of today.

    `bodies` lie within the body `within` (it may be the only one). A number of queries that depends neither on
    indicators, bodies nor units. Of a vast body it returns what was summed last; `Progress.summed_at` says so.
    `basis`: what `basis_of` gave, where that is known.
    """
    basis = basis or basis_of(indicators, within, at)
    if basis is None:
        return None
    stale = set(basis.stale)
    frames = {state.program_id: frame_of(state) for state in basis.states}
    sums = _read(indicators, bodies, stale, _members(indicators, frames, bodies, basis.day))
    if stale:
        _correct(sums, _changes(frames, within, stale, at), basis.stale, bodies)
    found = _judge(indicators, bodies, sums, frames, basis.day)
    if basis.summed_at is None:
        return found
    return {
        body: {pk: replace(progress, summed_at=basis.summed_at) for pk, progress in of_body.items()}
        for body, of_body in found.items()
    }


def _states(indicators: Sequence[Indicator]) -> list[RollUpState]:
    """Return the states of all programmes; none while one of them has never been summed."""
    programs = sorted({indicator.program_id for indicator in indicators})
    found = _STATES(programs)
    return found if len(found) == len(programs) else []


_STATES = Prepared(
    lambda programs: RollUpState.objects.filter(program__pk__in=programs).select_related("program__issuer")
)


def is_vast(body: Unit, indicators: Sequence[Indicator]) -> bool:
    """True when adding up everybody below the body takes longer than a page may."""
    programs = {indicator.program_id for indicator in indicators}
    below = Participation.objects.filter(program__in=programs, unit__path__startswith=body.path)
    return below.count() > VAST


@dataclass
class _Sums:
    """By indicator, what bodies add up to (`whole`) and what single units contribute (`own`), both by unit."""

    indicators: Sequence[int]
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


def _members(
    indicators: Sequence[Indicator], frames: Mapping[int, Frame], bodies: Sequence[Unit], day: date
) -> dict[int, set[int]]:
    """Return the units whose own parts are needed because they are in clusters, by indicator judged by clusters."""
    paths = tuple(body.path for body in bodies)
    return {
        indicator.pk: {
            unit
            for group in cluster_members(frames[indicator.program_id].setup, indicator, paths, day)
            for unit in group
        }
        for indicator in indicators
        if indicator.scope == EACH_CLUSTER
    }


def _read(
    indicators: Sequence[Indicator], bodies: Sequence[Unit], stale: set[int], members: Mapping[int, set[int]]
) -> _Sums:
    """Read sums and own parts in one statement, so that they are of the same moment."""
    keys = [body.pk for body in bodies]
    asked = [indicator.pk for indicator in indicators]
    sums = _Sums(asked, defaultdict(dict), defaultdict(dict))
    rows = _rows(asked, keys, sorted(stale), list(members), sorted(set().union(*members.values())))
    for indicator_id, unit_id, is_own, *parts in rows:
        (sums.own if is_own else sums.whole)[indicator_id][unit_id] = of_parts(parts)
    for indicator in indicators:  # whose first unit below is new has no sum yet, only its own part
        own, whole = sums.own[indicator.pk], sums.whole[indicator.pk]
        whole.update({key: own[key] for key in keys if key in own and key not in whole})
    return sums


@Prepared
def _rows(
    asked: list[int], keys: list[int], stale: list[int], by_clusters: list[int], members: list[int]
) -> QuerySet[RollUp, tuple[Any, ...]]:
    own = Q(unit__pk__in=stale) | Q(indicator__pk__in=by_clusters, unit__pk__in=members)
    rows = RollUp.objects.filter(Q(unit__pk__in=keys) | Q(own, is_own=True), indicator__pk__in=asked)
    return rows.values_list("indicator_id", "unit_id", "is_own", *COLUMNS)


def _changes(frames: Mapping[int, Frame], within: Unit, stale: set[int], at: datetime) -> Mapping[int, Tallies]:
    """Return what changed units contribute now to all indicators of the programmes, by indicator and unit."""

    def look_up() -> Mapping[int, Tallies]:
        now: dict[int, Tallies] = {}
        for frame in frames.values():
            now |= of_some(frame.indicators, frame.setup, within, stale, at)
        return now

    return once(f"changes {within.pk} {sorted(frames)} {sorted(stale)}", look_up)


def _correct(sums: _Sums, now: Mapping[int, Tallies], paths: Mapping[int, str], bodies: Iterable[Unit]) -> None:
    """Put what changed units contribute now in the place of what they contributed."""
    above = {unit: [body.pk for body in bodies if path.startswith(body.path)] for unit, path in paths.items()}
    for indicator_id in sums.indicators:
        own, whole = sums.own[indicator_id], sums.whole[indicator_id]
        for unit_id, tally in now.get(indicator_id, {}).items():
            change = tally - own.get(unit_id, _NOTHING)
            own[unit_id] = tally
            for body_id in above[unit_id] if change else ():
                whole[body_id] = whole.get(body_id, _NOTHING) + change


def _judge(
    indicators: Sequence[Indicator], bodies: Sequence[Unit], sums: _Sums, frames: Mapping[int, Frame], day: date
) -> dict[int, dict[int, Progress]]:
    goals = read_goals(indicators, bodies, day)
    found: dict[int, dict[int, Progress]] = {body.pk: {} for body in bodies}
    for indicator in indicators:
        bounds = bounds_of(indicator, goals.get(indicator.pk, {}), day)
        setup, own = frames[indicator.program_id].setup, sums.own[indicator.pk]
        milestones = setup.milestones.get(indicator.pk, ())
        for body in bodies:
            tally, is_above = sums.of(indicator, body), sums.is_above(indicator, body)
            if is_above and indicator.scope == EACH_CLUSTER:
                total = bounds.get(indicator.program.issuer_id)
                tally = with_verdicts(tally, cluster_verdicts(setup, indicator, body.path, day, own, total))
            case = case_of(indicator, body, day, tally, bounds, milestones, is_above=is_above)
            found[body.pk][indicator.pk] = judge_case(case)
    return found
