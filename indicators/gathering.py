"""Everything that figures are judged from, read once for many indicators: goals, headcounts, milestones, answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from indicators import ledger
from indicators.askings import Askings, Setup, find_askings
from indicators.goals import YearGoals, adds_up, bound_of, own_goal, read_goals_of_some, read_shares
from indicators.models import Denominator, Indicator, Scope
from indicators.progress import Bound, Span, span_at
from indicators.rollup import EACH_CLUSTER, EACH_MEMBER, EACH_UNIT, Definition, Scene
from units import clock
from units.models import Headcount, Unit, UnitQuerySet
from units.prepared import Prepared

# Of so many units answers are read one by one; their number stays small.
FEW = 3


@dataclass
class Gathered:
    """What was read for a body at a moment; `scene` says how it stands with one indicator."""

    body: Unit
    day: date
    sources: Mapping[int, Indicator]
    askings: Askings
    goals: Mapping[int, Mapping[int, YearGoals]]
    cells: Mapping[Span, Mapping[int, ledger.Cells]]
    headcounts: Mapping[int, Mapping[str, int]]
    only: set[int] | None = None

    def when(self, indicator: Indicator) -> tuple[Span, date]:
        """Return the goal span that is asked about, and the day on which taking part is looked at."""
        return when(indicator, self.day)

    def scene(self, indicator: Indicator, span: Span | None = None) -> Scene:
        """Everything that decides how the body stands; in the goal span that contains the day, or in another one."""
        current, on = self.when(indicator)
        span = span or current
        on = min(on, span.last)
        source = self.sources[indicator.pk]
        cells = self.cells.get(span, {}).get(source.pk, {})
        asked = self.askings.asked(indicator, source, on, cells)
        goals = self.goals.get(indicator.pk, {})
        shares = {unit: bound for unit, years in goals.items() if (bound := bound_of(indicator, years, span))}
        issuer_id = indicator.program.issuer_id
        total = shares.pop(issuer_id, None)
        members = self._members(indicator, on) if indicator.scope == EACH_MEMBER else {}
        return Scene(
            definition=definition_of(indicator, self.askings.setup.milestones.get(indicator.pk, ())),
            span=span,
            on=self.day,
            cells=cells,
            asked=asked,
            members=members,
            goal=self._goal(indicator, total, shares),
            total=total,
            shares=shares,
            groups=self.askings.groups(issuer_id, span.first, on) if indicator.scope == EACH_CLUSTER else (),
            from_above=self.is_above(indicator, on),
        )

    def is_above(self, indicator: Indicator, on: date) -> bool:
        """The body has units below it that take part, or issued the programme, or stands above who did."""
        program = indicator.program
        if self.body.contains(program.issuer):
            return True
        return any(unit.pk != self.body.pk for unit in self.askings.participants(program, on))

    def _goal(self, indicator: Indicator, total: Bound | None, shares: Mapping[int, Bound]) -> Bound | None:
        if self.only is not None and adds_up(indicator) and indicator.scope != Scope.ISSUER:
            given = [shares[unit] for unit in self.only if unit in shares]
            value = sum((bound.value for bound in given), Decimal(0))
            return Bound(value, indicator.comparator) if given else None
        return own_goal(indicator, self.body, total, shares.get(self.body.pk))

    def _members(self, indicator: Indicator, on: date) -> dict[int, int]:
        kind = indicator.denominator or Denominator.MEMBERS
        return {
            unit.pk: self.headcounts.get(unit.pk, {}).get(kind, 0) for unit in self.askings.population(indicator, on)
        }


def when(indicator: Indicator, day: date) -> tuple[Span, date]:
    """Return the goal span of the indicator that contains the day, and the day within the programme's time."""
    program = indicator.program
    span = span_at(indicator.goal_span, day, program.starts_on, program.ends_on)
    return span, min(day, program.ends_on)


def gather(
    indicators: Sequence[Indicator],
    body: Unit,
    at: datetime,
    *,
    units: UnitQuerySet | None = None,
    all_shares: bool = False,
    postings: ledger.Counting = ledger.counting,
    setup: Setup | None = None,
) -> Gathered:
    """Read everything for the indicators and the body; the number of queries depends on neither.

    `all_shares`: also those of units below that no judgement needs, to be shown. `setup`: who asks for what, when that
    is known already.
    """
    only = None if units is None else set(units.order_by().values_list("pk", flat=True))
    return gather_some(indicators, body, at, only, all_shares=all_shares, postings=postings, setup=setup)


def gather_some(
    indicators: Sequence[Indicator],
    body: Unit,
    at: datetime,
    only: set[int] | None,
    *,
    all_shares: bool = False,
    postings: ledger.Counting = ledger.counting,
    setup: Setup | None = None,
) -> Gathered:
    """The same, narrowed to units named by their keys; None: to none."""
    prefetch_related_objects(list(indicators), "program__issuer")
    sources = sources_of(indicators)
    day = clock.local(at).date()
    everybody = {indicator.pk: indicator for indicator in [*indicators, *sources.values()]}
    return Gathered(
        body=body,
        day=day,
        sources=sources,
        askings=find_askings(list(everybody.values()), body, only, setup),
        goals=_goals(indicators, body, day, only, all_shares=all_shares),
        cells=_answers(indicators, sources, body, at, postings, day, only),
        headcounts=_headcounts(indicators, body, day, only),
        only=only,
    )


