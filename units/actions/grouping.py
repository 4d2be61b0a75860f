"""Clusters, their members and leads, and how many people a unit has."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from units import clock
from units.actions.refusals import Refused
from units.audit import Event, record
from units.models import Cluster, ClusterMembership, Headcount, Unit, User
from units.nudge import nudge

SYNC_OBLIGATIONS = "reports.tasks.sync_obligations"


@transaction.atomic
def save_cluster(cluster: Cluster, *, by: User) -> Cluster:
    """Return the cluster, new or changed, as stored."""
    what = "changed" if cluster.pk else "created"
    cluster.save()
    record(Event.CLUSTER_CHANGED, cluster, by=by, unit=cluster.issuer, detail={"what": what, "code": cluster.code})
    return cluster


@transaction.atomic
def add_member(cluster: Cluster, unit: Unit, on: date, *, is_lead: bool = False, by: User) -> ClusterMembership:
    """Return the membership from that day on; the unit leaves the cluster of the same body it was in on the day before.

    Raises Refused for a unit that is in this cluster already, or was put into one from that day or later.
    """
    Cluster.objects.select_for_update().filter(pk=cluster.pk).first()
    held = ClusterMembership.objects.filter(unit=unit, issuer=cluster.issuer)
    later = held.filter(Q(ends_on=None) | Q(ends_on__gte=on)).select_related("cluster").order_by("starts_on")
    for membership in later:
        _leave(membership, cluster, on)
    created = ClusterMembership.objects.create(cluster=cluster, issuer=cluster.issuer, unit=unit, starts_on=on)
    detail: dict[str, object] = {"what": "joined", "unit": unit.code, "on": on.isoformat()}
    record(Event.CLUSTER_CHANGED, cluster, by=by, unit=cluster.issuer, detail=detail)
    if is_lead:
        set_lead(cluster, unit, on, by=by)
        created.refresh_from_db()
    nudge(SYNC_OBLIGATIONS)
    return created


def _leave(membership: ClusterMembership, cluster: Cluster, on: date) -> None:
    if membership.cluster_id == cluster.pk:
        raise Refused(f"{membership.unit.label} đã ở trong {cluster.name}; không có gì thay đổi.")
    if membership.starts_on >= on:
        since = f"{membership.starts_on:%d/%m/%Y}"
        raise Refused(f"{membership.unit.label} đã vào {membership.cluster} từ {since}. Chọn ngày sau ngày đó.")
    membership.ends_on = on - timedelta(days=1)
    membership.save(update_fields=["ends_on"])


@transaction.atomic
def end_membership(membership: ClusterMembership, on: date, *, by: User) -> None:
    """The unit belongs to the cluster until the end of that day."""
    if on < membership.starts_on - timedelta(days=1):
        raise Refused(f"Đơn vị vào cụm từ {membership.starts_on:%d/%m/%Y}; chọn ngày kết thúc từ ngày đó trở đi.")
    claimed = ClusterMembership.objects.filter(pk=membership.pk, ends_on=None).update(ends_on=on)
    if not claimed:
        raise Refused("Đơn vị đã ra khỏi cụm từ trước; không có gì thay đổi.")
    detail: dict[str, object] = {"what": "left", "unit": membership.unit.code, "on": on.isoformat()}
    record(Event.CLUSTER_CHANGED, membership.cluster, by=by, unit=membership.issuer, detail=detail)
    nudge(SYNC_OBLIGATIONS)


@transaction.atomic
def set_lead(cluster: Cluster, unit: Unit, on: date, *, by: User) -> None:
    """The unit leads the cluster from that day on; who led before stays a member. Raises Refused for a non-member."""
    open_ones = ClusterMembership.objects.select_for_update().filter(cluster=cluster, ends_on=None)
    rows = {row.unit_id: row for row in open_ones.select_related("unit")}
    if unit.pk not in rows or rows[unit.pk].starts_on > on:
        raise Refused("Cụm trưởng phải là thành viên của cụm vào ngày đó.")
    if rows[unit.pk].is_lead:
        return
    for row in rows.values():
        if row.is_lead:
            _turn(row, on, is_lead=False)
    _turn(rows[unit.pk], on, is_lead=True)
    detail: dict[str, object] = {"what": "lead", "unit": unit.code, "on": on.isoformat()}
    record(Event.CLUSTER_CHANGED, cluster, by=by, unit=cluster.issuer, detail=detail)
    nudge(SYNC_OBLIGATIONS)


def _turn(row: ClusterMembership, on: date, *, is_lead: bool) -> None:
    """Change who leads from a day on; the row of the time before stays as it was."""
    if row.starts_on >= on:
        row.is_lead = is_lead
        row.save(update_fields=["is_lead"])
        return
    ClusterMembership.objects.filter(pk=row.pk).update(ends_on=on - timedelta(days=1))
    ClusterMembership.objects.create(
        cluster_id=row.cluster_id, issuer_id=row.issuer_id, unit=row.unit, starts_on=on, is_lead=is_lead
    )


@dataclass(frozen=True)
class Heads:
    """How many people, as typed."""

    officers: int
    members: int
    youth: int
    children: int


@transaction.atomic
def count_heads(unit: Unit, holds_from: date, heads: Heads, *, by: User) -> Headcount:
    """Return what the unit has from that day on; typed again for the same day, it takes the place of what was there."""
    if holds_from > clock.today() + timedelta(days=366):
        raise Refused("Ngày tính số liệu còn quá xa. Kiểm tra lại năm.")
    counts = asdict(heads)
    count, _ = Headcount.objects.update_or_create(
        unit=unit, holds_from=holds_from, defaults=counts | {"is_confirmed": True}
    )
    record(Event.HEADCOUNT_CHANGED, unit, by=by, unit=unit, detail={"holds_from": holds_from.isoformat(), **counts})
    return count
