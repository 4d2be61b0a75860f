"""The only place that spells out a right (DESIGN §7). A right comes from an appointment in a unit and ends with it.

Roles work in their own unit; administrator, secretary, office and committee also reach the units below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from units import clock
from units.models import Appointment, Role, Unit, User
from units.prepared import Prepared

OFFICE_ROLES = (Role.SECRETARY, Role.OFFICE)
MANAGING_ROLES = (Role.ADMINISTRATOR, Role.SECRETARY, Role.OFFICE)
READING_ROLES = (Role.ADMINISTRATOR, Role.SECRETARY, Role.OFFICE, Role.COMMITTEE)
TYPING_ROLES = (Role.SECRETARY, Role.OFFICE, Role.REPORTER)


@dataclass(frozen=True)
class Held:
    role: str
    unit: Unit


@dataclass(frozen=True)
class Rights:
    """What a person holds today."""

    held: tuple[Held, ...] = field(default_factory=tuple)

    def units(self, *roles: str) -> list[Unit]:
        """Units where the person holds one of the roles (any if none is named), top ones first, each once."""
        found = {h.unit.pk: h.unit for h in self.held if not roles or h.role in roles}
        return sorted(found.values(), key=lambda unit: unit.path)

    def in_unit(self, unit: Unit, roles: Iterable[str]) -> bool:
        """Holds one of the roles in the unit itself."""
        return any(h.unit.pk == unit.pk and h.role in roles for h in self.held)

    def over(self, unit: Unit, roles: Iterable[str]) -> bool:
        """Holds one of the roles in the unit or in a unit above it."""
        return any(h.role in roles and h.unit.contains(unit) for h in self.held)

    def above(self, unit: Unit, roles: Iterable[str]) -> bool:
        """Holds one of the roles in a unit above, not counting the unit itself."""
        return any(h.role in roles and h.unit.pk != unit.pk and h.unit.contains(unit) for h in self.held)


def rights_of(user: User) -> Rights:
    """Return what the user holds today; one query per user object, kept on it for the length of a request."""
    kept = user.rights_today
    if not isinstance(kept, Rights):
        held = _HELD(user.pk, clock.today()) if user.is_active else []
        kept = Rights(tuple(Held(a.role, a.unit) for a in held))
        user.rights_today = kept
    return kept


_HELD = Prepared(lambda user, day: Appointment.objects.current(day).filter(user=user).select_related("unit"))


def forget(user: User) -> None:
    """Drop what is kept on the user object, after an appointment changed."""
    user.rights_today = None


# --- units and people ---------------------------------------------------------------------------------------------


def may_see_unit(user: User, unit: Unit) -> bool:
    """A unit is seen by everybody appointed in it and by those who read from above."""
    rights = rights_of(user)
    return rights.in_unit(unit, Role.values) or rights.over(unit, READING_ROLES)


def may_manage_unit(user: User, unit: Unit) -> bool:
    """Change a unit, its people, headcounts and clusters."""
    return rights_of(user).over(unit, MANAGING_ROLES)


def may_restructure(user: User, unit: Unit) -> bool:
    """Change the unit's code, level and sector, close it, open its successor: from above, or the administrator."""
    rights = rights_of(user)
    return rights.above(unit, MANAGING_ROLES) or rights.over(unit, (Role.ADMINISTRATOR,))


def may_count_heads(user: User, unit: Unit) -> bool:
    """Type how many members and youth the unit has."""
    return may_manage_unit(user, unit) or rights_of(user).in_unit(unit, TYPING_ROLES)


def may_hand_over(user: User, unit: Unit) -> bool:
    """Hand the secretary's office to the next one: the secretary in person."""
    return rights_of(user).in_unit(unit, (Role.SECRETARY,))


def may_manage_person(user: User, held: Iterable[Appointment]) -> bool:
    """Change a person and issue passwords for them, given all they hold: only who could give every one of these roles.

    Otherwise an office clerk could take over the administrator's account by issuing a password for it.
    """
    return all(may_appoint(user, appointment.unit, appointment.role) for appointment in held)


def may_appoint(user: User, unit: Unit, role: str) -> bool:
    """Give a role in the unit. Office staff cannot make administrators, nor secretaries of their own unit."""
    rights = rights_of(user)
    if rights.over(unit, (Role.ADMINISTRATOR,)):
        return True
    if role == Role.ADMINISTRATOR:
        return rights.over(unit, (Role.SECRETARY,))
    if role == Role.SECRETARY:
        return rights.over(unit, (Role.SECRETARY,)) or rights.above(unit, (Role.OFFICE,))
    return rights.over(unit, OFFICE_ROLES)


def may_read_audit(user: User, unit: Unit) -> bool:
    return rights_of(user).over(unit, READING_ROLES)


# --- programmes, regimes, goals -----------------------------------------------------------------------------------


