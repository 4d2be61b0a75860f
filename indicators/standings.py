"""How the units next below a body stand, in short: what lists of who is behind, matrices and rankings are made of.

Kept beside the sums they follow from: after a change only the branches that hold a changed unit are judged again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import QuerySet

from indicators.comparing import progress_below, units_next_below
from indicators.contributions import frame_of
from indicators.models import Indicator
from indicators.progress import Status
from indicators.remembering import state_of_affairs
from indicators.rolled import Basis, basis_of, rolled_progress
from indicators.rollup import Progress
from indicators.wording import short_words
from units import clock
from units.at_hand import AtHand
from units.models import Stale, Unit
from units.page import once
from units.prepared import Prepared

Row = tuple[str, bool, str, str, str]

HOLDING = (Status.MISSED, Status.AT_RISK, Status.BEHIND, Status.NO_DATA)
_KEPT_FOR = 24 * 3600
_HUNDRED = Decimal(100)


class Standing(NamedTuple):
    """One figure of a unit, in plain texts: thousands of them are read at once, and numbers cost most of the time.

    `lacking`: how much of what the pace asks for is lacking, in the measure of the figure; empty where the unit does
    not hold the figure back. `points`: its percentage of the goal, from 0 to 100; empty without a goal or where nobody
    was asked. `short`: the figure as a narrow cell shows it.
    """

    status: str
    is_asked: bool
    lacking: str
    points: str
    short: str

    @property
    def gap(self) -> Decimal | None:
        return Decimal(self.lacking) if self.lacking else None

    @property
    def score(self) -> Decimal | None:
        return Decimal(self.points) if self.points else None


@dataclass(frozen=True)
class Standings:
    """By unit next below the body the standing of every indicator of its programmes, in the order of `indicators`."""

    indicators: tuple[int, ...]
    rows: Mapping[int, tuple[Row, ...]]

    @cached_property
    def places(self) -> Mapping[int, int]:
        return {pk: place for place, pk in enumerate(self.indicators)}

    def of(self, unit_id: int, indicators: Sequence[Indicator]) -> list[Standing]:
        """Return how the unit stands with these indicators, in their order; nothing for a unit that is not below."""
        row = self.rows.get(unit_id)
        return [Standing._make(row[self.places[indicator.pk]]) for indicator in indicators] if row else []

    def holding(self, indicators: Sequence[Indicator]) -> dict[int, tuple[int, ...]]:
        """Return by indicator the units that hold it back, the farthest from their pace first."""
        found: dict[int, list[tuple[Decimal, int]]] = {indicator.pk: [] for indicator in indicators}
        places = [(self.places[indicator.pk], found[indicator.pk]) for indicator in indicators]
        for unit_id, row in self.rows.items():
            for place, behind in places:
                if gap := row[place][2]:
                    behind.append((Decimal(gap), unit_id))
        by_gap = itemgetter(0)
        return {
            pk: tuple(unit_id for _, unit_id in sorted(behind, key=by_gap, reverse=True))
            for pk, behind in found.items()
        }

    def statuses(self, indicators: Sequence[Indicator]) -> Iterator[tuple[int, list[str]]]:
        """Yield every unit with the statuses of those of the indicators that it is asked for."""
        places = [self.places[indicator.pk] for indicator in indicators]
        for unit_id, row in self.rows.items():
            yield unit_id, [row[place][0] for place in places if row[place][1]]

    def __contains__(self, unit_id: int) -> bool:
        return unit_id in self.rows


@dataclass(frozen=True)
class _Kept:
    """Standings of the state of affairs called `state`; what `pending` units contributed then may be undone since.

    `sums` and `corrections` tell which kept sums they follow from; without any the units were added up one by one.
    """

    state: str
    standings: Standings
    sums: str = ""
    corrections: Mapping[int, int] = field(default_factory=dict)
    pending: frozenset[int] = frozenset()


_at_hand: AtHand[_Kept] = AtHand(4)


def standings_below(indicators: Sequence[Indicator], body: Unit) -> Standings:
    """Return how the units next below the body stand now, with all indicators of these indicators' programmes."""
    if not indicators:
        return Standings((), {})
    programs = sorted({indicator.program_id for indicator in indicators})
    key = f"standings:{body.pk}:{','.join(map(str, programs))}"
    return once(key, lambda: _remembered(key, indicators, body))


def _remembered(key: str, indicators: Sequence[Indicator], body: Unit) -> Standings:
    known = _known(key)
    if known is not None and known.state == state_of_affairs():
        return known.standings
    kept = bring_up_to_date(known, indicators, body)
    if known is None or not kept.pending:  # what is not taken up yet is judged again anyway, and storing takes time
        cache.set_many({key: kept, _name_of_state(key): kept.state}, _KEPT_FOR)
        _at_hand.keep(key, kept)
    return kept.standings


def _known(key: str) -> _Kept | None:
    """Return what was stored last: the one at hand when it is that, for unpacking thousands of texts takes time."""
    at_hand = _at_hand.get(key)
    if at_hand is not None and cache.get(_name_of_state(key)) == at_hand.state:
        return at_hand
    known: _Kept | None = cache.get(key)
    if known is not None:
        _at_hand.keep(key, known)
    return known


def _name_of_state(key: str) -> str:
    return f"{key}:state"


