"""What stands in the annex "Phụ lục giao chỉ tiêu": headings, rows and sums, cut into groups of columns that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.desk import Column, Desk
from programs.letterhead import Letterhead
from units import clock, formats
from units.models import Unit

# Columns of figures beside number and name: upright, and on a page laid across.
UPRIGHT, ACROSS = 3, 8
NAMED, TOTAL, GOAL, LEVEL = "Đơn vị", "Tổng giao", "Chỉ tiêu", "Mỗi đơn vị"


@dataclass(frozen=True)
class Group:
    """Columns that stand side by side on one page."""

    title: str
    columns: Sequence[Column]
    units: Sequence[Unit]

    @property
    def headings(self) -> list[str]:
        return ["TT", NAMED, *(_heading(column) for column in self.columns)]

    @property
    def rows(self) -> list[list[str]]:
        """Number, unit and shares; a unit without a share has an empty cell."""
        return [
            [str(place), unit.name, *(_words(column.cells[place - 1].now) for column in self.columns)]
            for place, unit in enumerate(self.units, start=1)
        ]

    @property
    def sums(self) -> list[str]:
        return ["", TOTAL, *(_words(column.shown_sum) if column.is_summed else "" for column in self.columns)]

    @property
    def goals(self) -> list[str]:
        """The goal of the body; of a level that each unit has to reach, the level."""
        return ["", GOAL, *(_words(column.total.now) for column in self.columns)]


@dataclass(frozen=True)
class Annex:
    """The whole annex, for every writer."""

    head: Letterhead
    note: str
    groups: Sequence[Group]
    columns: Sequence[Column]
    units: Sequence[Unit]
    is_wide: bool


def annex_of(desk: Desk) -> Annex:
    """Return the annex of a desk as it is saved; levels that no unit has a share of are left out."""
    columns = [column for column in desk.columns if column.is_summed or column.given_out]
    is_wide = len(columns) > UPRIGHT
    most = ACROSS if is_wide else UPRIGHT
    # Even groups: nine columns make five and four, not eight and one.
    count = max(1, -(-len(columns) // most))
    size = max(1, -(-len(columns) // count))
    parts = [columns[start : start + size] for start in range(0, len(columns), size)]
    several = len(parts) > 1
    groups = [
        Group(f"Biểu {place}/{len(parts)}" if several else "", part, desk.units)
        for place, part in enumerate(parts, start=1)
    ]
    return Annex(_head(desk), _note(desk), groups, columns, desk.units, is_wide)


def _heading(column: Column) -> str:
    indicator = column.indicator
    target = indicator.target
    number = f"{target.plain_number}. " if target and target.number else ""
    measure = f" ({indicator.unit_of_measure})" if indicator.unit_of_measure else ""
    return f"{number}{indicator.label}{measure}"


def _words(value: Decimal | None) -> str:
    return "" if value is None else formats.format_number(value)


def _head(desk: Desk) -> Letterhead:
    program, body = desk.program, desk.body
    is_issuer = body.pk == program.issuer_id
    parent = Unit.objects.get_parent(body)
    return Letterhead(
        issuer=(program.issuer_name if is_issuer else "") or body.name,
        superior=(program.superior_name if is_issuer else "") or (parent.name if parent else body.superior_name),
        number=program.number if is_issuer else "",
        place=(program.place if is_issuer else "") or body.place,
        dated=program.issued_on if is_issuer else clock.today(),
        document_type="PHỤ LỤC",
        subject=("Giao chỉ tiêu cho các đơn vị", f"({program.title})"),
        recipients=(),
        authority=(program.authority if is_issuer else "") or "TM. BAN THƯỜNG VỤ",
        position=(program.signatory_position if is_issuer else "") or "BÍ THƯ",
        signatory=program.signatory_name if is_issuer else "",
    )


def _note(desk: Desk) -> str:
    return f"Số liệu giao tính đến ngày {formats.format_date(clock.today())}. Ô trống: không giao."
