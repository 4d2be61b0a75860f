"""A reading as the JSON object that `parse_program` prints (the programme schema, with spans and doubts added)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from programs.importing.reading import (
    ActivityRead,
    ConferenceRead,
    DeadlineRead,
    IndicatorRead,
    PerUnit,
    ProgramReading,
    Span,
    Stated,
    TargetRead,
)

Json = dict[str, Any]


def reading_to_json(reading: ProgramReading) -> Json:
    """Return the whole reading in the programme schema."""
    signatory = reading.signatory
    return {
        "file": reading.document.filename,
        "issuer": _value(reading.issuer),
        "issuer_parent": _value(reading.parent_body),
        "document_type": _value(reading.document_type),
        "number": _value(reading.number),
        "issued": reading.issued.value.isoformat() if reading.issued else None,
        "place": _value(reading.place),
        "title": _value(reading.title),
        "kind": reading.kind.value,
        "year_from": _value(reading.year_from),
        "year_to": _value(reading.year_to),
        "theme": _value(reading.theme),
        "breakthrough": _value(reading.breakthrough),
        "legal_bases": [
            {"number": b.number, "date": b.issued.isoformat() if b.issued else None, "issuer": b.issuer} | _place(b)
            for b in reading.legal_bases
        ],
        "sections": [
            {"number": s.number, "title": s.title, "level": s.level} | _place(s) for s in reading.sections
        ],
        "targets": [target_to_json(t) for t in reading.targets],
        "embedded_targets": [_embedded(t, reading) for t in reading.embedded_targets],
        "activities": [_activity(a) for a in reading.activities],
        "conferences": [_conference(c) for c in reading.conferences],
        "deadlines": [_deadline(d) for d in reading.deadlines],
        "responsibilities": [{"who": r.who, "what": r.what} | _place(r) for r in reading.responsibilities],
        "recipients": [r.text for r in reading.recipients],
        "recipient_copies": {r.text: r.copies for r in reading.recipients if r.copies},
        "signatory": {
            "authority": _value(signatory.authority) if signatory else None,
            "position": _value(signatory.position) if signatory else None,
            "name": _value(signatory.name) if signatory else None,
        },
    }  # fmt: skip


def targets_to_json(targets: tuple[TargetRead, ...]) -> Json:
    """Return pasted targets as an object with the one key `targets`."""
    return {"targets": [target_to_json(t) for t in targets]}


def target_to_json(target: TargetRead) -> Json:
    """Return one target with its indicators."""
    item: Json = {
        "number": target.number,
        "text": target.text,
        "indicators": [_indicator(i) for i in target.indicators],
    }
    if target.label:
        item["label"] = target.label
    return item | _place(target)


def _value(fact: Stated[Any] | None) -> Any:
    return fact.value if fact is not None else None


def _place(fact: Any) -> Json:
    span: Span = fact.span
    return {"span": [span.paragraph, span.start, span.end], "doubt": fact.doubt}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _indicator(item: IndicatorRead) -> Json:
    out: Json = {
        "quantity": _number(item.quantity), "unit": item.unit, "comparator": item.comparator, "scope": item.scope,
        "text": item.text, "period": item.period, "goal_span": item.goal_span, "qualifier": item.qualifier,
    }  # fmt: skip
    if item.quantity_max is not None:
        out["quantity_max"] = _number(item.quantity_max)
    for name in ("population", "subset_of", "grade", "grade_at_least"):
        if (value := getattr(item, name)) is not None:
            out[name] = value
    if item.per_unit is not None:
        out["per_unit"] = _per_unit(item.per_unit)
    if item.is_issuer:
        out["is_issuer"] = True
    return out | _place(item)


def _per_unit(item: PerUnit) -> Json:
    out: Json = {"quantity": _number(item.quantity), "unit": item.unit, "comparator": item.comparator}
    return out | ({"quantity_max": _number(item.quantity_max)} if item.quantity_max is not None else {})


def _embedded(target: TargetRead, reading: ProgramReading) -> Json:
    first = _indicator(target.indicators[0])
    names = ("quantity", "quantity_max", "unit", "comparator", "scope", "population", "per_unit")
    where = _path(reading, target.section)
    flat = {name: first[name] for name in names if name in first}
    indicators = [_indicator(i) for i in target.indicators]
    return {"section": where, "text": target.text} | flat | {"indicators": indicators} | _place(target)


def _path(reading: ProgramReading, index: int | None) -> str | None:
    """Return the numbers of the section and of the top section above it: "V.2.1"."""
    if index is None:
        return None
    section = reading.sections[index]
    top = section
    while top.parent is not None:
        top = reading.sections[top.parent]
    own = section.number.strip(" .-–/)(")
    return own if top is section else f"{top.number.strip(' .-–/)(')}.{own}"


def _activity(item: ActivityRead) -> Json:
    out: Json = {"number": item.number, "title": item.title, "months": list(item.months), "all_year": item.all_year}
    if item.raw_months:
        out["raw_months"] = item.raw_months
    if item.year:
        out["year"] = item.year
    if item.in_charge:
        out["in_charge"] = item.in_charge
    return out | _place(item)


def _conference(item: ConferenceRead) -> Json:
    agenda = [a.value for a in item.agenda]
    return {"number": item.number, "month": item.month, "year": item.year, "agenda": agenda} | _place(item)


def _deadline(item: DeadlineRead) -> Json:
    due: Any = item.due.isoformat() if item.due else None
    if item.due is None and (item.day or item.months or item.rule or item.weekday is not None):
        due = {"rule": item.rule or item.text}
        if item.day:
            due["day"] = item.day
        if item.months:
            due["months"] = list(item.months)
        if item.weekday is not None:
            due["weekday"] = item.weekday
    out: Json = {
        "report_kind": item.report_kind, "due": due, "inclusive": item.inclusive,
        "covers": item.covers_text or item.covers, "reporter": item.reporter, "to": item.to, "text": item.text,
    }  # fmt: skip
    if item.exempt:
        out["exempt"] = list(item.exempt)
    if item.attachments:
        out["attachments"] = list(item.attachments)
    if item.folded:
        out["folded"] = [{"month": f.month, "into": f.into} for f in item.folded]
    if item.hour is not None:
        out["hour"] = item.hour
    if item.day_of_next_month:
        out["day_of_next_month"] = True
    return out | _place(item)
