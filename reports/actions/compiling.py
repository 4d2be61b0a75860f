"""Building a compiled report: asked for here, built by a worker, taken up by a sweeper when a worker was lost."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from programs.models import Program, ReportingPeriod
from reports.compiling.gathering import gather
from reports.compiling.writers import WRITERS
from reports.models import BuildStatus, ClaimLost, CompiledReport
from units import audit, clock
from units.audit import Event
from units.models import Unit, User
from units.nudge import nudge
from units.vietnamese import fold

logger = logging.getLogger(__name__)

STEPS = {
    "gather": "Tổng hợp số liệu và tình hình gửi báo cáo",
    "xlsx": "Lập bảng Excel",
    "docx": "Lập bản Word",
    "pdf": "Lập bản PDF",
}
STALE_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 3
FAILURE = "Không lập được báo cáo. Bấm “Lập lại”; nếu vẫn không được, báo cho quản trị và kèm thời điểm này."


@transaction.atomic
def request_compilation(
    unit: Unit, period: ReportingPeriod, *, by: User | None, program: Program | None = None
) -> CompiledReport:
    """Return the build that is asked for: the one already waiting or running for the same thing, else a new one."""
    waiting = CompiledReport.objects.select_for_update().filter(
        unit=unit, period=period, program=program, status__in=[BuildStatus.QUEUED, BuildStatus.RUNNING]
    )
    report = waiting.first()
    if report is None:
        report = CompiledReport.objects.create(
            unit=unit, period=period, program=program, requested_by=by, steps_total=len(STEPS), step="Đang chờ đến lượt"
        )
    nudge("reports.tasks.build_compiled_report", report.pk)
    return report


def build(pk: int) -> bool:
    """Build the three files; False when the report is not there to build (done, or another worker has it)."""
    now = clock.now()
    attempt = CompiledReport.objects.claim(pk, now=now, lost_before=now - STALE_AFTER)
    if attempt is None:
        return False
    report = CompiledReport.objects.select_related("unit", "period__regime", "period__rule", "program").get(pk=pk)
    written: list[FieldFile] = []
    try:
        _write_files(report, attempt, written)
    except ClaimLost:
        logger.warning("Run %s of compiled report %s came back late; the report is another run's.", attempt, pk)
        _remove(written)
    except Exception:
        logger.exception("Compiled report %s was not built.", pk)
        _remove(written)
        CompiledReport.objects.held(pk, attempt).update(
            status=BuildStatus.FAILED, error=FAILURE, finished_at=clock.now(), step=""
        )
    return True


def retry_stale() -> int:
    """Return how many lost builds were taken up again; one that was lost three times is given up with a sentence."""
    stale = CompiledReport.objects.stale(clock.now() - STALE_AFTER)
    stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        status=BuildStatus.FAILED, error=FAILURE, finished_at=clock.now(), step=""
    )
    waiting = list(stale.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True))
    for pk in waiting:
        nudge("reports.tasks.build_compiled_report", pk)
    return len(waiting)


def request_due(within: timedelta = timedelta(days=3)) -> int:
    """Ask for the reports of periods that fell due lately and nobody has compiled; return how many."""
    now = clock.now()
    periods = (
        ReportingPeriod.objects.filter(due_at__lte=now, due_at__gt=now - within, cancelled_at=None)
        .filter(submissions__cancelled_at=None, submissions__isnull=False)
        .filter(compiled_reports=None)
        .select_related("regime__issuer")
        .distinct()
    )
    found = list(periods)
    for period in found:
        request_compilation(period.regime.issuer, period, by=None)
    return len(found)


def _write_files(report: CompiledReport, attempt: int, written: list[FieldFile]) -> None:
    """Write the three files and finish the report; `written` names what is stored so far.

    Raises ClaimLost when the run was declared dead meanwhile.
    """
    moment = clock.now()
    content = gather(report, moment)
    _step(report, attempt, "gather")
    stem = f"bao-cao-{report.period.code}-{fold(report.unit.code).replace(' ', '-')}-{report.pk}"
    for suffix, write in WRITERS.items():
        buffer = BytesIO()
        write(content, buffer)
        file = getattr(report, suffix)
        file.save(f"{stem}.{suffix}", ContentFile(buffer.getvalue()), save=False)
        written.append(file)
        _step(report, attempt, suffix)
    with transaction.atomic():
        finished = {"built_from": moment, "finished_at": clock.now(), "number": content.head.number, "step": ""}
        files = {suffix: getattr(report, suffix).name for suffix in WRITERS}
        CompiledReport.objects.write(report.pk, attempt, status=BuildStatus.DONE, **finished, **files)
        audit.record(Event.REPORT_COMPILED, report, by=report.requested_by, unit=report.unit)


def _remove(written: list[FieldFile]) -> None:
    """Take files out of the store that no row names."""
    for file in written:
        file.delete(save=False)


def _step(report: CompiledReport, attempt: int, done: str) -> None:
    """Show on the page how far the build is: which step is done and which comes next; raises ClaimLost."""
    names = list(STEPS)
    number = names.index(done) + 1
    coming = STEPS[names[number]] if number < len(names) else "Hoàn tất"
    CompiledReport.objects.write(report.pk, attempt, steps_done=number, step=coming, touched_at=clock.now())
