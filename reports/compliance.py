"""Who has sent what when: standing of a report, lists and rate of a period, per unit and per cluster (DESIGN §5).

Cancelled obligations appear nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from django.db.models import Case, Count, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Substr

from indicators.progress import rate
from programs.models import ReportingPeriod
from reports.models import UNSENT, Status, Submission
from units import clock
from units.models import Unit, UnitQuerySet
from units.prepared import Prepared

K = TypeVar("K")
_INSTANT = timedelta(microseconds=1)
_DUE = Coalesce("extended_due_at", "period__due_at")
_COLUMNS = (
    "period_id",
    "period__due_at",
    "extended_due_at",
    "status",
    "first_submitted_at",
    "pk",
    "unit_id",
    "unit__code",
    "unit__short_name",
    "unit__name",
)


class Timeliness(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    PENDING = "pending"
    WAIVED = "waived"


@dataclass(frozen=True)
class Standing:
    """How one report stands; `days` counts local days after the last good day, for late and missing ones."""

    timeliness: Timeliness
    days: int = 0


class Sent(Protocol):
    """What the standing of a report depends on; a `Submission` with its period is one."""

    @property
    def status(self) -> str: ...
    @property
    def first_submitted_at(self) -> datetime | None: ...
    @property
    def due_at(self) -> datetime: ...


def standing(submission: Sent, at: datetime) -> Standing:
    """Return how the report stands at that moment. Extensions count whenever they were granted.

    What was taken back by the unit itself has not been sent; returned and reopened reports keep their first date.
    """
    return standing_of(submission.status, submission.first_submitted_at, submission.due_at, at)


def standing_of(status: str, first_sent_at: datetime | None, due_at: datetime, at: datetime) -> Standing:
    """The same on plain values; `due_at` is the moment from which a report is late, extension counted."""
    if status == Status.WAIVED:
        return Standing(Timeliness.WAIVED)
    if first_sent_at is not None and status not in UNSENT and first_sent_at <= at:
        if first_sent_at < due_at:
            return Standing(Timeliness.ON_TIME)
        return Standing(Timeliness.LATE, _days_after(due_at, first_sent_at))
    if at < due_at:
        return Standing(Timeliness.PENDING)
    return Standing(Timeliness.MISSING, _days_after(due_at, at))


@dataclass(frozen=True)
class UnitStanding:
    """A unit's report for a period; `place` follows the order of unit names over all periods asked for."""

    unit_id: int
    code: str
    name: str
    submission_id: int
    status: str
    standing: Standing
    first_submitted_at: datetime | None = None
    place: int = 0

    @property
    def timeliness(self) -> Timeliness:
        return self.standing.timeliness

    @property
    def days(self) -> int:
        return self.standing.days


@dataclass(frozen=True)
class Compliance:
    """The reports of a period, or of one cluster for it, in the order of unit names."""

    rows: tuple[UnitStanding, ...] = ()
    name: str = ""
    rank: int | None = None

    def of(self, timeliness: Timeliness) -> list[UnitStanding]:
        return [row for row in self.rows if row.timeliness == timeliness]

    @property
    def on_time(self) -> list[UnitStanding]:
        return self.of(Timeliness.ON_TIME)

    @property
    def late(self) -> list[UnitStanding]:
        return self.of(Timeliness.LATE)

    @property
    def missing(self) -> list[UnitStanding]:
        """Due and not sent."""
        return self.of(Timeliness.MISSING)

    @property
    def pending(self) -> list[UnitStanding]:
        """Not due yet, extension counted."""
        return self.of(Timeliness.PENDING)

    @property
    def waived(self) -> list[UnitStanding]:
        return self.of(Timeliness.WAIVED)

    @property
    def rate(self) -> Decimal | None:
        """On time ÷ (on time + late + missing) in percent, one decimal; None when nothing is due."""
        return Tally.of(row.timeliness for row in self.rows).rate


@dataclass(frozen=True)
class Tally:
    """How many reports stood how; of a unit over periods, of a cluster, of all."""

    on_time: int = 0
    late: int = 0
    missing: int = 0
    pending: int = 0
    waived: int = 0

    @classmethod
    def of(cls, found: Iterable[Timeliness]) -> Tally:
        counts = dict.fromkeys(Timeliness, 0)
        for timeliness in found:
            counts[timeliness] += 1
        return cls(**{timeliness.value: count for timeliness, count in counts.items()})

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.missing

    @property
    def rate(self) -> Decimal | None:
        return rate(self.on_time, self.due)


def compliance_of(period: ReportingPeriod, units: UnitQuerySet | None, at: datetime) -> Compliance:
    """Return who was on time, late, missing, not due yet or waived; `units` narrows to some. One query."""
    return Compliance(standings([period], units, at).get(period.pk, ()))


def standings(
    periods: Iterable[ReportingPeriod], units: UnitQuerySet | None, at: datetime
) -> dict[int, tuple[UnitStanding, ...]]:
    """Return by period what is owed for it and how it stands, in the order of unit names. One query for all."""
    owed = Submission.objects.owed().filter(period__in=[period.pk for period in periods])
    if units is not None:
        owed = owed.filter(unit__in=units.order_by())
    found: dict[int, list[UnitStanding]] = {}
    rows = owed.order_by("unit__sort_key", "unit_id").values_list(*_COLUMNS)
    for place, (period_id, due_at, extended, status, sent_at, pk, unit_id, code, short, name) in enumerate(rows):
        stands = standing_of(status, sent_at, extended or due_at, at)
        row = UnitStanding(unit_id, code, short or name, pk, status, stands, sent_at, place)
        found.setdefault(period_id, []).append(row)
    return {period_id: tuple(of_period) for period_id, of_period in found.items()}


