"""The doors of this app: what a person may know of, and single objects with the right that is asked for.

Outsiders get 404, insiders without the right get 403 (DESIGN, "Inside an app").
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from units import roles
from units.models import Role, Unit, UnitQuerySet, User

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


def administers(user: User, unit: Unit) -> bool:
    return roles.rights_of(user).over(unit, (Role.ADMINISTRATOR,))
