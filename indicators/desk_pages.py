"""Pages of the allocation desk: which indicators stand side by side, and the addresses around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from indicators import access
from indicators.desk import Column, Desk, is_shared, open_desk, pages_of
from indicators.models import Indicator
from programs.models import Program
from units import roles
from units.models import Unit, User

SAVED = "Đã lưu chỉ tiêu giao."
NOTHING_NEW = "Không có thay đổi để lưu."


@dataclass(frozen=True)
class Leaf:
    """A page in the row of pages: its address and the targets that it holds."""

    number: int
    url: str
    words: str


@dataclass
class Page:
    """A page of the desk with what leads to the others."""

    desk: Desk
    number: int
    leaves: Sequence[Leaf]
    url: str
    query: str

    @property
    def url_after(self) -> str:
        return self.leaves[min(self.number, len(self.leaves) - 1)].url if self.leaves else self.url

    @property
    def has_more(self) -> bool:
        return self.number < len(self.leaves)

    def picked(self, keys: Sequence[str]) -> list[Column]:
        """Return the columns that were ticked; without any, all that are shared out and do not set a level for each."""
        chosen = [column for column in self.desk.columns if str(column.indicator.pk) in keys]
        return chosen or [column for column in self.desk.columns if column.is_summed]


def shared_indicators(program: Program) -> list[Indicator]:
    return [indicator for indicator in access.indicators_of([program]) if is_shared(indicator)]


def whole_desk(user: User, program: Program, body: Unit) -> Desk:
    """Return the desk with all indicators: for files, not for screens."""
    units = list(access.units_taking_part(program, body))
    return open_desk(program, body, shared_indicators(program), units, may_set_total=may_set_total(user, program, body))


def may_set_total(user: User, program: Program, body: Unit) -> bool:
    """The goal of the programme itself is changed by who may issue it; a body further down cannot change its share."""
    return body.pk == program.issuer_id and roles.may_issue(user, body)


def open_page(user: User, program: Program, body: Unit, asked: Mapping[str, str], columns: Sequence[str]) -> Page:
    """Return the page that an address asks for by `trang`; with `columns`, the page with just these indicators."""
    units = list(access.units_taking_part(program, body))
    indicators = shared_indicators(program)
    groups = pages_of(indicators, len(units))
    number = min(max(1, _number(asked.get("trang", ""))), max(1, len(groups)))
    shown = groups[number - 1] if groups else []
    if columns:
        shown = [indicator for indicator in indicators if str(indicator.pk) in columns]
    desk = open_desk(program, body, shown, units, may_set_total=may_set_total(user, program, body))
    query = query_of(program, body).removeprefix("?")
    here = reverse("indicators:desk", args=[program.pk])
    leaves = [Leaf(place, _address(here, query, place), _words(group)) for place, group in enumerate(groups, start=1)]
    return Page(desk, number, leaves, _address(here, query, number), f"?{query}" if query else "")


def query_of(program: Program, body: Unit) -> str:
    """Return "?don_vi=12" where somebody else than the issuing body shares out."""
    return "" if body.pk == program.issuer_id else "?" + urlencode({"don_vi": body.pk})


def annex_name(program: Program, body: Unit) -> str:
    """Return what a file with the annex is called."""
    return f"Phụ lục giao chỉ tiêu {body.label} {program.year_from}"[:150]


def address_of(desk: Desk) -> str:
    return reverse("indicators:desk", args=[desk.program.pk]) + query_of(desk.program, desk.body)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _address(here: str, query: str, number: int) -> str:
    parts = "&".join(filter(None, (query, f"trang={number}" if number > 1 else "")))
    return f"{here}?{parts}" if parts else here


def _words(group: Sequence[Indicator]) -> str:
    """ "Chỉ tiêu 3 – 7", or the first label where targets bear no numbers."""
    numbers = [indicator.target.plain_number for indicator in group if indicator.target and indicator.target.number]
    if not numbers:
        return group[0].label
    return f"Chỉ tiêu {numbers[0]}" if numbers[0] == numbers[-1] else f"Chỉ tiêu {numbers[0]} – {numbers[-1]}"
