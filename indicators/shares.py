"""What a unit was given and what it has answered; what the body above has to decide: rows for pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Q, QuerySet

from indicators import access
from indicators.models import Goal, Kind, ReplyState, Scope, ShareReply
from programs.models import Program
from units.formats import format_number
from units.models import Unit, UnitQuerySet

DECIDED_SHOWN = 30


@dataclass(frozen=True)
class ShareRow:
    """A share, the answer that stands, and how it came about."""

    goal: Goal
    reply: ShareReply | None
    history: Sequence[Goal]

    @property
    def is_open(self) -> bool:
        """True while the unit may still answer."""
        return self.reply is None or self.reply.state in (ReplyState.ACCEPTED, ReplyState.REFUSED)

    @property
    def is_unanswered(self) -> bool:
        return self.reply is None


@dataclass(frozen=True)
class ProgramShares:
    program: Program
    rows: Sequence[ShareRow]


@dataclass(frozen=True)
class UnitShares:
    """Everything a unit has been given, by programme."""

    programs: Sequence[ProgramShares]
    unanswered: Sequence[ShareRow]
    total: int
    waiting: int


def shares_of(unit: Unit) -> UnitShares:
    """Return the shares of a unit with the answers that stand and what was given before, in three queries."""
    goals = list(access.shares_in_force().filter(unit=unit))
    replies = {reply.goal_id: reply for reply in ShareReply.objects.filter(goal__in=goals).order_by("pk")}
    past: dict[tuple[int, int | None], list[Goal]] = defaultdict(list)
    closed = Goal.objects.filter(unit=unit, indicator__in=[goal.indicator_id for goal in goals]).select_related("by")
    for goal in closed.order_by("-holds_from", "-pk"):
        past[goal.indicator_id, goal.year].append(goal)
    rows = [ShareRow(goal, replies.get(goal.pk), past[goal.indicator_id, goal.year]) for goal in goals]
    grouped = groupby(rows, key=lambda row: row.goal.indicator.program)
    return UnitShares(
        programs=[ProgramShares(program, list(part)) for program, part in grouped],
        unanswered=[row for row in rows if row.is_unanswered],
        total=len(rows),
        waiting=sum(row.reply is not None and row.reply.state == ReplyState.PROPOSED for row in rows),
    )


def count_unanswered(unit: Unit) -> int:
    """Return how many shares of the unit nobody has answered yet; none for a unit with nobody above it."""
    return access.shares_in_force().filter(unit=unit, replies=None).count() if unit.depth > 1 else 0


@dataclass(frozen=True)
class ProposalRow:
    """A proposal, and what granting it would do to the sum of the shares."""

    reply: ShareReply
    after: str


@dataclass(frozen=True)
class Proposals:
    """What the body has to decide, what it has decided lately, and how many shares are accepted."""

    waiting: Sequence[ProposalRow]
    decided: Sequence[ShareReply]
    given: int
    accepted: int
    units: int
    silent: Sequence[Unit]


def proposals_to(body: Unit) -> Proposals:
    """Return the proposals of the units next below the body, in a fixed number of queries."""
    replies = _replies_to(body).select_related(
        "goal__unit", "goal__indicator__program", "goal__indicator__target", "by", "decided_by"
    )
    waiting = list(replies.filter(_WAITING).order_by("at", "pk"))
    goals = list(access.shares_in_force().filter(unit__in=_next_below(body)))
    accepted = set(replies.filter(state=ReplyState.ACCEPTED, goal__in=goals).values_list("goal_id", flat=True))
    units = {goal.unit_id: goal.unit for goal in goals}
    open_units = {goal.unit_id for goal in goals if goal.pk not in accepted}
    sums = _sums(body, [reply.goal.indicator_id for reply in waiting], goals)
    decided = replies.filter(state__in=(ReplyState.GRANTED, ReplyState.REFUSED)).order_by("-decided_at")
    return Proposals(
        waiting=[
            ProposalRow(reply, _after(reply, *sums.get(reply.goal.indicator_id, (None, None)))) for reply in waiting
        ],
        decided=list(decided[:DECIDED_SHOWN]),
        given=len(goals),
        accepted=len(accepted),
        units=len(units),
        silent=sorted((units[key] for key in open_units), key=lambda unit: unit.sort_key),
    )


def count_proposals(body: Unit) -> int:
    """Return how many proposals of the units next below the body wait to be decided."""
    return _replies_to(body).filter(_WAITING).count()


_WAITING = Q(state=ReplyState.PROPOSED, goal__holds_until=None)


def _next_below(body: Unit) -> UnitQuerySet:
    return Unit.objects.below(body).filter(depth=body.depth + 1)


def _replies_to(body: Unit) -> QuerySet[ShareReply]:
    return ShareReply.objects.filter(goal__unit__in=_next_below(body))


def _sums(
    body: Unit, indicators: Sequence[int], goals: Sequence[Goal]
) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """By indicator: what the units below have been given together, and the body's own goal."""
    own = Goal.objects.filter(unit=body, indicator__in=indicators, year=None, holds_until=None)
    totals: dict[int, Decimal] = dict(own.values_list("indicator_id", "value"))
    given: dict[int, Decimal] = defaultdict(Decimal)
    for goal in goals:
        if goal.year is None:
            given[goal.indicator_id] += goal.value
    return {key: (given.get(key), totals.get(key)) for key in indicators}


def _after(reply: ShareReply, given: Decimal | None, total: Decimal | None) -> str:
    """ "4.520 / 4.500 (vượt 20)": what the shares would add up to; empty where they set a level for each."""
    indicator = reply.goal.indicator
    is_summed = indicator.kind == Kind.COUNT and indicator.scope == Scope.ORGANISATION
    if not is_summed or given is None or total is None or reply.wanted is None:
        return ""
    after = given - reply.goal.value + reply.wanted
    rest = total - after
    verdict = "đủ" if rest == 0 else f"còn {format_number(rest)}" if rest > 0 else f"vượt {format_number(-rest)}"
    return f"{format_number(after)} / {format_number(total)} ({verdict})"
