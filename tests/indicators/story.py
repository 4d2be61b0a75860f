"""A small organisation whose reports are posted straight to the ledger, to ask what has been reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from indicators.actions.posting import Figure, post_results
from indicators.actions.rolling_up import rebuild
from indicators.figures import Progress, progress_of
from indicators.models import Answer, Goal, Indicator, Posting, PostingKind
from indicators.rolled import rolled_progress
from programs.models import Covers, Participation, Program, ProgramStatus, Regime, ReportingPeriod, ReportingRule
from units import clock
from units.models import Cluster, ClusterMembership, Headcount, Level, Sector, Unit

# None: "trong kỳ không có"; "n/a": not applicable; a pair: numerator and denominator; a bool: yes or no
Answered = int | str | tuple[int, int] | bool | None
FOUNDED = dt.date(2000, 1, 1)


@dataclass
class Story:
    """K issues a programme for a time; units below it report by month, from the 6th to the 5th."""

    program: Program
    regime: Regime
    rule: ReportingRule
    units: dict[str, Unit]
    indicators: dict[str, Indicator] = field(default_factory=dict)

    @classmethod
    def begin(cls, *codes: str, starts: str = "2023-01-01", ends: str = "2023-12-31") -> Story:
        """Codes are units below K; "C/X" is X below C."""
        first, last = dt.date.fromisoformat(starts), dt.date.fromisoformat(ends)
        issuer = Unit.objects.add_root({"code": "K", "name": "Đoàn Khối", "level": Level.BLOC, "active_from": FOUNDED})
        regime = Regime.objects.create(issuer=issuer, name="Chế độ báo cáo", starts_on=first)
        program = Program.objects.create(
            issuer=issuer,
            regime=regime,
            title="Chương trình công tác",
            year_from=first.year,
            year_to=last.year,
            starts_on=first,
            ends_on=last,
            status=ProgramStatus.ISSUED,
            issued_at=clock.midnight(first),
        )
        rule = ReportingRule.objects.create(
            regime=regime, kind="monthly", due_day=5, covers=Covers.DAY_TO_DAY, covers_day=5
        )
        story = cls(program, regime, rule, {"K": issuer})
        for code in codes:
            story.join(code)
        return story

    def join(self, code: str, *, sector: str = Sector.OTHER, starts: str = "", ends: str = "") -> Unit:
        above, _, own = code.rpartition("/")
        parent = Unit.objects.get(code=above or "K")
        facts = {"code": own, "name": f"Chi đoàn {own}", "level": Level.BASE, "sector": sector, "active_from": FOUNDED}
        unit = Unit.objects.add_child(parent, facts)
        Participation.objects.create(
            program=self.program,
            unit=unit,
            starts_on=starts or self.program.starts_on,
            ends_on=ends or None,
        )
        self.units[own] = unit
        return unit

    def count(self, code: str, goal: str | None, **facts: Any) -> Indicator:
        """An indicator, by default a sum over everybody of at least the goal."""
        facts = {"kind": "COUNT", "scope": "ORGANISATION", "program": self.program} | facts
        if facts["kind"] != "COUNT":
            facts["accumulation"] = "LAST"
        indicator = Indicator.objects.create(code=code, label=code, **facts)
        self.indicators[code] = indicator
        if goal is not None:
            self.share(code, "K", goal)
        return indicator

    def share(self, code: str, unit: str, goal: str, year: int | None = None) -> Goal:
        return Goal.objects.create(
            indicator=self.indicators[code],
            unit=self.units[unit],
            value=Decimal(goal),
            year=year,
            holds_from=self.program.starts_on,
        )

    def people(self, **members: int) -> None:
        for code, count in members.items():
            Headcount.objects.create(
                unit=self.units[code], members=count, youth=count * 2, holds_from=self.program.starts_on
            )

    def cluster(self, code: str, *members: str) -> Cluster:
        cluster = Cluster.objects.create(
            issuer=self.units["K"], code=code, name=code, active_from=self.program.starts_on
        )
        for place, member in enumerate(members):
            ClusterMembership.objects.create(
                cluster=cluster,
                issuer=self.units["K"],
                unit=self.units[member],
                is_lead=place == 0,
                starts_on=self.program.starts_on,
            )
        return cluster

    def period(self, until: str) -> ReportingPeriod:
        """The period whose span ends on that day."""
        last = dt.date.fromisoformat(until)
        period, _ = ReportingPeriod.objects.get_or_create(
            regime=self.regime,
            code=f"monthly-{until}",
            defaults={
                "rule": self.rule,
                "name": f"Báo cáo đến {until}",
                "last_day": last,
                "due_at": clock.midnight(last + dt.timedelta(days=1)),
                "covers_from": last.replace(day=1),
                "covers_until": last,
            },
        )
        return period

    def report(self, unit: str, at: str, until: str = "", **answers: Answered) -> Posting:
        """Post a unit's report; `until` is the last day of its slice, the day it was sent if left out."""
        moment = moment_of(at)
        last = dt.date.fromisoformat(until) if until else moment.date()
        return post_results(
            unit=self.units[unit],
            period=self.period(last.isoformat()),
            figures=[self.figure(code, answered) for code, answered in answers.items()],
            covers_from=None,
            covers_until=last,
            by=None,
            at=moment,
        )

    def own(self, unit: str, at: str, **answers: Answered) -> Posting:
        moment = moment_of(at)
        return post_results(
            unit=self.units[unit],
            period=None,
            figures=[self.figure(code, answered) for code, answered in answers.items()],
            covers_from=None,
            covers_until=moment.date(),
            by=None,
            at=moment,
            kind=PostingKind.OWN,
        )

    def figure(self, code: str, answered: Answered) -> Figure:
        pk = self.indicators[code].pk
        if answered is None:
            return Figure(pk, Answer.NONE)
        if answered == "n/a":
            return Figure(pk, Answer.NOT_APPLICABLE)
        if isinstance(answered, bool):
            return Figure(pk, holds=answered)
        if isinstance(answered, tuple):
            return Figure(pk, numerator=Decimal(answered[0]), denominator=Decimal(answered[1]))
        return Figure(pk, value=Decimal(answered))

    def stands(self, code: str, unit: str, at: str) -> Any:
        """The `Progress` of the unit at the end of that day; untyped, so that 5 may be written for Decimal("5")."""
        indicator, body, moment = self.indicators[code], Unit.objects.get(pk=self.units[unit].pk), moment_of(at)
        found = progress_of(indicator, body, moment)
        assert self.rolled_up(indicator, body, moment) == replace(found, silent=())
        return found

    def rolled_up(self, indicator: Indicator, body: Unit, moment: dt.datetime) -> Any:
        """The same from sums made at that moment: whatever is asked about a figure, both ways must agree."""
        with clock.at(moment):
            rebuild(indicator.program)
            rolled = rolled_progress([indicator], body, [body], moment)
        return rolled[body.pk][indicator.pk] if rolled else None


def moment_of(text: str) -> dt.datetime:
    """A local moment; a bare day means its last second."""
    moment = dt.datetime.fromisoformat(text if "T" in text else f"{text}T23:59:59")
    return moment.replace(tzinfo=clock.zone())


def silent(progress: Progress) -> list[str]:
    return sorted(unit.code for unit in progress.silent)
