"""Unit × period and unit × indicator: a letter or a number in every cell. Rows for pages, no layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from indicators.models import Indicator
from indicators.progress import Status
from indicators.rollup import Progress
from indicators.standings import Standing, Standings, standing_of, standings_below
from programs.models import ReportingPeriod, ReportKind
from reports.compliance import Tally, UnitStanding, standings, sum_of
from reports.overview_access import Branch
from reports.tallies_now import tallies_now
from units import badges, clock
from units.models import Unit, UnitQuerySet

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
    """A unit; `cells` of its own reports, or `totals` of a branch, of which one is empty."""

    name: str
    url: str
    tally: Tally
    cells: tuple[MatrixCell, ...] = ()
    totals: tuple[Tally | None, ...] = ()


@dataclass(frozen=True)
class Matrix:
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]


def matrix_of_units(
    columns: Sequence[ReportingPeriod], units: UnitQuerySet, chosen: ReportingPeriod | None = None
) -> Matrix:
    """Return unit × period; units in the order of their names, those that owe nothing here left out."""
    found = standings(columns, units, clock.now()) if columns else {}
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
        rows.append(MatrixRow(unit.name, unit_page % unit.unit_id, tally, cells=line))
    return Matrix(_heads(columns, chosen), tuple(rows))


def matrix_of_branches(
    columns: Sequence[ReportingPeriod], body: Unit, branches: Sequence[Branch], chosen: ReportingPeriod | None = None
) -> Matrix:
    """Return branch × period: each cell how many of its reports were on time, of how many that were due."""
    found = tallies_now(body, columns)
    rows = [
        MatrixRow(
            branch.unit.label,
            branch.url,
            sum_of(found[branch.unit.path].values()),
            totals=tuple(found[branch.unit.path].get(period.pk) for period in columns),
        )
        for branch in branches
        if branch.unit.path in found
    ]
    return Matrix(_heads(columns, chosen), tuple(rows))


def _heads(columns: Sequence[ReportingPeriod], chosen: ReportingPeriod | None) -> tuple[Column, ...]:
    return tuple(Column(period, short_name(period), period == chosen) for period in columns)


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


# --- unit × indicator -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FigureCell:
    """A number in its colour; `words` says it all, for those who hear it or point at it."""

    text: str
    tone: str
    words: str
    url: str


@dataclass(frozen=True)
class FigureLine:
    """A unit with a cell per indicator (None: not asked), and how many of its figures are behind or missing."""

    name: str
    url: str
    cells: tuple[FigureCell | None, ...]
    behind: int
    silent: int


@dataclass(frozen=True)
class FigureMatrix:
    indicators: tuple[Indicator, ...]
    rows: tuple[FigureLine, ...]
    totals: tuple[FigureCell | None, ...]


_BEHIND = (Status.MISSED, Status.AT_RISK, Status.BEHIND)


def figure_matrix(
    indicators: Sequence[Indicator], body: Unit, branches: Sequence[Branch], whole: Mapping[int, Progress]
) -> FigureMatrix:
    """Return unit next below × indicator, with the body itself as the foot."""
    below = standings_below(indicators, body)
    pattern = reverse("indicators:indicator_detail", args=[0]).replace("0", "{}") + "?don_vi={}"
    rows = [figure_line(indicators, branch, below, pattern) for branch in branches if branch.unit.pk in below]
    totals = tuple(figure_cell(item, whole.get(item.pk), pattern.format(item.pk, body.pk)) for item in indicators)
    return FigureMatrix(tuple(indicators), tuple(rows), totals)


def figure_line(indicators: Sequence[Indicator], branch: Branch, below: Standings, pattern: str) -> FigureLine:
    own = below.of(branch.unit.pk, indicators)
    cells = tuple(
        cell_of(item, standing, pattern.format(item.pk, branch.unit.pk))
        for item, standing in zip(indicators, own, strict=True)
    )
    asked = [standing.status for standing in own if standing.is_asked]
    return FigureLine(
        name=branch.unit.label,
        url=branch.url,
        cells=cells,
        behind=sum(status in _BEHIND for status in asked),
        silent=asked.count(Status.NO_DATA),
    )


def figure_cell(indicator: Indicator, progress: Progress | None, url: str) -> FigureCell | None:
    """Return the cell of a figure: its percentage of the goal, else the figure itself; None where nobody is asked."""
    return None if progress is None else cell_of(indicator, standing_of(indicator, progress), url)


def cell_of(indicator: Indicator, standing: Standing, url: str) -> FigureCell | None:
    """Return the cell of a standing; None where nobody is asked."""
    if not standing.is_asked:
        return None
    word, tone = badges.target_badge(standing.status)
    return FigureCell(standing.short, tone, f"{indicator.label}: {word}", url)
