"""Who gets what at every address. One module per app (or screen); tests/test_matrix.py plays them all.

    ROWS = [
        Row("units:unit_detail", at=lambda cast: {"pk": cast.a.pk}, office=200, reporter=200, viewer=200),
        Row("units:unit_edit", method="post", data=lambda cast: {"name": "…"}, at=..., office=302, viewer=403),
    ]

A visitor who is not named gets 404, an anonymous one is sent to the login page (LOGIN). `everybody=` and `staff=`
(administrator, office, secretary, committee) fill in the rest. Rows with a bad or empty POST expect 422 where the
right is there. One address may have several rows; every address must have one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cast import VISITORS, Cast

LOGIN = "login"
STAFF = ("administrator", "office", "secretary", "committee")

Made = Callable[[Cast], dict[str, Any]]


def _nothing(cast: Cast) -> dict[str, Any]:
    return {}


class Row:
    """One request and what each visitor gets: a status, or LOGIN."""

    def __init__(
        self,
        name: str,
        *,
        method: Any = "get",
        at: Any = _nothing,
        data: Any = _nothing,
        query: Any = "",
        everybody: int | str | None = None,
        staff: int | str | None = None,
        anonymous: int | str = LOGIN,
        **visitors: int | str,
    ) -> None:
        """Take what each visitor gets; `at` and `data` are functions of the cast (Made).

        Typed loosely, because a mapping spread over the arguments (`**OFFICE`) is checked against every one of them.
        """
        unknown = set(visitors) - set(VISITORS)
        if unknown:
            raise ValueError(f"{name}: nobody is called {', '.join(sorted(unknown))}")
        self.name, self.method, self.query = name, str(method), str(query)
        self.at: Made = at
        self.data: Made = data
        rest = 404 if everybody is None else everybody
        self.expected: dict[str, int | str] = dict.fromkeys(VISITORS, rest)
        if staff is not None:
            self.expected |= dict.fromkeys(STAFF, staff)
        self.expected |= {"anonymous": anonymous} | visitors

    def __str__(self) -> str:
        return f"{self.method} {self.name}{self.query}"
