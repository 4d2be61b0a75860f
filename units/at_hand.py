"""Values that stay in a process, where nothing has to be unpacked: the last few that were looked at, by name."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

T = TypeVar("T")
_all: list[AtHand[Any]] = []


class AtHand(Generic[T]):
    """Up to `most` values; who asks has to see by the name, or by the value itself, that it is still true."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[str, T] = {}
        _all.append(self)

    def get(self, name: str) -> T | None:
        """Return the value kept under that name; None without one."""
        return self._values.get(name)

    def keep(self, name: str, value: T) -> None:
        """Keep the value; where there are too many the one that was kept first goes."""
        self._values[name] = value
        if len(self._values) > self._most:
            self._values.pop(next(iter(self._values)), None)

    def forget(self) -> None:
        """Keep nothing any more."""
        self._values.clear()


def forget() -> None:
    """Drop all that is at hand: for who takes back what was written, and then writes other things of the same name."""
    for values in _all:
        values.forget()
