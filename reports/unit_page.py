"""A unit as seen from above and by itself: its shares, its reports, its place in its cluster. Rows, no layout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.access import cluster_units, indicators_of, programs_of, shown_programs
from indicators.forecasting import RULE
from indicators.listing import TargetRow, Tile, by_target, figure_rows, tiles_of
from indicators.models import Scope
from indicators.outlook import outlooks
from programs.models import Program, ReportingPeriod
from reports.compliance import Tally, Timeliness, UnitStanding, ranking, standings
from reports.overview_access import cluster_of, periods_for
from units import clock
from units.models import Cluster, Unit, UnitQuerySet


@dataclass(frozen=True)
class ReportLine:
    """One report of the unit."""

    period: ReportingPeriod
    row: UnitStanding


@dataclass(frozen=True)
class Place:
    """Where the unit stands in its cluster by the rate of reports on time; equal rates share a place."""

    cluster: Cluster
    rank: int | None
    of: int


@dataclass(frozen=True)
class UnitPage:
    unit: Unit
    at: datetime
    programs: Sequence[Program]
    targets: tuple[TargetRow, ...]
    tiles: tuple[Tile, ...]
    reports: tuple[ReportLine, ...]
    tally: Tally
    place: Place | None
    rule: str = RULE


def unit_page_of(unit: Unit, *, may_open: bool = True) -> UnitPage:
    """Return the page of a unit as of now; the issuing body's own goals are not the unit's."""
    at = clock.now()
    programs = shown_programs(programs_of(unit))
    indicators = [
        item for item in indicators_of(programs) if item.scope != Scope.ISSUER or item.program.issuer_id == unit.pk
    ]
    figures = figure_rows(indicators, unit)
    periods = periods_for(unit, programs)
    cluster = cluster_of(unit, {program.issuer_id for program in programs})
    found = standings(periods, _compared(unit, cluster), at) if periods else {}
    own = [(period, row) for period in periods for row in found.get(period.pk, ()) if row.unit_id == unit.pk]
    return UnitPage(
        unit=unit,
        at=at,
        programs=programs,
        targets=tuple(by_target(outlooks(figures, unit, may_open=may_open and unit.numchild > 0))),
        tiles=tiles_of(figures),
        reports=tuple(ReportLine(period, row) for period, row in reversed(own)),
        tally=Tally.of(row.timeliness for _, row in own),
        place=place_in(cluster, unit, found.values()) if cluster else None,
    )


def place_in(cluster: Cluster, unit: Unit, found: Iterable[Sequence[UnitStanding]]) -> Place:
    """Return the unit's place among the members of its cluster, over all periods so far."""
    stood: dict[int, list[Timeliness]] = {}
    for rows in found:
        for row in rows:
            stood.setdefault(row.unit_id, []).append(row.timeliness)
    ranks = ranking({unit_id: Tally.of(kinds).rate for unit_id, kinds in stood.items()})
    return Place(cluster, ranks.get(unit.pk), len(ranks))


def _compared(unit: Unit, cluster: Cluster | None) -> UnitQuerySet:
    """The unit, and the members of its cluster."""
    alone = Unit.objects.filter(pk=unit.pk)
    return alone | cluster_units(cluster) if cluster else alone
