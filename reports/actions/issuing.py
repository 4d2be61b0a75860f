"""Issuing a programme and taking it back: one transaction over all four apps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from indicators.actions.defining import erase_indicators, has_figures, hold_indicators, write_indicators
from programs.actions.drafting import apply_heads
from programs.actions.writing import erase_outline, write_outline, write_rules
from programs.checks import Problem
from programs.models import Participation, Program, ProgramStatus, Regime
from reports.actions.obligations import sync_obligations
from reports.actions.refusals import NotAllowed
from reports.actions.states import hold_reports
from reports.announcing import tell_closed, tell_issued, tell_taken_back
from reports.issuing import Plan, plan_of
from reports.models import Attachment, Comment, Entry, Narrative, Reminder, Submission, WarningNote
from units import audit, clock
from units.audit import Event
from units.models import Unit, User

ISSUED_MEANWHILE = "Chương trình này đã được ban hành; không có gì thay đổi."
NO_UNITS = "Chọn ít nhất một đơn vị tham gia."
REPORTED = "Đã có đơn vị soạn hoặc gửi báo cáo của chương trình này nên không thu hồi được nữa."
NOT_ISSUED = "Chương trình này không ở trạng thái đã ban hành; không có gì thay đổi."


class NotReady(NotAllowed):
    """The draft still has problems: `problems` holds every one of them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("Chương trình chưa ban hành được: còn mục cần sửa.")


@dataclass(frozen=True)
class Choice:
    """What the person decides at the last step: who takes part, through which regime, from when on."""

    units: list[Unit]
    regime: Regime | None = None
    reports_from: date | None = None


@transaction.atomic
def issue(program: Program, choice: Choice, *, by: User) -> Program:
    """Return the issued programme; nothing is written when anything is wrong.

    Raises NotReady with every problem, NotAllowed when it was issued meanwhile or nobody takes part.
    """
    _claim(program, by)
    apply_heads(program)
    plan = plan_of(program, choice.units, choice.reports_from)
    if plan.problems:
        raise NotReady(plan.problems)
    if not choice.units:
        raise NotAllowed(NO_UNITS)
    targets = write_outline(program, plan.kept)
    write_indicators(program, plan.kept, targets, by=by)
    program.regime = choice.regime or _new_regime(program, plan, choice.reports_from)
    program.save(update_fields=["regime"])
    Participation.objects.bulk_create(
        Participation(program=program, unit=unit, starts_on=max(program.starts_on, unit.active_from))
        for unit in choice.units
    )
    owed = sync_obligations(program.regime) if program.regime else 0
    detail: dict[str, object] = {"units": len(choice.units), "obligations": owed}
    audit.record(Event.PROGRAM_ISSUED, program, by=by, unit=program.issuer, detail=detail)
    tell_issued(program, choice.units)
    return program


@transaction.atomic
def take_back(program: Program, reason: str, *, by: User) -> None:
    """Make the programme a draft again, proposals intact; raises NotAllowed once anybody has begun to report.

    Whoever is typing, sending or writing an own figure at this moment is waited for, and then has begun.
    """
    taken = Program.objects.filter(pk=program.pk, status=ProgramStatus.ISSUED).update(
        status=ProgramStatus.DRAFT, issued_at=None, issued_by=None, regime=None
    )
    if not taken:
        raise NotAllowed(NOT_ISSUED)
    regime = program.regime
    units = [row.unit for row in program.participations.select_related("unit")]
    hold_reports(Submission.objects.filter(period__regime=regime))
    hold_indicators(program.indicators.all())
    if has_begun(program):
        raise NotAllowed(REPORTED)
    erase_indicators(program)
    erase_outline(program)
    program.participations.all().delete()
    program.refresh_from_db()
    if regime is not None:
        _leave(regime)
    audit.record(Event.PROGRAM_TAKEN_BACK, program, by=by, unit=program.issuer, reason=reason)
    tell_taken_back(program, units)


@transaction.atomic
def close(program: Program, *, by: User) -> None:
    """End the programme: it is read only from now on. What is owed through its regime stays owed."""
    closed = Program.objects.filter(pk=program.pk, status=ProgramStatus.ISSUED).update(
        status=ProgramStatus.CLOSED, closed_at=clock.now()
    )
    if not closed:
        raise NotAllowed(NOT_ISSUED)
    audit.record(Event.PROGRAM_CLOSED, program, by=by, unit=program.issuer)
    tell_closed(program, [row.unit for row in program.participations.select_related("unit")])


def has_begun(program: Program) -> bool:
    """True when anybody has typed, attached, sent or been given anything for the programme."""
    about_indicators = (Entry, Attachment, Comment, WarningNote)
    if has_figures(program) or any(
        kind.objects.filter(indicator__program=program).exists() for kind in about_indicators
    ):
        return True
    regime = program.regime
    if regime is None or regime.programs.exclude(pk=program.pk).exists():
        return False  # its reports belong to the other programmes as well and stay
    return any(
        (
            Submission.objects.filter(period__regime=regime).exclude(status="not_started").exists(),
            Narrative.objects.filter(submission__period__regime=regime).exists(),
            Attachment.objects.filter(submission__period__regime=regime).exists(),
        )
    )


def _claim(program: Program, by: User) -> None:
    claimed = Program.objects.filter(pk=program.pk, status=ProgramStatus.DRAFT).update(
        status=ProgramStatus.ISSUED, issued_at=clock.now(), issued_by=by
    )
    if not claimed:
        raise NotAllowed(ISSUED_MEANWHILE)
    program.refresh_from_db()


def _new_regime(program: Program, plan: Plan, reports_from: date | None) -> Regime | None:
    """The regime that the programme's own rules make; none when it asks for no report."""
    if not plan.rules:
        return None
    years = f"{program.year_from}" if program.year_from == program.year_to else f"{program.year_from}–{program.year_to}"
    regime = Regime.objects.create(
        issuer=program.issuer,
        name=f"Chế độ báo cáo năm {years}",
        source_program=program,
        starts_on=program.starts_on,
        ends_on=program.ends_on,
        reports_from=reports_from,
    )
    write_rules(regime, plan.rules)
    return regime


def _leave(regime: Regime) -> None:
    """Remove a regime that no programme uses any more; one that others use keeps what they ask."""
    if regime.programs.exists():
        sync_obligations(regime)
        return
    owed = Submission.objects.filter(period__regime=regime)
    Reminder.objects.filter(submission__in=owed).delete()
    owed.delete()
    regime.delete()
