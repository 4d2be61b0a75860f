"""Who gets what at the addresses of figures and goals."""

from __future__ import annotations

from typing import Any

from indicators.actions.posting import post_own
from tests.cast import Cast
from tests.matrix import Row


def trees(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.indicators["trees"].pk}


def own(cast: Cast) -> dict[str, Any]:
    issuer = cast.issuer
    return {"pk": post_own(cast.indicators["model"], issuer, True, cast.program.starts_on, by=None).pk}


ROWS = [
    Row("indicators:indicator_list", everybody=200, viewer=403),
    Row("indicators:indicator_detail", at=trees, everybody=200, viewer=403),
    Row("indicators:own_figure", at=trees, everybody=403, office=200, secretary=200),
    Row("indicators:own_figure", method="post", at=trees, everybody=403, office=422, secretary=422),
    Row("indicators:own_withdraw", method="post", at=own, everybody=403, office=302, secretary=302),
    Row("indicators:goal_edit", at=trees, everybody=403, office=200, secretary=200),
    Row(
        "indicators:goal_edit",
        method="post",
        at=trees,
        data=lambda cast: {f"u{cast.a.pk}": "4,500"},
        everybody=403,
        office=422,
        secretary=422,
    ),
]
