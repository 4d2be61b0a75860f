"""What a page has looked up once: a page that only shows something is of one moment, so it need not look twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_known: ContextVar[dict[str, Any] | None] = ContextVar("what the page that is being made has looked up", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Remember inside the block what `once` was asked for."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once(name: str, look_up: Callable[[], T]) -> T:
    """Return what was found under that name for this page, else look it up; outside a page always look it up."""
    known = _known.get()
    if known is None:
        return look_up()
    if name not in known:
        known[name] = look_up()
    found: T = known[name]
    return found