def may_edit_programs(user: User, issuer: Unit) -> bool:
    """Draft programmes, regimes and allocations of the issuing body."""
    return rights_of(user).in_unit(issuer, OFFICE_ROLES)


def may_issue(user: User, issuer: Unit) -> bool:
    """Issue, take back and amend the programmes of the issuing body."""
    return rights_of(user).in_unit(issuer, (Role.SECRETARY,))


def may_read_drafts(user: User, issuer: Unit) -> bool:
    return rights_of(user).in_unit(issuer, READING_ROLES)


def may_allocate(user: User, unit: Unit) -> bool:
    """Share out goals among the units below this one."""
    return rights_of(user).in_unit(unit, OFFICE_ROLES)


def may_answer_shares(user: User, unit: Unit) -> bool:
    """Accept what the unit was given, or propose a change: whoever speaks for it."""
    return rights_of(user).in_unit(unit, OFFICE_ROLES)


# --- reports ------------------------------------------------------------------------------------------------------


def may_read_report(user: User, unit: Unit, *, is_accepted: bool) -> bool:
    """A unit's report: its own people, readers from above; a viewer only what is accepted."""
    rights = rights_of(user)
    if rights.in_unit(unit, (*READING_ROLES, Role.REPORTER)) or rights.above(unit, READING_ROLES):
        return True
    return is_accepted and rights.in_unit(unit, (Role.VIEWER,))


@dataclass(frozen=True)
class ReportScope:
    """The same right as `may_read_report`, for lists."""

    subtrees: list[Unit]
    own: list[Unit]
    finished: list[Unit]


def reports_in_reach(user: User) -> ReportScope:
    """Whose reports the person may read: whole subtrees, single units, and single units once accepted."""
    rights = rights_of(user)
    return ReportScope(rights.units(*READING_ROLES), rights.units(Role.REPORTER), rights.units(Role.VIEWER))


def reviewing_units(user: User) -> list[Unit]:
    """Bodies for which the person reviews reports."""
    return rights_of(user).units(*OFFICE_ROLES)


def reporting_units(user: User) -> list[Unit]:
    """Units whose own reports the person fills in."""
    return rights_of(user).units(*TYPING_ROLES)


def may_type(user: User, unit: Unit) -> bool:
    """Fill in the unit's own report."""
    return rights_of(user).in_unit(unit, TYPING_ROLES)


def may_send(user: User, unit: Unit) -> bool:
    """Send the unit's own report; a setting of the unit leaves that to the secretary."""
    roles = (Role.SECRETARY,) if unit.only_secretary_sends else TYPING_ROLES
    return rights_of(user).in_unit(unit, roles)


def may_type_on_behalf(user: User, unit: Unit, reviewer: Unit) -> bool:
    """Fill in and send for a unit that phoned in: the office of the body that reviews it. Recorded as such."""
    return unit.pk != reviewer.pk and rights_of(user).in_unit(reviewer, OFFICE_ROLES)


def may_review(user: User, reviewer: Unit) -> bool:
    """Accept, return, reopen, waive and extend the reports that this body reviews."""
    return rights_of(user).in_unit(reviewer, OFFICE_ROLES)


def may_comment(user: User, unit: Unit) -> bool:
    rights = rights_of(user)
    return rights.over(unit, (*OFFICE_ROLES, Role.COMMITTEE)) or rights.in_unit(unit, (Role.REPORTER,))


def comes_to_look(user: User, unit: Unit) -> bool:
    """A committee member or administrator of a body with units, without a role that reports: begins at the overview."""
    rights = rights_of(user)
    looking = unit.numchild > 0 and rights.in_unit(unit, (Role.COMMITTEE, Role.ADMINISTRATOR))
    return looking and not rights.in_unit(unit, TYPING_ROLES)


def may_compile(user: User, unit: Unit) -> bool:
    """Build and edit the compiled reports of the body."""
    return rights_of(user).in_unit(unit, OFFICE_ROLES)


def may_read_compiled(user: User, unit: Unit) -> bool:
    """Finished compiled reports of the body."""
    rights = rights_of(user)
    return rights.in_unit(unit, Role.values) or rights.above(unit, READING_ROLES)


def may_read_overview(user: User, unit: Unit) -> bool:
    """The committee's screens of a body: its targets, its units, who is late."""
    return rights_of(user).over(unit, READING_ROLES)


def may_read_ranking(user: User, issuer: Unit, members: Iterable[Unit], *, is_published: bool) -> bool:
    """The ranking of a cluster: readers from above; the people of its members once the issuing body publishes it."""
    if may_read_overview(user, issuer):
        return True
    return is_published and any(may_read_report(user, member, is_accepted=False) for member in members)


def may_read_member_states(user: User, issuer: Unit, lead: Unit | None) -> bool:
    """What each member of a cluster has sent and reached: readers from above, and the people of the cluster's lead."""
    if may_read_overview(user, issuer):
        return True
    return lead is not None and may_read_report(user, lead, is_accepted=False)
