"""A workbook becomes units and people: kept as a draft when uploaded, written in one go when confirmed."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db import IntegrityError, transaction

from units import clock
from units.actions.grouping import add_member, set_lead
from units.actions.refusals import Refused
from units.audit import Event, record
from units.models import (
    Appointment,
    AuditEntry,
    Cluster,
    ClusterMembership,
    Headcount,
    Unit,
    User,
    WorkbookDraft,
)
from units.nudge import nudge
from units.workbook.plan import Change, Membership, NewUnit, Plan
from units.workbook.planning import make_plan
from units.workbook.reading import Cells

# What nobody confirmed is thrown away when the next file comes, and after this time in any case.
KEPT_FOR = timedelta(days=2)
CHANGED_MEANWHILE = "Dữ liệu vừa được thay đổi ở nơi khác nên bản xem trước không còn đúng. Xem lại rồi xác nhận."
HEADS = ("officers", "members", "youth", "children")


@transaction.atomic
def keep_draft(cells: Cells, file_name: str, unit: Unit, *, by: User) -> WorkbookDraft:
    """Return the stored cells; an earlier draft of the same person that was not confirmed is dropped."""
    drafts = WorkbookDraft.objects.filter(used_at=None)
    drafts.filter(by=by).delete()
    drafts.filter(uploaded_at__lt=clock.now() - KEPT_FOR).delete()
    return WorkbookDraft.objects.create(by=by, unit=unit, file_name=file_name[:255], cells=cells.to_json())


def plan_of(draft: WorkbookDraft, by: User) -> Plan:
    """Return what confirming the draft would write now."""
    return make_plan(Cells.from_json(draft.cells), draft.unit, by)


def confirm_workbook(draft: WorkbookDraft, digest: str, *, by: User) -> Plan:
    """Return the plan after writing all of it, or raise Refused and write nothing.

    Refused: the draft was confirmed before, or what it would write is no longer what was shown (`digest`).
    """
    try:
        with transaction.atomic():
            return _confirm(draft, digest, by=by)
    except IntegrityError:
        raise Refused(CHANGED_MEANWHILE) from None


def _confirm(draft: WorkbookDraft, digest: str, *, by: User) -> Plan:
    if not WorkbookDraft.objects.filter(pk=draft.pk, used_at=None).update(used_at=clock.now()):
        raise Refused("Tệp này đã được ghi vào hệ thống; không có gì thay đổi thêm.")
    plan = plan_of(draft, by)
    if plan.problems or plan.digest() != digest:
        raise Refused(CHANGED_MEANWHILE)
    units = write_units(plan, draft.unit, by)
    clusters = write_clusters(plan, draft.unit)
    people = write_people(plan, by)
    write_appointments(plan, units, people, by)
    write_memberships(plan, units, clusters, by)
    write_counts(plan, units)
    detail: dict[str, object] = {"file": draft.file_name, "created": plan.created, "changed": plan.changed}
    record(Event.WORKBOOK_IMPORTED, draft.unit, by=by, unit=draft.unit, detail=detail)
    WorkbookDraft.objects.filter(pk=draft.pk).update(cells={})
    nudge("reports.tasks.sync_obligations")
    return plan


def entry(event: Event, subject: Unit | User, by: User, unit: Unit | None, **detail: object) -> AuditEntry:
    return AuditEntry(
        event=event.value,
        by=by,
        unit=unit,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_text=str(subject)[:300],
        detail=detail,
    )


# --- units ----------------------------------------------------------------------------------------------------------


def write_units(plan: Plan, issuer: Unit, by: User) -> dict[str, Unit]:
    """Return all units of the body by code, after planting the new ones and changing the others."""
    # Under this lock nobody else plants below the body; two uploads wait for each other.
    inside = Unit.objects.select_for_update().filter(path__startswith=issuer.path)
    units = {unit.code.upper(): unit for unit in inside}
    created = plant(plan.new_units, units)
    AuditEntry.objects.bulk_create([entry(Event.UNIT_CREATED, unit, by, unit) for unit in created], batch_size=500)
    for code, changes in by_key(plan.unit_changes).items():
        unit = units[code]
        for change in changes:
            setattr(unit, change.field, change.after)
        unit.with_keys().save(update_fields=[*(change.field for change in changes), "search_key", "sort_key"])
        written = {change.field: [change.before, change.after] for change in changes}
        record(Event.UNIT_CHANGED, unit, by=by, unit=unit, detail={"changes": written})
    return units


def plant(new_units: list[NewUnit], units: dict[str, Unit]) -> list[Unit]:
    """Return the stored units. Each comes after its parent; a parent's children get the next free places."""
    last: dict[str, int] = defaultdict(int)
    for unit in units.values():
        last[unit.path_above] = max(last[unit.path_above], unit.place_among_siblings)
    added: dict[str, int] = defaultdict(int)
    created = []
    for new in new_units:
        parent = units[new.parent]
        last[parent.path] += 1
        added[parent.path] += 1
        unit = Unit(
            code=new.code,
            name=new.name,
            short_name=new.short_name,
            level=new.level,
            sector=new.sector,
            active_from=new.active_from,
            email=new.email,
            depth=parent.depth + 1,
            path=parent.path_of_child(last[parent.path]),
        ).with_keys()
        units[new.code] = unit
        created.append(unit)
    for unit in units.values():
        unit.numchild += added.get(unit.path, 0)
    Unit.objects.bulk_create(created, batch_size=200)
    grown = [unit for unit in units.values() if unit.path in added and unit not in created]
    Unit.objects.bulk_update(grown, ["numchild"], batch_size=200)
    return created


