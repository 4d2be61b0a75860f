"""Filling a desk with shares by a rule: in proportion, or a minimum for each group and the rest by a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from indicators import sharing
from indicators.desk import Column, Desk
from indicators.models import Denominator
from indicators.sharing import EQUAL, WAYS, Headcounts
from indicators.splits import CannotSplit
from units import clock, formats
from units.models import ClusterMembership, Level, Sector, Unit

MINIMA = "minima"
SECTOR, LEVEL, CLUSTER = "khoi", "cap", "cum"
BY = {SECTOR: "Khối", LEVEL: "Cấp", CLUSTER: "Cụm thi đua"}
NO_TOTAL = "chưa có chỉ tiêu chung để chia"
LEVELS_ONLY = "là mức cho từng đơn vị nên chỉ “Chia đều” được (mọi đơn vị cùng mức)"


@dataclass
class Group:
    """Units with something in common, and the minimum somebody typed for each of them."""

    key: str
    name: str
    units: set[int] = field(default_factory=set)
    text: str = ""
    error: str = ""
    number: Decimal = Decimal(0)

    @property
    def size(self) -> int:
        return len(self.units)


@dataclass
class Minima:
    """Groups by sector, level and cluster, of which one kind is chosen."""

    kinds: dict[str, list[Group]]
    chosen: str
    rest: str = EQUAL

    @property
    def choices(self) -> list[tuple[str, str, list[Group]]]:
        return [(kind, BY[kind], groups) for kind, groups in self.kinds.items() if groups]

    @property
    def has_errors(self) -> bool:
        return any(group.error for group in self.kinds.get(self.chosen, ()))

    def least(self, unit: Unit) -> Decimal:
        groups = self.kinds.get(self.chosen, ())
        return next((group.number for group in groups if unit.pk in group.units), Decimal(0))


def minima_of(units: Sequence[Unit], body: Unit, typed: Mapping[str, str]) -> Minima:
    """Return the groups that these units fall into, with the minima as typed; one query."""
    kinds = {
        SECTOR: _grouped({unit.pk: (unit.sector, str(Sector(unit.sector).label)) for unit in units}, SECTOR),
        LEVEL: _grouped({unit.pk: (unit.level, str(Level(unit.level).label)) for unit in units}, LEVEL),
        CLUSTER: _grouped(_clusters(units, body), CLUSTER),
    }
    chosen = typed.get("by", SECTOR)
    rest = typed.get("rest", EQUAL)
    found = Minima(kinds, chosen if chosen in kinds else SECTOR, rest if rest in WAYS else EQUAL)
    for groups in kinds.values():
        for group in groups:
            _read(group, typed.get(group.key, ""))
    return found


def _clusters(units: Sequence[Unit], body: Unit) -> dict[int, tuple[str, str]]:
    rows = ClusterMembership.objects.current(clock.today()).filter(unit__in=units, issuer=body)
    return {row.unit_id: (str(row.cluster_id), row.cluster.name) for row in rows.select_related("cluster")}


def _grouped(of: Mapping[int, tuple[str, str]], kind: str) -> list[Group]:
    groups: dict[str, Group] = {}
    for unit, (key, name) in of.items():
        groups.setdefault(key, Group(f"m-{kind}-{key}", name)).units.add(unit)
    return sorted(groups.values(), key=lambda group: group.name)


def _read(group: Group, text: str) -> None:
    group.text = text.strip()
    if not group.text:
        return
    try:
        group.number = formats.parse_number(group.text)
    except formats.UnreadableError as error:
        group.error = str(error)


def split(desk: Desk, picked: Sequence[Column], way: str, minima: Minima) -> None:
    """Fill the picked columns with proposed shares; what cannot be split keeps what stands there and is named."""
    if way == MINIMA and minima.has_errors:
        desk.notes.append("Mức tối thiểu chưa đọc được nên chưa chia. Sửa ô có báo lỗi rồi chia lại.")
        return
    rule = minima.rest if way == MINIMA else way
    for column in picked:
        try:
            _fill(column, rule, minima if way == MINIMA else None)
        except CannotSplit as cannot:
            desk.notes.append(f"“{column.indicator.label}”: {cannot}")
    if rule in Denominator.values:
        desk.notes += doubts(desk.units, rule)


def _fill(column: Column, way: str, minima: Minima | None) -> None:
    total, cells = column.total.number, column.open_cells
    if total is None:
        raise CannotSplit(f"{NO_TOTAL}.")
    if not column.is_summed:
        if way != EQUAL or minima is not None:
            raise CannotSplit(f"{LEVELS_ONLY}.")
        shares = {cell.unit.pk: total for cell in cells}
    else:
        least = [minima.least(cell.unit) for cell in cells] if minima else None
        shares = sharing.propose(column.indicator, total, [cell.unit for cell in cells], way, least)
    for cell in cells:
        cell.put(shares[cell.unit.pk])


def doubts(units: Sequence[Unit], kind: str) -> list[str]:
    """Say which headcounts that a split rests on are missing, or are last year's and not confirmed."""
    counts = Headcounts.of(units)
    missing = [unit.label for unit in units if not counts.number(unit, kind)]
    carried = [unit.label for unit in units if unit.pk in counts.carried]
    said = []
    if missing:
        said.append(f"{len(missing)} đơn vị chưa có số lượng nên được chia 0: {_some(missing)}.")
    if carried:
        said.append(f"{len(carried)} đơn vị dùng số năm trước, chưa xác nhận: {_some(carried)}.")
    return said


def _some(names: Sequence[str]) -> str:
    more = f" và {len(names) - 6} đơn vị khác" if len(names) > 6 else ""
    return ", ".join(names[:6]) + more
