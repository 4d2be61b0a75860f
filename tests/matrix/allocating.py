"""Who gets what at the allocation desk: the offices of the bodies that share out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from indicators.actions.replying import propose_change
from indicators.models import Goal
from tests.cast import TODAY, Cast
from tests.matrix import Row


def program(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.program.pk}


def bad(cast: Cast) -> dict[str, Any]:
    trees = cast.indicators["trees"].pk
    return {"cot": [str(trees)], f"c{trees}-{cast.a.pk}": "4,500"}


def share(cast: Cast) -> dict[str, Any]:
    """A share of the unit of the reporter and the viewer."""
    Goal.objects.filter(indicator=cast.indicators["trees"], unit=cast.a).delete()
    goal = Goal.objects.create(indicator=cast.indicators["trees"], unit=cast.a, value=Decimal(100), holds_from=TODAY)
    return {"pk": goal.pk}


def proposed(cast: Cast) -> dict[str, Any]:
    goal = Goal.objects.get(pk=share(cast)["pk"])
    return {"pk": propose_change(goal, Decimal(80), "Thiếu quỹ đất", by=cast.people["a_secretary"]).pk}


OFFICE: dict[str, Any] = {"everybody": 403, "office": 200, "secretary": 200}
REFUSED: dict[str, Any] = {"everybody": 403, "office": 422, "secretary": 422}
READERS: dict[str, Any] = {"everybody": 403, "staff": 200}
NONE: dict[str, Any] = {"staff": 404}

ROWS = [
    Row("indicators:desk", at=program, **OFFICE),
    Row("indicators:desk_download", at=program, **OFFICE),
    Row("indicators:desk_upload", at=program, **OFFICE),
    Row("indicators:desk_upload", method="post", at=program, **REFUSED),
    *(
        Row("indicators:goal_annex", at=lambda cast, end=end: program(cast) | {"suffix": end}, **READERS)
        for end in ("docx", "xlsx")
    ),
    Row("indicators:goal_annex", at=lambda cast: program(cast) | {"suffix": "exe"}, **(READERS | NONE)),
    Row("indicators:goal_annex_page", at=program, **READERS),
    Row("indicators:desk", method="post", at=program, data=bad, **REFUSED),
    Row("indicators:share_list", everybody=200, viewer=403),
    Row("indicators:shares_accept", method="post", everybody=403, office=302, secretary=302),
    Row("indicators:share_propose", at=share, everybody=403, outsider=404),
    Row("indicators:share_propose", method="post", at=share, everybody=403, outsider=404),
    Row("indicators:share_proposals", everybody=403, staff=200),
    Row(
        "indicators:share_decide",
        method="post",
        at=proposed,
        everybody=403,
        office=302,
        secretary=302,
        outsider=404,
    ),
]
