"""Which reports that wait may be accepted without reading them one by one, and what speaks against the others."""

from __future__ import annotations

from collections.abc import Iterable

from reports.models import Comment, CommentKind, Revision, Submission

WARNED = "Có {} cảnh báo khi gửi. Xem rồi duyệt riêng."
CAME_BACK = "Đã từng yêu cầu bổ sung hoặc mở lại. Xem rồi duyệt riêng."
UNCHECKED = "Không có kết quả kiểm tra của lần gửi. Xem rồi duyệt riêng."


def doubts_of(submissions: Iterable[Submission]) -> dict[int, str]:
    """Return by submission why it wants reading: warnings when it was last sent, or returned or reopened before.

    Clean ones are left out. Two queries, however many submissions.
    """
    keys = [submission.pk for submission in submissions]
    sent = Revision.objects.filter(submission__in=keys).order_by("number")
    warnings = {pk: snapshot.get("warnings") for pk, snapshot in sent.values_list("submission_id", "snapshot")}
    came_back = set(
        Comment.objects.filter(submission__in=keys, kind__in=(CommentKind.RETURN, CommentKind.REOPEN)).values_list(
            "submission_id", flat=True
        )
    )
    doubts = {}
    for pk in keys:
        said = warnings.get(pk)
        if pk in came_back:
            doubts[pk] = CAME_BACK
        elif said is None:
            doubts[pk] = UNCHECKED
        elif said:
            doubts[pk] = WARNED.format(len(said))
    return doubts
