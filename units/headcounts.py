"""How many people the units of a body have, and who has confirmed it for this year: rows for the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from units import clock
from units.audit import Event
from units.models import AuditEntry, Headcount, Unit

CARRIED = "số năm trước, chưa xác nhận"
NONE = "chưa có số lượng"


@dataclass(frozen=True)
class HeadRow:
    """A unit with its latest numbers; `by` is who wrote or confirmed them last, where that is on record."""

    unit: Unit
    count: Headcount | None
    is_carried: bool
    by: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.count is not None and not self.is_carried


@dataclass(frozen=True)
class HeadList:
    """The units of a body, those without confirmed numbers first."""

    body: Unit
    year: int
    rows: Sequence[HeadRow]
    members: int
    youth: int
    officers: int

    @property
    def confirmed(self) -> int:
        return sum(row.is_confirmed for row in self.rows)

    @property
    def carried(self) -> int:
        return sum(row.is_carried for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(row.count is None for row in self.rows)


def heads_below(body: Unit) -> HeadList:
    """Return the units next below the body with their numbers of today, in three queries."""
    today = clock.today()
    units = list(Unit.objects.below(body).filter(depth=body.depth + 1).active(today).by_name())
    counts = {count.unit_id: count for count in Headcount.objects.holding(today).filter(unit__in=units)}
    said = AuditEntry.objects.filter(event=Event.HEADCOUNT_CHANGED, unit__in=units).select_related("by").order_by("pk")
    last = {entry.unit_id: entry.by.full_name if entry.by else "" for entry in said}
    rows = []
    for unit in units:
        count = counts.get(unit.pk)
        is_carried = count is not None and count.is_carried(today)
        rows.append(HeadRow(unit, count, is_carried, "" if is_carried else last.get(unit.pk, "")))
    rows.sort(key=lambda row: (row.is_confirmed, row.unit.sort_key))
    return HeadList(
        body=body,
        year=today.year,
        rows=rows,
        members=sum(count.members for count in counts.values()),
        youth=sum(count.youth for count in counts.values()),
        officers=sum(count.officers for count in counts.values()),
    )
