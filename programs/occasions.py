"""Rules of the database as facts for the calendar."""

from __future__ import annotations

from datetime import date

from programs.calendar import Occasion, RuleFacts, occasions
from programs.models import Regime, ReportingRule


def facts_of(rule: ReportingRule) -> RuleFacts:
    """Return what the rule says, as a plain value."""
    return RuleFacts(
        kind=rule.kind,
        code=rule.code,
        name=rule.name,
        months=tuple(rule.months),
        weekdays=tuple(rule.weekdays),
        due_day=rule.due_day,
        due_on=rule.due_on,
        due_hour=rule.due_hour,
        is_inclusive=rule.is_inclusive,
        shift=rule.shift,
        covers=rule.covers,
        covers_day=rule.covers_day,
        covers_from=rule.covers_from,
        covers_until=rule.covers_until,
        starts_on=rule.starts_on,
        ends_on=rule.ends_on,
    )


def occasions_of(rule: ReportingRule, regime: Regime, today: date) -> list[Occasion]:
    """Return the rule's occasions over the regime's time; one without an end is planned to the end of next year."""
    ends = regime.ends_on or date(max(today.year, regime.starts_on.year) + 1, 12, 31)
    has_year = regime.ends_on is None or regime.ends_on.year != regime.starts_on.year
    return occasions(facts_of(rule), regime.starts_on, ends, with_year=has_year)
