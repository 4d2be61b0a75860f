"""A programme's text as a file: for whoever may read the programme, drafts only for those who read drafts."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.matrix import Row


def issued(suffix: str) -> Any:
    return lambda cast: {"pk": cast.program.pk, "suffix": suffix}


def draft(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.draft.pk, "suffix": "docx"}


ROWS = [
    Row("programs:program_export", at=issued("docx"), everybody=200),
    Row("programs:program_export", at=issued("pdf"), everybody=200),
    Row("programs:program_export", at=issued("exe")),
    Row("programs:program_export", at=draft, staff=200),
]
