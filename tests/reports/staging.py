"""A small stage for tests of obligations and actions, built the way scenarios build theirs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from reports.models import Entry, Submission
from reports.scenario.stage import Stage, build
from units import clock
from units.formats import VIETNAM
from units.models import Appointment, Role, User

STORY: dict[str, Any] = {
    "program": {"issuer": "K", "starts": "2026-01-01", "ends": "2026-12-31"},
    "units": [
        {"code": "K", "level": "bloc"},
        {"code": "A", "parent": "K", "level": "base", "sector": "agency"},
        {"code": "B", "parent": "K", "level": "base", "sector": "enterprise"},
        {"code": "S", "parent": "K", "level": "base", "sector": "school"},
    ],
    "indicators": [
        {"code": "trees", "kind": "COUNT", "goal": "100", "unit_of_measure": "cây"},
        {"code": "taught", "kind": "SHARE", "goal": "90", "denominator": "members"},
    ],
    "rules": [
        {"kind": "monthly", "due_day": 5, "months": [1, 2, 4], "covers": "5-to-5", "exempt_sectors": ["school"]},
        {"kind": "thematic", "code": "t1", "due": "2026-05-08"},
    ],
}


def local(month: int, day: int, hour: int = 8, minute: int = 0) -> dt.datetime:
    """Return a local moment of 2026."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def set_stage(**changes: Any) -> Stage:
    """Return the stage of STORY with some parts told otherwise; the clock is left where it is."""
    with clock.at(dt.date(2026, 1, 1)):
        return build(STORY | changes)


def owed(stage: Stage, unit: str, period: str = "monthly-02") -> Submission:
    """Return what the unit owes; fails when it owes nothing."""
    submission = stage.submission(unit, period)
    assert submission is not None
    return submission


def codes_of(stage: Stage, period: str) -> list[str]:
    """Return the units that owe the period's report now."""
    rows = Submission.objects.owed().filter(period__regime=stage.regime, period__code=period)
    return sorted(rows.values_list("unit__code", flat=True))


def type_in(submission: Submission, stage: Stage, code: str, value: int | tuple[int, int] | None) -> Entry:
    """Put a figure into the draft; None for "trong kỳ không có"."""
    columns: dict[str, Any] = {"answer": Entry.Answer.VALUE}
    if value is None:
        columns = {"answer": Entry.Answer.NONE, "value": None}
    elif isinstance(value, tuple):
        columns |= {"numerator": Decimal(value[0]), "denominator": Decimal(value[1])}
    else:
        columns |= {"value": Decimal(value)}
    entry, _ = Entry.objects.update_or_create(submission=submission, indicator=stage.indicators[code], defaults=columns)
    return entry


def appoint(stage: Stage, unit: str, role: Role, name: str, email: str = "") -> User:
    """Return a new person in the role, with an e-mail address if one is given."""
    user = User.objects.create_user(username=name.replace(" ", "."), full_name=name, email=email)
    Appointment.objects.create(user=user, unit=stage.units[unit], role=role, starts_on=dt.date(2020, 1, 1))
    return user
