"""Goals handed down level by level: every body shares its part out among the units next below it, by their members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from indicators.actions.goals import set_goals
from indicators.models import Goal, Indicator
from indicators.splits import by_weights
from reports.demo.large.organisation import BATCH, Organisation
from reports.demo.large.programmes import Year, is_shared_out
from reports.demo.large.promises import Promise
from units import clock
from units.audit import Event
from units.models import AuditEntry, Level, Unit

REASON = "Giao chỉ tiêu đầu năm theo số đoàn viên"
# Of how many sums base units get their part where there are as many of them as in a country.
NATIONAL_SUMS = 4


def share_out(organisation: Organisation, year: Year, weights: Mapping[int, int]) -> None:
    """Write every unit's part of every sum; `weights` are the members that report in each unit itself."""
    at = clock.midnight(year.program.starts_on - timedelta(days=5)) + timedelta(hours=10)
    shared = [(indicator, promise) for indicator, promise in year.promises if is_shared_out(promise)]
    children = _children(organisation)
    goals: list[Goal] = []
    entries: list[AuditEntry] = []
    with clock.at(at):
        for number, (indicator, promise) in enumerate(shared):
            total = indicator.goals.get(unit=organisation.body).value
            depth = 99 if organisation.body.level != Level.CENTRAL or number < NATIONAL_SUMS else 3
            counted = _subtree_weights(organisation, {u.pk: weights[u.pk] for u in _asked(organisation.units, promise)})
            for body, parts in _levels(organisation.body, total, counted, children, depth, indicator.decimals):
                goals += _goals(organisation, year, indicator, parts)
                entries.append(_entry(organisation, indicator, body, parts))
            goals = _flushed(goals)
    Goal.objects.bulk_create(goals, batch_size=BATCH)
    AuditEntry.objects.bulk_create(entries, batch_size=BATCH)


def change_one(organisation: Organisation, year: Year) -> None:
    """Raise one unit's part in the middle of the year, with a reason, as an office does."""
    indicator = next(indicator for indicator, promise in year.promises if is_shared_out(promise))
    unit = organisation.units[0]
    on = year.program.starts_on.replace(month=7)
    goal = Goal.objects.filter(indicator=indicator, unit=unit, holds_until=None).first()
    if goal is None or on > clock.today():
        return
    with clock.at(clock.midnight(on) + timedelta(hours=9)):
        more = {unit: goal.value + 50}
        set_goals(indicator, more, reason="Đơn vị nhận thêm sau khi sáp nhập chi đoàn", by=organisation.office, on=on)


def _children(organisation: Organisation) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in organisation.units:
        found[unit.path_above].append(unit)
    return found


def _asked(units: Iterable[Unit], promise: Promise) -> Iterator[Unit]:
    for unit in units:
        if (not promise.levels or unit.level in promise.levels) and (
            not promise.sectors or unit.sector in promise.sectors
        ):
            yield unit


def _subtree_weights(organisation: Organisation, weights: Mapping[int, int]) -> dict[str, int]:
    """Return by path how many members there are in each unit and all below it."""
    found: dict[str, int] = defaultdict(int)
    for unit in organisation.units:
        members = weights.get(unit.pk, 0)
        if members:
            for path in (unit.path, *unit.paths_above()):
                found[path] += members
    return found


def _levels(
    body: Unit,
    total: Decimal,
    weights: Mapping[str, int],
    children: Mapping[str, list[Unit]],
    depth: int,
    decimals: int,
) -> Iterator[tuple[Unit, dict[Unit, Decimal]]]:
    """Yield every body that shares out with the parts it gives, from the top down."""
    below = [unit for unit in children.get(body.path, ()) if weights.get(unit.path) and unit.depth <= depth]
    if not below or not total:
        return
    parts = dict(zip(below, by_weights(total, [weights[unit.path] for unit in below], decimals), strict=True))
    yield body, parts
    for unit, part in parts.items():
        yield from _levels(unit, part, weights, children, depth, decimals)


def _goals(organisation: Organisation, year: Year, indicator: Indicator, parts: Mapping[Unit, Decimal]) -> list[Goal]:
    return [
        Goal(
            indicator=indicator,
            unit=unit,
            value=value,
            holds_from=year.program.starts_on,
            reason=REASON,
            by=organisation.office,
        )
        for unit, value in parts.items()
    ]


def _entry(organisation: Organisation, indicator: Indicator, body: Unit, parts: Mapping[Unit, Decimal]) -> AuditEntry:
    return AuditEntry(
        event=Event.GOAL_SET.value,
        by=organisation.office,
        unit=body,
        subject_type=indicator._meta.label_lower,
        subject_id=indicator.pk,
        subject_text=str(indicator)[:300],
        reason=REASON,
        detail={unit.code: ["chưa giao", str(value)] for unit, value in parts.items()},
    )


def _flushed(goals: list[Goal]) -> list[Goal]:
    """Write what has gathered once it is much, so that a country's goals never stand in memory together."""
    if len(goals) < 5 * BATCH:
        return goals
    Goal.objects.bulk_create(goals, batch_size=BATCH)
    return []
