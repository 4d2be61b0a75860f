"""The words of every message about a report, and who is told."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from reports.models import Comment, Submission
from units import clock, messages
from units.formats import due_in_words, format_datetime, format_last_day
from units.messages import Note
from units.models import Appointment, Role, Unit, User, UserQuerySet
from units.prepared import Prepared

UNIT_ROLES = (Role.SECRETARY, Role.OFFICE, Role.REPORTER)
OFFICE_ROLES = (Role.SECRETARY, Role.OFFICE)


def people_of(unit: Unit) -> UserQuerySet:
    """Return who works on the unit's own reports."""
    return User.objects.appointed_in(unit, *UNIT_ROLES)


def office_of(unit: Unit) -> UserQuerySet:
    """Return who reviews reports for the body."""
    return User.objects.appointed_in(unit, *OFFICE_ROLES)


def _office_and_people(submission: Submission) -> tuple[list[User], list[User]]:
    """Return `office_of` the reviewing body and `people_of` the unit, in one query."""
    held = _at_work(submission.reviewer_id, submission.unit_id, clock.today())
    found: tuple[dict[int, User], dict[int, User]] = {}, {}
    for appointment in held:
        if appointment.unit_id == submission.reviewer_id and appointment.role in OFFICE_ROLES:
            found[0][appointment.user_id] = appointment.user
        if appointment.unit_id == submission.unit_id and appointment.role in UNIT_ROLES:
            found[1][appointment.user_id] = appointment.user
    return list(found[0].values()), list(found[1].values())


@Prepared
def _at_work(body: int, unit: int, day: date) -> QuerySet[Appointment]:
    those = Q(unit=body, role__in=OFFICE_ROLES) | Q(unit=unit, role__in=UNIT_ROLES)
    return Appointment.objects.current(day).filter(those, user__is_active=True).select_related("user")


def link(submission_id: int) -> str:
    """Return the path of the report's page."""
    return reverse("reports:submission_detail", args=[submission_id])


def submitted(submission: Submission, *, by: User, is_again: bool) -> None:
    """Tell the reviewing office what came in, and give the unit its receipt."""
    sent = format_datetime(submission.submitted_at) if submission.submitted_at else ""
    name, unit, url = str(submission.period), submission.unit, link(submission.pk)
    again = "đã gửi lại" if is_again else "đã gửi"
    subject = f"{unit.label} {again} {_lower(name)}"
    body = f"{unit} {again} {_lower(name)} lúc {sent}. Mã báo cáo: {submission.receipt}."
    office, people = _office_and_people(submission)
    notes = [
        Note(person, "submission_received", subject, body, url, submission.reviewer_id)
        for person in office
        if person.pk != by.pk
    ]
    subject = f"Đã gửi {_lower(name)}, mã {submission.receipt}"
    body = f"{name} của {unit} đã gửi lúc {sent} bởi đồng chí {by}. Mã báo cáo: {submission.receipt}."
    notes += [Note(person, "submission_receipt", subject, body, url, unit.pk) for person in people]
    messages.tell_each(notes)


def taken_back(submission: Submission, *, by: User) -> None:
    messages.tell(
        office_of(submission.reviewer),
        "submission_taken_back",
        f"{submission.unit.label} đã rút lại {_lower(str(submission.period))}",
        body=f"Đồng chí {by} đã rút lại báo cáo để sửa khi cấp trên chưa mở xem.",
        url=link(submission.pk),
        unit=submission.reviewer,
    )


def returned(submission: Submission, note: str, correct_by: date) -> None:
    messages.tell(
        people_of(submission.unit),
        "submission_returned",
        f"Cần bổ sung {_lower(str(submission.period))}",
        body=f"{submission.reviewer} đề nghị bổ sung: {note}\nHạn bổ sung: {format_last_day(correct_by)}.",
        url=link(submission.pk),
        unit=submission.unit,
    )


