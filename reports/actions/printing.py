"""A screen as PDF: asked for here, built by a worker, taken up by a sweeper when a worker was lost."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404

from reports.models import BuildStatus, ClaimLost, PrintedView, PrintedViewQuerySet
from reports.paper import find_printable, page_html, write_page
from units import clock
from units.models import Unit, User
from units.nudge import nudge

logger = logging.getLogger(__name__)

STEPS = ("Lấy số liệu và dựng trang", "Lập bản PDF")
STALE_AFTER = timedelta(minutes=10)
KEPT_FOR = timedelta(days=7)
MOST_ATTEMPTS = 3
FAILURE = "Không lập được bản PDF. Mở lại trang rồi bấm “PDF”; nếu vẫn không được, báo cho quản trị."
CLOSED = "Trang này không còn, hoặc đồng chí không còn quyền xem."


@transaction.atomic
def request_print(path: str, query: str, title: str, *, by: User, working_in: Unit | None) -> PrintedView:
    """Return the build that is asked for: the person's own one that waits for the same page, else a new one."""
    find_printable(path)
    waiting = PrintedView.objects.select_for_update().filter(
        path=path, query=query, requested_by=by, working_in=working_in, status=BuildStatus.QUEUED
    )
    view = waiting.first()
    if view is None:
        view = PrintedView.objects.create(
            path=path, query=query, title=title[:200], requested_by=by, working_in=working_in
        )
    nudge("reports.tasks.build_printed_view", view.pk)
    return view


def build(pk: int) -> bool:
    """Build the file; False when it is not there to build (done, or another worker has it)."""
    now = clock.now()
    attempt = PrintedView.objects.claim(pk, now=now, lost_before=now - STALE_AFTER)
    if attempt is None:
        return False
    view = PrintedView.objects.select_related("requested_by", "working_in").get(pk=pk)
    try:
        _write(view, attempt)
    except ClaimLost:
        logger.warning("Run %s of printed view %s came back late; the view is another run's.", attempt, pk)
        view.pdf.delete(save=False)
    except (Http404, PermissionDenied):
        _give_up(PrintedView.objects.held(pk, attempt), CLOSED)
    except Exception:
        logger.exception("Printed view %s was not built.", pk)
        _give_up(PrintedView.objects.held(pk, attempt), FAILURE)
    return True


def sweep() -> int:
    """Return how many lost builds were taken up again; one lost three times is given up, what is old is deleted."""
    now = clock.now()
    stale = PrintedView.objects.stale(now - STALE_AFTER)
    _give_up(stale.filter(attempts__gte=MOST_ATTEMPTS), FAILURE)
    waiting = list(stale.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True))
    for pk in waiting:
        nudge("reports.tasks.build_printed_view", pk)
    for view in PrintedView.objects.old(now - KEPT_FOR):
        view.pdf.delete(save=False)
        view.delete()
    return len(waiting)


def _write(view: PrintedView, attempt: int) -> None:
    """Write the file and finish the view; raises ClaimLost when the run was declared dead meanwhile."""
    html = page_html(view.path, view.query, view.requested_by, view.working_in)
    PrintedView.objects.write(view.pk, attempt, steps_done=1, touched_at=clock.now())
    buffer = BytesIO()
    write_page(html, buffer, path=view.path)
    view.pdf.save(f"trang-{view.pk}.pdf", ContentFile(buffer.getvalue()), save=False)
    finished = {"status": BuildStatus.DONE, "finished_at": clock.now(), "steps_done": len(STEPS)}
    PrintedView.objects.write(view.pk, attempt, **finished, pdf=view.pdf.name)


def _give_up(views: PrintedViewQuerySet, why: str) -> None:
    views.update(status=BuildStatus.FAILED, error=why, finished_at=clock.now())
