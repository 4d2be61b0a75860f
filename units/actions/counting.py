"""Confirming that a unit's numbers of last year still hold."""

from __future__ import annotations

from django.db import transaction

from units import clock
from units.actions.grouping import Heads, count_heads
from units.actions.refusals import Refused
from units.models import Headcount, Unit, User

NOTHING_YET = "Đơn vị chưa có số lượng nào để xác nhận. Ghi số lượng trước."
CONFIRMED = "Số lượng của năm nay đã được xác nhận; không có gì thay đổi."


@transaction.atomic
def confirm_heads(unit: Unit, *, by: User) -> Headcount:
    """Return the unit's numbers as confirmed: those of an earlier year hold on unchanged from the first of January.

    Raises Refused where there is nothing to confirm.
    """
    today = clock.today()
    # Of two clicks the second waits here and then finds the numbers confirmed.
    Unit.objects.select_for_update().get(pk=unit.pk)
    last = Headcount.objects.holding(today).filter(unit=unit).first()
    if last is None:
        raise Refused(NOTHING_YET)
    if not last.is_carried(today):
        raise Refused(CONFIRMED)
    holds_from = last.holds_from if last.holds_from.year == today.year else today.replace(month=1, day=1)
    heads = Heads(officers=last.officers, members=last.members, youth=last.youth, children=last.children)
    return count_heads(unit, holds_from, heads, by=by)
