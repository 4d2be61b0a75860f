"""The questions of a scenario, answered through the functions that the pages use."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from indicators.figures import accepted_value, progress_of, so_far
from indicators.models import Accumulation, Indicator, Kind
from indicators.splits import by_weights, equally
from programs.calendar import Span
from reports.compliance import compliance_of
from reports.models import Reminder
from reports.reminding import LADDER
from reports.scenario.measures import goal_of
from reports.scenario.playing import Play
from reports.scenario.script import Facts, plain
from reports.slices import asking
from units import clock
from units.models import Headcount

Answer = dict[str, Any] | list[dict[str, Any]] | None


def answer(play: Play, question: Facts) -> Answer:
    """Return the answer at the clock's moment; one that names what the story does not know says so under `error`."""
    for name, reply in QUESTIONS.items():
        if name in question:
            try:
                return reply(play, question)
            except KeyError as missing:
                return {"error": f"The story knows no {missing}."}
    return {"error": "There is no such question."}


def _progress(play: Play, question: Facts) -> Answer:
    stage = play.stage
    found = progress_of(stage.indicators[question["progress"]], stage.units[question["unit"]], clock.now())
    return {
        "value": plain(found.value),
        "goal": plain(found.goal),
        "percent": plain(found.percent),
        "status": str(found.status),
        "units_reached": found.units_reached,
        "units_total": found.units_total,
        "silent": [unit.code for unit in found.silent],
    }


def _accepted(play: Play, question: Facts) -> Answer:
    stage = play.stage
    indicator, unit = stage.indicators[question["accepted"]], stage.units[question["unit"]]
    return {"value": plain(accepted_value(indicator, unit, clock.now()))}


def _compliance(play: Play, question: Facts) -> Answer:
    period = play.stage.period(question["compliance"])
    if period is None:
        return None
    found = compliance_of(period, None, clock.now())
    lists = {name: getattr(found, name) for name in ("on_time", "late", "missing", "pending", "waived")}
    return {name: [row.code for row in rows] for name, rows in lists.items()} | {"rate": plain(found.rate)}


def _period(play: Play, question: Facts) -> Answer:
    period = play.stage.period(question["period"])
    if period is None:
        return None
    begins, ends = period.covers_from, period.covers_until
    return {
        "covers": _days((begins, ends)) if begins and ends else None,
        "due": _last_second(period.due_at),
        "last_day": period.last_day.isoformat(),
    }


def _slice(play: Play, question: Facts) -> Answer:
    submission = play.stage.submission(question["unit"], question["slice"])
    if submission is None:
        return {"covers": None, "so_far": {}}
    read = asking(submission)
    asked = read.asked
    if question.get("indicator"):
        asked = [row for row in asked if row.code == question["indicator"]]
    figures = so_far(submission.unit, submission.period, asked, clock.now(), with_itself=True)
    return {
        "covers": _widest(read.slices(asked).values()),
        "so_far": {row.code: plain(_or_nothing(row, figures.get(row.pk))) for row in asked},
    }


def _or_nothing(indicator: Indicator, figure: Decimal | None) -> Decimal | None:
    """What adds up to nothing is 0; a share or a condition nobody has answered is unknown."""
    adds_up = indicator.kind == Kind.COUNT and indicator.accumulation == Accumulation.SUM
    return Decimal(0) if figure is None and adds_up else figure


def _widest(slices: Collection[Span]) -> list[str] | None:
    if not slices:
        return None
    return _days((min(begins for begins, _ in slices), max(ends for _, ends in slices)))


def _allocate(play: Play, question: Facts) -> Answer:
    stage = play.stage
    indicator = stage.indicators[question["allocate"]]
    goal = goal_of(indicator, stage.issuer)
    codes = list(question["units"])
    if goal is None or not codes:
        return dict.fromkeys(codes)
    if question["by"] == "equal":
        shares = equally(goal, len(codes), indicator.decimals)
    else:
        counts = {count.unit_id: count for count in Headcount.objects.holding(clock.today())}
        weights = [getattr(counts.get(stage.units[code].pk), question["by"], 0) for code in codes]
        shares = by_weights(goal, weights, indicator.decimals)
    return {code: plain(Decimal(share)) for code, share in zip(codes, shares, strict=True)}


def _reminders(play: Play, question: Facts) -> Answer:
    """The steps towards due dates; returned reports have reminders of their own, which are not asked for here."""
    steps = [step.name for step in LADDER]
    unit = play.stage.units[question["reminders"]]
    sent = Reminder.objects.filter(submission__unit=unit, step__in=steps).select_related("submission__period")
    return [
        {"at": _written(play, row.at), "period": row.submission.period.code, "kind": row.step}
        for row in sent.order_by("at", "submission__period__due_at", "pk")
    ]


def _refused(play: Play, question: Facts) -> Answer:
    return [dict(event) for event in play.refused]


QUESTIONS: dict[str, Callable[[Play, Facts], Answer]] = {
    "progress": _progress,
    "accepted": _accepted,
    "compliance": _compliance,
    "slice": _slice,
    "allocate": _allocate,
    "reminders": _reminders,
    "refused": _refused,
    "period": _period,
}


def _days(span: Span) -> list[str]:
    return [day.isoformat() for day in span]


def _last_second(due_at: datetime) -> str:
    return (clock.local(due_at) - timedelta(seconds=1)).replace(tzinfo=None).isoformat()


def _written(play: Play, moment: datetime) -> str:
    """The moment as the story writes it."""
    local = clock.local(moment)
    return play.texts.get(local.isoformat()) or local.replace(tzinfo=None).isoformat(timespec="minutes")
