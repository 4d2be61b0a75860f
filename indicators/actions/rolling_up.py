"""Making the sums that are kept: all of a programme's once a day, and the parts of units that changed in between."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from indicators.contributions import Frame, frame_of, make_frame, of_everybody, of_some
from indicators.models import Indicator, RollUp, RollUpState
from indicators.tallies import COLUMNS, Tally, total_of
from programs.models import Program
from units import clock
from units.models import Stale, Unit
from units.prepared import Prepared, PreparedChange
from units.rows import delete_rows, write_rows

# Reports about the last days of a programme come in after its end.
AFTERMATH = timedelta(days=120)
_MARKS = 2000
_BATCH = 2000
# So many units are named by the last corrections.
_NAMED = 500
_NOTHING = Tally()

# A sum's place: indicator, unit, and whether it is the unit's own part.
Place = tuple[int, int, bool]
_PLACE = ("indicator", "unit", "is_own")


def refresh() -> int:
    """Take up all that changed since, and return how many sums were written; run as often as you like.

    Programmes that ask for something else now are summed anew.
    """
    marks = _first_marks()
    bodies: dict[int | None, int] = {unit: pk for pk, unit, is_whole, _ in marks if is_whole}
    written = _rebuild_asked_by(bodies) if bodies else 0
    changed = {unit: path for _, unit, is_whole, path in marks if unit is not None and not is_whole}
    return written + (_take_up(changed, [pk for pk, _, is_whole, _ in marks if not is_whole]) if changed else 0)


def rebuild_outdated() -> int:
    """Sum anew every running programme whose sums are of another day, and return how many were written."""
    of_today = RollUpState.objects.filter(on=clock.today()).values("program_id")
    return sum(_rebuild(program) for program in running(clock.today()).exclude(pk__in=of_today))


def rebuild(program: Program | None = None) -> int:
    """Sum a programme anew, or all that run, and return how many sums were written."""
    if program is not None:
        return _rebuild(program)
    return sum(_rebuild(each) for each in running(clock.today()))


def running(day: date) -> QuerySet[Program]:
    """Return the issued programmes that are looked at on that day, with their issuing body."""
    found = Program.objects.issued().filter(starts_on__lte=day, ends_on__gte=day - AFTERMATH)
    return found.select_related("issuer").order_by("pk")


def _rebuild_asked_by(bodies: Mapping[int | None, int]) -> int:
    """Sum anew what these bodies ask others for; None among them: everything."""
    programs = running(clock.today())
    if None not in bodies:
        asked = Q(issuer__in=bodies) | Q(regime__issuer__in=bodies) | Q(indicators__reads__program__issuer__in=bodies)
        programs = programs.filter(asked).distinct()
    written = sum(_rebuild(program) for program in programs)
    Stale.objects.filter(is_whole=True, pk__lte=max(bodies.values())).delete()
    return written


@transaction.atomic
def _rebuild(program: Program) -> int:
    now = clock.now()
    state = _hold(program, now)
    RollUp.objects.filter(indicator__program=program).delete()
    bodies = Bodies.around(program.issuer)
    written = 0
    for indicator, own in of_everybody(make_frame(program), program.issuer, now):
        rows = [(indicator.pk, unit, True, *tally) for unit, tally in own.items()]
        rows += [(indicator.pk, unit, False, *tally) for unit, tally in bodies.add_up(own).items()]
        for start in range(0, len(rows), _BATCH):
            write_rows(RollUp, (*_PLACE, *COLUMNS), rows[start : start + _BATCH])
        written += len(rows)
    RollUpState.objects.filter(pk=state.pk).update(
        on=clock.local(now).date(), built_at=now, version=F("version") + 1, recent=[]
    )
    return written


def _hold(program: Program, now: datetime) -> RollUpState:
    """Hold the programme's sums for the length of the transaction: whoever comes second waits."""
    RollUpState.objects.get_or_create(program=program, defaults={"on": date.min, "built_at": now})
    return RollUpState.objects.select_for_update().get(program=program)


