"""The main navigation, put together from what each app offers. An app registers its entries in AppConfig.ready().

An entry whose address does not exist is left out; who sees an entry is said by its `shown`, from rights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from units.models import Unit, User


@dataclass(frozen=True)
class NavItem:
    """One entry: `icon` is a lucide name, a lower `position` comes first, `count` adds a number (one query at most)."""

    key: str
    label: str
    icon: str
    url_name: str
    shown: Callable[[User, Unit], bool]
    position: int
    count: Callable[[User, Unit], int] | None = None
    # Names of further addresses, without arguments, under which the entry is active too.
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class NavEntry:
    """An entry as the frame's templates draw it."""

    key: str
    label: str
    icon: str
    url: str
    active: bool
    count: int


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Offer an entry; a second one with the same key takes the place of the first."""
    _items[item.key] = item


def find_url(name: str) -> str:
    """Return the address of that name, or an empty string where no app has it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries(user: User, unit: Unit, path: str) -> list[NavEntry]:
    """Return what this person sees while working in this unit; the entry whose address leads to `path` is active."""
    offered = [(item, find_url(item.url_name)) for item in sorted(_items.values(), key=lambda i: (i.position, i.key))]
    seen = [(item, url) for item, url in offered if url and item.shown(user, unit)]
    leading = max((leads_to(item, path), item.key) for item, _ in seen) if seen else (0, "")
    return [
        NavEntry(
            key=item.key,
            label=item.label,
            icon=item.icon,
            url=url,
            active=leading[0] > 0 and item.key == leading[1],
            count=item.count(user, unit) if item.count else 0,
        )
        for item, url in seen
    ]


def leads_to(item: NavItem, path: str) -> int:
    """Return how much of the path the entry's addresses account for; the first page leads only to itself."""
    urls = [url for name in (item.url_name, *item.also) if (url := find_url(name))]
    return max((len(url) for url in urls if path == url or (url != "/" and path.startswith(url))), default=0)
