"""What the committee's first screen says: targets by status, reports, what changed, who holds back. No layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.access import (
    Narrowed,
    clusters_of,
    indicators_of,
    narrow,
    programs_of,
    shown_programs,
)
from indicators.forecasting import RULE
from indicators.listing import BEHIND, Tile, figure_rows, tiles_of
from indicators.outlook import Outlook, StatusColumn, outlooks, status_history
from indicators.trends import WEEK, Way
from indicators.wording import FigureWords
from programs.models import Program, ReportingPeriod
from reports.holding import UnitBehind, units_behind
from reports.overview_access import choose_period, is_large, periods_for
from reports.standing_now import ReportsNow, reports_now
from units import clock
from units.models import Cluster, Unit

# Of each list the first screen shows so many; a list of its own shows all.
MOST_SHOWN = 10


@dataclass(frozen=True)
class Weekly:
    """What changed since the end of `day`: which status went up, down or is new, and which figures grew."""

    day: date
    changed: tuple[Outlook, ...] = ()
    added: tuple[Outlook, ...] = ()

    def going(self, way: Way) -> int:
        return sum(1 for look in self.changed if look.change and look.change.way == way)

    @property
    def up(self) -> int:
        return self.going(Way.UP)

    @property
    def down(self) -> int:
        return self.going(Way.DOWN)

    @property
    def new(self) -> int:
        return self.going(Way.NEW)

    @property
    def rows(self) -> tuple[Outlook, ...]:
        """Those whose status changed, what went down first, then those that only grew."""
        changed = {look.indicator.pk for look in self.changed}
        only_grew = tuple(look for look in self.added if look.indicator.pk not in changed)
        return self.changed + only_grew


@dataclass(frozen=True)
class Overview:
    """Everything on the page, as of `at`."""

    body: Unit
    at: datetime
    programs: Sequence[Program]
    shown: Sequence[Program]
    clusters: Sequence[Cluster]
    narrowed: Narrowed
    periods: Sequence[ReportingPeriod]
    period: ReportingPeriod | None
    target_count: int
    figures: tuple[FigureWords, ...]
    tiles: tuple[Tile, ...]
    worst: tuple[Outlook, ...]
    weekly: Weekly
    reports: ReportsNow
    units: tuple[UnitBehind, ...]
    history: tuple[StatusColumn, ...] = ()
    rule: str = RULE

    @property
    def cluster(self) -> Cluster | None:
        return self.narrowed.cluster

    @property
    def behind(self) -> int:
        """How many figures are behind, at risk or missed."""
        return sum(row.status in BEHIND for row in self.figures)


def overview_of(body: Unit, asked: Mapping[str, str]) -> Overview:
    """Return the overview of a body; `asked` holds ky, cum and chuong_trinh as they stand in an address."""
    at = clock.now()
    programs = programs_of(body)
    shown = shown_programs(programs, asked.get("chuong_trinh", ""))
    clusters = clusters_of(body)
    narrowed = narrow(body, clusters, asked.get("cum", ""))
    indicators = indicators_of(shown)
    figures = figure_rows(indicators, body, narrowed)
    looks = outlooks(figures, body, narrowed.units, among=narrowed.among)
    periods = periods_for(body, shown)
    period = choose_period(periods, asked.get("ky", ""), at)
    return Overview(
        body=body,
        at=at,
        programs=programs,
        shown=shown,
        clusters=clusters,
        narrowed=narrowed,
        periods=periods,
        period=period,
        target_count=len({item.target_id or -item.pk for item in indicators}),
        figures=tuple(figures),
        tiles=tiles_of(figures),
        worst=worst_of(looks),
        weekly=weekly_of(looks),
        reports=reports_now(body, period, narrowed.cluster, clusters, at, large=is_large(body)),
        units=units_behind(indicators, body, narrowed.cluster),
        history=tuple(status_history(indicators, body, narrowed.units, among=narrowed.among)),
    )


def worst_of(looks: Sequence[Outlook]) -> tuple[Outlook, ...]:
    """Return what is missed, at risk or behind, the worst first."""
    found = [look for look in looks if look.status in BEHIND]
    return tuple(sorted(found, key=lambda look: look.row.urgency)[:MOST_SHOWN])


def weekly_of(looks: Sequence[Outlook]) -> Weekly:
    """Return what changed in seven days, what went down first."""
    order = (Way.DOWN, Way.UP, Way.NEW)
    changed = [look for look in looks if look.change and look.change.way]
    changed.sort(key=lambda look: order.index(look.change.way) if look.change and look.change.way else 0)
    added = [look for look in looks if look.change and look.change.added]
    return Weekly(clock.today() - WEEK, tuple(changed), tuple(added))
