"""What has been reached: every figure on a screen comes from here (DESIGN §4).

All functions take a moment and answer as of then. Queries are set-based: their number does not grow with indicators or
units.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from indicators import ledger
from indicators.gathering import gather, sources_of
from indicators.judging import judge
from indicators.models import Indicator, PostingKind, PostingQuerySet
from indicators.progress import Span, Status, round_half_up
from indicators.rollup import COUNT, SHARE, Cell, Definition, Progress, UnitRef, figure_of, plain
from programs.models import ReportingPeriod
from units import clock
from units.models import Unit, UnitQuerySet

__all__ = [
    "Progress",
    "Status",
    "UnitRef",
    "accepted_value",
    "period_figures",
    "progress_of",
    "progress_of_many",
    "so_far",
]


def progress_of(indicator: Indicator, unit: Unit, at: datetime) -> Progress:
    """Return where the unit and all below it stand with the indicator at that moment; see `Progress`."""
    return progress_of_many([indicator], unit, at)[indicator.pk]


def progress_of_many(
    indicators: Iterable[Indicator], unit: Unit, at: datetime, units: UnitQuerySet | None = None
) -> dict[int, Progress]:
    """Return the progress by indicator; `units` narrows to some of the units below (a cluster, a sector).

    Narrowed, the goal of a sum is the sum of these units' shares.
    """
    wanted = list(indicators)
    found = gather(wanted, unit, at, units=units)
    return {indicator.pk: judge(found.scene(indicator)) for indicator in wanted}


def accepted_value(indicator: Indicator, unit: Unit, at: datetime) -> Decimal | None:
    """Return the value as `progress_of` would, from each unit's last accepted reports only; a count of nothing is 0."""
    value = judge(gather([indicator], unit, at, postings=ledger.accepted).scene(indicator)).value
    return Decimal(0) if value is None and indicator.kind == COUNT else value


def so_far(
    unit: Unit,
    period: ReportingPeriod,
    indicators: Iterable[Indicator],
    at: datetime | None = None,
    *,
    with_itself: bool = False,
    with_subtree: bool = False,
) -> dict[int, Decimal | None]:
    """Return by indicator the unit's figure of the counted slices whose last day lies in the period's span.

    A percentage for a SHARE, 1 or 0 for a CONDITION, None without an answer. The report for the period itself is left
    out unless asked for `with_itself`; `with_subtree` adds the units below. `at` defaults to now.
    """
    wanted = list(indicators)
    if period.covers_from is None or period.covers_until is None:
        return dict.fromkeys(indicator.pk for indicator in wanted)
    postings = ledger.counting(at or clock.now())
    postings = postings.filter(unit__path__startswith=unit.path) if with_subtree else postings.filter(unit=unit)
    if not with_itself:
        postings = postings.exclude(period=period, kind=PostingKind.REPORT)
    return _sums(wanted, Span(period.covers_from, period.covers_until), postings)


def period_figures(
    indicators: Iterable[Indicator], unit: Unit, period: ReportingPeriod, at: datetime
) -> dict[int, Decimal | None]:
    """Return by indicator what the counted reports for this period alone add up to over the unit and all below it."""
    wanted = list(indicators)
    if period.covers_from is None or period.covers_until is None:
        return dict.fromkeys(indicator.pk for indicator in wanted)
    postings = ledger.counting(at).filter(unit__path__startswith=unit.path, period=period)
    return _sums(wanted, Span(period.covers_from, period.covers_until), postings)


def _sums(indicators: list[Indicator], span: Span, postings: PostingQuerySet) -> dict[int, Decimal | None]:
    sources = sources_of(indicators)
    cells = ledger.read_cells({span: list({source.pk: source for source in sources.values()}.values())}, postings)
    found = cells.get(span, {})
    return {
        indicator.pk: plain_figure(indicator, found.get(sources[indicator.pk].pk, {}).values())
        for indicator in indicators
    }


def plain_figure(indicator: Indicator, cells: Iterable[Cell]) -> Decimal | None:
    """Return what the cells add up to: a count, a percentage with one decimal, or how many say yes."""
    figure = figure_of(Definition(indicator.kind, indicator.scope), cells)
    if figure is None or indicator.kind == SHARE:
        return None if figure is None else round_half_up(figure, 1)
    return plain(round_half_up(figure, 4))
