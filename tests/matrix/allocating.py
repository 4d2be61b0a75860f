"""Who gets what at the allocation desk: the offices of the bodies that share out."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.matrix import Row


def program(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.program.pk}


def bad(cast: Cast) -> dict[str, Any]:
    trees = cast.indicators["trees"].pk
    return {"cot": [str(trees)], f"c{trees}-{cast.a.pk}": "4,500"}


OFFICE: dict[str, Any] = {"everybody": 403, "office": 200, "secretary": 200}
REFUSED: dict[str, Any] = {"everybody": 403, "office": 422, "secretary": 422}
READERS: dict[str, Any] = {"everybody": 403, "staff": 200}
NONE: dict[str, Any] = {"staff": 404}

ROWS = [
    Row("indicators:desk", at=program, **OFFICE),
    *(
        Row("indicators:goal_annex", at=lambda cast, end=end: program(cast) | {"suffix": end}, **READERS)
        for end in ("pdf", "docx", "xlsx")
    ),
    Row("indicators:goal_annex", at=lambda cast: program(cast) | {"suffix": "exe"}, **(READERS | NONE)),
    Row("indicators:desk", method="post", at=program, data=bad, **REFUSED),
]
