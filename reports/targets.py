"""How a unit's own targets stand, counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.models import Indicator
from indicators.progress import Status
from indicators.remembering import progress_now
from units.badges import TARGET
from units.models import Unit

_SHOWN = (Status.ACHIEVED, Status.ON_PACE, Status.BEHIND, Status.AT_RISK, Status.MISSED, Status.NO_DATA)


@dataclass(frozen=True)
class OwnTargets:
    """Targets with a goal for the unit, by status."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def achieved(self) -> int:
        return self.counts.get(Status.ACHIEVED, 0)

    @property
    def words(self) -> str:
        """Return "9/14 đạt · 3 đúng tiến độ · 2 chậm"."""
        rest = [
            f"{self.counts[status]} {TARGET[status].word.lower()}" for status in _SHOWN[1:] if self.counts.get(status)
        ]
        return " · ".join([f"{self.achieved}/{self.total} đạt", *rest])

    @property
    def parts(self) -> list[tuple[int, str, str]]:
        """For the stacked bar: count, colour, word."""
        return [(self.counts.get(status, 0), TARGET[status].tone, TARGET[status].word) for status in _SHOWN]


def own_targets(indicators: Iterable[Indicator], unit: Unit) -> OwnTargets:
    """Return how the unit stands now with everything it has a goal for."""
    counts: dict[str, int] = {}
    for progress in progress_now(list(indicators), unit).values():
        status = str(progress.status)
        if status in _SHOWN:
            counts[status] = counts.get(status, 0) + 1
    return OwnTargets(counts)
