"""A unit is continued by another one: under another parent, or of another kind (DESIGN §3: a unit never moves)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from programs.models import Participation, Regime
from reports.actions.merging import cancel_from, end_participations
from reports.actions.obligations import sync_obligations
from reports.actions.refusals import NotAllowed
from units.actions import organising
from units.actions.refusals import Refused as UnitRefused
from units.models import Unit, User

DAY = timedelta(days=1)


@transaction.atomic
def continue_unit(old: Unit, new: Unit, *, parent: Unit | None, reason: str, by: User) -> Unit:
    """Return the stored unit that goes on from `new.active_from`; raises NotAllowed and changes nothing.

    What fell due before stays with the old unit. From that day the new one takes part in whatever the old one took
    part in and owes what falls due.
    """
    programs = list(_open_participations(old).values_list("program_id", flat=True))
    try:
        created = organising.open_successor(old, new, parent=parent, reason=reason, by=by)
    except UnitRefused as refusal:
        raise NotAllowed(refusal.sentence) from None
    end_participations(old, created.active_from - DAY)
    cancel_from(old, created.active_from)
    Participation.objects.bulk_create(
        Participation(program_id=program, unit=created, starts_on=created.active_from) for program in programs
    )
    for regime in Regime.objects.filter(Q(programs__in=programs) | Q(periods__submissions__unit=old)).distinct():
        sync_obligations(regime)
    return created


def _open_participations(unit: Unit) -> QuerySet[Participation]:
    return Participation.objects.filter(unit=unit, ends_on=None)
