"""The allocation desk: what each unit gets of each indicator, as it stands and as somebody has typed it.

Nothing is written here. A cell remembers the goal it was shown with, so that two people who share out at once do not
overwrite each other: what one has not touched follows the other, and what both changed is asked back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from indicators.askings import matches
from indicators.models import AnsweredBy, Goal, Indicator, Kind, PopulationLine, Scope
from indicators.rollup import UnitRef
from programs.models import Program
from units import formats
from units.models import Unit

MEANWHILE = "Vừa có người đổi thành {}. Xem lại rồi lưu."
NOT_SET = "chưa giao"
# Cells on one page: as many as a browser of an old PC still scrolls through without a jerk.
CELLS, COLUMNS = 1200, 8


@dataclass
class Cell:
    """One field: the goal in force, what stands in the field, what is wrong with it."""

    unit: Unit
    name: str
    decimals: int
    goal: Goal | None
    is_open: bool = True
    text: str = ""
    error: str = ""
    number: Decimal | None = None
    # Somebody else has changed the goal since it was shown, and to something else.
    is_contested: bool = False

    @property
    def now(self) -> Decimal | None:
        return self.goal.value if self.goal else None

    @property
    def is_changed(self) -> bool:
        return not self.error and self.number != self.now

    @property
    def now_words(self) -> str:
        return NOT_SET if self.now is None else formats.format_number(self.now)

    def put(self, value: Decimal | None) -> None:
        self.number, self.error = value, ""
        self.text = "" if value is None else formats.format_for_input(value)

    def type(self, text: str, seen: Decimal | None, *, is_newer: bool) -> None:
        """Take what was typed into the field; `seen` stood there before, `is_newer`: somebody has changed it since."""
        self.text, self.error, self.number = text.strip(), "", None
        try:
            self.number = formats.parse_number(self.text, decimals=self.decimals) if self.text else None
        except formats.UnreadableError as error:
            self.error = str(error)
            return
        if not is_newer or self.number == self.now:
            return
        if self.number == seen:
            self.put(self.now)
        else:
            self.error, self.is_contested = MEANWHILE.format(self.now_words), True


@dataclass
class Column:
    """An indicator on the desk: its goal, and a cell for each unit."""

    indicator: Indicator
    total: Cell
    cells: list[Cell]
    may_set_total: bool
    place: int = 1

    @property
    def is_summed(self) -> bool:
        """True where the shares add up to the goal; elsewhere each unit has to reach a level of its own."""
        return bool(self.indicator.kind == Kind.COUNT and self.indicator.scope == Scope.ORGANISATION)

    @property
    def open_cells(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_open]

    @property
    def all_cells(self) -> list[Cell]:
        return [self.total, *self.open_cells]

    @property
    def shown_sum(self) -> Decimal:
        return sum((cell.number or Decimal(0) for cell in self.open_cells), Decimal(0))

    @property
    def given_out(self) -> int:
        """How many units have a share."""
        return sum(cell.number is not None for cell in self.open_cells)

    @property
    def rest(self) -> Decimal | None:
        return None if self.total.number is None or not self.is_summed else self.total.number - self.shown_sum

    @property
    def verdict(self) -> str:
        """Return "✓ đủ", "còn 12" or "vượt 5"; over and under are allowed but seen."""
        rest = self.rest
        if rest is None:
            return ""
        if rest == 0:
            return "✓ đủ"
        return f"còn {formats.format_number(rest)}" if rest > 0 else f"vượt {formats.format_number(-rest)}"

    @property
    def seen(self) -> str:
        """Name the goals that the page shows, so that what is sent back tells whether they are still in force."""
        return ",".join(f"{cell.unit.pk}:{cell.goal.pk}" for cell in self.all_cells if cell.goal)

    @property
    def has_errors(self) -> bool:
        return any(cell.error for cell in self.all_cells)

    def changes(self) -> dict[Unit, Decimal | None]:
        return {cell.unit: cell.number for cell in self.all_cells if cell.is_changed}


@dataclass
class Desk:
    """The table of one body: rows are units, columns indicators."""

    program: Program
    body: Unit
    units: Sequence[Unit]
    columns: list[Column]
    reason: str = ""
    reason_error: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[Unit, list[Cell]]]:
        return [(unit, [column.cells[place] for column in self.columns]) for place, unit in enumerate(self.units)]

    @property
    def errors(self) -> int:
        return sum(bool(cell.error) for column in self.columns for cell in column.all_cells) + bool(self.reason_error)

    @property
    def first_shown(self) -> int:
        """The column that a phone begins with: the first one with something to put right."""
        return next((column.place for column in self.columns if column.has_errors), 1)

    def changes(self) -> dict[Indicator, dict[Unit, Decimal | None]]:
        found = {column.indicator: column.changes() for column in self.columns}
        return {indicator: changed for indicator, changed in found.items() if changed}

    def seen(self) -> dict[tuple[int, int], int | None]:
        """The goals that the changes rest on, by indicator and unit."""
        return {
            (column.indicator.pk, cell.unit.pk): cell.goal.pk if cell.goal else None
            for column in self.columns
            for cell in column.all_cells
        }


def is_shared(indicator: Indicator) -> bool:
    """True for what units get a share or a level of their own for: numbers that they report."""
    return bool(
        indicator.kind != Kind.CONDITION
        and indicator.answered_by in (AnsweredBy.UNIT, AnsweredBy.CLUSTER_LEAD)
        and indicator.scope in (Scope.ORGANISATION, Scope.EACH_UNIT)
    )


def pages_of(indicators: Sequence[Indicator], units: int) -> list[list[Indicator]]:
    """Return the indicators in as many groups as pages are needed; parts of one target stay together if they fit."""
    most = max(1, min(COLUMNS, CELLS // max(1, units)))
    pages: list[list[Indicator]] = []
    for part in _by_target(indicators):
        for start in range(0, len(part), most):
            group = part[start : start + most]
            if pages and len(pages[-1]) + len(group) <= most:
                pages[-1] += group
            else:
                pages.append(list(group))
    return pages


def _by_target(indicators: Sequence[Indicator]) -> Iterable[list[Indicator]]:
    groups: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        groups[indicator.target_id or -indicator.pk].append(indicator)
    return groups.values()


def open_desk(
    program: Program, body: Unit, indicators: Sequence[Indicator], units: Sequence[Unit], *, may_set_total: bool
) -> Desk:
    """Return the desk as it stands, in two queries."""
    goals: dict[int, dict[int, Goal]] = defaultdict(dict)
    rows = Goal.objects.filter(indicator__in=indicators, unit__in=[body, *units], year=None, holds_until=None)
    for goal in rows:
        goals[goal.indicator_id][goal.unit_id] = goal
    lines: dict[int, list[PopulationLine]] = defaultdict(list)
    for line in PopulationLine.objects.filter(indicator__in=indicators):
        lines[line.indicator_id].append(line)
    columns = [
        _column(indicator, body, units, goals[indicator.pk], lines[indicator.pk], may_set_total, place)
        for place, indicator in enumerate(indicators, start=1)
    ]
    return Desk(program, body, units, columns)


def _column(
    indicator: Indicator,
    body: Unit,
    units: Sequence[Unit],
    goals: Mapping[int, Goal],
    lines: Sequence[PopulationLine],
    may_set_total: bool,
    place: int,
) -> Column:
    def cell(unit: Unit, name: str, *, is_open: bool) -> Cell:
        made = Cell(unit, name, indicator.decimals, goals.get(unit.pk), is_open)
        made.put(made.now)
        return made

    cells = [
        cell(
            unit,
            f"c{indicator.pk}-{unit.pk}",
            is_open=not lines or unit.pk in goals or matches(_ref(unit), lines) or unit.numchild > 0,
        )
        for unit in units
    ]
    return Column(indicator, cell(body, f"t{indicator.pk}", is_open=True), cells, may_set_total, place)


def _ref(unit: Unit) -> UnitRef:
    return UnitRef(unit.pk, unit.code, unit.name, unit.path, unit.level, unit.sector)


def type_into(desk: Desk, typed: Mapping[str, str]) -> None:
    """Put what came with a form into the desk; a field that did not come along keeps what is in force."""
    seen = {column.indicator.pk: _seen(typed.get(f"s{column.indicator.pk}", "")) for column in desk.columns}
    before = _values(chain.from_iterable(known.values() for known in seen.values()))
    for column in desk.columns:
        known = seen[column.indicator.pk]
        for cell in column.all_cells:
            if cell.name not in typed or (cell is column.total and not column.may_set_total):
                continue
            was = known.get(cell.unit.pk)
            is_newer = was != (cell.goal.pk if cell.goal else None)
            cell.type(typed[cell.name], before.get(was or 0), is_newer=is_newer)
    desk.reason = typed.get("reason", "").strip()


def _seen(text: str) -> dict[int, int]:
    parts = (part.partition(":") for part in text.split(","))
    return {int(unit): int(goal) for unit, _, goal in parts if unit.isdecimal() and goal.isdecimal()}


def _values(keys: Iterable[int]) -> dict[int, Decimal]:
    """What goals were that may have been closed since."""
    return dict(Goal.objects.filter(pk__in=[key for key in set(keys) if key < 2**63]).values_list("pk", "value"))


@dataclass(frozen=True)
class Difference:
    """A share that would change, in words."""

    unit: str
    indicator: str
    before: str
    after: str


def differences(desk: Desk) -> list[Difference]:
    """Return what would change, unit by unit."""
    rows = [
        Difference(cell.unit.name, column.indicator.label, cell.now_words, _said(cell.number))
        for column in desk.columns
        for cell in column.all_cells
        if cell.is_changed
    ]
    order = {unit.name: place for place, unit in enumerate(desk.units)}
    return sorted(rows, key=lambda row: order.get(row.unit, -1))


def _said(value: Decimal | None) -> str:
    return NOT_SET if value is None else formats.format_number(value)


def type_changes(desk: Desk, changes: Mapping[Indicator, Mapping[Unit, Decimal | None]]) -> None:
    """Put changes that were kept aside into the desk again."""
    for column in desk.columns:
        for cell in column.all_cells:
            if cell.unit in (changed := changes.get(column.indicator, {})):
                cell.put(changed[cell.unit])
