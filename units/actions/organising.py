"""Units open, change, close and are continued by others. A unit never moves: it is closed and a successor opens."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from units.actions.refusals import Refused
from units.audit import Event, record
from units.models import Appointment, ClusterMembership, Headcount, Unit, User
from units.nudge import nudge

SYNC_OBLIGATIONS = "reports.tasks.sync_obligations"


def create_unit(unit: Unit, *, parent: Unit | None, by: User | None) -> Unit:
    """Return the stored unit under its parent, or as a root; raises Refused when the code was taken meanwhile."""
    try:
        with transaction.atomic():
            stored = _plant(unit.with_keys(), parent)
            record(Event.UNIT_CREATED, stored, by=by, unit=stored)
            nudge(SYNC_OBLIGATIONS)
            return stored
    except IntegrityError:
        raise Refused(f"Mã đơn vị “{unit.code}” vừa được dùng cho đơn vị khác. Chọn mã khác rồi lưu lại.") from None


def _plant(unit: Unit, parent: Unit | None) -> Unit:
    return Unit.objects.add_root(instance=unit) if parent is None else Unit.objects.add_child(parent, instance=unit)


@transaction.atomic
def change_unit(unit: Unit, fields: list[str], *, by: User, reason: str = "") -> Unit:
    """Return the unit with the named fields stored; what they were before is kept in the audit entry."""
    before = Unit.objects.select_for_update().get(pk=unit.pk)
    changes = {
        field: [_shown(before, field), _shown(unit, field)]
        for field in fields
        if getattr(before, field) != getattr(unit, field)
    }
    if not changes:
        return unit
    unit.with_keys().save(update_fields=[*changes, "search_key", "sort_key"])
    record(Event.UNIT_CHANGED, unit, by=by, unit=unit, reason=reason, detail={"changes": changes})
    nudge(SYNC_OBLIGATIONS)
    return unit


def _shown(unit: Unit, field: str) -> str:
    value = getattr(unit, field)
    return value.isoformat() if isinstance(value, date) else str(value)


@transaction.atomic
def close_unit(
    unit: Unit,
    on: date,
    reason: str,
    *,
    by: User,
    merged_into: Unit | None = None,
    leaves_units_below: bool = False,
) -> Unit:
    """Return the unit with its last day set; its cluster membership ends with it, its people and reports stay.

    Raises Refused when it is closed already, units below it are still open (unless they are to be left, as when a body
    merges into another one), or the day lies before its first.
    """
    stored = Unit.objects.select_for_update().get(pk=unit.pk)
    _refuse_closing(stored, on)
    if not leaves_units_below:
        _refuse_leaving_units_below(stored, on)
    Unit.objects.filter(pk=stored.pk).update(active_until=on, merged_into=merged_into)
    memberships = ClusterMembership.objects.filter(unit=stored, ends_on=None)
    memberships.filter(starts_on__gt=on).delete()
    memberships.update(ends_on=on)
    detail: dict[str, object] = {"active_until": on.isoformat()}
    if merged_into is not None:
        detail["merged_into"] = merged_into.code
    event = Event.UNIT_CLOSED if merged_into is None else Event.UNIT_MERGED
    record(event, stored, by=by, unit=stored, reason=reason, detail=detail)
    nudge(SYNC_OBLIGATIONS)
    stored.refresh_from_db()
    return stored


def _refuse_closing(unit: Unit, on: date) -> None:
    if unit.active_until is not None and unit.active_until <= on:
        raise Refused(f"Đơn vị đã kết thúc hoạt động từ trước ({unit.active_until:%d/%m/%Y}); không có gì thay đổi.")
    if on < unit.active_from - timedelta(days=1):
        raise Refused(f"Đơn vị hoạt động từ {unit.active_from:%d/%m/%Y}; chọn ngày kết thúc từ ngày đó trở đi.")


def _refuse_leaving_units_below(unit: Unit, on: date) -> None:
    open_below = Unit.objects.below(unit).active(on + timedelta(days=1)).by_name()
    if names := [child.label for child in open_below[:4]]:
        more = " …" if len(names) == 4 else ""
        raise Refused(
            f"Còn đơn vị trực thuộc đang hoạt động: {', '.join(names[:3])}{more}. Kết thúc các đơn vị này trước."
        )


@transaction.atomic
def open_successor(old: Unit, new: Unit, *, parent: Unit | None, reason: str, by: User) -> Unit:
    """Return the new unit that continues the old one from `new.active_from`; the old one closes on the day before.

    People, cluster and headcount go on in the new unit; appointments in the old one stay, so that what it still owes
    can be sent.
    """
    new.continues = old
    created = create_unit(new, parent=parent, by=by)
    carry_over(old, created)
    close_unit(old, created.active_from - timedelta(days=1), reason, by=by)
    return created


def carry_over(old: Unit, new: Unit) -> None:
    """Appoint the people of the old unit in the new one and take over its cluster and its last headcount."""
    start = new.active_from
    Appointment.objects.bulk_create(
        Appointment(user_id=held.user_id, unit=new, role=held.role, starts_on=start, ends_on=held.ends_on)
        for held in Appointment.objects.current(start).filter(unit=old)
    )
    member = ClusterMembership.objects.current(start).filter(unit=old, ends_on=None).first()
    if member is not None and new.path.startswith(member.issuer.path):
        member.ends_on = max(start - timedelta(days=1), member.starts_on - timedelta(days=1))
        member.save(update_fields=["ends_on"])
        ClusterMembership.objects.create(
            cluster=member.cluster, issuer=member.issuer, unit=new, is_lead=member.is_lead, starts_on=start
        )
    if count := Headcount.objects.holding(start).filter(unit=old).first():
        Headcount.objects.create(
            unit=new,
            holds_from=start,
            officers=count.officers,
            members=count.members,
            youth=count.youth,
            children=count.children,
            is_confirmed=False,
        )
