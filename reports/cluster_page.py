"""One cluster as its members and those above see it: the ranking, and who has sent what. Rows, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.access import cluster_units, indicators_of, programs_of, shown_programs
from indicators.models import Scope
from indicators.remembering import progress_now
from reports.matrices import FigureMatrix, Matrix, figure_matrix, matrix_of_units
from reports.overview_access import branches_of, columns_of, of_the_year, periods_for
from reports.ranking import ClusterRanking, counted, rank_clusters, rule_words
from reports.ranking_access import ClusterReading
from units import clock
from units.models import Cluster


@dataclass(frozen=True)
class ClusterPage:
    """What the reader may see; the rest is None."""

    cluster: Cluster
    at: datetime
    is_published: bool
    ranking: ClusterRanking | None
    words: str
    periods: Matrix | None
    figures: FigureMatrix | None


def cluster_page_of(reading: ClusterReading) -> ClusterPage:
    """Return the page of a cluster as of now."""
    cluster, at = reading.cluster, clock.now()
    issuer, rule = cluster.issuer, reading.rule
    programs = shown_programs(programs_of(issuer))
    indicators = indicators_of(programs)
    periods = periods_for(issuer, programs)
    ranking, words, matrix, figures = None, "", None, None
    if reading.may_rank:
        counting = counted(rule, indicators)
        (ranking,) = rank_clusters(
            issuer, [cluster], rule, counting, of_the_year(periods, programs), {cluster.pk: reading.members}
        )
        words = rule_words(rule, counting)
    if reading.may_see_states:
        matrix = matrix_of_units(columns_of(periods, at), cluster_units(cluster))
        asked = [item for item in indicators if item.scope != Scope.ISSUER]
        whole = progress_now(asked, issuer) if reading.reads_from_above and asked else {}
        figures = figure_matrix(asked, issuer, branches_of(issuer, cluster), whole)
    return ClusterPage(cluster, at, rule.is_published, ranking, words, matrix, figures)
