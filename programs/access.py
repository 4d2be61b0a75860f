"""The doors to programmes, their drafts and their regimes: 404 for outsiders, 403 for insiders without the right."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from programs.models import (
    Activity,
    Assignment,
    Program,
    ProgramQuerySet,
    ProgramStatus,
    Proposal,
    Regime,
    ReportingRule,
    Target,
)
from units import clock, roles
from units.models import Role, Unit, User


def programs_visible_to(user: User) -> ProgramQuerySet:
    """Programmes this person may know of.

    Issued ones: of a unit the person belongs to, of a unit below one that the person reads from above, and those that
    a unit of the person takes part in. Drafts: only for those who read drafts in the issuing body itself.
    """
    rights = roles.rights_of(user)
    own = [unit.pk for unit in rights.units()]
    readers = rights.units(*roles.READING_ROLES)
    issued = Q(issuer__in=own) | Q(participations__unit__in=own)
    for unit in readers:
        issued |= Q(issuer__path__startswith=unit.path)
    seen = Q(pk__in=Program.objects.issued().filter(issued).values("pk"))
    drafts = Q(status=ProgramStatus.DRAFT, issuer__in=[unit.pk for unit in readers])
    return Program.objects.filter(seen | drafts).select_related("issuer")


def get_program(user: User, pk: int, *, to_edit: bool = False, to_issue: bool = False) -> Program:
    """Return the programme; `to_edit`: change the draft or its regime, `to_issue`: issue, take back, amend, close.

    A draft is found only by those who read drafts of its issuing body.
    """
    program = get_object_or_404(programs_visible_to(user).select_related("regime"), pk=pk)
    if to_edit and not roles.may_edit_programs(user, program.issuer):
        raise PermissionDenied
    if to_issue and not roles.may_issue(user, program.issuer):
        raise PermissionDenied
    return program


def get_running(user: User, pk: int, *, to_issue: bool = True) -> Program:
    """Return a programme that is being carried out, to be amended; 404 for a draft and for one that has ended.

    Without `to_issue`, to whoever may edit programmes: what surrounds the document, like who takes part.
    """
    program = get_program(user, pk, to_edit=True, to_issue=to_issue)
    if program.status != ProgramStatus.ISSUED:
        raise Http404
    return program


def get_target(user: User, pk: int) -> Target:
    """Return a target of a programme that is being carried out, to be amended."""
    target = get_object_or_404(Target.objects.select_related("section"), pk=pk)
    target.program = get_running(user, target.program_id)
    return target


def get_activity(user: User, pk: int) -> Activity:
    """Return an activity of a programme that is being carried out, to be amended."""
    activity = get_object_or_404(Activity, pk=pk)
    activity.program = get_running(user, activity.program_id)
    return activity


def get_draft(user: User, pk: int, *, to_edit: bool = False) -> Program:
    """Return a programme that is still a draft; 404 for one that is issued."""
    program = get_program(user, pk, to_edit=to_edit)
    return get_object_or_404(Program.objects.drafts().select_related("issuer"), pk=program.pk)


def get_proposal(user: User, pk: int, *, to_edit: bool = True) -> Proposal:
    """Return a proposal of a draft that this person may see; 403 without the right to change it."""
    drafts = programs_visible_to(user).filter(status=ProgramStatus.DRAFT)
    proposal = get_object_or_404(
        Proposal.objects.select_related("program__issuer", "parent").filter(program__in=drafts), pk=pk
    )
    if to_edit and not roles.may_edit_programs(user, proposal.program.issuer):
        raise PermissionDenied
    return proposal


def find_proposal(program: Program, pk: str | None) -> Proposal | None:
    """Return the programme's proposal of that key as it stands in an address; None for nothing and for nonsense."""
    if not pk or not pk.isdecimal():
        return None
    return Proposal.objects.filter(program=program, pk=int(pk)).select_related("parent", "program__issuer").first()


def unsaved_proposal(program: Program, kind: str, parent: Proposal | None) -> Proposal:
    """Return a proposal that is about to be added, for the form that writes it."""
    return Proposal(program=program, kind=kind, parent=parent)


def get_assignment(user: User, pk: int) -> Assignment:
    """Return who is in charge of something in a running programme, to be changed by the issuing body's office."""
    programs = programs_visible_to(user).filter(status=ProgramStatus.ISSUED)
    assignment = get_object_or_404(
        Assignment.objects.select_related("program__issuer").filter(program__in=programs), pk=pk
    )
    if not roles.may_edit_programs(user, assignment.program.issuer):
        raise PermissionDenied
    return assignment


def issuers_of(user: User) -> QuerySet[Unit]:
    """Units for which this person drafts programmes."""
    units = roles.rights_of(user).units(*roles.OFFICE_ROLES)
    return Unit.objects.active(clock.today()).filter(pk__in=[unit.pk for unit in units]).by_name()


def programs_to_copy(user: User) -> ProgramQuerySet:
    """Issued and closed programmes of the units for which this person drafts: what a new draft can begin with."""
    issuers = issuers_of(user).values("pk")
    return Program.objects.issued().filter(issuer__in=issuers).select_related("issuer").order_by("-starts_on", "pk")


def regimes_visible_to(user: User) -> QuerySet[Regime]:
    """Regimes of units the person belongs to or reads from above, and those that a unit of the person reports to."""
    rights = roles.rights_of(user)
    own = [unit.pk for unit in rights.units()]
    scope = Q(issuer__in=own) | Q(programs__in=programs_visible_to(user).issued())
    for unit in rights.units(*roles.READING_ROLES):
        scope |= Q(issuer__path__startswith=unit.path)
    pks = Regime.objects.filter(scope).values("pk")
    return Regime.objects.filter(pk__in=pks).select_related("issuer")


def get_regime(user: User, pk: int, *, to_edit: bool = False) -> Regime:
    """Return the reporting regime; 403 for those who may see but not change it."""
    regime = get_object_or_404(regimes_visible_to(user), pk=pk)
    if to_edit and not roles.may_edit_programs(user, regime.issuer):
        raise PermissionDenied
    return regime


def get_rule(user: User, pk: int, *, to_edit: bool = True) -> ReportingRule:
    """Return one rule of a regime."""
    rules = ReportingRule.objects.filter(regime__in=regimes_visible_to(user)).select_related("regime__issuer")
    rule = get_object_or_404(rules, pk=pk)
    if to_edit and not roles.may_edit_programs(user, rule.regime.issuer):
        raise PermissionDenied
    return rule


def may_draft(user: User) -> bool:
    """This person can make programmes for some unit."""
    return bool(roles.rights_of(user).units(Role.SECRETARY, Role.OFFICE))


def officers_of(program: Program) -> QuerySet[User]:
    """People of the issuing body who can be put in charge of something."""
    return User.objects.appointed_in(program.issuer).by_name()


def get_participant(program: Program, pk: int) -> Unit:
    """Return a unit that takes or took part in the programme; 404 for any other."""
    return get_object_or_404(Unit.objects.filter(participations__program=program).distinct(), pk=pk)
