"""Whom an indicator is about and who is asked for it, for many indicators at once (DESIGN §4, "Whose figure").

A fixed number of queries; who matches what is then worked out on plain values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import QuerySet

from indicators.models import AnsweredBy, Indicator, IndicatorRule, Milestone, PopulationLine, Scope
from indicators.rollup import UnitRef
from programs.models import Audience, Covers, Participation, Program, ReportingRule, RuleAudience
from units.models import ClusterMembership, Unit
from units.prepared import Prepared


class Line(Protocol):
    """A line of an audience or a population: a level, a sector or a single unit."""

    level: str
    sector: str

    @property
    def unit_id(self) -> int | None: ...


class Matched(Protocol):
    """What a line is compared with: a unit, or its few facts."""

    @property
    def pk(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def sector(self) -> str: ...


def matches(unit: Matched, lines: Iterable[Line]) -> bool:
    """True when any line names the unit's level, its sector or the unit itself."""
    return any(
        unit.level == line.level
        if line.level
        else unit.sector == line.sector
        if line.sector
        else unit.pk == line.unit_id
        for line in lines
    )


@dataclass(frozen=True)
class Rule:
    """Whom a rule that covers a span asks."""

    pk: int
    regime_id: int
    issuer_id: int
    audience: str
    chosen: tuple[Line, ...]
    exempt: tuple[Line, ...]

    def asks(self, unit: UnitRef, leads: Mapping[int, set[int]]) -> bool:
        if self.audience == Audience.CHOSEN and not matches(unit, self.chosen):
            return False
        if self.audience == Audience.CLUSTER_LEADS and unit.pk not in leads.get(self.issuer_id, set()):
            return False
        return not matches(unit, self.exempt)


@dataclass(frozen=True)
class Place:
    """A unit's time in a cluster."""

    issuer_id: int
    cluster_id: int
    unit_id: int
    is_lead: bool
    starts_on: date
    ends_on: date | None
    path: str

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Setup:
    """Who asks for what of whom, as programmes and regimes say: the same for every body, until one of them changes.

    `places` are those of the clusters of all issuing bodies; `milestones` say by when what part of a goal is expected.
    """

    rules: Mapping[int, list[Rule]]
    narrowed: Mapping[int, set[int]]
    populations: Mapping[int, list[PopulationLine]]
    places: Sequence[Place]
    milestones: Mapping[int, tuple[tuple[date, Decimal], ...]]

    def groups(
        self, issuer_id: int, first: date, on: date, *, below: str | tuple[str, ...] = ""
    ) -> dict[int, list[int]]:
        """Return the units of each cluster in a span up to a day; `below` names the path or paths they lie under.

        A unit that moved belongs to the cluster it was in last. One that was merged stays with its last cluster, so
        that what it has reached does not vanish.
        """
        last: dict[int, Place] = {}
        for place in self.places:
            if place.issuer_id != issuer_id or place.starts_on > on or (place.ends_on and place.ends_on < first):
                continue
            if place.unit_id not in last or last[place.unit_id].starts_on <= place.starts_on:
                last[place.unit_id] = place
        groups: dict[int, list[int]] = defaultdict(list)
        for place in last.values():
            if place.path.startswith(below):
                groups[place.cluster_id].append(place.unit_id)
        return groups


@dataclass
class Askings:
    """What was found below a body; the methods answer for one indicator and day."""

    taking_part: Mapping[int, list[tuple[UnitRef, date, date | None]]]
    setup: Setup
    below: str = ""
    only: set[int] | None = None
    _leads: dict[date, dict[int, set[int]]] = field(default_factory=dict)
    _groups: dict[tuple[int, date, date], list[list[int]]] = field(default_factory=dict)

    def participants(self, program: Program, on: date) -> list[UnitRef]:
        """Units that take part on that day, in the order of their names; the issuing body asks, it is not asked."""
        return [
            unit
            for unit, first, last in self.taking_part.get(program.pk, ())
            if first <= on and (last is None or on <= last) and unit.pk != program.issuer_id
        ]

    def population(self, indicator: Indicator, on: date) -> list[UnitRef]:
        """Participants that the indicator is about."""
        units = self.participants(indicator.program, on)
        lines = self.setup.populations.get(indicator.pk)
        return [unit for unit in units if matches(unit, lines)] if lines else units

    def asked(self, indicator: Indicator, source: Indicator, on: date, answered: Iterable[int]) -> list[UnitRef]:
        """Those of the population that have to answer: asked by a rule, graded from above, leading a cluster.

        Who has `answered` all the same counts too. `source` is the indicator that is typed (itself, or what it reads).
        """
        if source.scope == Scope.ISSUER:
            return []
        units = self.population(indicator, on)
        if source.pk != indicator.pk and (lines := self.setup.populations.get(source.pk)):
            units = [unit for unit in units if matches(unit, lines)]
        if source.answered_by == AnsweredBy.ISSUER_FOR_EACH_UNIT:
            return units
        leads = self.leads(on)
        rules = [
            rule for rule in self.setup.rules.get(source.program.regime_id or 0, ()) if self._asks_for(source, rule)
        ]
        given = set(answered)
        if source.answered_by == AnsweredBy.CLUSTER_LEAD:
            own = leads.get(source.program.issuer_id, set())
            return [unit for unit in units if unit.pk in given or unit.pk in own]
        return [unit for unit in units if unit.pk in given or any(rule.asks(unit, leads) for rule in rules)]

    def _asks_for(self, source: Indicator, rule: Rule) -> bool:
        narrowed = self.setup.narrowed
        return source.pk not in narrowed or rule.pk in narrowed[source.pk]

    def leads(self, on: date) -> dict[int, set[int]]:
        """Units that lead a cluster on that day, by issuing body."""
        if on not in self._leads:
            found: dict[int, set[int]] = defaultdict(set)
            for place in self.setup.places:
                if place.is_lead and place.holds_on(on):
                    found[place.issuer_id].add(place.unit_id)
            self._leads[on] = found
        return self._leads[on]

    def groups(self, issuer_id: int, first: date, on: date) -> list[list[int]]:
        """Return the units of each cluster in a span up to a day, as far as they lie below the body."""
        if (issuer_id, first, on) not in self._groups:
            groups = self.setup.groups(issuer_id, first, on, below=self.below)
            kept = {
                key: [unit for unit in group if self.only is None or unit in self.only] for key, group in groups.items()
            }
            found = [kept[cluster_id] for cluster_id in sorted(kept) if kept[cluster_id]]
            self._groups[issuer_id, first, on] = found
        return self._groups[issuer_id, first, on]