def accepted(submission: Submission) -> None:
    messages.tell(
        people_of(submission.unit),
        "submission_accepted",
        f"{submission.period} đã được duyệt",
        body=f"{submission.reviewer} đã duyệt báo cáo mã {submission.receipt}.",
        url=link(submission.pk),
        unit=submission.unit,
    )


def reopened(submission: Submission, reason: str) -> None:
    messages.tell(
        people_of(submission.unit),
        "submission_reopened",
        f"{submission.period} đã được mở lại",
        body=f"{submission.reviewer} mở lại báo cáo để sửa. Lý do: {reason}\n"
        "Số liệu đã duyệt vẫn được tính cho đến khi gửi lại.",
        url=link(submission.pk),
        unit=submission.unit,
    )


def waived(submission: Submission, reason: str) -> None:
    messages.tell(
        people_of(submission.unit),
        "submission_waived",
        f"Được miễn {_lower(str(submission.period))}",
        body=f"{submission.reviewer} miễn báo cáo kỳ này. Lý do: {reason}",
        url=link(submission.pk),
        unit=submission.unit,
    )


def extended(submission: Submission, until: date, reason: str) -> None:
    messages.tell(
        people_of(submission.unit),
        "submission_extended",
        f"Gia hạn {_lower(str(submission.period))} đến {format_last_day(until)}",
        body=f"{submission.reviewer} gia hạn đến {format_last_day(until)}. Lý do: {reason}",
        url=link(submission.pk),
        unit=submission.unit,
    )


def commented(submission: Submission, comment: Comment, *, to_unit: bool) -> None:
    """Tell the other side what was said: the unit what comes from above, the office what comes from the unit."""
    told = people_of(submission.unit) if to_unit else office_of(submission.reviewer)
    about = f" (về “{comment.indicator}”)" if comment.indicator else ""
    messages.tell(
        told.exclude(pk=comment.by_id) if comment.by_id else told,
        "submission_commented",
        f"Ý kiến về {_lower(str(submission.period))} của {submission.unit.label}",
        body=f"Đồng chí {comment.by}{about}: {comment.text}",
        url=link(submission.pk),
        unit=submission.unit if to_unit else submission.reviewer,
    )


def unit_closed(unit: Unit, on: date, into: Unit | None) -> None:
    """Tell the closed unit's people, and the office that takes over, what changes for their reports."""
    ends = f"từ ngày {on:%d/%m/%Y}"
    what = f"{unit} sáp nhập vào {into} {ends}." if into else f"{unit} kết thúc hoạt động {ends}."
    told = people_of(unit) | people_of(into) if into else people_of(unit)
    messages.tell(
        told.distinct(),
        "unit_closed",
        what.removesuffix("."),
        body=f"{what} Các kỳ báo cáo có hạn trước ngày này vẫn phải gửi; số liệu đã báo cáo giữ nguyên.",
        unit=into or unit,
    )


def reminder_note(submission: Submission, step: str, person: User, *, last_day: date, today: date) -> Note:
    """Return what one person of the unit is told; the key makes sure it is said once per step and due day."""
    name = str(submission.period)
    when = due_in_words(last_day, today)
    is_correction = step.startswith("fix_")
    subject = (
        f"Nhắc bổ sung {_lower(name)}: {_lower(when)}" if is_correction else f"Nhắc gửi {_lower(name)}: {_lower(when)}"
    )
    limit = "Hạn bổ sung" if is_correction else "Hạn cuối"
    return Note(
        to=person,
        kind=f"reminder_{step}",
        subject=subject,
        body=f"{name} của {submission.unit}. {limit}: {format_last_day(last_day)}. {when}.",
        url=link(submission.pk),
        unit_id=submission.unit_id,
        dedupe_key=f"reminder:{submission.pk}:{step}:{last_day.isoformat()}",
    )


def _lower(name: str) -> str:
    """The name of a report inside a sentence: "báo cáo tháng 4/2026"."""
    return name[:1].lower() + name[1:]
