"""How each unit next below a body, or each of its clusters, stands: one gathering for all of them, then parted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from indicators.askings import Askings
from indicators.gathering import Gathered, gather, gather_some
from indicators.judging import judge
from indicators.models import Indicator
from indicators.remembering import remembered
from indicators.rollup import Progress
from units import clock
from units.models import Cluster, ClusterMembership, Unit
from units.page import once
from units.prepared import Prepared

T = TypeVar("T")
Below = dict[int, dict[int, Progress]]


def units_next_below(body: Unit) -> list[Unit]:
    """Return the units next below that exist today, by name."""
    return once(f"units next below {body.pk}", lambda: _at_depth(body.path, body.depth + 1, clock.today()))


@Prepared
def _at_depth(path: str, depth: int, day: date) -> QuerySet[Unit]:
    return Unit.objects.filter(path__startswith=path, depth=depth).active(day).by_name()


def progress_below(indicators: Sequence[Indicator], body: Unit, children: Sequence[Unit]) -> Below:
    """Return by unit next below the body and by indicator what `progress_of_many` says of it now, added up anew.

    Of those who are silent below a unit only the first is named: enough to tell silence from not being asked.
    """
    found = gather(indicators, body, clock.now(), all_shares=True)
    branch = _branches(body, children)
    issuers = {indicator.program.issuer_id for indicator in indicators}
    parts = _parted(found, [Part(child.pk, child, child.path) for child in children], branch, issuers)
    return {
        child.pk: {indicator.pk: _brief(judge(parts[child.pk].scene(indicator))) for indicator in indicators}
        for child in children
    }


def _brief(progress: Progress) -> Progress:
    return replace(progress, silent=progress.silent[:1])


def _branches(body: Unit, children: Sequence[Unit]) -> dict[int, int]:
    """Return by unit the one next below the body to which it belongs."""
    heads = {child.path: child.pk for child in children}
    length = len(body.path) + Unit.steplen
    rows = Unit.objects.below(body).order_by().values_list("pk", "path")
    return {pk: heads[path[:length]] for pk, path in rows if path[:length] in heads}


@dataclass(frozen=True)
class Part:
    """A part of what was gathered: a branch below `body`, or units of the body named by `only`."""

    key: int
    body: Unit
    below: str = ""
    only: frozenset[int] | None = None


def progress_of_clusters(indicators: Sequence[Indicator], body: Unit, clusters: Sequence[Cluster]) -> Below:
    """Return by cluster of the body and by indicator how its members of today stand together, remembered."""
    if not indicators or not clusters:
        return {}
    keys = ",".join(str(indicator.pk) for indicator in indicators)
    return remembered(f"clusters|{body.pk}|{keys}", lambda: _of_clusters(indicators, body, clusters))


def _of_clusters(indicators: Sequence[Indicator], body: Unit, clusters: Sequence[Cluster]) -> Below:
    rows = ClusterMembership.objects.current(clock.today()).filter(cluster__in=[cluster.pk for cluster in clusters])
    branch = dict(rows.values_list("unit_id", "cluster_id"))
    found = gather_some(indicators, body, clock.now(), set(branch), all_shares=True)
    members = {cluster.pk: frozenset(unit for unit, own in branch.items() if own == cluster.pk) for cluster in clusters}
    issuers = {indicator.program.issuer_id for indicator in indicators}
    parts = _parted(found, [Part(pk, body, only=units) for pk, units in members.items()], branch, issuers)
    return {
        pk: {indicator.pk: _brief(judge(part.scene(indicator))) for indicator in indicators}
        for pk, part in parts.items()
    }


def _parted(
    found: Gathered, parts: Sequence[Part], branch: Mapping[int, int], issuers: set[int]
) -> dict[int, Gathered]:
    """Return what was gathered, for each part alone; the goals of the `issuers` are those of all."""
    taking_part = {
        program: _split(rows, branch, lambda row: row[0].pk) for program, rows in found.askings.taking_part.items()
    }
    goals = {indicator: _split(years.items(), branch, lambda row: row[0]) for indicator, years in found.goals.items()}
    totals = {
        indicator: {unit: years[unit] for unit in issuers if unit in years} for indicator, years in found.goals.items()
    }
    heads = _split(found.headcounts.items(), branch, lambda row: row[0])
    cells = {
        span: {indicator: _split(of.items(), branch, lambda row: row[0]) for indicator, of in by_indicator.items()}
        for span, by_indicator in found.cells.items()
    }
    return {
        part.key: replace(
            found,
            body=part.body,
            only=None if part.only is None else set(part.only),
            askings=Askings(
                taking_part={program: of.get(part.key, []) for program, of in taking_part.items()},
                setup=found.askings.setup,
                below=part.below or found.askings.below,
                only=None if part.only is None else set(part.only),
            ),
            goals={indicator: totals[indicator] | dict(of.get(part.key, ())) for indicator, of in goals.items()},
            headcounts=dict(heads.get(part.key, ())),
            cells={
                span: {indicator: dict(of.get(part.key, ())) for indicator, of in by_indicator.items()}
                for span, by_indicator in cells.items()
            },
        )
        for part in parts
    }


def _split(rows: Iterable[T], branch: Mapping[int, int], unit_of: Callable[[T], int]) -> dict[int, list[T]]:
    """Return the rows by the child to which their unit belongs."""
    parts: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        if (child := branch.get(unit_of(row))) is not None:
            parts[child].append(row)
    return parts
