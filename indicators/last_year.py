"""How the same things stood a year ago: in last year's programme of the same body, or in results imported for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators import ledger
from indicators.gathering import Gathered, gather
from indicators.judging import judge
from indicators.models import Indicator
from indicators.progress import Span, span_at
from indicators.remembering import remembered
from indicators.rollup import Progress
from programs.models import ProgramStatus
from units import clock
from units.models import Unit


@dataclass(frozen=True)
class YearAgo:
    """The figure up to the same day of last year, and that of the whole span; None where nothing is known."""

    same_day: Progress | None
    whole: Progress | None


@dataclass(frozen=True)
class _Counterpart:
    indicator: Indicator
    whole: Span
    cut: Span


def year_before(day: date) -> date:
    """Return the same day of last year; the last of February after a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day - timedelta(days=366)


def years_ago(indicators: Sequence[Indicator], body: Unit) -> dict[int, YearAgo]:
    """Return by indicator how it stood a year ago, remembered; those without a counterpart left out.

    The counterpart is the indicator itself, where its programme ran then; else one of the same name and kind of the
    same issuing body; else what was imported under the indicator for last year.
    """
    if not indicators:
        return {}
    keys = ",".join(str(indicator.pk) for indicator in indicators)
    return remembered(f"last year|{body.pk}|{keys}", lambda: _years_ago(indicators, body))


def _years_ago(indicators: Sequence[Indicator], body: Unit) -> dict[int, YearAgo]:
    before = year_before(clock.today())
    others = _same_elsewhere(indicators, before)
    pairs = {indicator.pk: _counterpart(indicator, before, others) for indicator in indicators}
    asked = list({pair.indicator.pk: pair.indicator for pair in pairs.values()}.values())
    found = _with_spans(gather(asked, body, clock.now(), all_shares=True), pairs.values())
    answers = {}
    for pk, pair in pairs.items():
        same_day, whole = (_stood(found, pair.indicator, span) for span in (pair.cut, pair.whole))
        if same_day is not None or whole is not None:
            answers[pk] = YearAgo(same_day, whole)
    return answers


def _same_elsewhere(indicators: Sequence[Indicator], before: date) -> Mapping[tuple[str, str, int], Indicator]:
    rows = Indicator.objects.filter(
        label__in={indicator.label for indicator in indicators},
        program__issuer__in={indicator.program.issuer_id for indicator in indicators},
        program__status__in=[ProgramStatus.ISSUED, ProgramStatus.CLOSED],
        program__starts_on__lte=before,
        program__ends_on__gte=before,
    )
    rows = rows.select_related("program__issuer").order_by("program__starts_on", "pk")
    return {(row.label, row.kind, row.program.issuer_id): row for row in rows}


def _counterpart(indicator: Indicator, before: date, others: Mapping[tuple[str, str, int], Indicator]) -> _Counterpart:
    program = indicator.program
    ran = program.starts_on <= before <= program.ends_on
    other = None if ran else others.get((indicator.label, indicator.kind, program.issuer_id))
    if ran or other is not None:
        then = other or indicator
        whole = span_at(then.goal_span, before, then.program.starts_on, then.program.ends_on)
        return _Counterpart(then, whole, Span(whole.first, min(before, whole.last)))
    whole = Span(date(before.year, 1, 1), date(before.year, 12, 31))
    return _Counterpart(indicator, whole, Span(whole.first, before))


def _with_spans(found: Gathered, pairs: Iterable[_Counterpart]) -> Gathered:
    """Return the same with the answers of all the spans that are asked for."""
    wanted: dict[Span, dict[int, Indicator]] = defaultdict(dict)
    for pair in pairs:
        source = found.sources[pair.indicator.pk]
        wanted[pair.whole][source.pk] = source
        wanted[pair.cut][source.pk] = source
    counted = ledger.counting(clock.now()).filter(unit__path__startswith=found.body.path)
    cells = ledger.read_cells({span: list(sources.values()) for span, sources in wanted.items()}, counted)
    return replace(found, cells=cells)


def _stood(found: Gathered, indicator: Indicator, span: Span) -> Progress | None:
    if not found.cells.get(span, {}).get(found.sources[indicator.pk].pk):
        return None
    return replace(judge(found.scene(indicator, span)), silent=())
