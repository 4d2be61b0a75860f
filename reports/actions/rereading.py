"""Indicators of a running programme that follow their target's corrected text, when a person says so."""

from __future__ import annotations

from django.db import transaction

from indicators.actions.goals import set_goal
from indicators.drafting import drafts_of, goal_year_of
from indicators.models import Indicator
from programs.actions.drafting import frame_of
from programs.models import Target
from programs.rereading import FACTS, Reread, mark_of_all, reread
from reports.actions.amending import change_indicator, corrections_of, hold_running, is_reported
from reports.actions.refusals import NotAllowed
from units import clock
from units.models import User

CHANGED = "Vừa có người khác sửa nên chưa có gì thay đổi. Xem lại chỗ khác nhau."
_GOAL = ("goal", "goal_max")


def rereadings_of(target: Target) -> list[Reread]:
    """Return the indicators that the target's text reads otherwise than it did before its first correction."""
    first = corrections_of(target).order_by("pk").first()
    if first is None:
        return []
    drafts = {row.pk: draft for row, draft in drafts_of(target.program) if _is_asked(row, target)}
    frame = frame_of(target.program.issuer)
    before = first.detail["was"]["text"]
    return reread(before, target.text, drafts, branches_take_part=frame.branches_take_part)


@transaction.atomic
def take_over(target: Target, reason: str, *, seen: str, by: User) -> list[str]:
    """Write into the indicators what the corrected text says; return the names of those that stay as they are.

    Of an indicator with figures only the goal may change: figures would mean something else. `seen` is the
    `mark_of_all` that was offered; raises NotAllowed when it is no longer that, or the programme does not run.
    """
    hold_running(target.program, reason)
    target.refresh_from_db()
    found = rereadings_of(target)
    if seen != mark_of_all(found):
        raise NotAllowed(CHANGED)
    rows = Indicator.objects.select_related("program__issuer").in_bulk([item.key for item in found])
    return [item.now.label for item in found if not _write(rows[item.key], item, reason, by)]


def is_kept(item: Reread) -> bool:
    """True for what can not be taken over: the indicator has figures, and the text changes more than its goal."""
    return is_reported(Indicator(pk=item.key)) and not _only_the_goal(item)


def _write(row: Indicator, item: Reread, reason: str, by: User) -> bool:
    if not is_reported(row):
        change_indicator(row, item.read, reason, by=by)
        return True
    if not _only_the_goal(item):
        return False
    goal, upper, year = item.read.goal, item.read.goal_max, goal_year_of(row)
    set_goal(row, row.program.issuer, goal, upper=upper, year=year, reason=reason, by=by, on=clock.today())
    return True


def _only_the_goal(item: Reread) -> bool:
    return all(getattr(item.now, name) == getattr(item.read, name) for name in FACTS if name not in _GOAL)


def _is_asked(row: Indicator, target: Target) -> bool:
    return row.target_id == target.pk and row.asked_until is None
