"""The list of a body's targets, filtered: rows for pages, no layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from indicators import access
from indicators.access import Narrowed
from indicators.forecasting import RULE
from indicators.models import Indicator
from indicators.outlook import Outlook, outlooks
from indicators.progress import Status
from indicators.remembering import progress_now
from indicators.wording import FigureWords, in_words
from programs.charge import InCharge
from programs.models import Program, Target
from units import badges, clock
from units.models import Cluster, Unit
from units.vietnamese import fold, sort_key

STATUSES = (
    Status.ACHIEVED,
    Status.ON_PACE,
    Status.BEHIND,
    Status.AT_RISK,
    Status.MISSED,
    Status.NO_DATA,
    Status.NOT_SET,
)
BEHIND = (Status.MISSED, Status.AT_RISK, Status.BEHIND)
# In an address: everything that is behind, whatever its status is called.
CONCERNS = "can-chu-y"


@dataclass(frozen=True)
class TargetRow:
    """A target, verbatim, with its indicators."""

    target: Target | None
    rows: tuple[Outlook, ...]


@dataclass(frozen=True)
class Tile:
    """How many indicators stand so."""

    status: Status
    count: int
    word: str
    tone: str


@dataclass(frozen=True)
class Choices:
    """What the list may be narrowed to."""

    programs: Sequence[Program]
    clusters: Sequence[Cluster]
    sectors: Sequence[tuple[str, str]]
    units: Sequence[Unit]
    people: Sequence[InCharge]


@dataclass(frozen=True)
class Board:
    """A body's targets as of a moment, as they were asked for."""

    body: Unit
    at: datetime
    shown: Sequence[Program]
    choices: Choices
    narrowed: Narrowed
    asked: Asked
    rows: tuple[FigureWords, ...]
    targets: tuple[TargetRow, ...]
    tiles: tuple[Tile, ...]
    rule: str = RULE

    @property
    def looks(self) -> list[Outlook]:
        return [look for target in self.targets for look in target.rows]


@dataclass(frozen=True)
class Asked:
    """What the rows are to be, as it stands in an address; `status` may be CONCERNS: all that is behind."""

    status: str = ""
    person: str = ""
    query: str = ""

    def wants(self, look: Outlook) -> bool:
        if self.status and look.status != self.status and not (self.status == CONCERNS and look.status in BEHIND):
            return False
        if self.person and all(person.key != self.person for person in look.people):
            return False
        return matches(look.indicator, self.query)

    def __bool__(self) -> bool:
        return bool(self.status or self.person or self.query)


def board_of(body: Unit, asked: Mapping[str, str], *, may_open: bool = True, own: Unit | None = None) -> Board:
    """Return the targets of a body; `asked` holds chuong_trinh, cum, khoi, trang_thai, phu_trach and q as they stand in
    an address. `own`: the unit the person works in, whose units may be chosen among."""
    programs = access.programs_of(body)
    shown = access.shown_programs(programs, asked.get("chuong_trinh", ""))
    clusters = access.clusters_of(body)
    narrowed = access.narrow(body, clusters, asked.get("cum", ""), asked.get("khoi", ""))
    wanted = Asked(asked.get("trang_thai", ""), asked.get("phu_trach", ""), asked.get("q", "").strip())
    rows = figure_rows(access.indicators_of(shown), body, narrowed)
    looks = outlooks(rows, body, narrowed.units, among=narrowed.among, may_open=may_open)
    people = {person.key: person for look in looks for person in look.people}
    return Board(
        body=body,
        at=clock.now(),
        shown=shown,
        choices=Choices(
            programs=programs,
            clusters=clusters,
            sectors=access.sectors_below(body) if may_open else (),
            units=access.units_to_choose(own or body, body) if may_open else (),
            people=sorted(people.values(), key=lambda person: sort_key(person.name)),
        ),
        narrowed=narrowed,
        asked=wanted,
        rows=tuple(rows),
        targets=tuple(by_target([look for look in looks if wanted.wants(look)])),
        tiles=tiles_of(rows),
    )


def figure_rows(indicators: Sequence[Indicator], body: Unit, narrowed: Narrowed | None = None) -> list[FigureWords]:
    """Return the indicators with their figures as of now, in the order given."""
    if not indicators:
        return []
    among = narrowed or Narrowed()
    progress = progress_now(indicators, body, among.units, among=among.among)
    pattern = reverse("indicators:indicator_detail", args=[0]).replace("0", "{}") + f"?don_vi={body.pk}"
    return [in_words(item, progress[item.pk], pattern.format(item.pk)) for item in indicators]


def tiles_of(rows: Sequence[FigureWords]) -> tuple[Tile, ...]:
    """Return a tile for every status; the last three only where something stands so."""
    counts = dict.fromkeys(STATUSES, 0)
    for row in rows:
        counts[row.status] += 1
    always = STATUSES[:4]
    return tuple(
        Tile(status, counts[status], *badges.target_badge(status))
        for status in STATUSES
        if counts[status] or status in always
    )


def by_target(rows: Sequence[Outlook]) -> list[TargetRow]:
    """Return the rows under their targets, in the order given."""
    grouped = groupby(rows, key=lambda row: row.indicator.target_id or -row.indicator.pk)
    parts = [tuple(part) for _, part in grouped]
    return [TargetRow(part[0].indicator.target, part) for part in parts]


def matches(indicator: Indicator, query: str) -> bool:
    """True when label, clause or the target's text hold every word, without regard to diacritics and case."""
    if not query:
        return True
    text = f"{indicator.search_key} {indicator.target.search_key if indicator.target else ''}"
    return all(word in text for word in fold(query).split())
