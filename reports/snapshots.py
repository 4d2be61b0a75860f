"""What a revision keeps of a report: a plain picture that never changes and needs no other row to be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Indicator
from reports.contents import Contents
from reports.models import Entry


def snapshot_of(contents: Contents, *, before: str, warnings: list[str], answers: dict[str, str]) -> dict[str, Any]:
    """Return the report as JSON: `figures` in the order of the form, `narrative` by part, `attachments`, `warnings`,
    and `answers`: what the unit says to a warning, by its sentence.

    `before` is the status from which it was sent: taking the report back returns to it.
    """
    submission = contents.submission
    return {
        "before": before,
        "unit": submission.unit.code,
        "period": submission.period.code,
        "document_number": submission.document_number,
        "document_date": _plain(submission.document_date),
        "figures": [_figure(row, contents.entries.get(row.pk), contents) for row in _rows(contents)],
        "narrative": {text.part: text.text for text in contents.narratives if text.text},
        "attachments": [
            {
                "id": file.pk,
                "name": file.name,
                "kind": file.kind,
                "indicator": file.indicator_id,
                "size": file.size,
                "link": file.link,
                "digest": file.digest,
            }
            for file in contents.attachments
        ],
        "warnings": warnings,
        "answers": answers,
    }


def _rows(contents: Contents) -> list[Indicator]:
    return [*contents.indicators, *contents.volunteered]


def _figure(row: Indicator, entry: Entry | None, contents: Contents) -> dict[str, Any]:
    figure: dict[str, Any] = {
        "indicator": row.pk,
        "label": row.label,
        "unit_of_measure": row.unit_of_measure,
        "kind": row.kind,
        "slice": [_plain(day) for day in contents.slices[row.pk]],
        "answer": entry.answer if entry else "",
    }
    if entry is not None:
        for name in ("value", "numerator", "denominator", "holds", "typed", "reason", "note"):
            figure[name] = _plain(getattr(entry, name))
        figure["is_estimated"], figure["is_approximate"] = entry.is_estimated, entry.is_approximate
    return figure


def _plain(value: object) -> object:
    """A Decimal as "12.5", a day as "2026-04-05"; JSON knows neither."""
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    return value.isoformat() if isinstance(value, date) else value
