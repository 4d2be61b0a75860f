"""The ranking inside clusters: rows for pages, no layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from indicators.models import Indicator, Scope
from indicators.standings import Standings, standings_below
from programs.models import ReportingPeriod
from reports.compliance import Tally, tallies_of
from reports.models import RankingRule
from reports.scoring import Score, places, score_of
from units import clock
from units.formats import format_number
from units.models import Cluster, ClusterMembership, Unit
from units.prepared import Prepared


@dataclass(frozen=True)
class RankedUnit:
    """A unit in its cluster; without a place where there is nothing to judge by."""

    unit: Unit
    score: Score
    tally: Tally
    place: int | None
    is_lead: bool = False


@dataclass(frozen=True)
class ClusterRanking:
    cluster: Cluster
    rows: tuple[RankedUnit, ...]

    @property
    def placed(self) -> int:
        return sum(row.place is not None for row in self.rows)

    def row_of(self, unit: Unit) -> RankedUnit | None:
        return next((row for row in self.rows if row.unit.pk == unit.pk), None)


def rule_of(body: Unit) -> RankingRule:
    """Return the body's rule; where nobody has chosen one yet, the usual one, not stored and not published."""
    found = RankingRule.objects.filter(issuer=body).prefetch_related("indicators").first()
    return found or RankingRule(issuer=body)


def counted(rule: RankingRule, indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return which of the indicators count: the chosen ones, else all that units are asked for."""
    chosen = {indicator.pk for indicator in rule.indicators.all()} if rule.pk else set()
    asked = [indicator for indicator in indicators if indicator.scope != Scope.ISSUER]
    return [indicator for indicator in asked if indicator.pk in chosen] or asked


def rule_words(rule: RankingRule, indicators: Sequence[Indicator]) -> str:
    """Return the rule in a sentence or two."""
    mean = (
        f"kết quả của {format_number(len(indicators))} chỉ số (trung bình phần trăm hoàn thành chỉ tiêu giao, mỗi chỉ "
        "số tối đa 100 điểm, chưa có số liệu 0 điểm)"
    )
    on_time = "tỷ lệ báo cáo gửi đúng hạn trong năm"
    weight = rule.results_weight
    without = "Đơn vị không có chỉ tiêu để tính kết quả thì không xếp hạng."
    if weight == 100:
        return f"Xếp hạng theo {mean}. {without}"
    if weight == 0:
        return f"Xếp hạng theo {on_time}."
    return f"Điểm gồm {weight}% {mean} và {100 - weight}% {on_time}. {without}"


def rank_clusters(
    body: Unit,
    clusters: Sequence[Cluster],
    rule: RankingRule,
    indicators: Sequence[Indicator],
    periods: Sequence[ReportingPeriod],
    members: Mapping[int, Sequence[ClusterMembership]] | None = None,
) -> list[ClusterRanking]:
    """Return the clusters with their members of today, the best first; a fixed number of queries.

    `members`: what `members_of` gave, where that is known.
    """
    members = members_of(clusters, clock.today()) if members is None else members
    below = standings_below(indicators, body)
    at = clock.now()
    due = [period for period in periods if period.due_at <= at]
    units = [row.unit_id for rows in members.values() for row in rows]
    tallies = tallies_of(units, due, at)
    return [
        ClusterRanking(cluster, _ranked(members.get(cluster.pk, []), rule, indicators, below, tallies))
        for cluster in clusters
    ]


def members_of(clusters: Sequence[Cluster], on: date) -> dict[int, list[ClusterMembership]]:
    """Return by cluster its members of that day with their units, in the order of names."""
    found: dict[int, list[ClusterMembership]] = {}
    for row in _members_of([cluster.pk for cluster in clusters], on):
        found.setdefault(row.cluster_id, []).append(row)
    return found


@Prepared
def _members_of(clusters: list[int], on: date) -> QuerySet[ClusterMembership]:
    current = ClusterMembership.objects.current(on).filter(cluster__pk__in=clusters)
    return current.select_related("unit").order_by("unit__sort_key", "unit_id")


def _ranked(
    members: Sequence[ClusterMembership],
    rule: RankingRule,
    indicators: Sequence[Indicator],
    below: Standings,
    tallies: dict[int, Tally],
) -> tuple[RankedUnit, ...]:
    scores = {}
    for row in members:
        points = [standing.score for standing in below.of(row.unit_id, indicators)]
        scores[row.unit_id] = score_of(points, tallies.get(row.unit_id, Tally()).rate, rule.results_weight)
    place = places({unit_id: score.total for unit_id, score in scores.items()})
    rows = [
        RankedUnit(
            row.unit, scores[row.unit_id], tallies.get(row.unit_id, Tally()), place.get(row.unit_id), row.is_lead
        )
        for row in members
    ]
    return tuple(sorted(rows, key=lambda row: (row.place is None, row.place or 0)))
