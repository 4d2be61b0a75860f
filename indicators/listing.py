"""The list of a body's targets, filtered: rows for pages, no layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from indicators import access
from indicators.models import Indicator
from indicators.progress import Status
from indicators.remembering import progress_now
from indicators.wording import FigureWords, in_words
from programs.models import Program, Target
from units import badges, clock
from units.models import Cluster, Unit
from units.vietnamese import fold

STATUSES = (
    Status.ACHIEVED,
    Status.ON_PACE,
    Status.BEHIND,
    Status.AT_RISK,
    Status.MISSED,
    Status.NO_DATA,
    Status.NOT_SET,
)


@dataclass(frozen=True)
class TargetRow:
    """A target, verbatim, with its indicators."""

    target: Target | None
    rows: tuple[FigureWords, ...]


@dataclass(frozen=True)
class Tile:
    """How many indicators stand so."""

    status: Status
    count: int
    word: str
    tone: str


@dataclass(frozen=True)
class Board:
    """A body's targets as of a moment, as they were asked for."""

    body: Unit
    at: datetime
    programs: Sequence[Program]
    shown: Sequence[Program]
    clusters: Sequence[Cluster]
    cluster: Cluster | None
    status: str
    query: str
    rows: tuple[FigureWords, ...]
    targets: tuple[TargetRow, ...]
    tiles: tuple[Tile, ...]


def board_of(body: Unit, asked: Mapping[str, str]) -> Board:
    """Return the targets of a body; `asked` holds chuong_trinh, cum, trang_thai and q as they stand in an address."""
    programs = access.programs_of(body)
    shown = access.shown_programs(programs, asked.get("chuong_trinh", ""))
    clusters = access.clusters_of(body)
    cluster = access.choose_cluster(clusters, asked.get("cum", ""))
    at = clock.now()
    rows = figure_rows(access.indicators_of(shown), body, cluster)
    status, query = asked.get("trang_thai", ""), asked.get("q", "").strip()
    chosen = [row for row in rows if (not status or row.status == status) and matches(row.indicator, query)]
    return Board(
        body=body,
        at=at,
        programs=programs,
        shown=shown,
        clusters=clusters,
        cluster=cluster,
        status=status,
        query=query,
        rows=tuple(rows),
        targets=tuple(by_target(chosen)),
        tiles=tiles_of(rows),
    )


def figure_rows(indicators: Sequence[Indicator], body: Unit, cluster: Cluster | None = None) -> list[FigureWords]:
    """Return the indicators with their figures as of now, in the order given."""
    if not indicators:
        return []
    units = access.cluster_units(cluster) if cluster else None
    progress = progress_now(indicators, body, units, among=f"cluster {cluster.pk}" if cluster else "")
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


def by_target(rows: Sequence[FigureWords]) -> list[TargetRow]:
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