def with_accepted(found: Gathered, indicators: Sequence[Indicator], at: datetime) -> Gathered:
    """Return the same, with the figures of each unit's last accepted reports in place of the reported ones."""
    cells = _answers(indicators, found.sources, found.body, at, ledger.accepted, found.day, found.only)
    return replace(found, cells=cells)


def with_spans(found: Gathered, indicator: Indicator, spans: Iterable[Span], at: datetime) -> Gathered:
    """Return the same, with what was answered in other goal spans of the indicator, too."""
    source = found.sources[indicator.pk]
    counted = ledger.counting(at).filter(unit__path__startswith=found.body.path)
    return replace(found, cells={**found.cells, **ledger.read_cells({span: [source] for span in spans}, counted)})


def _answers(
    indicators: Sequence[Indicator],
    sources: Mapping[int, Indicator],
    body: Unit,
    at: datetime,
    postings: ledger.Counting,
    day: date,
    only: set[int] | None,
) -> Mapping[Span, Mapping[int, ledger.Cells]]:
    spans: dict[Span, dict[int, Indicator]] = defaultdict(dict)
    for indicator in indicators:
        source = sources[indicator.pk]
        spans[when(indicator, day)[0]][source.pk] = source
    wanted = {span: list(found.values()) for span, found in spans.items()}
    if only is None:
        return ledger.read_cells(wanted, postings(at).filter(unit__path__startswith=body.path))
    # Narrowed to some units, what the issuing body itself has done still counts where it alone is asked.
    own = {source.pk: source.program.issuer_id for source in sources.values() if source.scope == Scope.ISSUER}
    if len(only) <= FEW and postings is ledger.counting:
        return ledger.read_cells_of_few(wanted, at, body, only, own)
    narrowed = postings(at).filter(unit__in=only.union(own.values()), unit__path__startswith=body.path)
    extra = Q(posting__unit__in=only) | Q(indicator__in=own) if own else None
    return ledger.read_cells(wanted, narrowed, extra)


def sources_of(indicators: Sequence[Indicator]) -> dict[int, Indicator]:
    """Return by indicator the one whose figures count for it: itself, or the end of the chain it reads."""
    known = {indicator.pk: indicator for indicator in indicators}
    missing = {indicator.reads_id for indicator in indicators if indicator.reads_id} - known.keys()
    while missing:
        read = list(Indicator.objects.filter(pk__in=missing).select_related("program__issuer"))
        known |= {indicator.pk: indicator for indicator in read}
        missing = {indicator.reads_id for indicator in read if indicator.reads_id} - known.keys()
    found = {}
    for indicator in indicators:
        source, passed = indicator, {indicator.pk}
        while source.reads_id and source.reads_id not in passed:
            source = known[source.reads_id]
            passed.add(source.pk)
        found[indicator.pk] = source
    return found


def _goals(
    indicators: Sequence[Indicator], body: Unit, day: date, only: set[int] | None, *, all_shares: bool
) -> dict[int, dict[int, YearGoals]]:
    """Return goals in force by indicator and unit. Shares of all units below are read only where they are judged."""
    if only is not None:
        return read_goals_of_some(indicators, body, day, only)
    judged = [indicator.pk for indicator in indicators if all_shares or indicator.scope == EACH_UNIT]
    return read_shares(indicators, body, day, judged)


def definition_of(indicator: Indicator, milestones: tuple[tuple[date, Decimal], ...]) -> Definition:
    return Definition(
        kind=indicator.kind,
        scope=indicator.scope,
        comparator=indicator.comparator,
        coverage_goal=indicator.coverage_goal,
        coverage_comparator=indicator.coverage_comparator,
        milestones=milestones,
    )


def _headcounts(
    indicators: Sequence[Indicator], body: Unit, day: date, only: set[int] | None
) -> dict[int, dict[str, int]]:
    if not any(indicator.scope == EACH_MEMBER for indicator in indicators):
        return {}
    rows: Iterable[tuple[Any, ...]]
    rows = _heads(day, body.path) if only is None else _HEADS_OF_SOME(day, body.path, sorted(only))
    return {unit: dict(zip(Denominator.values, numbers, strict=True)) for unit, *numbers in rows}


def _heads(day: date, path: str) -> QuerySet[Headcount, tuple[Any, ...]]:
    rows = Headcount.objects.holding(day).filter(unit__path__startswith=path)
    return rows.values_list("unit_id", *Denominator.values)


_HEADS_OF_SOME = Prepared(lambda day, path, units: _heads(day, path).filter(unit__pk__in=units))
