"""Writing down how bodies stood at the end of days that are over, so that a trend needs no adding up of the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from indicators.actions.rolling_up import Bodies, running
from indicators.clusters import cluster_members, cluster_verdicts
from indicators.contributions import Frame, make_frame, of_everybody
from indicators.gathering import when
from indicators.goals import bound_of, read_goals
from indicators.judging import with_verdicts
from indicators.models import Indicator, RollUpPast
from indicators.rollup import EACH_CLUSTER
from indicators.tallies import COLUMNS, Tally
from indicators.trends import WEEK, month_ends
from programs.models import Program
from units import clock

# What changed since last week is asked every day; of what is older, the ends of months are kept.
DAYS_KEPT = 8
_BATCH = 2000
_NOTHING = Tally()


def record_days(program: Program, days: Iterable[date]) -> int:
    """Write down the sums of the programme at the end of these days and return how many; known days are left."""
    known = set(RollUpPast.objects.filter(indicator__program=program).values_list("on", flat=True).distinct())
    wanted = [day for day in sorted(set(days)) if day not in known and program.starts_on <= day < clock.today()]
    frame = make_frame(program) if wanted else None
    return sum(_record(program, frame, day) for day in wanted) if frame else 0


def record_yesterday() -> int:
    """Write down yesterday for every programme that runs, and return how many sums that were.

    So are ends of months and the day a week ago when nobody did, because the portal was not there or stood still.
    Days between the ends of months are let go of after a week.
    """
    yesterday = clock.today() - timedelta(days=1)
    written = sum(record_days(program, [*_asked_for(program), yesterday]) for program in running(yesterday))
    old = RollUpPast.objects.filter(on__lt=clock.today() - timedelta(days=DAYS_KEPT))
    days = [day for day in old.values_list("on", flat=True).distinct() if (day + timedelta(days=1)).day != 1]
    RollUpPast.objects.filter(on__in=days).delete()
    return written


def _asked_for(program: Program) -> list[date]:
    """Return the days that trends look at."""
    today = clock.today()
    return [*month_ends(max(program.starts_on, today.replace(month=1, day=1)), today), today - WEEK]


@transaction.atomic
def _record(program: Program, frame: Frame, day: date) -> int:
    bodies, written = Bodies.around(program.issuer), 0
    for indicator, own in of_everybody(frame, program.issuer, end_of(day)):
        whole = bodies.add_up(own)
        if indicator.scope == EACH_CLUSTER:
            _judge_clusters(indicator, frame, bodies, own, whole, day)
        rows = [
            # Who takes part below, without the body itself: whether it is seen from above.
            _row(indicator, body, tally._replace(present=tally.present - own.get(body, _NOTHING).present), day)
            for body, tally in whole.items()
        ]
        RollUpPast.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
        written += len(rows)
    return written


def _judge_clusters(
    indicator: Indicator, frame: Frame, bodies: Bodies, own: Mapping[int, Tally], whole: dict[int, Tally], day: date
) -> None:
    """Put clusters in the place of units, for every body that has members of clusters below it."""
    issuer = indicator.program.issuer
    goals = read_goals([indicator], [issuer], day).get(indicator.pk, {})
    total = bound_of(indicator, goals[issuer.pk], when(indicator, day)[0]) if issuer.pk in goals else None
    members = [unit for group in cluster_members(frame.setup, indicator, issuer.path, day) for unit in group]
    for body in {body for unit in members for body in bodies.above(bodies.path_of[unit])} & whole.keys():
        verdicts = cluster_verdicts(frame.setup, indicator, bodies.path_of[body], day, own, total)
        whole[body] = with_verdicts(whole[body], verdicts)


def end_of(day: date) -> datetime:
    """Return the last moment of the day."""
    return clock.midnight(day + timedelta(days=1)) - timedelta(microseconds=1)


def _row(indicator: Indicator, body: int, tally: Tally, day: date) -> RollUpPast:
    return RollUpPast(indicator=indicator, unit_id=body, on=day, **dict(zip(COLUMNS, tally, strict=True)))
