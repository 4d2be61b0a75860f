"""Writing a programme's indicators, with the goals of the issuing body, when it is issued; removing them again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from indicators.models import Goal, Indicator, PopulationLine, Result
from programs.checks import Kept
from programs.models import Program, Target
from programs.payloads import IndicatorDraft
from programs.promises import Measure
from units.models import User

_COLUMNS = (
    "label",
    "text",
    "unit_of_measure",
    "decimals",
    "comparator",
    "coverage_goal",
    "coverage_comparator",
    "goal_span",
    "accumulation",
    "answered_by",
    "denominator",
    "population_text",
    "grade",
    "is_required",
)


def write_indicators(program: Program, kept: Iterable[Kept], targets: dict[int, Target], *, by: User) -> int:
    """Write the indicators under their targets, with one goal each for the issuing body; return how many."""
    items = [item for item in kept if isinstance(item.draft, IndicatorDraft)]
    rows = {item.proposal.pk: _indicator(program, item.draft, targets[item.proposal.parent_id or 0]) for item in items}
    _number(rows.values())
    Indicator.objects.bulk_create(rows.values())
    _link(items, rows)
    PopulationLine.objects.bulk_create(
        PopulationLine(indicator=rows[item.proposal.pk], sector=sector)
        for item in items
        for sector in item.draft.population_sectors
    )
    Goal.objects.bulk_create(
        Goal(
            indicator=rows[item.proposal.pk],
            unit=program.issuer,
            value=item.draft.goal,
            upper=item.draft.goal_max,
            holds_from=program.starts_on,
            by=by,
        )
        for item in items
        if item.draft.goal is not None
    )
    return len(rows)


def hold_indicators(rows: QuerySet[Indicator]) -> None:
    """Hold the indicators for the length of the transaction, so that nobody gives goals or writes own figures.

    In one order for everybody; reports only refer to the rows and do not wait.
    """
    list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))


def has_figures(program: Program) -> bool:
    """True when anybody has posted a figure for one of the programme's indicators."""
    return Result.objects.filter(indicator__program=program).exists()


def erase_indicators(program: Program) -> None:
    """Remove the programme's indicators and goals; only while nobody has posted a figure for them."""
    if has_figures(program):
        raise ValueError("Indicators with figures are never removed.")
    program.indicators.update(reads=None, part_of=None)
    program.indicators.all().delete()


def fill_indicator(row: Indicator, draft: IndicatorDraft) -> Indicator:
    """Return the unsaved indicator with what the draft says; population, goal and links are rows of their own."""
    measure = Measure(draft.measure)
    row.kind, row.scope = measure.kind, measure.scope
    for name in _COLUMNS:
        setattr(row, name, getattr(draft, name))
    return row.with_keys()


def _indicator(program: Program, draft: IndicatorDraft, target: Target) -> Indicator:
    return fill_indicator(Indicator(program=program, target=target), draft)


def _number(rows: Iterable[Indicator]) -> None:
    """Give each its place and a short code for tables: "3.1" is the first of target 3."""
    places: dict[int, int] = {}
    for row in rows:
        target = row.target
        if target is None:
            continue
        row.position = places[target.pk] = places.get(target.pk, 0) + 1
        row.code = f"{target.number.strip('.): ') or target.position + 1}.{row.position}"[:40]


def _link(items: list[Kept], rows: dict[int, Indicator]) -> None:
    """Point "part of" and "reads" at the written rows; a link to a dropped proposal falls away."""
    linked = []
    for item in items:
        row = rows[item.proposal.pk]
        row.part_of = rows.get(item.draft.part_of or 0)
        row.reads = rows.get(item.draft.reads or 0)
        if row.part_of or row.reads:
            linked.append(row)
    Indicator.objects.bulk_update(linked, ["part_of", "reads"])
