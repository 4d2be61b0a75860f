"""Units that end: closed, or merged into another one (DESIGN §3).

From that day the unit takes part no longer: what would fall due from then on is owed by nobody and appears in no list.
What fell due earlier is still owed, and all it has reported stays its own and keeps counting for the bodies above.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from programs.models import Participation, Regime
from reports import notifications
from reports.actions.obligations import sync_obligations
from reports.actions.refusals import NotAllowed
from reports.models import Submission
from units import clock
from units.actions import organising
from units.actions.refusals import Refused as UnitRefused
from units.models import Unit, User

DAY = timedelta(days=1)


@transaction.atomic
def merge_units(unit: Unit, into: Unit, on: date, *, by: User, reason: str = "") -> Unit:
    """Return the unit, closed from `on` and marked as merged into the other one. Raises NotAllowed."""
    if unit.contains(into):
        raise NotAllowed("Đơn vị không thể sáp nhập vào chính nó hoặc vào đơn vị trực thuộc của nó.")
    if not into.is_active(on):
        raise NotAllowed(f"{into} không hoạt động vào ngày sáp nhập. Chọn đơn vị khác.")
    return _end(unit, on, by=by, into=into, reason=reason or f"Sáp nhập vào {into}")


@transaction.atomic
def close_unit(unit: Unit, on: date, *, by: User, reason: str) -> Unit:
    """Return the unit, closed from `on`: the day before is its last. Raises NotAllowed."""
    return _end(unit, on, by=by, into=None, reason=reason)


def _end(unit: Unit, on: date, *, by: User, into: Unit | None, reason: str) -> Unit:
    last_day = on - DAY
    try:
        closed = organising.close_unit(
            unit, last_day, reason, by=by, merged_into=into, leaves_units_below=into is not None
        )
    except UnitRefused as refusal:
        raise NotAllowed(refusal.sentence) from None
    end_participations(unit, last_day)
    cancel_from(unit, on)
    regimes = Regime.objects.filter(Q(periods__submissions__unit=unit) | Q(periods__submissions__reviewer=unit))
    for regime in regimes.distinct():
        sync_obligations(regime)
    notifications.unit_closed(closed, on, into)
    return closed


def end_participations(unit: Unit, last_day: date) -> None:
    """End what the unit takes part in; what would have begun later never begins."""
    open_ones = Participation.objects.filter(unit=unit).filter(Q(ends_on=None) | Q(ends_on__gt=last_day))
    rows = list(open_ones)
    for row in rows:
        # A date column less an interval is a moment on some databases.
        row.ends_on = max(last_day, row.starts_on - DAY)
    Participation.objects.bulk_update(rows, ["ends_on"])


def cancel_from(unit: Unit, on: date, *, regime_id: int | None = None) -> int:
    """Cancel what the unit owes (through one regime) whose last good day is `on` or later; return how many.

    Whatever its state: what was sent early keeps counting, but the unit did not owe it.
    """
    later = Submission.objects.owed().filter(unit=unit, period__last_day__gte=on)
    if regime_id is not None:
        later = later.filter(period__regime=regime_id)
    return later.update(cancelled_at=clock.now(), version=F("version") + 1)
