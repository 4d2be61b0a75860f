"""What the reviewing body does with a report: open, return, accept, reopen (DESIGN §6)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.actions.posting import mark_accepted, stop_counting
from programs.calendar import working_days_after
from reports import notifications
from reports.actions.refusals import Frozen, NotAllowed, NotSubmitted, Refused, Waived
from reports.actions.states import claim
from reports.models import Comment, CommentKind, Status, Submission
from units import audit, clock
from units.audit import Event
from units.formats import format_datetime
from units.models import User

# Time to correct what was returned, unless the reviewer names a day.
WORKING_DAYS_TO_CORRECT = 2


def mark_opened(submission: Submission, *, by: User) -> bool:
    """Note that the reviewer has opened what was sent, so that the unit can no longer take it back.

    True for the first opening after each sending.
    """
    if submission.status != Status.SUBMITTED or submission.opened_at is not None:
        return False
    rows = Submission.objects.filter(opened_at=None)
    return claim(rows, submission, (Status.SUBMITTED,), opened_at=clock.now())


@transaction.atomic
def return_for_correction(submission: Submission, note: str, *, by: User, correct_by: date | None = None) -> Comment:
    """Send the report back to its unit and return the note; its figures stop counting until it is sent again.

    `correct_by` is the last good day, two working days from today by default. The first sending stays the one that
    tells whether the report was on time. Raises NotSubmitted or Frozen.
    """
    note = note.strip()
    if not note:
        raise NotAllowed("Ghi rõ nội dung cần bổ sung để đơn vị biết phải làm gì.")
    at = clock.now()
    until = correct_by or working_days_after(at.date(), WORKING_DAYS_TO_CORRECT)
    if until < at.date():
        raise NotAllowed("Hạn bổ sung không được trước hôm nay.")
    rows = Submission.objects.all()
    changes = {"status": Status.RETURNED, "correct_by": until, "opened_at": submission.opened_at or at}
    if not claim(rows, submission, (Status.SUBMITTED,), **changes):
        raise _not_submitted(submission)
    stop_counting(unit=submission.unit, period=submission.period, at=at)
    comment = Comment.objects.create(submission=submission, kind=CommentKind.RETURN, by=by, text=note)
    detail: dict[str, object] = {"correct_by": until.isoformat()}
    audit.record(Event.SUBMISSION_RETURNED, submission, by=by, unit=submission.unit, reason=note, detail=detail)
    notifications.returned(submission, note, until)
    return comment


@transaction.atomic
def accept(submission: Submission, *, by: User) -> None:
    """Accept the report: from now on it is frozen. Raises NotSubmitted."""
    at = clock.now()
    changes = {"status": Status.ACCEPTED, "accepted_at": at, "accepted_by": by, "opened_at": submission.opened_at or at}
    if not claim(Submission.objects.all(), submission, (Status.SUBMITTED,), **changes):
        raise _not_submitted(submission, is_acceptance=True)
    mark_accepted(unit=submission.unit, period=submission.period, at=at)
    audit.record(Event.SUBMISSION_ACCEPTED, submission, by=by, unit=submission.unit)
    notifications.accepted(submission)


@transaction.atomic
def reopen(submission: Submission, reason: str, *, by: User) -> Comment:
    """Let the unit change an accepted report; the accepted figures count until the new ones are sent.

    Raises Waived, NotSubmitted or NotAllowed for what is not accepted.
    """
    reason = reason.strip()
    if not reason:
        raise NotAllowed("Ghi lý do mở lại báo cáo.")
    if not claim(Submission.objects.owed(), submission, (Status.ACCEPTED,), status=Status.REOPENED):
        raise _not_accepted(submission)
    comment = Comment.objects.create(submission=submission, kind=CommentKind.REOPEN, by=by, text=reason)
    audit.record(Event.SUBMISSION_REOPENED, submission, by=by, unit=submission.unit, reason=reason)
    notifications.reopened(submission, reason)
    return comment


def _not_submitted(submission: Submission, *, is_acceptance: bool = False) -> Refused:
    if submission.status != Status.ACCEPTED:
        return NotSubmitted("Báo cáo này không ở trạng thái đã nộp; không có gì thay đổi.")
    when = f" lúc {format_datetime(submission.accepted_at)}" if submission.accepted_at else ""
    who = f" bởi đồng chí {submission.accepted_by}" if submission.accepted_by else ""
    if is_acceptance:
        return NotSubmitted(f"Báo cáo này đã được duyệt{when}{who}; không có gì thay đổi.")
    return Frozen(f"Báo cáo này đã được duyệt{when}{who}. Mở lại báo cáo trước khi yêu cầu bổ sung.")


def _not_accepted(submission: Submission) -> Refused:
    if submission.cancelled_at is not None:
        return NotAllowed("Đơn vị không còn phải nộp báo cáo này nên không mở lại được.")
    if submission.status == Status.WAIVED:
        return Waived("Báo cáo này đã được miễn; không có gì để mở lại.")
    if submission.status == Status.SUBMITTED:
        return NotAllowed("Báo cáo này chưa được duyệt. Nếu cần sửa, chọn “Yêu cầu bổ sung”.")
    return NotSubmitted("Báo cáo này chưa được duyệt nên không có gì để mở lại.")
