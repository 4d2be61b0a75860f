"""A unit as seen from above and by itself: its shares, its reports, its place in its cluster. Rows, no layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.access import Reading, indicators_of, programs_of, shown_programs
from indicators.forecasting import RULE
from indicators.listing import TargetRow, Tile, by_target, figure_rows, tiles_of
from indicators.models import Scope
from indicators.outlook import outlooks
from programs.models import Program, ReportingPeriod
from reports.compliance import Tally, UnitStanding, standings
from reports.overview_access import cluster_of, due_periods, periods_for
from reports.ranking import RankedUnit, counted, rank_clusters, rule_of, rule_words
from units import clock, roles
from units.models import Cluster, Unit


@dataclass(frozen=True)
class ReportLine:
    """One report of the unit."""

    period: ReportingPeriod
    row: UnitStanding


@dataclass(frozen=True)
class Place:
    """Where the unit stands in its cluster by the rule of the issuing body; None where nobody may see it."""

    cluster: Cluster
    row: RankedUnit | None
    of: int
    words: str


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


def unit_page_of(reading: Reading) -> UnitPage:
    """Return the page of a unit as of now; the issuing body's own goals are not the unit's."""
    unit, at = reading.body, clock.now()
    programs = shown_programs(programs_of(unit))
    indicators = [
        item for item in indicators_of(programs) if item.scope != Scope.ISSUER or item.program.issuer_id == unit.pk
    ]
    figures = figure_rows(indicators, unit)
    periods = periods_for(unit, programs)
    found = standings(periods, Unit.objects.filter(pk=unit.pk), at) if periods else {}
    own = [(period, row) for period in periods for row in found.get(period.pk, ())]
    return UnitPage(
        unit=unit,
        at=at,
        programs=programs,
        targets=tuple(by_target(outlooks(figures, unit, may_open=reading.may_open and unit.numchild > 0))),
        tiles=tiles_of(figures),
        reports=tuple(ReportLine(period, row) for period, row in reversed(own)),
        tally=Tally.of(row.timeliness for _, row in own),
        place=place_of(reading, cluster_of(unit, {program.issuer_id for program in programs})),
    )


def place_of(reading: Reading, cluster: Cluster | None) -> Place | None:
    """Return the unit's place in the cluster; without the row where the ranking is not for these eyes."""
    if cluster is None:
        return None
    issuer, unit = cluster.issuer, reading.body
    rule = rule_of(issuer)
    if not roles.may_read_ranking(reading.user, issuer, [unit], is_published=rule.is_published):
        return Place(cluster, None, 0, "")
    programs = shown_programs(programs_of(issuer))
    indicators = counted(rule, indicators_of(programs))
    (ranking,) = rank_clusters(issuer, [cluster], rule, indicators, due_periods(issuer, programs, clock.now()))
    return Place(cluster, ranking.row_of(unit), ranking.placed, rule_words(rule, indicators))
