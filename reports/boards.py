"""The pages of the two matrices: what they were asked for, and their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.access import choose_cluster, clusters_of, indicators_of, programs_of, shown_programs
from indicators.remembering import progress_now
from programs.models import Program
from reports.matrices import FigureMatrix, Matrix, figure_matrix, matrix_of_branches, matrix_of_units
from reports.overview_access import branches_of, columns_of, is_large, periods_for, units_shown
from units import clock
from units.models import Cluster, Unit


@dataclass(frozen=True)
class MatrixBoard:
    """A matrix of a body as of a moment; one of `periods` and `figures` is there."""

    body: Unit
    at: datetime
    programs: Sequence[Program]
    shown: Sequence[Program]
    clusters: Sequence[Cluster]
    cluster: Cluster | None
    periods: Matrix | None = None
    figures: FigureMatrix | None = None
    is_large: bool = False


def period_board(body: Unit, asked: Mapping[str, str]) -> MatrixBoard:
    """Return unit × period; `asked` holds cum and chuong_trinh as they stand in an address."""
    at, programs, clusters = clock.now(), programs_of(body), clusters_of(body)
    shown = shown_programs(programs, asked.get("chuong_trinh", ""))
    cluster = choose_cluster(clusters, asked.get("cum", ""))
    columns = columns_of(periods_for(body, shown), at)
    large = is_large(body)
    if large:
        matrix = matrix_of_branches(columns, body, branches_of(body, cluster, screen="reports:period_matrix"))
    else:
        matrix = matrix_of_units(columns, units_shown(body, cluster, at.date()))
    return MatrixBoard(body, at, programs, shown, clusters, cluster, periods=matrix, is_large=large)


def target_board(body: Unit, asked: Mapping[str, str]) -> MatrixBoard:
    """Return unit next below × indicator; `asked` as above."""
    programs, clusters = programs_of(body), clusters_of(body)
    shown = shown_programs(programs, asked.get("chuong_trinh", ""))
    cluster = choose_cluster(clusters, asked.get("cum", ""))
    indicators = [item for item in indicators_of(shown) if item.scope != "ISSUER"]
    whole = progress_now(indicators, body) if indicators else {}
    branches = branches_of(body, cluster, screen="reports:target_matrix")
    matrix = figure_matrix(indicators, body, branches, whole)
    return MatrixBoard(body, clock.now(), programs, shown, clusters, cluster, figures=matrix)
