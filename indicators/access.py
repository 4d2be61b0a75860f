"""The doors to indicators and their figures: 404 for outsiders, 403 for insiders without the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from indicators.models import AnsweredBy, Goal, Indicator, Posting, PostingKind, ReplyState, ShareReply
from programs import access as program_access
from programs.access import programs_visible_to
from programs.models import Participation, Program, ProgramStatus
from units import access as unit_access
from units import clock, roles
from units.models import Cluster, ClusterMembership, Sector, Unit, UnitQuerySet, User
from units.page import once
from units.prepared import Prepared


@dataclass(frozen=True)
class Reading:
    """Who looks at the figures of which body, and how far: `may_open` shows the units one by one."""

    user: User
    body: Unit
    may_open: bool


def get_reading(request: HttpRequest) -> Reading:
    """Return whose figures are shown: the unit named by `don_vi`, else the one the person works in.

    Raises Http404 for a unit the person may not know of, and PermissionDenied for viewers, who read finished reports.
    """
    user = unit_access.signed_in(request)
    wanted = request.GET.get("don_vi", "")
    if wanted:
        body = unit_access.get_unit(user, _key(wanted))
    else:
        own = unit_access.current_unit(request)
        if own is None:
            raise PermissionDenied
        body = own
    return read_figures(user, body)


def read_figures(user: User, body: Unit) -> Reading:
    if not roles.may_read_report(user, body, is_accepted=False):
        raise PermissionDenied
    return Reading(user, body, roles.may_read_overview(user, body))


def programs_of(body: Unit) -> list[Program]:
    """Return the issued programmes that the body runs or takes part in, those running today first, newest first."""
    today = clock.today()
    return sorted(_programs_of(body.pk), key=lambda program: not program.starts_on <= today <= program.ends_on)


@Prepared
def _programs_of(body: int) -> QuerySet[Program]:
    theirs = Participation.objects.filter(unit=body).values("program_id")
    found = Program.objects.issued().filter(Q(issuer=body) | Q(pk__in=theirs))
    return found.select_related("issuer", "regime").order_by("-starts_on", "pk")


def shown_programs(programs: Sequence[Program], wanted: str = "") -> list[Program]:
    """Return the programme chosen by its key, else those running today, else the newest."""
    today = clock.today()
    chosen = [program for program in programs if str(program.pk) == wanted]
    running = [program for program in programs if program.starts_on <= today <= program.ends_on]
    return chosen or running or list(programs[:1])


def indicators_of(programs: Sequence[Program]) -> list[Indicator]:
    """Return the indicators in the order of the documents, with target and programme loaded; without closed ones."""
    keys = sorted(program.pk for program in programs)
    return list(once(f"indicators of {keys}", lambda: _indicators_of(programs)))


def _indicators_of(programs: Sequence[Program]) -> list[Indicator]:
    known = {program.pk: program for program in programs}
    found = _asked_in(list(known), clock.today())
    for indicator in found:
        indicator.program = known[indicator.program_id]
    return found


@Prepared
def _asked_in(programs: list[int], day: date) -> QuerySet[Indicator]:
    asked = Indicator.objects.filter(program__pk__in=programs).exclude(asked_until__lt=day).select_related("target")
    return asked.order_by("program__starts_on", "program_id", "target__position", "position", "pk")


def get_indicator(user: User, pk: int, *, to_edit: bool = False) -> Indicator:
    """Return an indicator of an issued programme; `to_edit`: write the issuing body's figures and goals."""
    programs = programs_visible_to(user).issued()
    found = Indicator.objects.select_related("program__issuer", "program__regime", "target", "reads")
    indicator = get_object_or_404(found.filter(program__in=programs.values("pk")), pk=pk)
    if to_edit and not roles.may_edit_programs(user, indicator.program.issuer):
        raise PermissionDenied
    return indicator


def get_running(user: User, pk: int) -> Indicator:
    """Return an indicator of a programme that is being carried out, to be amended."""
    indicator = get_indicator(user, pk)
    indicator.program = program_access.get_running(user, indicator.program_id)
    return indicator


