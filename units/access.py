"""The doors of this app: what a person may know of, and single objects with the right that is asked for.

Outsiders get 404, insiders without the right get 403 (DESIGN, "Inside an app").
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from units import clock, roles
from units.models import (
    Appointment,
    AuditEntry,
    Cluster,
    ClusterMembership,
    Message,
    MessageQuerySet,
    Role,
    Unit,
    UnitQuerySet,
    User,
    UserQuerySet,
    WorkbookDraft,
)

SESSION_UNIT = "unit"


def signed_in(request: HttpRequest) -> User:
    """Return the user of a view that stands behind the login page."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


# --- units ----------------------------------------------------------------------------------------------------------


def visible_units(user: User) -> UnitQuerySet:
    """Units the person may see: those they are appointed in, and all below where they read (roles.may_see_unit)."""
    rights = roles.rights_of(user)
    below = Unit.objects.of_roots(rights.units(*roles.READING_ROLES))
    own = Unit.objects.filter(pk__in=[unit.pk for unit in rights.units()])
    return below | own


def managed_units(user: User) -> UnitQuerySet:
    """Units whose facts, people, headcounts and clusters the person may change (roles.may_manage_unit)."""
    return Unit.objects.of_roots(roles.rights_of(user).units(*roles.MANAGING_ROLES))


def get_unit(user: User, pk: int | None = None, *, code: str | None = None, to_manage: bool = False) -> Unit:
    """Return the unit of that key or code: 404 for who may not see it, 403 for who may not do what is asked."""
    wanted = {"pk": pk} if code is None else {"code": code}
    unit: Unit = get_object_or_404(visible_units(user), **wanted)
    if to_manage and not roles.may_manage_unit(user, unit):
        raise PermissionDenied
    return unit


def units_of(user: User) -> list[Unit]:
    """Return the units the person is appointed in today, top ones first."""
    return roles.rights_of(user).units()


def current_unit(request: HttpRequest) -> Unit | None:
    """Return the unit the person works in now: the one switched to, else the top one; None without an appointment."""
    user = request.user
    if not isinstance(user, User):
        return None
    mine = units_of(user)
    chosen = request.session.get(SESSION_UNIT)
    return next((unit for unit in mine if unit.pk == chosen), mine[0] if mine else None)


def above(units: Iterable[Unit]) -> dict[str, Unit]:
    """Return the units above any of these by tree path, in one query: what a list needs to show where each belongs."""
    paths = {path for unit in units for path in unit.paths_above()}
    return {unit.path: unit for unit in Unit.objects.filter(path__in=paths)} if paths else {}


def reads_anywhere(user: User) -> bool:
    """True for who reads more than the unit they work in."""
    return any(held.role in roles.READING_ROLES for held in roles.rights_of(user).held)


def manages_anywhere(user: User) -> bool:
    return bool(roles.rights_of(user).units(*roles.MANAGING_ROLES))


def managed_units_or_403(user: User) -> UnitQuerySet:
    """Return managed_units, for a page that makes no sense without any."""
    if not manages_anywhere(user):
        raise PermissionDenied
    return managed_units(user)


def managed_home(request: HttpRequest) -> Unit | None:
    """Return the current unit if the person manages it, else the top one they manage; None for who manages none."""
    user = signed_in(request)
    current = current_unit(request)
    if current is not None and roles.may_manage_unit(user, current):
        return current
    return next(iter(roles.rights_of(user).units(*roles.MANAGING_ROLES)), None)


def administers(user: User, unit: Unit) -> bool:
    return roles.rights_of(user).over(unit, (Role.ADMINISTRATOR,))


def get_unit_to_restructure(user: User, pk: int) -> Unit:
    """Return a unit that the person may close, continue or give another code; see get_unit."""
    unit = get_unit(user, pk)
    if not roles.may_restructure(user, unit):
        raise PermissionDenied("Việc này do cấp trên của đơn vị hoặc người quản trị thực hiện.")
    return unit


def get_unit_to_count(user: User, pk: int) -> Unit:
    """Return a unit whose number of people the person may type; see get_unit."""
    unit = get_unit(user, pk)
    if not roles.may_count_heads(user, unit):
        raise PermissionDenied
    return unit


def get_unit_to_hand_over(user: User, pk: int) -> Unit:
    """Return a unit whose secretary the person is; see get_unit."""
    unit = get_unit(user, pk)
    if not roles.may_hand_over(user, unit):
        raise PermissionDenied("Chỉ Bí thư đương nhiệm của đơn vị bàn giao được nhiệm vụ Bí thư.")
    return unit


def get_own_unit(user: User, key: str) -> Unit:
    """Return one of the units the person is appointed in today; 404 for any other."""
    for unit in units_of(user):
        if str(unit.pk) == key:
            return unit
    raise Http404


# --- clusters -------------------------------------------------------------------------------------------------------


def visible_clusters(user: User) -> QuerySet[Cluster]:
    """Clusters of bodies the person may see, and those the person's own units belong to today."""
    own = ClusterMembership.objects.current(clock.today()).filter(unit__in=units_of(user))
    return Cluster.objects.filter(Q(issuer__in=visible_units(user)) | Q(pk__in=own.values("cluster_id")))


