"""The doors to the committee's screens: whose they are, and the sets they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from indicators.access import Reading, cluster_units, read_figures
from indicators.comparing import units_next_below
from programs.models import PeriodQuerySet, Program, ReportingPeriod
from units import access as unit_access
from units import clock, roles
from units.models import Cluster, ClusterMembership, Unit, UnitQuerySet, User
from units.prepared import Prepared

# More units than this are shown as totals of the units next below.
MOST_LISTED = 100
# So far back and ahead regimes are shown that no programme on the page reports through.
A_YEAR = timedelta(days=365)
# As many columns as a year of a usual regime has; more would not be readable.
COLUMNS = 12


def get_overview_body(request: HttpRequest) -> Unit:
    """Return the body whose overview is shown: the unit named by `don_vi`, else the one the person works in.

    Raises Http404 for a unit the person may not know of, PermissionDenied for who does not read from above.
    """
    user = unit_access.signed_in(request)
    wanted = request.GET.get("don_vi", "")
    body = unit_access.get_unit(user, int(wanted)) if wanted.isdecimal() else unit_access.current_unit(request)
    if body is None or not roles.may_read_overview(user, body):
        raise PermissionDenied
    return body


@dataclass(frozen=True)
class Branch:
    """A unit next below a body, and the page that it leads to: a screen of its own where it has units below."""

    unit: Unit
    url: str


def is_large(body: Unit) -> bool:
    """True when the body has too many units below for a list of all of them."""
    below = Unit.objects.below(body).active(clock.today()).order_by()
    return below.values("pk")[: MOST_LISTED + 1].count() > MOST_LISTED


def branches_of(body: Unit, cluster: Cluster | None = None, *, screen: str = "reports:overview") -> list[Branch]:
    """Return the units next below the body, by name; `cluster` narrows to its members today."""
    members = set(cluster_units(cluster).values_list("pk", flat=True)) if cluster else None
    unit_page = reverse("reports:unit_detail", args=[0]).replace("0", "{}")
    lower = reverse(screen) + "?don_vi={}"
    return [
        Branch(unit, (lower if unit.numchild else unit_page).format(unit.pk))
        for unit in units_next_below(body)
        if members is None or unit.pk in members
    ]


def get_unit_reading(user: User, pk: int) -> Reading:
    """Return a unit whose shares, reports and place are shown: 404 for outsiders, 403 for viewers."""
    return read_figures(user, unit_access.get_unit(user, pk))


def periods_for(body: Unit, programs: Sequence[Program]) -> list[ReportingPeriod]:
    """Return the periods of the regimes these programmes report through and those of the body's other regimes within a
    year of today, or of the end of programmes that are over, by due moment: whoever looks at this year does not look
    through all years."""
    return _with_rules(_regimes(programs), body.pk, *_year_around(_day_of(programs)))


def due_periods(body: Unit, programs: Sequence[Program], at: datetime) -> list[ReportingPeriod]:
    """Return those of the same periods that have fallen due and are about the year, by their keys and days only."""
    return of_the_year(_due(_regimes(programs), body.pk, *_year_around(_day_of(programs)), at), programs)


def of_the_year(periods: Iterable[ReportingPeriod], programs: Sequence[Program]) -> list[ReportingPeriod]:
    """Return the periods that are about this year, or about the last one of programmes that are over: what units are
    ranked by. Of a programme of at most a year that goes on over New Year its whole time counts.

    The closing report of December is about the year that ends, whenever it falls due.
    """
    year = _day_of(programs).year
    spans = [row for row in programs if row.ends_on - row.starts_on <= A_YEAR]

    def counts(period: ReportingPeriod) -> bool:
        day = period.covers_until or period.last_day
        return day.year == year or any(
            row.regime_id == period.regime_id and row.starts_on <= day <= row.ends_on for row in spans
        )

    return [period for period in periods if counts(period)]


def _day_of(programs: Sequence[Program]) -> date:
    """Today, or the last day of programmes that are over."""
    today = clock.today()
    return min(today, max((program.ends_on for program in programs), default=today))


def _year_around(day: date) -> tuple[date, date]:
    return day - A_YEAR, day + A_YEAR


def _regimes(programs: Sequence[Program]) -> list[int]:
    return sorted({program.regime_id for program in programs if program.regime_id})


def _periods(regimes: list[int], body: int, after: date, until: date) -> PeriodQuerySet:
    others = Q(regime__issuer=body, last_day__gt=after, last_day__lte=until)
    return ReportingPeriod.objects.filter(Q(regime__pk__in=regimes) | others, cancelled_at=None)


@Prepared
def _with_rules(regimes: list[int], body: int, after: date, until: date) -> PeriodQuerySet:
    return _periods(regimes, body, after, until).select_related("rule").in_order()


@Prepared
def _due(regimes: list[int], body: int, after: date, until: date, at: datetime) -> PeriodQuerySet:
    due = _periods(regimes, body, after, until).filter(due_at__lte=at).order_by()
    return due.only("pk", "regime_id", "due_at", "last_day", "covers_until")


def columns_of(periods: Sequence[ReportingPeriod], at: datetime) -> list[ReportingPeriod]:
    """Return the periods a matrix shows: the next one that falls due, and those before it."""
    due = [period for period in periods if period.due_at <= at]
    coming = [period for period in periods if period.due_at > at]
    return [*due[-(COLUMNS - 1) :], *coming[: max(1, COLUMNS - len(due))]]


def choose_period(periods: Sequence[ReportingPeriod], wanted: str, at: datetime) -> ReportingPeriod | None:
    """Return the period of that key, else the last one that is due, else the first to come; None without any."""
    chosen = next((period for period in periods if str(period.pk) == wanted), None)
    due = [period for period in periods if period.due_at <= at]
    return chosen or (due[-1] if due else next(iter(periods), None))


def day_of(period: ReportingPeriod | None) -> date:
    """Return the day whose clusters a period is counted by: its last good day, or today before that."""
    return min(period.last_day, clock.today()) if period else clock.today()


def units_shown(body: Unit, cluster: Cluster | None, on: date) -> UnitQuerySet:
    """Return the units below the body, or the members that one of its clusters had on that day."""
    below = Unit.objects.below(body)
    if cluster is None:
        return below
    members = ClusterMembership.objects.current(on).filter(cluster=cluster)
    return below.filter(pk__in=members.values("unit_id"))


def cluster_names(body: Unit, on: date) -> dict[int, str]:
    """Return the name of the cluster by unit, as of that day; who has left since stays where it was."""
    return dict(_names_of_clusters(body.pk, on))


@Prepared
def _names_of_clusters(body: int, on: date) -> QuerySet[ClusterMembership, tuple[int, str]]:
    return ClusterMembership.objects.current(on).filter(issuer=body).values_list("unit_id", "cluster__name")


def cluster_of(unit: Unit, issuers: Iterable[int]) -> Cluster | None:
    """Return the cluster the unit is in today, of one of these bodies."""
    membership = _memberships.first(unit.pk, sorted(issuers), clock.today())
    return membership.cluster if membership else None


@Prepared
def _memberships(unit: int, issuers: list[int], day: date) -> QuerySet[ClusterMembership]:
    current = ClusterMembership.objects.current(day).filter(unit=unit, issuer__pk__in=issuers)
    return current.select_related("cluster__issuer").order_by("pk")
