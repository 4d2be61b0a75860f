"""Whether two rules ask the same of the same units: judged by what comes out of them, not by how they are written."""

from __future__ import annotations

from programs.calendar import RuleFacts, occasions
from programs.payloads import RuleDraft, Subject


def same_rule(one: RuleDraft, other: RuleDraft, subject: Subject) -> bool:
    """True when both bring the same reports, due at the same moments, with the same figures, of the same units.

    "Every month" and "months 1 to 12" are the same; names and the sentences they were read from are not compared.
    """
    return _terms(one) == _terms(other) and _due(one, subject) == _due(other, subject)


def _terms(rule: RuleDraft) -> tuple[object, ...]:
    return (
        rule.kind,
        rule.is_note,
        rule.has_date,
        rule.audience,
        frozenset(rule.asked_sectors),
        frozenset(rule.exempt_sectors),
        rule.required_attachment.strip(),
    )


def _due(rule: RuleDraft, subject: Subject) -> list[tuple[object, ...]]:
    if rule.is_note or not rule.has_date:
        return []
    facts = RuleFacts(**{name: getattr(rule, name) for name in RuleFacts.__slots__ if hasattr(rule, name)})
    found = occasions(facts, subject.starts_on, subject.ends_on)
    return [(each.due_at, each.covers_from, each.covers_until) for each in found]