class Below(NamedTuple):
    """How many reports stood how, by tree path of the unit next below a body and by period; and by period the moment at
    which the next one that is not due yet falls due."""

    tallies: dict[str, dict[int, Tally]]
    next_due: dict[int, datetime]


def tallies_below(
    body: Unit, periods: Iterable[ReportingPeriod], at: datetime | None = None, branches: Iterable[str] | None = None
) -> Below:
    """Return how the reports of the periods stand below the body.

    A unit's own report and those of all below it are counted together; one aggregated query, however many there are.
    `branches` narrows to some of them, named by those paths.
    """
    paths = [body.path] if branches is None else sorted(branches)
    length = len(body.path) + Unit.steplen
    rows = _counts_below([period.pk for period in periods], paths, body.depth, length, at or clock.now())
    counts: dict[str, dict[int, dict[str, int]]] = {}
    next_due: dict[int, datetime] = {}
    for branch, period_id, stands, reports, due in rows:
        counts.setdefault(branch, {}).setdefault(period_id, {})[stands] = reports
        if stands == Timeliness.PENDING:
            next_due[period_id] = min(due, next_due.get(period_id, due))
    tallies = {
        branch: {period: Tally(**by_state) for period, by_state in of_branch.items()}
        for branch, of_branch in counts.items()
    }
    return Below(tallies, next_due)


@Prepared
def _counts_below(
    periods: list[int], paths: list[str], depth: int, length: int, at: datetime
) -> QuerySet[Submission, tuple[str, int, str, int, datetime]]:
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(unit__path__startswith=path)
    owed = Submission.objects.owed().filter(within, period__pk__in=periods, unit__depth__gt=depth)
    named = owed.annotate(branch=Substr("unit__path", 1, length), stands=_stands(at)).order_by()
    rows = named.values_list("branch", "period_id", "stands")
    return rows.annotate(reports=Count("pk"), due=Min(_DUE))


def tallies_of(
    units: Iterable[int], periods: Iterable[ReportingPeriod], at: datetime | None = None
) -> dict[int, Tally]:
    """Return by unit how its own reports for all these periods stood together; one aggregated query."""
    counts: dict[int, dict[str, int]] = {}
    for unit_id, stands, reports in _counts_of(list(units), [period.pk for period in periods], at or clock.now()):
        counts.setdefault(unit_id, {})[stands] = reports
    return {unit_id: Tally(**by_state) for unit_id, by_state in counts.items()}


@Prepared
def _counts_of(units: list[int], periods: list[int], at: datetime) -> QuerySet[Submission, tuple[int, str, int]]:
    owed = Submission.objects.owed().filter(period__pk__in=periods, unit__pk__in=units)
    rows = owed.annotate(stands=_stands(at)).order_by().values_list("unit_id", "stands")
    return rows.annotate(reports=Count("pk"))


def _stands(at: datetime) -> Case:
    """The same as `standing_of`, said by the database."""
    sent = Q(first_submitted_at__lte=at) & ~Q(status__in=UNSENT)
    return Case(
        When(status=Status.WAIVED, then=Value(Timeliness.WAIVED.value)),
        When(sent & Q(first_submitted_at__lt=_DUE), then=Value(Timeliness.ON_TIME.value)),
        When(sent, then=Value(Timeliness.LATE.value)),
        When(Q(extended_due_at=None, period__due_at__gt=at) | Q(extended_due_at__gt=at), then=Value("pending")),
        default=Value(Timeliness.MISSING.value),
    )


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """Return all of them together."""
    found = list(tallies)
    return Tally(*(sum(getattr(tally, kind.value) for tally in found) for kind in Timeliness))


def by_cluster(compliance: Compliance, cluster_of: Mapping[int, str]) -> list[Compliance]:
    """Return the same per cluster, best rate first and ranked; `cluster_of` names the cluster of each unit.

    Units without a cluster come last, unranked, under an empty name.
    """
    groups: dict[str, list[UnitStanding]] = {}
    for row in compliance.rows:
        groups.setdefault(cluster_of.get(row.unit_id, ""), []).append(row)
    named = [Compliance(tuple(rows), name) for name, rows in groups.items() if name]
    ranks = ranking({part.name: part.rate for part in named})
    ranked = [Compliance(part.rows, part.name, ranks.get(part.name)) for part in named]
    ranked.sort(key=lambda part: (part.rank is None, part.rank or 0))
    return ranked + ([Compliance(tuple(groups[""]))] if "" in groups else [])


def ranking(rates: Mapping[K, Decimal | None]) -> dict[K, int]:
    """Return places by rate, highest first; equal rates share a place, the next is skipped."""
    given = {key: value for key, value in rates.items() if value is not None}
    return {key: 1 + sum(other > value for other in given.values()) for key, value in given.items()}


def _days_after(due_at: datetime, moment: datetime) -> int:
    """Return local days from the last good day to the day of the moment; 0 when both are the same day."""
    return (clock.local(moment).date() - clock.local(due_at - _INSTANT).date()).days
