"""How each unit next below a body stands: one gathering for all of them, parted by the branch of the tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from indicators.askings import Askings
from indicators.gathering import Gathered, gather
from indicators.judging import judge
from indicators.models import Indicator
from indicators.remembering import remembered
from indicators.rolled import rolled_progress
from indicators.rollup import Progress
from units import clock
from units.models import Unit

T = TypeVar("T")
Below = dict[int, dict[int, Progress]]


def progress_below(indicators: Sequence[Indicator], body: Unit) -> Below:
    """Return by unit next below the body and by indicator what `progress_of_many` says of it now, remembered.

    Of those who are silent below a unit only the first is named: enough to tell silence from not being asked.
    """
    if not indicators:
        return {}
    keys = ",".join(str(indicator.pk) for indicator in indicators)
    return remembered(f"below|{body.pk}|{keys}", lambda: _progress_below(indicators, body))


def units_next_below(body: Unit) -> list[Unit]:
    """Return the units next below that exist today, by name."""
    below = Unit.objects.below(body).filter(depth=body.depth + 1).active(clock.today())
    return list(below.by_name())


def _progress_below(indicators: Sequence[Indicator], body: Unit) -> Below:
    children = units_next_below(body)
    if (rolled := rolled_progress(indicators, body, children, clock.now())) is not None:
        return rolled
    found = gather(indicators, body, clock.now(), all_shares=True)
    branch = _branches(body, children)
    issuers = {indicator.program.issuer_id for indicator in indicators}
    parts = _parted(found, children, branch, issuers)
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


def _parted(
    found: Gathered, children: Sequence[Unit], branch: Mapping[int, int], issuers: set[int]
) -> dict[int, Gathered]:
    """Return what was gathered, for each child alone; the goals of the `issuers` are those of all."""
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
        child.pk: replace(
            found,
            body=child,
            askings=Askings(
                taking_part={program: parts.get(child.pk, []) for program, parts in taking_part.items()},
                setup=found.askings.setup,
                below=child.path,
            ),
            goals={indicator: totals[indicator] | dict(parts.get(child.pk, ())) for indicator, parts in goals.items()},
            headcounts=dict(heads.get(child.pk, ())),
            cells={
                span: {indicator: dict(parts.get(child.pk, ())) for indicator, parts in by_indicator.items()}
                for span, by_indicator in cells.items()
            },
        )
        for child in children
    }


def _split(rows: Iterable[T], branch: Mapping[int, int], unit_of: Callable[[T], int]) -> dict[int, list[T]]:
    """Return the rows by the child to which their unit belongs."""
    parts: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        if (child := branch.get(unit_of(row))) is not None:
            parts[child].append(row)
    return parts