def find_askings(
    indicators: Sequence[Indicator], body: Unit, only: set[int] | None = None, setup: Setup | None = None
) -> Askings:
    """Return who takes part in and is asked for the indicators, within the body; `only` narrows to some units.

    `indicators` holds those that are read, too, each with its programme loaded. `setup`: what `find_setup` gave.
    """
    programs = {indicator.program_id for indicator in indicators}
    taking_part = _taking_part(programs, body, only)
    return Askings(taking_part, setup or find_setup(indicators), body.path, only)


def find_setup(indicators: Sequence[Indicator]) -> Setup:
    """Return who asks for what of whom; `indicators` as for `find_askings`."""
    programs = {indicator.program_id: indicator.program for indicator in indicators}
    pks = [indicator.pk for indicator in indicators]
    narrowed: dict[int, set[int]] = defaultdict(set)
    for indicator_id, rule_id in IndicatorRule.objects.filter(indicator__in=pks).values_list("indicator_id", "rule_id"):
        narrowed[indicator_id].add(rule_id)
    populations: dict[int, list[PopulationLine]] = defaultdict(list)
    for line in PopulationLine.objects.filter(indicator__in=pks):
        populations[line.indicator_id].append(line)
    return Setup(
        rules=_rules({program.regime_id for program in programs.values() if program.regime_id}),
        narrowed=dict(narrowed),
        populations=dict(populations),
        places=_places({program.issuer_id for program in programs.values()}),
        milestones=read_milestones(pks),
    )


def _taking_part(
    programs: Iterable[int], body: Unit, only: set[int] | None
) -> dict[int, list[tuple[UnitRef, date, date | None]]]:
    found: dict[int, list[tuple[UnitRef, date, date | None]]] = defaultdict(list)
    asked = list(programs)
    rows: Iterable[tuple[Any, ...]]
    rows = _participations(asked, body.path) if only is None else _OF_SOME(asked, body.path, sorted(only))
    for program_id, starts, ends, pk, code, short, name, path, level, sector, opened, closed in rows:
        unit = UnitRef(pk, code, short or name, path, level, sector)
        last = min((day for day in (ends, closed) if day is not None), default=None)
        found[program_id].append((unit, max(starts, opened), last))
    return found


def _participations(programs: list[int], path: str) -> QuerySet[Participation, tuple[Any, ...]]:
    rows = Participation.objects.filter(program__pk__in=programs, unit__path__startswith=path)
    return rows.order_by("unit__sort_key", "unit_id").values_list(
        "program_id",
        "starts_on",
        "ends_on",
        "unit_id",
        "unit__code",
        "unit__short_name",
        "unit__name",
        "unit__path",
        "unit__level",
        "unit__sector",
        "unit__active_from",
        "unit__active_until",
    )


_OF_SOME = Prepared(lambda programs, path, units: _participations(programs, path).filter(unit__pk__in=units))


def _rules(regimes: Iterable[int]) -> dict[int, list[Rule]]:
    lines: dict[int, list[RuleAudience]] = defaultdict(list)
    for line in RuleAudience.objects.filter(rule__regime__in=list(regimes)):
        lines[line.rule_id].append(line)
    found: dict[int, list[Rule]] = defaultdict(list)
    rows = ReportingRule.objects.filter(regime__in=list(regimes)).exclude(covers=Covers.NOTHING)
    for pk, regime_id, issuer_id, audience in rows.values_list("pk", "regime_id", "regime__issuer_id", "audience"):
        chosen = tuple(line for line in lines[pk] if not line.is_exempt)
        exempt = tuple(line for line in lines[pk] if line.is_exempt)
        found[regime_id].append(Rule(pk, regime_id, issuer_id, audience, chosen, exempt))
    return found


def _places(issuers: Iterable[int]) -> list[Place]:
    rows = ClusterMembership.objects.filter(issuer__in=list(issuers))
    columns = ("issuer_id", "cluster_id", "unit_id", "is_lead", "starts_on", "ends_on", "unit__path")
    return [Place(*row) for row in rows.values_list(*columns)]


def read_milestones(pks: Iterable[int]) -> dict[int, tuple[tuple[date, Decimal], ...]]:
    """Return by indicator the days and the percentage of the goal expected by then."""
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for pk, on, share in _milestones(list(pks)):
        found[pk].append((on, share))
    return {pk: tuple(rows) for pk, rows in found.items()}


@Prepared
def _milestones(indicators: list[int]) -> QuerySet[Milestone, tuple[int, date, Decimal]]:
    return Milestone.objects.filter(indicator__pk__in=indicators).values_list("indicator_id", "on", "share")
