"""A unit accepts its shares or proposes a change; the body above grants or refuses it. Both sides are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse

from indicators.actions.goals import set_goals
from indicators.actions.refusals import CLOSED, FigureRefused
from indicators.models import Goal, Indicator, ReplyState, ShareReply
from units import audit, clock
from units.access import people_of
from units.audit import Event
from units.formats import format_number
from units.messages import tell
from units.models import Unit, User
from units.roles import OFFICE_ROLES

NO_REASON = "Ghi lý do đề nghị điều chỉnh."
SAME = "Mức đề nghị giống mức đang giao. Ghi mức khác, hoặc nhận chỉ tiêu."
REPLACED = "Mức giao vừa thay đổi. Xem lại mức mới rồi trả lời."
ANSWERED = "Đề nghị này đã được trả lời; không có gì thay đổi."
WAITING = "Đơn vị đã có đề nghị đang chờ trả lời cho chỉ tiêu này."
NEGATIVE = "Mức đề nghị không được âm."


@transaction.atomic
def accept_shares(unit: Unit, goals: Iterable[Goal], *, by: User) -> int:
    """Return how many shares the unit accepts now; those it has answered already stay as they are."""
    answered = ShareReply.objects.filter(state__in=(ReplyState.ACCEPTED, ReplyState.PROPOSED)).values("goal")
    keys = [goal.pk for goal in goals]
    fresh = list(Goal.objects.filter(pk__in=keys, unit=unit, holds_until=None).exclude(pk__in=answered))
    ShareReply.objects.bulk_create(ShareReply(goal=goal, state=ReplyState.ACCEPTED, by=by) for goal in fresh)
    if fresh:
        audit.record(Event.SHARES_ACCEPTED, unit, by=by, unit=unit, detail={"count": len(fresh)})
        _tell_above(unit, f"{unit.label} nhận {len(fresh)} chỉ tiêu được giao", "", by)
    return len(fresh)


def propose_change(goal: Goal, wanted: Decimal, reason: str, *, by: User) -> ShareReply:
    """Return the proposal, which waits for the body above; an acceptance of before is taken back by it.

    Raises FigureRefused for one without a reason or of the same value, and when the share has changed meanwhile.
    """
    reason = reason.strip()
    if not reason:
        raise FigureRefused(NO_REASON)
    if wanted < 0:
        raise FigureRefused(NEGATIVE)
    if wanted == goal.value:
        raise FigureRefused(SAME)
    try:
        return _write_proposal(goal, wanted, reason, by)
    except IntegrityError as twice:
        raise FigureRefused(WAITING) from twice


@transaction.atomic
def _write_proposal(goal: Goal, wanted: Decimal, reason: str, by: User) -> ShareReply:
    Indicator.objects.select_for_update().get(pk=goal.indicator_id)
    if not Goal.objects.filter(pk=goal.pk, holds_until=None).exists():
        raise FigureRefused(REPLACED)
    if goal.indicator.program.is_closed:
        raise FigureRefused(CLOSED)
    ShareReply.objects.filter(goal=goal, state=ReplyState.ACCEPTED).delete()
    reply = ShareReply.objects.create(goal=goal, state=ReplyState.PROPOSED, wanted=wanted, reason=reason, by=by)
    words = f"{format_number(goal.value)} → {format_number(wanted)} {goal.indicator.unit_of_measure}".strip()
    audit.record(
        Event.SHARE_CHANGE_PROPOSED,
        goal.indicator,
        by=by,
        unit=goal.unit,
        reason=reason,
        detail={goal.unit.code: [format_number(goal.value), format_number(wanted)]},
    )
    _tell_above(goal.unit, f"{goal.unit.label} đề nghị điều chỉnh: {goal.indicator.label}", f"{words}. {reason}", by)
    return reply


@transaction.atomic
def decide(reply: ShareReply, *, is_granted: bool, note: str, by: User, on: date) -> None:
    """Grant or refuse a proposal; granting changes the share, with the unit's reason, and the old one stays on record.

    Raises FigureRefused when somebody has answered it, or when the share itself has changed meanwhile.
    """
    state = ReplyState.GRANTED if is_granted else ReplyState.REFUSED
    claimed = ShareReply.objects.filter(pk=reply.pk, state=ReplyState.PROPOSED).update(
        state=state, note=note.strip(), decided_by=by, decided_at=clock.now()
    )
    if not claimed:
        raise FigureRefused(ANSWERED)
    goal = reply.goal
    if is_granted:
        Indicator.objects.select_for_update().get(pk=goal.indicator_id)
        if not Goal.objects.filter(pk=goal.pk, holds_until=None).exists():
            raise FigureRefused(REPLACED)  # rolls the claim back
        reason = f"Theo đề nghị của đơn vị: {reply.reason}"
        fresh = set_goals(goal.indicator, {goal.unit: reply.wanted}, year=goal.year, reason=reason, by=by, on=on)
        ShareReply.objects.bulk_create(
            ShareReply(goal=row, state=ReplyState.ACCEPTED, by=reply.by) for row in fresh.values()
        )
    audit.record(
        Event.SHARE_CHANGE_DECIDED,
        goal.indicator,
        by=by,
        unit=goal.unit,
        reason=note.strip(),
        detail={goal.unit.code: [str(ReplyState.PROPOSED.label), str(state.label)]},
    )
    _tell_unit(reply, state, note.strip())


def _tell_unit(reply: ShareReply, state: ReplyState, note: str) -> None:
    goal = reply.goal
    url = reverse("indicators:share_list") + f"?don_vi={goal.unit_id}"
    subject = f"{state.label}: {goal.indicator.label}"
    tell(people_of(goal.unit), "share_decided", subject, body=note, url=url, unit=goal.unit)


def _tell_above(unit: Unit, subject: str, body: str, by: User) -> None:
    above = Unit.objects.get_parent(unit)
    if above is None:
        return
    url = reverse("indicators:share_proposals") + f"?don_vi={above.pk}"
    people = User.objects.appointed_in(above, *OFFICE_ROLES).exclude(pk=by.pk)
    tell(people, "share_answered", subject, body=body, url=url, unit=above)