def get_own_posting(user: User, pk: int) -> Posting:
    """Return a figure the issuing body wrote, to be withdrawn by its office."""
    own = Posting.objects.filter(kind=PostingKind.OWN).select_related("unit").prefetch_related("results__indicator")
    posting = get_object_or_404(own, pk=pk)
    result = posting.results.all()[0]
    get_indicator(user, result.indicator_id, to_edit=True)
    return posting


def get_allocator(user: User, indicator: Indicator, wanted: str = "") -> Unit:
    """Return the body whose goal is shared out: the issuing body, or a unit named by its key; 403 without the right."""
    body = unit_access.get_unit(user, _key(wanted)) if wanted else indicator.program.issuer
    if not roles.may_allocate(user, body):
        raise PermissionDenied
    return body


def units_sharing(indicator: Indicator, body: Unit) -> UnitQuerySet:
    """Return the units next below the body that take part in the programme today: those who get a share."""
    return units_taking_part(indicator.program, body)


def units_taking_part(program: Program, body: Unit) -> UnitQuerySet:
    """Return the units next below the body that take part in the programme today, by name."""
    today = clock.today()
    taking_part = program.participations.on(today).values("unit_id")
    return Unit.objects.below(body).filter(pk__in=taking_part, depth=body.depth + 1).active(today).by_name()


def get_desk(user: User, pk: int, wanted: str = "", *, to_edit: bool = True) -> tuple[Program, Unit]:
    """Return an issued programme and the body that shares out: the issuing body, or a unit named by its key.

    Without `to_edit`, for whoever may read the body's figures unit by unit.
    """
    found = programs_visible_to(user).issued().select_related("issuer", "regime")
    program = get_object_or_404(found, pk=pk)
    body = unit_access.get_unit(user, _key(wanted)) if wanted else program.issuer
    if not program.issuer.contains(body):
        raise Http404
    may = roles.may_allocate(user, body) or (not to_edit and roles.may_read_overview(user, body))
    if not may:
        raise PermissionDenied
    return program, body


def get_share(user: User, pk: int) -> Goal:
    """Return a share in force that the person may answer for the unit: 404 for outsiders, 403 without the right."""
    found = shares_in_force().filter(unit__in=unit_access.visible_units(user))
    goal = get_object_or_404(found, pk=pk)
    if not roles.may_answer_shares(user, goal.unit):
        raise PermissionDenied
    return goal


def shares_in_force() -> QuerySet[Goal]:
    """Return what units have been given of programmes that are being carried out, in the order of the documents."""
    return (
        Goal.objects.filter(holds_until=None, indicator__program__in=Program.objects.issued())
        .exclude(indicator__program__status=ProgramStatus.CLOSED)
        .exclude(unit=F("indicator__program__issuer"))
        .select_related("indicator__program", "indicator__target", "unit")
        .order_by("indicator__program__starts_on", "indicator__target__position", "indicator__position", "pk")
    )


def get_proposal(user: User, pk: int) -> tuple[ShareReply, Unit]:
    """Return a proposed change and the body right above the unit, whose office grants or refuses it."""
    found = ShareReply.objects.exclude(state=ReplyState.ACCEPTED).select_related(
        "goal__unit", "goal__indicator__program"
    )
    reply = get_object_or_404(found.filter(goal__unit__in=unit_access.visible_units(user)), pk=pk)
    above = Unit.objects.get_parent(reply.goal.unit)
    if above is None or not roles.may_allocate(user, above):
        raise PermissionDenied
    return reply, above


def units_graded(indicator: Indicator) -> list[Unit]:
    """Return the units for which the issuing body writes figures: those it grades from above; none else."""
    if indicator.answered_by != AnsweredBy.ISSUER_FOR_EACH_UNIT:
        return []
    taking_part = indicator.program.participations.on(clock.today()).exclude(unit=indicator.program.issuer_id)
    return list(Unit.objects.filter(pk__in=taking_part.values("unit_id")).by_name())


