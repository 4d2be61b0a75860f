"""What the committee's first screen says: targets by status, who has sent what, what needs attention. No layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from indicators.access import choose_cluster, clusters_of, indicators_of, programs_of, shown_programs
from indicators.listing import TargetRow, Tile, by_target, figure_rows, tiles_of
from indicators.progress import Status
from indicators.wording import FigureWords
from programs.models import Program, ReportingPeriod, ReportKind
from reports.compliance import Compliance, Tally, UnitStanding, by_cluster, standings
from reports.overview_access import choose_period, cluster_names, columns_of, day_of, periods_for, units_shown
from units import clock
from units.formats import format_last_day
from units.models import Cluster, Unit

WORTH_A_LOOK = (Status.MISSED, Status.AT_RISK, Status.BEHIND)
MOST_SHOWN = 8
_SHORT = {
    ReportKind.QUARTERLY: "Quý {quarter}",
    ReportKind.HALF_YEAR: "6 tháng",
    ReportKind.NINE_MONTH: "9 tháng",
    ReportKind.ANNUAL: "Năm",
    ReportKind.CLOSING: "Chốt năm",
    ReportKind.MONTHLY: "T{month}",
}
_QUARTERS = ("I", "II", "III", "IV")

# The state and days of a cell, and where it leads; None where nothing is owed.
MatrixCell = tuple[str, int, str] | None


@dataclass(frozen=True)
class Column:
    """A period as the head of a column."""

    period: ReportingPeriod
    short: str
    is_chosen: bool


@dataclass(frozen=True)
class MatrixRow:
    name: str
    url: str
    cells: tuple[MatrixCell, ...]
    tally: Tally


@dataclass(frozen=True)
class Matrix:
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Overview:
    """Everything on the page, as of `at`."""

    body: Unit
    at: datetime
    programs: Sequence[Program]
    shown: Sequence[Program]
    clusters: Sequence[Cluster]
    cluster: Cluster | None
    periods: Sequence[ReportingPeriod]
    period: ReportingPeriod | None
    figures: tuple[FigureWords, ...]
    targets: tuple[TargetRow, ...]
    tiles: tuple[Tile, ...]
    attention: tuple[FigureWords, ...]
    compliance: Compliance
    tally: Tally
    by_cluster: tuple[Compliance, ...]
    matrix: Matrix

    @property
    def attention_left(self) -> int:
        """How many that are worth a look stand in the table only."""
        return sum(row.status in WORTH_A_LOOK for row in self.figures) - len(self.attention)

    @property
    def missing(self) -> list[UnitStanding]:
        """Who has not sent though it is due, the longest first."""
        return sorted(self.compliance.missing, key=lambda row: -row.days)

    @property
    def missing_text(self) -> str:
        """The list of who is late, to be pasted into a chat."""
        if self.period is None or not self.missing:
            return ""
        head = f"{self.period.name} (hạn: {format_last_day(self.period.last_day)}) – chưa nhận được báo cáo của:"
        return "\n".join([head, *(f"{number}. {row.name}" for number, row in enumerate(self.missing, 1))])


def overview_of(body: Unit, asked: Mapping[str, str]) -> Overview:
    """Return the overview of a body; `asked` holds ky, cum and chuong_trinh as they stand in an address."""
    at = clock.now()
    programs = programs_of(body)
    shown = shown_programs(programs, asked.get("chuong_trinh", ""))
    clusters = clusters_of(body)
    cluster = choose_cluster(clusters, asked.get("cum", ""))
    figures = figure_rows(indicators_of(shown), body, cluster)
    periods = periods_for(body, shown)
    period = choose_period(periods, asked.get("ky", ""), at)
    columns = columns_of(periods, at)
    wanted = [*columns, *([period] if period and period not in columns else [])]
    found = standings(wanted, units_shown(body, cluster, day_of(period)), at) if wanted else {}
    compliance = Compliance(found.get(period.pk, ()) if period else ())
    return Overview(
        body=body,
        at=at,
        programs=programs,
        shown=shown,
        clusters=clusters,
        cluster=cluster,
        periods=periods,
        period=period,
        figures=tuple(figures),
        targets=tuple(by_target(figures)),
        tiles=tiles_of(figures),
        attention=worst_of(figures),
        compliance=compliance,
        tally=Tally.of(row.timeliness for row in compliance.rows),
        by_cluster=tuple(by_cluster(compliance, cluster_names(body, day_of(period))))
        if clusters and not cluster
        else (),
        matrix=matrix_of(columns, found, period),
    )


def worst_of(figures: Sequence[FigureWords]) -> tuple[FigureWords, ...]:
    """Return what is missed, at risk or behind, the worst first."""
    found = [row for row in figures if row.status in WORTH_A_LOOK]
    return tuple(sorted(found, key=lambda row: row.urgency)[:MOST_SHOWN])


def matrix_of(
    columns: Sequence[ReportingPeriod],
    found: Mapping[int, Sequence[UnitStanding]],
    chosen: ReportingPeriod | None,
) -> Matrix:
    """Return unit × period; units in the order of their names, those that owe nothing here left out."""
    report = reverse("reports:submission_detail", args=[0]).replace("0", "%d")
    unit_page = reverse("reports:unit_detail", args=[0]).replace("0", "%d")
    cells: dict[int, dict[int, UnitStanding]] = {}
    for period in columns:
        for row in found.get(period.pk, ()):
            cells.setdefault(row.unit_id, {})[period.pk] = row
    rows = []
    for own in sorted(cells.values(), key=lambda own: min(row.place for row in own.values())):
        unit = next(iter(own.values()))
        line = tuple(_cell(own.get(period.pk), report) for period in columns)
        tally = Tally.of(row.timeliness for row in own.values())
        rows.append(MatrixRow(unit.name, unit_page % unit.unit_id, line, tally))
    heads = tuple(Column(period, short_name(period), period == chosen) for period in columns)
    return Matrix(heads, tuple(rows))


def _cell(row: UnitStanding | None, report: str) -> MatrixCell:
    if row is None:
        return None
    is_sent = row.first_submitted_at is not None
    return (row.timeliness.value, row.days, report % row.submission_id if is_sent else "")


def short_name(period: ReportingPeriod) -> str:
    """Return "T4", "Quý I", "6 tháng"; for other kinds the last good day."""
    day = period.last_day
    pattern = _SHORT.get(ReportKind(period.rule.kind))
    if pattern is None:
        return f"{day:%d/%m}"
    return pattern.format(month=day.month, quarter=_QUARTERS[(day.month - 1) // 3])
