"""The fields of the report form by name, and what a POST of them says. Rows are our own partials, not form objects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from indicators.models import Indicator, Kind
from reports.models import NarrativePart
from reports.typed import NO, NONE, NOT_APPLICABLE, VALUE, YES, Typed, fraction_text
from units.formats import UnreadableError, parse_date

_OF_AN_INDICATOR = re.compile(r"[a-z]-(\d{1,18})")
_SAID = {"yes": YES, "no": NO}


@dataclass(frozen=True)
class TypedRow:
    indicator: Indicator
    typed: Typed
    mark: str


def posted_keys(*posted: Iterable[str]) -> set[int]:
    """Return the keys of the indicators that fields of these names are about: 17 of "t-17"."""
    found = (_OF_AN_INDICATOR.fullmatch(name) for names in posted for name in names)
    return {int(match[1]) for match in found if match}


def typed_row(data: QueryDict, indicator: Indicator) -> TypedRow | None:
    """Return one row of the form; None when the POST does not hold it.

    Names: t text, n and d numerator and denominator, a answer, r reason, g note, e estimated, p approximate, m mark.
    """
    key = indicator.pk
    if f"m-{key}" not in data and f"a-{key}" not in data:
        return None
    answer = data.get(f"a-{key}", "")
    if indicator.kind == Kind.CONDITION:
        text = _SAID.get(answer, "")
    elif indicator.kind == Kind.SHARE:
        text = fraction_text(data.get(f"n-{key}", ""), data.get(f"d-{key}", ""))
    else:
        text = data.get(f"t-{key}", "")
    typed = Typed(
        text=text,
        answer=answer if answer in (NONE, NOT_APPLICABLE) else VALUE,
        reason=data.get(f"r-{key}", ""),
        note=data.get(f"g-{key}", ""),
        is_estimated=f"e-{key}" in data,
        is_approximate=f"p-{key}" in data,
    )
    return TypedRow(indicator, typed.tidied(), data.get(f"m-{key}", ""))


def typed_rows(data: QueryDict, indicators: Iterable[Indicator]) -> Iterator[TypedRow]:
    """Yield the rows of a whole form; those whose stored text the person chose to keep are left out."""
    kept = set(data.getlist("take"))
    for indicator in indicators:
        row = typed_row(data, indicator)
        if row is not None and str(indicator.pk) not in kept:
            yield row


def typed_parts(data: QueryDict) -> Iterator[tuple[NarrativePart, str, str]]:
    """Yield (part, text, mark) of the written parts."""
    kept = set(data.getlist("take"))
    for part in NarrativePart:
        if f"text-{part}" in data and part not in kept:
            yield part, data.get(f"text-{part}", ""), data.get(f"mark-{part}", "")


def typed_document(data: QueryDict) -> tuple[str, date | None, str]:
    """Return number and date of the official document, and the sentence beside the date when it cannot be read."""
    number, text = data.get("document_number", ""), data.get("document_date", "").strip()
    if not text:
        return number, None, ""
    try:
        return number, parse_date(text), ""
    except UnreadableError as error:
        return number, None, str(error)


def typed_notes(data: QueryDict) -> dict[str, tuple[str, str]]:
    """Return (text, mark) of the answers to warnings by the warning's key. Names: w-<key> and wm-<key>."""
    keys = [name.removeprefix("w-") for name in data if name.startswith("w-")]
    return {key: (data.get(f"w-{key}", ""), data.get(f"wm-{key}", "")) for key in keys}


def kept_lines(data: QueryDict, indicators: Iterable[Indicator]) -> list[str]:
    """Return what a refused form held, one line per thing, so that it can be copied elsewhere."""
    lines = []
    for row in typed_rows(data, indicators):
        said = " – ".join(text for text in (row.typed.text, row.typed.reason, row.typed.note) if text)
        if said:
            lines.append(f"{row.indicator.label}: {said}")
    return lines + [f"{part.label}: {text}" for part, text, _ in typed_parts(data) if text.strip()]