def bring_up_to_date(known: _Kept | None, indicators: Sequence[Indicator], body: Unit) -> _Kept:
    """Return the standings of now: of what is known only the branches are judged again in which something changed."""
    state, children = state_of_affairs(), units_next_below(body)
    basis = basis_of(indicators, body, clock.now())
    if basis is None:
        programs = {indicator.program_id for indicator in indicators}
        rows = Indicator.objects.filter(program__in=programs).select_related("program__issuer", "program__regime")
        everything = list(rows.order_by("pk"))
        return _Kept(state, _standings_of(everything, progress_below(everything, body, children)))
    everything = _of_programmes(basis, indicators)
    sums = f"{basis.day}|" + "|".join(f"{of.program_id}:{of.version}:{of.built_at.timestamp()}" for of in basis.states)
    if known and (known.sums, known.standings.indicators) == (sums, tuple(indicator.pk for indicator in everything)):
        again, rows_known = _to_judge_again(known, basis, body, children), known.standings.rows
    else:
        again, rows_known = list(children), {}
    judged = rolled_progress(everything, body, again, clock.now(), basis) if again else None
    fresh = _standings_of(everything, judged or {})
    present = {child.pk for child in children}
    return _Kept(
        state=state,
        standings=Standings(
            fresh.indicators, {pk: row for pk, row in {**rows_known, **fresh.rows}.items() if pk in present}
        ),
        sums=sums,
        corrections={of.program_id: of.corrections for of in basis.states},
        pending=frozenset(basis.stale),
    )


def _of_programmes(basis: Basis, indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return all indicators of the programmes: those the sums were made of, and those that are newer."""
    found = {indicator.pk: indicator for state in basis.states for indicator in frame_of(state).indicators}
    return list((found | {indicator.pk: indicator for indicator in indicators if indicator.pk not in found}).values())


def _to_judge_again(known: _Kept, basis: Basis, body: Unit, children: Sequence[Unit]) -> list[Unit]:
    """Return the units next below in whose branch something has changed since; all when it may touch all of them."""
    changed = {*known.pending, *basis.stale}
    for state in basis.states:
        if (since := state.changed_since(known.corrections[state.program_id])) is None:
            return list(children)
        changed |= since
    issuers = {state.program.issuer for state in basis.states}
    if above := [issuer.pk for issuer in issuers if not body.contains(issuer)]:
        changed |= set(Stale.objects.filter(unit__in=above).values_list("unit_id", flat=True))
    paths = set(basis.stale.values())
    if others := changed - basis.stale.keys():
        paths |= set(_paths(sorted(others)))
    depth = len(body.path) + Unit.steplen
    if any(issuer.path in paths for issuer in issuers):
        return list(children)  # the goal of everybody may be another
    heads = {path[:depth] for path in paths}
    return [child for child in children if child.path in heads or child.pk not in known.standings.rows]


@Prepared
def _paths(units: list[int]) -> QuerySet[Unit, str]:
    return Unit.objects.filter(pk__in=units).order_by().values_list("path", flat=True)


def _standings_of(indicators: Sequence[Indicator], below: Mapping[int, Mapping[int, Progress]]) -> Standings:
    rows = {
        unit_id: tuple(_plain(standing_of(indicator, figures[indicator.pk])) for indicator in indicators)
        for unit_id, figures in below.items()
    }
    return Standings(tuple(indicator.pk for indicator in indicators), rows)


def _plain(standing: Standing) -> Row:
    """A tuple without a name is read from a cache ten times as fast."""
    return (standing.status, standing.is_asked, standing.lacking, standing.points, standing.short)


def standing_of(indicator: Indicator, progress: Progress) -> Standing:
    """Return a figure in short."""
    gap, points = _gap(progress), points_of(progress)
    return Standing(
        status=progress.status.value,
        is_asked=not is_not_asked(progress),
        lacking="" if gap is None else str(gap),
        points="" if points is None else str(points),
        short=short_words(indicator, progress),
    )


def is_not_asked(progress: Progress) -> bool:
    return progress.status in (Status.NO_DATA, Status.NOT_SET) and progress.value is None and not progress.silent_count


def _gap(progress: Progress) -> Decimal | None:
    if progress.goal is None or progress.status not in HOLDING:
        return None
    if progress.status == Status.NO_DATA and not progress.silent_count:
        return None  # nobody there is asked
    return lacking(progress)


def lacking(progress: Progress) -> Decimal:
    """Return goal × pace − figure: in the measure of the figure, so that large shares weigh more."""
    due = (progress.goal or Decimal(0)) * (_HUNDRED if progress.expected is None else progress.expected) / 100
    return due - (progress.value or Decimal(0))


def points_of(progress: Progress) -> Decimal | None:
    """Return the points of one figure: its percentage of the goal, from 0 to 100; an at-most that holds 100, else 0.

    None without a goal or where nobody was asked; 0 where nothing has come yet.
    """
    if progress.goal is None or (progress.value is None and not progress.silent_count):
        return None
    if progress.value is None or progress.status == Status.NO_DATA:
        return Decimal(0)
    if progress.is_ceiling or progress.percent is None:
        return Decimal(0) if progress.status == Status.MISSED or not _holds(progress) else _HUNDRED
    return min(max(progress.percent, Decimal(0)), _HUNDRED)


def _holds(progress: Progress) -> bool:
    return progress.is_ceiling or progress.status in (Status.ACHIEVED, Status.ON_PACE)