def by_key(changes: list[Change]) -> dict[str, list[Change]]:
    grouped: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        grouped[change.key].append(change)
    return grouped


# --- clusters and headcounts ----------------------------------------------------------------------------------------


def write_clusters(plan: Plan, issuer: Unit) -> dict[str, Cluster]:
    year = clock.today().replace(month=1, day=1)
    Cluster.objects.bulk_create(
        Cluster(issuer=issuer, code=new.code, name=new.name, position=new.position, active_from=year)
        for new in plan.new_clusters
    )
    clusters = {cluster.code.upper(): cluster for cluster in Cluster.objects.filter(issuer=issuer)}
    for code, changes in by_key(plan.cluster_changes).items():
        for change in changes:
            setattr(clusters[code], change.field, change.after)
        clusters[code].save()
    return clusters


def write_memberships(plan: Plan, units: dict[str, Unit], clusters: dict[str, Cluster], by: User) -> None:
    """New members in one go; moves and changes of lead one by one, so that their history is kept."""
    simple, others = split_memberships(plan, clusters)
    today = clock.today()
    ClusterMembership.objects.bulk_create(
        ClusterMembership(
            cluster=clusters[row.cluster],
            issuer=clusters[row.cluster].issuer,
            unit=units[row.unit],
            starts_on=max(today, units[row.unit].active_from),
            is_lead=row.is_lead,
        )
        for row in simple
    )
    for row in others:
        cluster, unit = clusters[row.cluster], units[row.unit]
        if row.leaves or not cluster.memberships.filter(unit=unit, ends_on=None).exists():
            add_member(cluster, unit, today, is_lead=row.is_lead, by=by)
        else:
            set_lead(cluster, unit, today, by=by)


def split_memberships(plan: Plan, clusters: dict[str, Cluster]) -> tuple[list[Membership], list[Membership]]:
    """Return those that touch nothing that exists, and the rest."""
    open_ones = ClusterMembership.objects.filter(cluster__in=clusters.values(), ends_on=None).select_related("unit")
    in_cluster: set[str] = set()
    led: set[int] = set()
    for row in open_ones:
        in_cluster.add(row.unit.code.upper())
        if row.is_lead:
            led.add(row.cluster_id)
    simple: list[Membership] = []
    others: list[Membership] = []
    for new in plan.memberships:
        touches = new.unit in in_cluster or (new.is_lead and clusters[new.cluster].pk in led)
        (others if touches else simple).append(new)
    return simple, others


def write_counts(plan: Plan, units: dict[str, Unit]) -> None:
    new = [count for count in plan.counts if count.is_new]
    Headcount.objects.bulk_create(
        Headcount(
            unit=units[count.unit],
            holds_from=count.holds_from,
            **{name: getattr(count, name) or 0 for name in HEADS},
        )
        for count in new
    )
    for count in plan.counts:
        if not count.is_new:
            given = {name: getattr(count, name) for name in HEADS if getattr(count, name) is not None}
            Headcount.objects.filter(unit=units[count.unit], holds_from=count.holds_from).update(
                **given, is_confirmed=True
            )


# --- people ---------------------------------------------------------------------------------------------------------


def write_people(plan: Plan, by: User) -> dict[str, User]:
    """Return the people of the plan by login; new ones cannot log in before a one-time password is issued."""
    new = [
        User(
            username=person.username,
            full_name=person.full_name,
            position=person.position,
            email=person.email,
            phone=person.phone,
            must_change_password=True,
        ).with_keys()
        for person in plan.new_people
    ]
    for user in new:
        user.set_unusable_password()
    created = User.objects.bulk_create(new, batch_size=500)
    AuditEntry.objects.bulk_create([entry(Event.PERSON_CREATED, user, by, None) for user in created], batch_size=500)
    changes = by_key(plan.person_changes)
    wanted = {row.username for row in plan.appointments} | set(changes)
    people = {user.username: user for user in User.objects.filter(username__in=wanted)}
    for username, rows in changes.items():
        for change in rows:
            setattr(people[username], change.field, change.after)
        people[username].with_keys().save()
        written = {change.field: [change.before, change.after] for change in rows}
        record(Event.PERSON_CHANGED, people[username], by=by, detail={"changes": written})
    return people


def write_appointments(plan: Plan, units: dict[str, Unit], people: dict[str, User], by: User) -> None:
    today = clock.today()
    rows = [
        Appointment(user=people[row.username], unit=units[row.unit], role=row.role, starts_on=today)
        for row in plan.appointments
    ]
    Appointment.objects.bulk_create(rows, batch_size=500)
    AuditEntry.objects.bulk_create(
        [
            entry(Event.APPOINTMENT_STARTED, row.user, by, row.unit, role=row.role, starts_on=today.isoformat())
            for row in rows
        ],
        batch_size=500,
    )
