"""What single units contribute to indicators, worked out from the ledger: the pieces that kept sums are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Q, QuerySet

from indicators.askings import Setup, find_setup
from indicators.gathering import Gathered, gather, gather_some, sources_of
from indicators.models import Indicator, RollUpState
from indicators.tallies import Tally, contribution
from programs.models import Program
from units.at_hand import AtHand
from units.models import Stale, Unit
from units.page import once
from units.prepared import Prepared

# Indicators worked out at once; so a country's answers need not all be in memory together.
AT_ONCE = 5
_KEPT_FOR = 24 * 3600


@dataclass(frozen=True)
class Frame:
    """A programme as its sums were made: its indicators with all they read, and who asks for what."""

    indicators: Sequence[Indicator]
    setup: Setup


_frames: AtHand[Frame] = AtHand(4)


def frame_of(state: RollUpState) -> Frame:
    """Return the frame of a programme's sums; remembered, since whatever changes it has the sums made anew."""
    key = f"roll-up-frame:{state.program_id}:{state.version}:{state.built_at.timestamp()}"
    return once(key, lambda: _frame(key, state))


def _frame(key: str, state: RollUpState) -> Frame:
    """Frames never change under their names."""
    found: Frame | None = _frames.get(key) or cache.get(key)
    if found is None:
        found = make_frame(state.program)
        cache.set(key, found, _KEPT_FOR)
    _frames.keep(key, found)
    return found


def make_frame(program: Program) -> Frame:
    """Return the frame of the programme as it is now."""
    rows = Indicator.objects.filter(program=program).select_related("program__issuer").order_by("pk")
    indicators = list(rows)
    everybody = {row.pk: row for row in [*indicators, *sources_of(indicators).values()]}
    return Frame(indicators, find_setup(list(everybody.values())))


def of_everybody(frame: Frame, issuer: Unit, at: datetime) -> Iterator[tuple[Indicator, dict[int, Tally]]]:
    """Yield by indicator what every unit contributes at that moment, by unit; empty ones left out."""
    for start in range(0, len(frame.indicators), AT_ONCE):
        some = frame.indicators[start : start + AT_ONCE]
        found = gather(some, issuer, at, all_shares=True, setup=frame.setup)
        for indicator in some:
            yield indicator, _contributions(found, indicator, None)


def of_some(
    indicators: Sequence[Indicator], setup: Setup, body: Unit, unit_ids: set[int], at: datetime
) -> dict[int, dict[int, Tally]]:
    """Return by indicator what each of these units below the body contributes now, empty ones included."""
    found = gather_some(indicators, body, at, unit_ids, setup=setup)
    return {indicator.pk: _contributions(found, indicator, unit_ids) for indicator in indicators}


def _contributions(found: Gathered, indicator: Indicator, unit_ids: set[int] | None) -> dict[int, Tally]:
    scene = found.scene(indicator)
    asked = {unit.pk for unit in scene.asked}
    present = {unit.pk for unit in found.askings.participants(indicator.program, found.when(indicator)[1])}
    everybody: Iterable[int] = (
        unit_ids if unit_ids is not None else present.union(asked, scene.cells, scene.members, scene.shares)
    )
    tallies = {
        unit_id: contribution(scene, unit_id, is_asked=unit_id in asked, is_present=unit_id in present)
        for unit_id in everybody
    }
    return tallies if unit_ids is not None else {unit_id: tally for unit_id, tally in tallies.items() if tally}


def stale_within(body: Unit, indicators: Sequence[Indicator]) -> dict[int, str] | None:
    """Return the units below the body whose part in the sums has changed, with their places in the tree; None when
    anybody's may have."""
    bodies = {indicator.program.issuer_id for indicator in indicators}
    bodies |= {indicator.program.regime.issuer_id for indicator in indicators if indicator.program.regime}
    found: dict[int, str] = {}
    for unit_id, is_whole, path in _marks(sorted(bodies), body.path):
        if is_whole or unit_id is None:
            return None
        found[unit_id] = path
    return found


@Prepared
def _marks(bodies: list[int], path: str) -> QuerySet[Stale, tuple[int | None, bool, str]]:
    whole, part = Q(is_whole=True, unit__pk__in=bodies), Q(is_whole=False, unit__path__startswith=path)
    return Stale.objects.filter(Q(unit=None) | whole | part).values_list("unit_id", "is_whole", "unit__path")
