"""The report form as an Excel file: for whoever may type into the report."""

from __future__ import annotations

from tests.matrix import Row
from tests.matrix.reporting import TYPING, draft, sent

REFUSED = TYPING | dict.fromkeys(("office", "secretary", "reporter"), 422)

ROWS = [
    Row("reports:workbook_download", at=draft, **TYPING),
    Row("reports:workbook_fill", at=draft, **TYPING),
    Row("reports:workbook_fill", method="post", at=draft, **REFUSED),
    Row("reports:workbook_fill", method="post", at=sent, **REFUSED),
]
