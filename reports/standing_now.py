"""How the reports of one period stand for a body: counts, who is late, clusters. Rows for pages, no layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from programs.models import ReportingPeriod
from reports.compliance import (
    Compliance,
    Tally,
    Timeliness,
    compliance_of,
    ranking,
    sum_of,
)
from reports.overview_access import branches_of, cluster_names, day_of, units_shown
from reports.tallies_now import tallies_now
from units.formats import format_last_day, format_number
from units.models import Cluster, Unit

MOST_SHOWN = 10


@dataclass(frozen=True)
class LateLine:
    """A unit that has not sent or sent late; or, where there are many units, a branch with the `tally` of its units."""

    name: str
    url: str
    timeliness: Timeliness
    days: int = 0
    tally: Tally | None = None


@dataclass(frozen=True)
class ClusterLine:
    """A cluster (without a name: units in none), ranked by its rate."""

    name: str
    tally: Tally
    rank: int | None = None


@dataclass(frozen=True)
class ReportsNow:
    """`late` names all who are missing, the longest first, then who sent late; the first screen shows ten."""

    period: ReportingPeriod | None = None
    tally: Tally = field(default_factory=Tally)
    late: tuple[LateLine, ...] = ()
    clusters: tuple[ClusterLine, ...] = ()
    is_large: bool = False

    @property
    def reports(self) -> int:
        """How many reports there are for the period, due or not."""
        return self.tally.due + self.tally.pending + self.tally.waived

    @property
    def shown(self) -> tuple[LateLine, ...]:
        return self.late[:MOST_SHOWN]

    @property
    def left(self) -> int:
        return len(self.late) - len(self.shown)

    @property
    def missing(self) -> list[LateLine]:
        return [line for line in self.late if line.timeliness == Timeliness.MISSING]

    @property
    def missing_text(self) -> str:
        """The list of who is late, to be pasted into a chat."""
        if self.period is None or not self.missing:
            return ""
        head = f"{self.period.name} (hạn: {format_last_day(self.period.last_day)}) – chưa nhận được báo cáo của:"
        lines = (f"{number}. {_with_count(line)}" for number, line in enumerate(self.missing, 1))
        return "\n".join([head, *lines])


def _with_count(line: LateLine) -> str:
    return f"{line.name}: {format_number(line.tally.missing)} đơn vị" if line.tally else line.name


def reports_now(
    body: Unit,
    period: ReportingPeriod | None,
    cluster: Cluster | None,
    clusters: Sequence[Cluster],
    at: datetime,
    *,
    large: bool,
) -> ReportsNow:
    """Return how the reports of the period stand; a `large` body names the units next below only."""
    if period is None:
        return ReportsNow()
    groups = cluster_names(body, day_of(period)) if clusters and cluster is None else {}
    if large and cluster is None:
        return _of_branches(body, period, groups)
    found = compliance_of(period, units_shown(body, cluster, day_of(period)), at)
    unit_page = reverse("reports:unit_detail", args=[0]).replace("0", "{}")
    missing = sorted(found.missing, key=lambda row: -row.days)
    late = sorted(found.late, key=lambda row: -row.days)
    return ReportsNow(
        period=period,
        tally=Tally.of(row.timeliness for row in found.rows),
        late=tuple(
            LateLine(row.name, unit_page.format(row.unit_id), row.timeliness, row.days) for row in [*missing, *late]
        ),
        clusters=_clusters(_by_name(found, groups)) if groups else (),
    )


def _of_branches(body: Unit, period: ReportingPeriod, groups: Mapping[int, str]) -> ReportsNow:
    found = {path: of_period[period.pk] for path, of_period in tallies_now(body, [period]).items()}
    branches = [branch for branch in branches_of(body) if branch.unit.path in found]
    late = [
        LateLine(
            branch.unit.label,
            branch.url,
            Timeliness.MISSING if found[branch.unit.path].missing else Timeliness.LATE,
            tally=found[branch.unit.path],
        )
        for branch in branches
        if found[branch.unit.path].missing or found[branch.unit.path].late
    ]
    late.sort(key=lambda line: (-line.tally.missing, -line.tally.late) if line.tally else (0, 0))
    by_name: dict[str, list[Tally]] = {}
    for branch in branches:
        by_name.setdefault(groups.get(branch.unit.pk, ""), []).append(found[branch.unit.path])
    sums = {name: sum_of(tallies) for name, tallies in by_name.items()}
    return ReportsNow(period, sum_of(found.values()), tuple(late), _clusters(sums) if groups else (), is_large=True)


def _by_name(found: Compliance, groups: Mapping[int, str]) -> dict[str, Tally]:
    parts: dict[str, list[Timeliness]] = {}
    for row in found.rows:
        parts.setdefault(groups.get(row.unit_id, ""), []).append(row.timeliness)
    return {name: Tally.of(kinds) for name, kinds in parts.items()}


def _clusters(sums: Mapping[str, Tally]) -> tuple[ClusterLine, ...]:
    """Best rate first; units without a cluster come last, unranked, under an empty name."""
    ranks = ranking({name: tally.rate for name, tally in sums.items() if name})
    lines = [ClusterLine(name, tally, ranks.get(name)) for name, tally in sums.items()]
    return tuple(sorted(lines, key=lambda line: (not line.name, line.rank is None, line.rank or 0)))
