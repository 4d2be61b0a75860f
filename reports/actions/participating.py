"""Units that join a programme or leave it, with what they owe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from programs.models import Participation, Program, ProgramStatus
from reports.actions.merging import cancel_from
from reports.actions.obligations import sync_obligations
from reports.actions.refusals import NotAllowed
from reports.announcing import tell_joined, tell_left
from units import audit, stale
from units.audit import Event
from units.models import Unit, User

NOT_RUNNING = "Chương trình này không đang thực hiện; không có gì thay đổi."


@transaction.atomic
def add_participants(program: Program, units: Iterable[Unit], on: date, *, by: User) -> int:
    """Let units take part from that day on and return how many are new; who takes part already stays as it is.

    Raises NotAllowed for a programme that is not being carried out and for units outside the issuing body.
    """
    _hold(program)
    taking_part = set(
        Participation.objects.filter(program=program)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .values_list("unit_id", flat=True)
    )
    new = [unit for unit in units if unit.pk not in taking_part]
    if outside := [unit for unit in new if not program.issuer.contains(unit) or unit.pk == program.issuer_id]:
        raise NotAllowed(f"{outside[0]} không thuộc phạm vi của cấp ban hành chương trình.")
    Participation.objects.bulk_create(Participation(program=program, unit=unit, starts_on=on) for unit in new)
    if new:
        stale.mark_units([unit.pk for unit in new])
        _after(program, by=by, joined=[unit.code for unit in new], on=on)
        tell_joined(program, new, on)
    return len(new)


@transaction.atomic
def end_participation(program: Program, unit: Unit, last_day: date, *, by: User) -> None:
    """Let the unit take part up to that day; what falls due later is no longer owed. Raises NotAllowed."""
    _hold(program)
    open_one = Participation.objects.filter(program=program, unit=unit, ends_on=None)
    if not open_one.filter(starts_on__lte=last_day).update(ends_on=last_day):
        raise NotAllowed("Đơn vị không đang tham gia chương trình vào ngày này; không có gì thay đổi.")
    stale.mark_units([unit.pk])
    if not _takes_part_elsewhere(program, unit, last_day + timedelta(days=1)):
        cancel_from(unit, last_day + timedelta(days=1), regime_id=program.regime_id)
    _after(program, by=by, left=[unit.code], on=last_day)
    tell_left(program, unit, last_day)


def _hold(program: Program) -> None:
    """Hold the running programme for the length of the transaction: of two clicks the second finds nothing new."""
    if not Program.objects.select_for_update().filter(pk=program.pk, status=ProgramStatus.ISSUED).exists():
        raise NotAllowed(NOT_RUNNING)


def _takes_part_elsewhere(program: Program, unit: Unit, on: date) -> bool:
    """True while another programme of the same regime goes on asking the unit."""
    others = Participation.objects.on(on).filter(unit=unit, program__regime=program.regime_id)
    return program.regime_id is not None and others.exclude(program=program).exists()


def _after(program: Program, *, by: User, on: date, **units: list[str]) -> None:
    detail: dict[str, object] = {"on": on.isoformat(), **units}
    audit.record(Event.PROGRAM_CHANGED, program, by=by, unit=program.issuer, detail=detail)
    if program.regime is not None:
        sync_obligations(program.regime)
