"""Answering the warnings of a report: for whoever may type into it."""

from __future__ import annotations

from tests.matrix import Row
from tests.matrix.reporting import TYPED, TYPING, draft, sent

ROWS = [
    Row("reports:warning_answer", at=draft, everybody=302),
    Row("reports:warning_answer", method="post", at=draft, **TYPED),
    Row(
        "reports:warning_answer",
        method="post",
        at=sent,
        **(TYPING | dict.fromkeys(("office", "secretary", "reporter"), 422)),
    ),
]
