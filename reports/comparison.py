"""Comparing: with last year, between clusters, between units of a sector, inside clusters. Rows for pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from indicators.access import clusters_of, indicators_of, programs_of, sectors_below, shown_programs
from indicators.comparing import progress_of_clusters
from indicators.last_year import YearAgo, year_before, years_ago
from indicators.listing import figure_rows
from indicators.models import Indicator, Scope
from indicators.remembering import progress_now
from indicators.rollup import Progress
from indicators.standings import points_of, standings_below
from indicators.wording import FigureWords, figure_words, number_words
from programs.models import Program
from reports.matrices import FigureCell, FigureMatrix, figure_cell, figure_matrix
from reports.models import RankingRule
from reports.overview_access import Branch, branches_of, due_periods
from reports.ranking import ClusterRanking, counted, rank_clusters, rule_of, rule_words
from reports.scoring import score_of
from units import clock
from units.models import Cluster, Unit

YEAR, CLUSTERS, SECTOR, RANKING = "nam", "cum", "khoi", "xep-hang"
WAYS = {
    YEAR: "Với năm trước",
    CLUSTERS: "Giữa các cụm",
    SECTOR: "Trong một khối",
    RANKING: "Xếp hạng trong cụm",
}


@dataclass(frozen=True)
class YearRow:
    """A figure now, on the same day of last year, and at the end of it. `change` in the measure of the figure."""

    row: FigureWords
    same_day: Progress | None
    whole: Progress | None

    @property
    def change(self) -> Decimal | None:
        now, then = self.row.progress.value, self.same_day.value if self.same_day else None
        return now - then if now is not None and then is not None else None

    @property
    def change_words(self) -> str:
        """ "+120", "−1,5 điểm %"; a dash where there is nothing to compare."""
        if self.change is None:
            return "–"
        sign = "+" if self.change > 0 else "−" if self.change < 0 else ""
        points = " điểm %" if self.row.progress.in_percent else ""
        return f"{sign}{number_words(abs(self.change))}{points}"

    @property
    def same_day_words(self) -> str:
        return self._words(self.same_day)

    @property
    def whole_words(self) -> str:
        """What was reached in the whole of last year, against its goal where it had one."""
        if self.whole is None:
            return "–"
        return figure_words(self.row.indicator, self.whole) if self.whole.goal is not None else self._words(self.whole)

    def _words(self, progress: Progress | None) -> str:
        if progress is None or progress.value is None:
            return "–"
        return number_words(progress.value, in_percent=progress.in_percent)


@dataclass(frozen=True)
class ClusterRow:
    """An indicator with a cell per cluster."""

    indicator: Indicator
    cells: tuple[FigureCell | None, ...]


@dataclass(frozen=True)
class Comparison:
    body: Unit
    at: datetime
    by: str
    programs: Sequence[Program]
    shown: Sequence[Program]
    clusters: Sequence[Cluster]
    sectors: Sequence[tuple[str, str]]
    sector: str = ""
    last_year: date | None = None
    years: tuple[YearRow, ...] = ()
    left: int = 0
    by_cluster: tuple[ClusterRow, ...] = ()
    scores: tuple[Decimal | None, ...] = ()
    figures: FigureMatrix | None = None
    rankings: tuple[ClusterRanking, ...] = ()
    rule: RankingRule | None = None
    words: str = ""


def comparison_of(body: Unit, asked: Mapping[str, str]) -> Comparison:
    """Return what `theo` (nam, cum, khoi, xep-hang) and `khoi` of an address ask for; by year when they say nothing."""
    by = asked.get("theo", YEAR)
    by = by if by in WAYS else YEAR
    programs, clusters = programs_of(body), clusters_of(body)
    shown = shown_programs(programs, asked.get("chuong_trinh", ""))
    sectors = sectors_below(body)
    facts = {YEAR: _by_year, CLUSTERS: _between_clusters, SECTOR: _in_sector, RANKING: _ranked}[by]
    found = facts(body, shown, clusters, _sector(sectors, asked.get("khoi", "")))
    return Comparison(body, clock.now(), by, programs, shown, clusters, sectors, **found)


def _sector(sectors: Sequence[tuple[str, str]], wanted: str) -> str:
    known = [value for value, _ in sectors]
    return wanted if wanted in known else next(iter(known), "")


def _by_year(body: Unit, shown: Sequence[Program], clusters: Sequence[Cluster], sector: str) -> dict[str, Any]:
    indicators = indicators_of(shown)
    found = years_ago(indicators, body)
    nothing = YearAgo(None, None)
    rows = [
        YearRow(row, known.same_day, known.whole)
        for row in figure_rows(indicators, body)
        if (known := found.get(row.indicator.pk, nothing)).whole is not None or known.same_day is not None
    ]
    return {"years": tuple(rows), "left": len(indicators) - len(rows), "last_year": year_before(clock.today())}


def _between_clusters(body: Unit, shown: Sequence[Program], clusters: Sequence[Cluster], sector: str) -> dict[str, Any]:
    indicators = [item for item in indicators_of(shown) if item.scope not in (Scope.ISSUER, Scope.EACH_CLUSTER)]
    found = progress_of_clusters(indicators, body, clusters)
    pattern = f"{reverse('indicators:indicator_list')}?don_vi={body.pk}&cum={{}}&q={{}}"
    rows = [
        ClusterRow(
            item,
            tuple(
                figure_cell(item, found[cluster.pk].get(item.pk), pattern.format(cluster.pk, item.label[:60]))
                for cluster in clusters
            ),
        )
        for item in indicators
    ]
    rule = rule_of(body)
    items = counted(rule, indicators)
    scores = [
        score_of([points_of(found[cluster.pk][item.pk]) for item in items], None, 100).total for cluster in clusters
    ]
    return {"by_cluster": tuple(rows) if clusters else (), "scores": tuple(scores)}


def _in_sector(body: Unit, shown: Sequence[Program], clusters: Sequence[Cluster], sector: str) -> dict[str, Any]:
    indicators = [item for item in indicators_of(shown) if item.scope != Scope.ISSUER]
    branches = [branch for branch in branches_of(body) if branch.unit.sector == sector]
    below = standings_below(indicators, body)
    counting = counted(rule_of(body), indicators)

    def by_results(branch: Branch) -> Decimal:
        points = [standing.score for standing in below.of(branch.unit.pk, counting)]
        return -(score_of(points, None, 100).total or Decimal(0))

    whole = progress_now(indicators, body) if indicators else {}
    return {"sector": sector, "figures": figure_matrix(indicators, body, sorted(branches, key=by_results), whole)}


def _ranked(body: Unit, shown: Sequence[Program], clusters: Sequence[Cluster], sector: str) -> dict[str, Any]:
    rule = rule_of(body)
    indicators = counted(rule, indicators_of(shown))
    rankings = rank_clusters(body, clusters, rule, indicators, due_periods(body, shown, clock.now()))
    return {"rankings": tuple(rankings), "rule": rule, "words": rule_words(rule, indicators)}
