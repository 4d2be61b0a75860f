"""Sending a report, and taking it back while nobody has opened it (DESIGN §6)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from indicators.actions.posting import post_results, stop_counting
from indicators.models import Posting
from reports import notifications
from reports.actions.entering import refusal_of
from reports.actions.refusals import Frozen, Incomplete, NotAllowed, NotOpen, NotSubmitted, Refused
from reports.actions.states import claim, receipt_for, refresh
from reports.checks import problems
from reports.contents import Contents, contents_of
from reports.models import EDITABLE, Revision, Status, Submission
from reports.snapshots import snapshot_of
from reports.warnings import kept_answers
from units import audit, clock
from units.audit import Event
from units.formats import format_date
from units.models import User
from units.prepared import Prepared


def submit(submission: Submission, *, by: User, on_behalf: bool = False) -> Revision:
    """Send the report as it is typed and return the snapshot taken of it.

    Raises AlreadySubmitted, Frozen, Waived, NotOpen or NotAllowed, and Incomplete with every problem that blocks; then
    nothing has changed.
    """
    try:
        with transaction.atomic():
            return _submit(submission, by=by, on_behalf=on_behalf)
    except Refused:
        refresh(submission)
        raise


def _submit(submission: Submission, *, by: User, on_behalf: bool) -> Revision:
    before = _claim(submission, by=by, on_behalf=on_behalf)
    contents = contents_of(submission)
    _see_that_it_is_open(contents)
    found = problems(submission, contents)
    if blocking := [problem for problem in found if problem.blocks]:
        raise Incomplete(blocking)
    warnings = [problem.sentence for problem in found]
    revision = Revision.objects.create(
        submission=submission,
        number=_numbers(submission)[0] + 1,
        posting=_post(contents, by=by),
        by=by,
        is_on_behalf=on_behalf,
        snapshot=snapshot_of(contents, before=before, warnings=warnings, answers=kept_answers(submission, found)),
    )
    detail: dict[str, object] = {"revision": revision.number, "receipt": submission.receipt, "on_behalf": on_behalf}
    audit.record(Event.SUBMISSION_SUBMITTED, submission, by=by, unit=submission.unit, detail=detail)
    notifications.submitted(submission, by=by, is_again=revision.number > 1)
    return revision


def _numbers(submission: Submission) -> list[int]:
    """Return the numbers of the revisions there are, the last first; 0 is none."""
    return sorted(_NUMBERS(submission.pk), reverse=True) or [0]


_NUMBERS = Prepared(lambda pk: Revision.objects.filter(submission=pk).values_list("number", flat=True))


def _claim(submission: Submission, *, by: User, on_behalf: bool) -> str:
    """Return the status before; of two clicks at once the second finds nothing to claim."""
    at = clock.now()
    changes: dict[str, Any] = {
        "status": Status.SUBMITTED,
        "first_submitted_at": Coalesce("first_submitted_at", Value(at)),
        "submitted_at": at,
        "submitted_by": by,
        "is_on_behalf": on_behalf,
        "receipt": Case(When(receipt="", then=Value(receipt_for(submission.pk, at))), default=F("receipt")),
        "opened_at": None,
        "correct_by": None,
    }
    # As a rule the report stands as it was read a moment ago; else somebody has begun to type, sent it, or was faster.
    for before in (submission.status, None):
        status = before or Submission.objects.values_list("status", flat=True).get(pk=submission.pk)
        if status in EDITABLE and claim(Submission.objects.owed(), submission, (status,), **changes):
            return status
    raise refusal_of(Submission.objects.select_related("submitted_by", "period").get(pk=submission.pk))


def _see_that_it_is_open(contents: Contents) -> None:
    span = contents.span()
    if span is not None and clock.today() < span[0]:
        raise NotOpen(f"Kỳ này nhận báo cáo từ ngày {format_date(span[0])}; không có gì thay đổi.")


def _post(contents: Contents, *, by: User) -> Posting | None:
    """Write the figures to the ledger; a report that asks for none has no posting."""
    span = contents.span()
    if span is None:
        return None
    submission = contents.submission
    return post_results(
        unit=submission.unit,
        period=submission.period,
        figures=contents.figures(),
        covers_from=span[0],
        covers_until=span[1],
        by=by,
        at=clock.now(),
    )


@transaction.atomic
def take_back(submission: Submission, *, by: User) -> None:
    """Let the unit go on typing what it sent, while the reviewer has not opened it.

    The report stands again as before it was sent: a first sending has not happened, a corrected one waits for
    correction. Raises NotSubmitted or NotAllowed.
    """
    before = _status_before(submission)
    rows = Submission.objects.filter(opened_at=None)
    changes: dict[str, object] = {"status": before}
    if before == Status.DRAFT:
        changes |= {"first_submitted_at": None, "submitted_at": None, "submitted_by": None}
    if not claim(rows, submission, (Status.SUBMITTED,), **changes):
        raise _why_not_taken_back(submission)
    stop_counting(unit=submission.unit, period=submission.period, at=clock.now())
    audit.record(Event.SUBMISSION_TAKEN_BACK, submission, by=by, unit=submission.unit)
    notifications.taken_back(submission, by=by)


def _status_before(submission: Submission) -> str:
    """The status from which the report was last sent, as its newest revision remembers it."""
    newest = submission.revisions.order_by("-number").first()
    before = newest.snapshot.get("before") if newest else None
    return before if before in (Status.RETURNED, Status.REOPENED) else Status.DRAFT


def _why_not_taken_back(submission: Submission) -> Refused:
    if submission.status == Status.SUBMITTED:
        return NotAllowed("Cấp trên đã mở xem báo cáo nên không rút lại được. Đề nghị cấp trên yêu cầu bổ sung.")
    if submission.status == Status.ACCEPTED:
        return Frozen("Báo cáo này đã được duyệt nên không rút lại được. Nếu cần sửa, đề nghị cấp trên mở lại.")
    return NotSubmitted("Báo cáo này không ở trạng thái đã nộp; không có gì thay đổi.")
