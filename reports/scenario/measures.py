"""The indicators of a scenario, with their goals and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Accumulation, Goal, Indicator, IndicatorRule, Kind, Milestone, PopulationLine
from programs.models import Program, ReportingRule
from reports.scenario.script import Facts, number
from units.models import Level, Sector, Unit


def write(
    story: Facts,
    issued: Mapping[str, Program],
    rules: Mapping[str, list[ReportingRule]],
    *,
    issuer: Unit,
    units: Mapping[str, Unit],
) -> dict[str, Indicator]:
    """Write indicators, goals and allocations; return the indicators by code."""
    told = list(story.get("indicators") or ())
    only = next(iter(issued.values()))
    found: dict[str, Indicator] = {}
    for position, facts in enumerate(told):
        program = issued[facts["program"]] if facts.get("program") else only
        indicator = _indicator(facts, program, position, _decimals(facts, story))
        found[facts["code"]] = indicator
        PopulationLine.objects.bulk_create(_population(indicator, facts.get("population"), units))
        _ask(indicator, facts, rules)
        Milestone.objects.bulk_create(
            Milestone(indicator=indicator, on=date.fromisoformat(line["on"]), share=Decimal(str(line["share"])))
            for line in facts.get("milestones") or ()
        )
        Goal.objects.bulk_create(_goals(indicator, issuer, facts))
    for facts in told:
        for name in ("reads", "part_of"):
            if facts.get(name):
                indicator = found[facts["code"]]
                setattr(indicator, name, found[facts[name]])
                indicator.save(update_fields=[name])
    for facts in story.get("allocations") or ():
        Goal.objects.bulk_create(_goals(found[facts["indicator"]], units[facts["unit"]], facts))
    return found


def _indicator(facts: Facts, program: Program, position: int, decimals: int) -> Indicator:
    kind = facts.get("kind") or Kind.COUNT
    accumulation = facts.get("accumulation") or Accumulation.SUM
    return Indicator.objects.create(
        program=program,
        code=facts["code"],
        position=position,
        label=facts.get("label") or facts["code"],
        unit_of_measure=facts.get("unit_of_measure") or "",
        decimals=decimals,
        kind=kind,
        scope=facts.get("scope") or "ORGANISATION",
        comparator=facts.get("comparator") or ">=",
        coverage_goal=number(facts.get("coverage_goal")),
        coverage_comparator=facts.get("coverage_comparator") or ">=",
        goal_span=facts.get("goal_span") or "PROGRAMME",
        # Shares and conditions keep the last answer, whatever is said.
        accumulation=accumulation if kind == Kind.COUNT else Accumulation.LAST,
        answered_by=facts.get("answered_by") or "UNIT",
        denominator=facts.get("denominator") or "",
        is_required=bool(facts.get("required")),
    )


def _decimals(facts: Facts, story: Facts) -> int:
    """The finest figure that the story gives, where it does not say."""
    if facts.get("decimals") is not None:
        return int(facts["decimals"])
    code = facts["code"]
    told = [(event.get("values") or {}).get(code) for event in story.get("events") or ()]
    told += [event.get("value") for event in story.get("events") or () if event.get("indicator") == code]
    return max((_places(value) for value in (*told, facts.get("goal"))), default=0)


def _places(value: object) -> int:
    text = str(value)
    whole, _, fraction = text.partition(".")
    return len(fraction) if whole.lstrip("-").isdigit() and fraction.isdigit() else 0


def _goals(indicator: Indicator, unit: Unit, facts: Facts) -> Iterator[Goal]:
    told = {facts.get("year"): facts.get("goal")} | dict(facts.get("goals_by_year") or {})
    for year, value in told.items():
        goal = number(value)
        if goal is not None:
            yield Goal(
                indicator=indicator,
                unit=unit,
                year=int(year) if year else None,
                value=goal,
                upper=number(facts.get("goal_max")),
                holds_from=indicator.program.starts_on,
            )


def _ask(indicator: Indicator, facts: Facts, rules: Mapping[str, list[ReportingRule]]) -> None:
    asking = {rule.pk: rule for name in facts.get("asked_by") or () for rule in rules[name]}
    IndicatorRule.objects.bulk_create(IndicatorRule(indicator=indicator, rule=rule) for rule in asking.values())


def _population(indicator: Indicator, told: Any, units: Mapping[str, Unit]) -> Iterable[PopulationLine]:
    """All, or whatever names levels, sectors and units: a word, a list, or lists under their names."""
    if told is None or told == "all":
        return []
    names = [told] if isinstance(told, str) else told
    if isinstance(told, dict):
        names = [name for group in told.values() for name in ([group] if isinstance(group, str) else group)]
    return [_line(indicator, name, units) for name in names]


def _line(indicator: Indicator, name: str, units: Mapping[str, Unit]) -> PopulationLine:
    if name in units:
        return PopulationLine(indicator=indicator, unit=units[name])
    if name in Sector.values:
        return PopulationLine(indicator=indicator, sector=name)
    if name in Level.values:
        return PopulationLine(indicator=indicator, level=name)
    raise ValueError(f"Nobody is called {name!r}")


def goal_of(indicator: Indicator, unit: Unit) -> Decimal | None:
    """Return the goal that holds last; for sharing out."""
    rows = Goal.objects.filter(indicator=indicator, unit=unit, holds_until=None).order_by("year")
    return rows.values_list("value", flat=True).first()
