"""Which reminder applies when: two ladders of steps, counted in local days from a last good day. Pure.

A step applies from seven in the morning of its day until the next one does; steps passed over are not sent later. The
ladder belongs to a due moment: an extension starts a new one (scenarios of the reporting regime, DESIGN §5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from programs.calendar import last_good_day
from units.formats import VIETNAM

HOUR = 7


@dataclass(frozen=True, slots=True)
class Step:
    """`days` after the last good day (negative: before it)."""

    name: str
    days: int


# Of a report that was never sent.
LADDER = (
    Step("due_in_7", -7),
    Step("due_in_3", -3),
    Step("due_in_1", -1),
    Step("due_today", 0),
    Step("overdue_1", 1),
    Step("overdue_3", 3),
    Step("overdue_7", 7),
)

# Of a report that was returned; its last good day is the one to correct it by.
CORRECTION_LADDER = (
    Step("fix_in_1", -1),
    Step("fix_today", 0),
    Step("fix_late_1", 1),
    Step("fix_late_3", 3),
    Step("fix_late_7", 7),
)


def reference_day(at: datetime) -> date:
    """Return the local day whose steps apply: until seven in the morning still those of the day before."""
    local = at.astimezone(VIETNAM)
    return local.date() if local.hour >= HOUR else local.date() - timedelta(days=1)


def step_at(last_day: date, at: datetime, ladder: tuple[Step, ...] = LADDER) -> Step | None:
    """Return the latest step that applies at the moment; None before the first one."""
    passed = (reference_day(at) - last_day).days
    reached = [step for step in ladder if step.days <= passed]
    return reached[-1] if reached else None


def step_for(due_at: datetime, at: datetime, ladder: tuple[Step, ...] = LADDER) -> Step | None:
    """The same, from the moment from which a report is late."""
    return step_at(last_good_day(due_at), at, ladder)


def first_step_day(at: datetime, ladder: tuple[Step, ...] = LADDER) -> date:
    """Return the latest last good day for which any step applies."""
    return reference_day(at) - timedelta(days=ladder[0].days)