def get_cluster(user: User, pk: int, *, to_manage: bool = False) -> Cluster:
    """Return the cluster with its body: 404 for outsiders, 403 for who may not change it."""
    cluster = get_object_or_404(visible_clusters(user).select_related("issuer"), pk=pk)
    if to_manage and not roles.may_manage_unit(user, cluster.issuer):
        raise PermissionDenied
    return cluster


def units_to_group(cluster: Cluster) -> UnitQuerySet:
    """Units below the cluster's body that exist today."""
    return Unit.objects.below(cluster.issuer).active(clock.today()).by_name()


def get_membership(user: User, pk: int) -> ClusterMembership:
    """Return a membership of a cluster that the person may change."""
    found = ClusterMembership.objects.select_related("cluster", "issuer", "unit")
    membership = get_object_or_404(found, pk=pk)
    get_cluster(user, membership.cluster_id, to_manage=True)
    return membership


# --- people ---------------------------------------------------------------------------------------------------------


def visible_people(user: User) -> UserQuerySet:
    """The person, and everybody who holds or held something in a unit the person may see."""
    held = Appointment.objects.filter(unit__in=visible_units(user))
    return User.objects.get_queryset().filter(Q(pk__in=held.values("user_id")) | Q(pk=user.pk))


def held_by(person: User) -> QuerySet[Appointment]:
    """What the person holds today or will hold later, with the units."""
    return _lasting().filter(user=person).order_by("unit__path", "role")


def _lasting() -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today())).select_related("unit")


def get_person(user: User, pk: int, *, to_manage: bool = False) -> User:
    """Return the person: 404 for outsiders, 403 for who could not have given them all the roles they hold."""
    person: User = get_object_or_404(visible_people(user), pk=pk)
    if to_manage and not may_manage_person(user, person):
        raise PermissionDenied("Người này giữ vai trò do cấp khác quản lý.")
    return person


def may_manage_person(user: User, person: User) -> bool:
    """See roles.may_manage_person; one's own account is changed on other pages, and by somebody else."""
    return manages_anywhere(user) and roles.may_manage_person(user, held_by(person))


def get_person_to_give_password(user: User, pk: int) -> User:
    """Return a person for whom a one-time password may be issued: not oneself, who changes the password instead."""
    person = get_person(user, pk, to_manage=True)
    if person.pk == user.pk:
        raise PermissionDenied("Mật khẩu của chính mình được đổi ở mục Đổi mật khẩu.")
    return person


def people_of(unit: Unit) -> UserQuerySet:
    """Active people appointed in the unit itself today."""
    return User.objects.appointed_in(unit)


def get_appointment(user: User, pk: int) -> Appointment:
    """Return an appointment that the person may end: 404 for outsiders, 403 for who could not have given it."""
    found = Appointment.objects.filter(unit__in=visible_units(user)).select_related("unit", "user")
    appointment = get_object_or_404(found, pk=pk)
    if not roles.may_appoint(user, appointment.unit, appointment.role):
        raise PermissionDenied
    return appointment


def people_to_give_passwords(user: User, unit: Unit, *, only_new: bool) -> list[User]:
    """Return the active people of the unit and below whose passwords the person may issue, by unit and name.

    `only_new`: those who have never logged in. One's own password is never among them.
    """
    today = clock.today()
    held = Appointment.objects.current(today).filter(unit__path__startswith=unit.path, user__is_active=True)
    people = User.objects.get_queryset().filter(pk__in=held.values("user_id")).exclude(pk=user.pk)
    if only_new:
        people = people.filter(last_login=None)
    rows = people.by_name().prefetch_related(Prefetch("appointments", _lasting()))
    return [person for person in rows if roles.may_manage_person(user, person.appointments.all())]


def get_workbook_draft(user: User, pk: int) -> WorkbookDraft:
    """Return the person's own upload, as long as they still manage the unit it is for; 404 for any other."""
    draft = get_object_or_404(WorkbookDraft.objects.filter(by=user).select_related("unit"), pk=pk)
    get_unit(user, draft.unit_id, to_manage=True)
    return draft


# --- records --------------------------------------------------------------------------------------------------------


def get_unit_to_audit(user: User, pk: int) -> Unit:
    """Return a unit whose record of events the person may read; see get_unit."""
    unit = get_unit(user, pk)
    if not roles.may_read_audit(user, unit):
        raise PermissionDenied
    return unit


def audit_entries(unit: Unit) -> QuerySet[AuditEntry]:
    """What happened in the unit and below, newest first; the door is get_unit_to_audit."""
    return AuditEntry.objects.filter(unit__path__startswith=unit.path).select_related("by", "unit")


def own_messages(user: User) -> MessageQuerySet:
    """What the person was told, newest first, without letters that are no news (a link to reset a password)."""
    return Message.objects.filter(to=user).exclude(kind__in=Message.PRIVATE_KINDS)


def get_message(user: User, pk: int) -> Message:
    return get_object_or_404(own_messages(user), pk=pk)
