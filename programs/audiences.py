"""Who takes part on a day, and whom a rule asks: querysets of units, never lists (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from programs.models import Audience, Participation, Program, Regime, ReportingRule, RuleAudience
from units.models import ClusterMembership, Unit, UnitQuerySet


def participants(programs: Iterable[Program] | QuerySet[Program], on: date) -> UnitQuerySet:
    """Return the units that take part in any of the programmes on that day and exist then."""
    taking_part = Participation.objects.on(on).filter(program__in=programs)
    return Unit.objects.active(on).filter(pk__in=taking_part.values("unit_id"))


def programs_of(regime: Regime) -> QuerySet[Program]:
    """Return the issued programmes that report through the regime.

    An urgent request has none of its own: it goes to whoever takes part in what its issuing body runs.
    """
    own = Program.objects.issued().filter(regime=regime)
    if regime.is_urgent:
        return Program.objects.issued().filter(Q(issuer=regime.issuer_id) | Q(regime=regime))
    return own


def participants_of(regime: Regime, on: date) -> UnitQuerySet:
    """Return the units that report through the regime on that day."""
    return participants(programs_of(regime), on)


def units_asked(rule: ReportingRule, on: date) -> UnitQuerySet:
    """Return the units that owe a report under the rule when its last good day is `on`.

    The issuing body asks; it owes itself nothing, even where it is listed among those that take part. An urgent request
    may choose any unit below it.
    """
    regime = rule.regime
    if regime.is_urgent and rule.audience == Audience.CHOSEN:
        units = Unit.objects.active(on).below(regime.issuer)
    else:
        units = participants_of(regime, on).exclude(pk=regime.issuer_id)
    lines = list(rule.audience_lines.all())
    if rule.audience == Audience.CHOSEN:
        units = units.filter(_any_of(line for line in lines if not line.is_exempt))
    elif rule.audience == Audience.CLUSTER_LEADS:
        leads = ClusterMembership.objects.current(on).filter(issuer=rule.regime.issuer_id, is_lead=True)
        units = units.filter(pk__in=leads.values("unit_id"))
    exempt = [line for line in lines if line.is_exempt]
    return units.exclude(_any_of(exempt)) if exempt else units


def _any_of(lines: Iterable[RuleAudience]) -> Q:
    """A unit matches when any line names its level, its sector or itself; no lines match nobody."""
    condition = Q(pk__in=[])
    for line in lines:
        if line.level:
            condition |= Q(level=line.level)
        elif line.sector:
            condition |= Q(sector=line.sector)
        else:
            condition |= Q(pk=line.unit_id)
    return condition
