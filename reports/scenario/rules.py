"""The reporting rules of a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from programs.calendar import default_covers
from programs.models import Audience, Covers, Regime, ReportingRule, RuleAudience
from reports.scenario.script import Facts, day
from units.models import Unit

_DAY_TO_DAY = re.compile(r"(\d{1,2})-to-(\d{1,2})")


def write(told: Iterable[Facts], regime: Regime, units: Mapping[str, Unit]) -> dict[str, list[ReportingRule]]:
    """Write the rules and return them by kind and by code, so that an indicator may name either."""
    found: dict[str, list[ReportingRule]] = {}
    for position, facts in enumerate(told):
        rule = ReportingRule.objects.create(
            regime=regime,
            position=position,
            code=facts.get("code") or "",
            kind=facts["kind"],
            name=facts.get("name") or "",
            due_day=facts.get("due_day"),
            due_on=day(facts.get("due")),
            due_hour=facts.get("hour") or facts.get("due_hour") or 24,
            is_inclusive=facts.get("inclusive", True) is not False,
            shift=facts.get("shift") or "none",
            starts_on=day(facts.get("from")),
            ends_on=day(facts.get("until")),
            audience=_audience(facts),
            required_attachment=facts.get("required_attachment") or "",
            **_columns(facts),
        )
        RuleAudience.objects.bulk_create(_lines(rule, facts, units))
        for name in {rule.kind, rule.code} - {""}:
            found.setdefault(name, []).append(rule)
    return found


def _columns(facts: Facts) -> dict[str, Any]:
    days = {name: tuple(facts.get(name) or ()) for name in ("months", "weekdays")}
    return days | _covers(facts)


def _covers(facts: Facts) -> dict[str, Any]:
    told = facts.get("covers")
    if told is None:
        return {"covers": default_covers(facts["kind"])}
    if isinstance(told, list):
        return {"covers": Covers.FIXED, "covers_from": day(told[0]), "covers_until": day(told[1])}
    if match := _DAY_TO_DAY.fullmatch(told):
        return {"covers": Covers.DAY_TO_DAY, "covers_day": int(match[2])}
    return {"covers": told}


def _audience(facts: Facts) -> str:
    if facts.get("audience"):
        return str(facts["audience"])
    is_narrowed = any(facts.get(name) for name in ("units", "levels", "sectors"))
    return Audience.CHOSEN if is_narrowed else Audience.EVERYBODY


def _lines(rule: ReportingRule, facts: Facts, units: Mapping[str, Unit]) -> list[RuleAudience]:
    lines = []
    for prefix, is_exempt in (("", False), ("exempt_", True)):
        told = {name: facts.get(prefix + name) or () for name in ("levels", "sectors", "units")}
        lines += [RuleAudience(rule=rule, is_exempt=is_exempt, level=name) for name in told["levels"]]
        lines += [RuleAudience(rule=rule, is_exempt=is_exempt, sector=name) for name in told["sectors"]]
        lines += [RuleAudience(rule=rule, is_exempt=is_exempt, unit=units[name]) for name in told["units"]]
    return lines
