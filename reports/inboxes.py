"""What lies in the reviewing body's inbox: by state, and the late ones as a text to paste."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, F, Q

from reports.compliance import standing_of
from reports.models import UNSENT, Status, Submission, SubmissionQuerySet
from reports.wording import last_good_day
from units.formats import format_date, format_last_day, format_number, format_time
from units.models import Unit


class Tray(StrEnum):
    """The piles of an inbox, by the word in the address."""

    WAITING = "cho-duyet"
    MISSING = "qua-han"
    CORRECTING = "can-bo-sung"
    COMING = "chua-den-han"
    ACCEPTED = "da-duyet"
    WAIVED = "duoc-mien"
    ALL = "tat-ca"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Tray.WAITING: "Chờ duyệt",
    Tray.MISSING: "Quá hạn chưa nộp",
    Tray.CORRECTING: "Đang bổ sung",
    Tray.COMING: "Chưa đến hạn",
    Tray.ACCEPTED: "Đã duyệt",
    Tray.WAIVED: "Được miễn",
    Tray.ALL: "Tất cả",
}


@dataclass(frozen=True)
class TrayCount:
    tray: Tray
    count: int

    @property
    def label(self) -> str:
        return self.tray.label


def in_tray(tray: Tray, at: datetime) -> Q:
    """Return what lies in the pile; submissions need `with_due()`."""
    unsent = Q(status__in=UNSENT)
    return {
        Tray.WAITING: Q(status=Status.SUBMITTED),
        Tray.MISSING: unsent & Q(effective_due_at__lte=at),
        Tray.CORRECTING: Q(status__in=[Status.RETURNED, Status.REOPENED]),
        Tray.COMING: unsent & Q(effective_due_at__gt=at),
        Tray.ACCEPTED: Q(status=Status.ACCEPTED),
        Tray.WAIVED: Q(status=Status.WAIVED),
        Tray.ALL: Q(),
    }[tray]


def tray_counts(submissions: SubmissionQuerySet, at: datetime) -> list[TrayCount]:
    """Return how many lie in each pile, in one query."""
    found = submissions.aggregate(
        **{tray.name: Count("pk", filter=in_tray(tray, at)) for tray in Tray if tray != Tray.ALL}
    )
    return [*(TrayCount(Tray[name], count) for name, count in found.items()), TrayCount(Tray.ALL, sum(found.values()))]


def in_order_of(tray: Tray, submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """Return the pile in the order in which one works through it: first come first, longest overdue first."""
    if tray == Tray.WAITING:
        return submissions.order_by("submitted_at", "pk")
    if tray in (Tray.MISSING, Tray.COMING, Tray.CORRECTING):
        return submissions.order_by(F("effective_due_at"), "unit__sort_key", "pk")
    return submissions.order_by(F("effective_due_at").desc(), "unit__sort_key", "pk")


def late_text(body: Unit, late: Iterable[Submission], at: datetime) -> str:
    """Return who is late, period by period, ready to be pasted into a chat group."""
    periods: dict[int, list[Submission]] = {}
    for submission in late:
        periods.setdefault(submission.period_id, []).append(submission)
    blocks = []
    for rows in periods.values():
        period = rows[0].period
        lines = [f"{period.name} – hạn: {format_last_day(last_good_day(period.due_at))}"]
        for place, row in enumerate(rows, start=1):
            days = standing_of(row.status, row.first_submitted_at, row.due_at, at).days
            lines.append(f"{place}. {row.unit.label}" + (f" – trễ {format_number(days)} ngày" if days else ""))
        blocks.append("\n".join(lines))
    if not blocks:
        return ""
    head = f"{body.name}: đơn vị chưa nộp báo cáo, tính đến {format_time(at)} ngày {format_date(at)}"
    return "\n\n".join([head, *blocks, "Đề nghị các đơn vị gửi báo cáo trên cổng trong hôm nay."])
