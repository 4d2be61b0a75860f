"""Making it easier for a unit: more time, or no report at all (DESIGN §5)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from programs.calendar import due_moment
from reports import notifications
from reports.actions.refusals import AlreadySubmitted, Frozen, NotAllowed, Refused, Waived
from reports.actions.states import claim
from reports.models import Comment, CommentKind, Status, Submission
from units import audit
from units.audit import Event
from units.formats import format_last_day
from units.models import User

_WAIVABLE = (Status.NOT_STARTED, Status.DRAFT, Status.RETURNED)
_EXTENDABLE = tuple(status for status in Status if status != Status.WAIVED)


@transaction.atomic
def extend(submission: Submission, until: date, reason: str, *, by: User) -> Comment:
    """Move the unit's due moment to the end of `until`, also after the due day and after it was sent late.

    Raises Waived, or NotAllowed for a day that gives no more time than the document does.
    """
    reason = reason.strip()
    if not reason:
        raise NotAllowed("Ghi lý do gia hạn.")
    if until <= submission.period.last_day:
        last = format_last_day(submission.period.last_day)
        raise NotAllowed(f"Hạn của kỳ này là {last}. Chọn ngày gia hạn sau ngày đó.")
    if not claim(Submission.objects.owed(), submission, _EXTENDABLE, extended_due_at=due_moment(until)):
        raise _why_not(submission)
    comment = Comment.objects.create(submission=submission, kind=CommentKind.EXTEND, by=by, text=reason)
    detail: dict[str, object] = {"until": until.isoformat()}
    audit.record(Event.SUBMISSION_EXTENDED, submission, by=by, unit=submission.unit, reason=reason, detail=detail)
    notifications.extended(submission, until, reason)
    return comment


@transaction.atomic
def waive(submission: Submission, reason: str, *, by: User) -> Comment:
    """Free the unit from this report; what it has typed stays. Raises AlreadySubmitted, Frozen or Waived."""
    reason = reason.strip()
    if not reason:
        raise NotAllowed("Ghi lý do miễn báo cáo.")
    changes = {"status": Status.WAIVED, "waived_reason": reason, "correct_by": None}
    if not claim(Submission.objects.owed(), submission, _WAIVABLE, **changes):
        raise _why_not(submission)
    comment = Comment.objects.create(submission=submission, kind=CommentKind.WAIVE, by=by, text=reason)
    audit.record(Event.SUBMISSION_WAIVED, submission, by=by, unit=submission.unit, reason=reason)
    notifications.waived(submission, reason)
    return comment


def _why_not(submission: Submission) -> Refused:
    if submission.cancelled_at is not None:
        return NotAllowed("Đơn vị không còn phải nộp báo cáo này; không có gì thay đổi.")
    if submission.status == Status.WAIVED:
        return Waived("Báo cáo này đã được miễn; không có gì thay đổi.")
    if submission.status == Status.SUBMITTED:
        return AlreadySubmitted("Đơn vị đã gửi báo cáo này nên không cần miễn. Hãy duyệt hoặc yêu cầu bổ sung.")
    return Frozen("Báo cáo này đã từng được duyệt, số liệu đang được tính, nên không miễn được.")
