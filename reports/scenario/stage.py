"""The stage of a scenario as real rows: units, people, programmes, indicators, goals, obligations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from indicators.models import Indicator
from programs.models import Participation, Program, ProgramStatus, Regime, ReportingPeriod
from reports.actions.obligations import sync_obligations
from reports.models import Submission
from reports.scenario import measures, rules
from reports.scenario.script import Facts, day, programs
from units import clock
from units.actions.organising import create_unit
from units.models import Appointment, Cluster, ClusterMembership, Headcount, Role, Sector, Unit, User

# Before any story begins.
FOUNDED = date(1990, 1, 1)
DAY = timedelta(days=1)
_YEAR = re.compile(r"-\d{4}-(?=\d{2}$)")


@dataclass
class Stage:
    """Everything a story names, by its code."""

    issuer: Unit
    secretary: User
    regime: Regime
    units: dict[str, Unit]
    reporters: dict[str, User]
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def period(self, code: str) -> ReportingPeriod | None:
        """The period of that code; "monthly-2026-01" also finds the only January of a regime of one year."""
        periods = ReportingPeriod.objects.filter(regime=self.regime).select_related("rule__regime")
        known = {period.code: period for period in periods}
        short = _YEAR.sub("-", code)
        return known.get(code) or known.get(short)

    def submission(self, unit: str, period: str) -> Submission | None:
        """What the unit owes for the period, cancelled or not."""
        rows = Submission.objects.filter(unit=self.units[unit], period=self.period(period))
        return rows.select_related("unit", "reviewer", "period__rule__regime").first()


def build(story: Facts) -> Stage:
    """Write the story's rows and return them by code; call it inside the transaction that is rolled back."""
    told = programs(story)
    units = _units(story["units"])
    issuer = units[told[0]["issuer"]]
    secretary, reporters = _people(issuer, units)
    regime = Regime.objects.create(
        issuer=issuer,
        name=story.get("title") or "Chế độ báo cáo",
        starts_on=min(date.fromisoformat(facts["starts"]) for facts in told),
        ends_on=max(date.fromisoformat(facts["ends"]) for facts in told),
        reports_from=day(story.get("reports_from")),
    )
    stage = Stage(issuer=issuer, secretary=secretary, regime=regime, units=units, reporters=reporters)
    issued = {facts.get("code") or "": _program(facts, stage, units) for facts in told}
    _participations(story["units"], issued.values(), stage)
    _headcounts(story.get("headcounts") or (), units)
    _clusters(story.get("clusters") or (), stage)
    by_code = rules.write(story.get("rules") or (), regime, units)
    stage.indicators = measures.write(story, issued, by_code, issuer=issuer, units=units)
    sync_obligations(regime)
    return stage


def _units(told: Iterable[Facts]) -> dict[str, Unit]:
    rows = list(told)
    # A portal in use may know the same codes; its own units step aside until the transaction is rolled back.
    Unit.objects.filter(code__in=[facts["code"] for facts in rows]).update(code=Concat(Value("~"), F("code")))
    units: dict[str, Unit] = {}
    while rows:
        ready = [facts for facts in rows if not facts.get("parent") or facts["parent"] in units]
        if not ready:
            raise ValueError(f"Units without a known parent: {[facts['code'] for facts in rows]}")
        for facts in ready:
            units[facts["code"]] = _unit(facts, units)
        rows = [facts for facts in rows if facts["code"] not in units]
    return {code: Unit.objects.get(pk=unit.pk) for code, unit in units.items()}


def _unit(facts: Facts, units: dict[str, Unit]) -> Unit:
    name = facts.get("name") or facts["code"]
    unit = Unit(
        code=facts["code"],
        name=name,
        level=facts.get("level") or "base",
        sector=facts.get("sector") or Sector.OTHER,
        active_from=FOUNDED,
    )
    parent = facts.get("parent")
    return create_unit(unit, parent=Unit.objects.get(pk=units[parent].pk) if parent else None, by=None)


def _people(issuer: Unit, units: dict[str, Unit]) -> tuple[User, dict[str, User]]:
    """A secretary of the issuing body and a reporter of every other unit."""
    people = {}
    for code, unit in units.items():
        user = User(username=f"~{unit.pk}", full_name=f"Cán bộ {code}").with_keys()
        user.set_unusable_password()
        user.save()
        role = Role.SECRETARY if unit == issuer else Role.REPORTER
        Appointment.objects.create(user=user, unit=unit, role=role, starts_on=FOUNDED)
        people[code] = user
    return people[issuer.code], people


def _program(facts: Facts, stage: Stage, units: dict[str, Unit]) -> Program:
    starts, ends = date.fromisoformat(facts["starts"]), date.fromisoformat(facts["ends"])
    return Program.objects.create(
        issuer=units[facts["issuer"]] if facts.get("issuer") else stage.issuer,
        regime=stage.regime,
        code=facts.get("code") or "",
        kind="annual" if starts.year == ends.year else "term",
        title=facts.get("title") or facts.get("code") or "Chương trình công tác",
        year_from=starts.year,
        year_to=ends.year,
        starts_on=starts,
        ends_on=ends,
        status=ProgramStatus.ISSUED,
        issued_by=stage.secretary,
        issued_at=clock.now(),
    ).with_keys()


def _participations(told: Iterable[Facts], issued: Iterable[Program], stage: Stage) -> None:
    rows = []
    for facts in told:
        takes_part = facts.get("participates")
        if takes_part is None:
            takes_part = facts["code"] != stage.issuer.code
        if takes_part:
            rows += [_participation(facts, program, stage) for program in issued]
    Participation.objects.bulk_create(rows)


def _participation(facts: Facts, program: Program, stage: Stage) -> Participation:
    starts = max(day(facts.get("from")) or program.starts_on, program.starts_on)
    ends = day(facts.get("until"))
    unit = stage.units[facts["code"]]
    return Participation(
        program=program, unit=unit, starts_on=starts, ends_on=max(ends, starts - DAY) if ends else None
    )


def _headcounts(told: Iterable[Facts], units: dict[str, Unit]) -> None:
    Headcount.objects.bulk_create(
        Headcount(
            unit=units[facts["unit"]],
            holds_from=day(facts.get("from")) or date(int(facts["year"]), 1, 1),
            **{name: int(facts.get(name) or 0) for name in ("officers", "members", "youth", "children")},
        )
        for facts in told
    )


def _clusters(told: Iterable[Facts], stage: Stage) -> None:
    """Members stay in their cluster until a later year puts them into another one."""
    for facts in sorted(told, key=lambda cluster: int(cluster["year"])):
        starts = date(int(facts["year"]), 1, 1)
        cluster, _ = Cluster.objects.get_or_create(
            issuer=stage.issuer, code=facts["code"], defaults={"name": facts["code"], "active_from": starts}
        )
        members = [stage.units[code] for code in facts["units"]]
        replaced = Q(unit__in=members) | Q(cluster=cluster)
        ClusterMembership.objects.filter(replaced, issuer=stage.issuer, ends_on=None, starts_on__lt=starts).update(
            ends_on=starts - DAY
        )
        ClusterMembership.objects.bulk_create(
            ClusterMembership(
                cluster=cluster,
                issuer=stage.issuer,
                unit=unit,
                is_lead=unit.code == facts.get("lead"),
                starts_on=starts,
            )
            for unit in members
        )
