"""What issuing a draft would bring: every due date with its weekday, and who will owe what. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from programs.audiences import participants
from programs.calendar import Occasion, RuleFacts, occasions
from programs.checks import Kept, Problem, kept_of, problems_of
from programs.models import Audience, Program, Regime
from programs.payloads import RuleDraft, Subject
from programs.wording import rule_title, rule_words
from units.models import ClusterMembership, Unit, UnitQuerySet

WEEKEND = 5


@dataclass(frozen=True)
class Duty:
    """One rule, whom it asks and when."""

    rule: RuleDraft
    asked: list[Unit]
    exempt: list[Unit]
    occasions: list[Occasion]

    @property
    def title(self) -> str:
        return rule_title(self.rule)

    @property
    def words(self) -> str:
        return rule_words(self.rule)

    @property
    def total(self) -> int:
        return len(self.asked) * len(self.occasions)


@dataclass(frozen=True)
class Due:
    """One line of the calendar."""

    duty: Duty
    occasion: Occasion
    is_owed: bool

    @property
    def is_weekend(self) -> bool:
        return self.occasion.last_day.weekday() >= WEEKEND


@dataclass(frozen=True)
class Plan:
    """Everything the last step before issuing shows."""

    kept: list[Kept]
    problems: list[Problem]
    duties: list[Duty]
    open_questions: list[Kept]
    dues: list[Due]

    @property
    def total(self) -> int:
        """How many reports will be owed in all."""
        return sum(len(due.duty.asked) for due in self.dues if due.is_owed)

    @property
    def rules(self) -> list[RuleDraft]:
        """What becomes rules of the regime; open questions too, they are dated later."""
        return rules_of(self.kept)


def plan_of(program: Program, units: Iterable[Unit], reports_from: date | None = None) -> Plan:
    """Return what issuing to those units would bring; what falls due before `reports_from` is shown but not owed."""
    kept = kept_of(list(program.proposals.all()))
    subject = subject_of(kept, program)
    chosen = list(units)
    leads = set(
        ClusterMembership.objects.current(subject.starts_on)
        .filter(issuer=program.issuer, is_lead=True)
        .values_list("unit_id", flat=True)
    )
    duties = [_duty(rule, chosen, leads, subject) for rule in rules_of(kept) if not rule.is_open_question]
    dues = [
        Due(duty, occasion, reports_from is None or occasion.last_day >= reports_from)
        for duty in duties
        for occasion in duty.occasions
    ]
    dues.sort(key=lambda due: (due.occasion.due_at, due.duty.title))
    open_questions = [k for k in kept if isinstance(k.draft, RuleDraft) and k.draft.is_open_question]
    return Plan(kept, problems_of(kept), duties, open_questions, dues)


def rules_of(kept: list[Kept]) -> list[RuleDraft]:
    """Return the rules among what was kept, without sentences that are only noted."""
    return [item.draft for item in kept if isinstance(item.draft, RuleDraft) and not item.draft.is_note]


def subject_of(kept: list[Kept], program: Program) -> Subject:
    """Return the programme's title and time: of its heading proposal, else of the draft itself."""
    found = (item.draft for item in kept if isinstance(item.draft, Subject))
    p = program
    return next(found, Subject(p.title, p.kind, p.year_from, p.year_to, p.starts_on, p.ends_on))


def possible_participants(program: Program) -> UnitQuerySet:
    """Units directly below the issuing body that exist while the programme runs."""
    below = Unit.objects.below(program.issuer).filter(depth=program.issuer.depth + 1)
    return below.filter(active_from__lte=program.ends_on).exclude(active_until__lt=program.starts_on).by_name()


def urgent_participants(issuer: Unit, on: date) -> UnitQuerySet:
    """Units that can be asked at short notice: whoever takes part in what the body runs."""
    return participants(Program.objects.issued().filter(issuer=issuer), on).exclude(pk=issuer.pk).by_name()


def joinable_regimes(program: Program) -> list[Regime]:
    """Regimes of the issuing body that run at the programme's time: several programmes report through one."""
    regimes = program.issuer.regimes.filter(is_urgent=False, starts_on__lte=program.ends_on)
    return [regime for regime in regimes if regime.ends_on is None or regime.ends_on >= program.starts_on]


def _duty(rule: RuleDraft, units: list[Unit], leads: set[int], subject: Subject) -> Duty:
    exempt = [unit for unit in units if unit.sector in rule.exempt_sectors]
    asked = [unit for unit in units if unit.sector not in rule.exempt_sectors]
    if rule.audience == Audience.CLUSTER_LEADS:
        asked = [unit for unit in asked if unit.pk in leads]
    elif rule.audience == Audience.CHOSEN:
        asked = [unit for unit in asked if unit.sector in rule.asked_sectors]
    return Duty(rule, asked, exempt, occasions(_facts(rule), subject.starts_on, subject.ends_on))


def _facts(rule: RuleDraft) -> RuleFacts:
    return RuleFacts(**{name: getattr(rule, name) for name in RuleFacts.__slots__ if hasattr(rule, name)})