@dataclass
class Bodies:
    """The units that have others below them, around a body: those it lies in, itself, and those below."""

    body_at: dict[str, int]
    path_of: Mapping[int, str]

    @classmethod
    def around(cls, issuer: Unit) -> Bodies:
        around = Unit.objects.filter(Q(path__startswith=issuer.path) | Q(path__in=issuer.paths_above()))
        rows = list(around.values_list("pk", "path", "numchild"))
        return cls({path: pk for pk, path, below in rows if below}, {pk: path for pk, path, _ in rows})

    def above(self, path: str) -> list[int]:
        """Return the bodies that a unit in that place counts for, itself included when it has units below it."""
        ends = range(Unit.steplen, len(path) + 1, Unit.steplen)
        return [body for end in ends if (body := self.body_at.get(path[:end])) is not None]

    def add_up(self, own: Mapping[int, Tally]) -> dict[int, Tally]:
        parts: dict[int, list[Tally]] = defaultdict(list)
        for unit, tally in own.items():
            for body in self.above(self.path_of[unit]):
                parts[body].append(tally)
        return {body: total_of(tallies) for body, tallies in parts.items()}


# --- units that changed since -----------------------------------------------------------------------------------------


@transaction.atomic
def _take_up(changed: Mapping[int, str], marks: Sequence[int]) -> int:
    """Correct the sums of today by what these units (their places by key) contribute now; return how many changed."""
    written = 0
    for state in _states_of(clock.today()):
        issuer = state.program.issuer
        units = {unit: path for unit, path in changed.items() if path.startswith(issuer.path)}
        if units:
            written += _correct(frame_of(state), issuer, units)
            _tell(state, units)
    delete_rows(Stale, marks)
    return written


def _tell(state: RollUpState, units: Iterable[int]) -> None:
    """Write down which units were taken up, and forget whom it was about long ago."""
    state.corrections += 1
    recent = [*state.recent, [state.corrections, sorted(units)]]
    while len(recent) > 1 and sum(len(named) for _, named in recent) > _NAMED:
        del recent[0]
    _TOLD(state.pk, state.corrections, json.dumps(recent))


_TOLD = PreparedChange(
    lambda state, corrections, recent: (
        RollUpState.objects.filter(pk=state),
        {"corrections": corrections, "recent": recent},
    )
)


def _correct(frame: Frame, issuer: Unit, units: Mapping[int, str]) -> int:
    now = of_some(frame.indicators, frame.setup, issuer, set(units), clock.now())
    known, bodies = _known(frame.indicators, units)
    changed: dict[Place, Tally] = {}
    for indicator_id, own in now.items():
        for unit, tally in own.items():
            if not (change := tally - Tally(*known.get((indicator_id, unit, True), _NOTHING))):
                continue
            for body in bodies.above(units[unit]):
                place = (indicator_id, body, False)
                if place not in changed:
                    # Whose first unit below is new has no sum yet, only its own part.
                    changed[place] = Tally(*known.get(place, known.get((indicator_id, body, True), _NOTHING)))
                changed[place] += change
            changed[indicator_id, unit, True] = tally
    write_rows(RollUp, (*_PLACE, *COLUMNS), [(*place, *tally) for place, tally in changed.items()], unique=_PLACE)
    return len(changed)


def _known(indicators: Sequence[Indicator], units: Mapping[int, str]) -> tuple[dict[Place, Sequence[Any]], Bodies]:
    """Return the sums as they stand, as parts, of the units and of all bodies they count for, and these bodies."""
    paths = {path[:end] for path in units.values() for end in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    known: dict[Place, Sequence[Any]] = {}
    met: dict[str, tuple[int, int]] = {}
    rows = _sums_of([indicator.pk for indicator in indicators], sorted(paths))
    for path, below, indicator_id, unit_id, is_own, *parts in rows:
        met[path] = unit_id, below
        known[indicator_id, unit_id, is_own] = parts
    if paths - met.keys():
        others = Unit.objects.filter(path__in=paths - met.keys()).values_list("path", "pk", "numchild")
        met |= {path: (pk, below) for path, pk, below in others}
    return known, Bodies({path: pk for path, (pk, below) in met.items() if below}, units)


@Prepared
def _first_marks() -> QuerySet[Stale, tuple[int, int | None, bool, str]]:
    return Stale.objects.order_by("pk").values_list("pk", "unit_id", "is_whole", "unit__path")[:_MARKS]


@Prepared
def _sums_of(indicators: list[int], paths: list[str]) -> QuerySet[RollUp, tuple[Any, ...]]:
    rows = RollUp.objects.filter(indicator__pk__in=indicators, unit__path__in=paths)
    return rows.values_list("unit__path", "unit__numchild", "indicator_id", "unit_id", "is_own", *COLUMNS)


@Prepared
def _states_of(day: date) -> QuerySet[RollUpState]:
    """To be asked in a transaction: holds the states until its end."""
    states = RollUpState.objects.filter(on=day).select_related("program__issuer").order_by("pk")
    return states.select_for_update(of=("self",))