def open_goals(indicator: Indicator, units: Sequence[Unit]) -> dict[int, Goal]:
    """Return the goals in force without a year, by unit."""
    rows = Goal.objects.filter(indicator=indicator, unit__in=units, year=None, holds_until=None)
    return {goal.unit_id: goal for goal in rows}


def goal_history(indicator: Indicator, body: Unit) -> QuerySet[Goal]:
    """Return the body's goals, the newest first."""
    return indicator.goals.filter(unit=body).select_related("by").order_by("-holds_from", "-pk")


def own_postings(indicator: Indicator) -> QuerySet[Posting]:
    """Return the figures the issuing body wrote that still count, the newest first."""
    now = clock.now()
    own = Posting.objects.counting(now).filter(kind=PostingKind.OWN, results__indicator=indicator)
    return own.select_related("unit", "by").prefetch_related("results").order_by("-covers_until", "-pk")


def clusters_of(body: Unit) -> list[Cluster]:
    """Return the clusters of the body that exist today."""
    found = _clusters_of(body.pk, clock.today())
    for cluster in found:
        cluster.issuer = body
    return found


@Prepared
def _clusters_of(body: int, day: date) -> QuerySet[Cluster]:
    lasting = Q(active_until=None) | Q(active_until__gte=day)
    return Cluster.objects.filter(lasting, issuer=body, active_from__lte=day)


def cluster_units(cluster: Cluster) -> UnitQuerySet:
    """Return the members of a cluster today."""
    members = ClusterMembership.objects.current(clock.today()).filter(cluster=cluster)
    return Unit.objects.filter(pk__in=members.values("unit_id"))


def choose_cluster(clusters: Sequence[Cluster], wanted: str) -> Cluster | None:
    """Return the cluster of that key among those that may be chosen; None for none."""
    return next((cluster for cluster in clusters if str(cluster.pk) == wanted), None)


@dataclass(frozen=True)
class Narrowed:
    """Some of the units below a body: a cluster's, a sector's or both; `among` names them, `units` None means all."""

    cluster: Cluster | None = None
    sector: str = ""
    units: UnitQuerySet | None = None
    among: str = ""

    @property
    def words(self) -> str:
        """ "Cụm thi đua số 1 · Trường học"; empty where everybody is meant."""
        sector = str(Sector(self.sector).label) if self.sector else ""
        return " · ".join(filter(None, (self.cluster.name if self.cluster else "", sector)))


def narrow(body: Unit, clusters: Sequence[Cluster], cluster: str = "", sector: str = "") -> Narrowed:
    """Return the units of the cluster and the sector that an address names; what it cannot name narrows nothing."""
    chosen = choose_cluster(clusters, cluster)
    sector = sector if sector in Sector.values else ""
    if chosen is None and not sector:
        return Narrowed()
    units = cluster_units(chosen) if chosen else Unit.objects.within(body)
    if sector:
        units = units.filter(sector=sector)
    return Narrowed(chosen, sector, units, f"cluster {chosen.pk if chosen else ''} sector {sector}")


def sectors_below(body: Unit) -> list[tuple[str, str]]:
    """Return the sectors of the units below that exist today, in the order of their names in the code; none of one."""
    below = Unit.objects.below(body).active(clock.today()).order_by()
    found = set(below.values_list("sector", flat=True).distinct())
    return [(value, str(label)) for value, label in Sector.choices if value in found] if len(found) > 1 else []


def units_to_choose(own: Unit, body: Unit) -> list[Unit]:
    """Return whose targets may be looked at from here: the own unit, those next below it, and the one shown now."""
    if not own.contains(body):
        own = body
    below = Unit.objects.below(own).filter(depth=own.depth + 1).active(clock.today()).by_name()
    shown = [body] if body.depth > own.depth + 1 else []
    return [own, *shown, *below] if own.numchild else []


def _key(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Http404
    return int(text)
