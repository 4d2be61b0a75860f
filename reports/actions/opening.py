"""Starting in mid-year: what units had reached before the portal was used."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.actions.posting import Balance, import_balances
from programs.models import Program, ProgramStatus
from reports.actions.refusals import NotAllowed
from units import audit
from units.audit import Event
from units.models import User

NOT_RUNNING = "Chương trình không còn ở trạng thái đã ban hành nên không nhập số đầu kỳ được."


@transaction.atomic
def import_opening(program: Program, balances: list[Balance], covers_until: date, *, by: User) -> int:
    """Return how many figures were posted; raises NotAllowed for a draft or a closed programme."""
    running = Program.objects.select_for_update().filter(pk=program.pk, status=ProgramStatus.ISSUED)
    if not running.exists():
        raise NotAllowed(NOT_RUNNING)
    count = import_balances(balances, covers_until, by=by)
    detail: dict[str, object] = {"figures": count, "until": covers_until.isoformat()}
    audit.record(Event.OPENING_BALANCES_IMPORTED, program, by=by, unit=program.issuer, detail=detail)
    return count
