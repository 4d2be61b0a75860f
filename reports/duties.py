"""What a unit has to do now, most urgent first, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reports.models import Comment, CommentKind, Status, Submission
from reports.wording import due_words, last_good_day
from units.formats import due_in_words, format_last_day

# A deadline within a week is soon (DESIGN §5); what is due later than the horizon is left for the list of reports.
SOON = timedelta(days=7)
HORIZON = timedelta(days=45)
_CORRECTING = (Status.RETURNED, Status.REOPENED)
_DOING = {
    Status.NOT_STARTED: "Bắt đầu",
    Status.DRAFT: "Tiếp tục",
    Status.RETURNED: "Sửa và gửi lại",
    Status.REOPENED: "Sửa và gửi lại",
}


@dataclass
class Duty:
    """One report to work on."""

    submission: Submission
    heading: str
    words: str
    rank: int
    tone: str = "grey"
    note: Comment | None = None
    filled: int | None = None
    asked: int | None = None

    @property
    def action(self) -> str:
        return _DOING[Status(self.submission.status)]

    @property
    def is_urgent(self) -> bool:
        return self.rank < 3

    @property
    def progress(self) -> str:
        """Return "12/18 mục"; empty where nothing has been typed."""
        return f"{self.filled}/{self.asked} mục" if self.filled and self.asked else ""


def duties(submissions: Iterable[Submission], at: datetime) -> list[Duty]:
    """Return what waits for the unit: returned first, then overdue, due soon, open, and the next to come."""
    today = at.date()
    waiting = [row for row in submissions if row.is_editable]
    found = [_duty(row, at, today) for row in waiting]
    near = [duty for duty in found if duty.rank < 5]
    return sorted(near, key=lambda duty: (duty.rank, duty.submission.due_at, duty.submission.pk))


def next_words(submissions: Iterable[Submission], at: datetime) -> str:
    """Return which report comes next, for a unit with nothing to do now; empty when none is known."""
    later = [row for row in submissions if row.is_editable and row.due_at > at]
    if not later:
        return ""
    row = min(later, key=lambda row: row.due_at)
    return f"Báo cáo tiếp theo: {row.period.name}, hạn {format_last_day(last_good_day(row.due_at))}."


def _duty(row: Submission, at: datetime, today: date) -> Duty:
    if row.status in _CORRECTING:
        heading = "Cần bổ sung" if row.status == Status.RETURNED else "Đã mở lại"
        return Duty(row, heading, deadline_words(row, today), rank=0, tone="amber")
    words = deadline_words(row, today)
    if at >= row.due_at:
        return Duty(row, "Quá hạn", words, rank=1, tone="red")
    left = last_good_day(row.due_at) - today
    if left <= SOON:
        return Duty(row, "Sắp đến hạn", words, rank=2, tone="amber")
    begins = row.period.covers_from
    is_open = begins is None or begins <= today
    if is_open and left <= HORIZON:
        return Duty(row, "Đang mở", words, rank=3, tone="blue")
    return Duty(row, "Sắp tới", words, rank=4 if row.status == Status.DRAFT else 5)


def deadline_words(row: Submission, today: date) -> str:
    """Return until when the unit has to act: the reviewer's deadline once returned, before that the report's own."""
    if row.status not in _CORRECTING:
        return due_words(row.due_at, today)
    if row.correct_by is None:
        return "Sửa xong gửi lại"
    return f"{due_in_words(row.correct_by, today)} – hạn bổ sung: {format_last_day(row.correct_by)}"


def notes_by_submission(comments: Iterable[Comment]) -> dict[int, Comment]:
    """Return the latest note of the reviewer by submission."""
    asking = [comment for comment in comments if comment.kind in (CommentKind.RETURN, CommentKind.REOPEN)]
    return {comment.submission_id: comment for comment in asking}
