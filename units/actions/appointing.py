"""People, what they are appointed to, and how a secretary hands over to the next."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from units import clock, vietnamese
from units.actions.passwords import issue_one_time_password
from units.actions.refusals import Refused
from units.audit import Event, record
from units.messages import tell
from units.models import Appointment, Role, Unit, User
from units.roles import forget


def suggest_username(full_name: str) -> str:
    """Return a free login made of given name and initials: "Đỗ Thị An" → "andt", then "andt2"."""
    *before, given = vietnamese.fold(full_name).split() or ["nguoidung"]
    stem = "".join(char for char in given + "".join(word[0] for word in before) if char.isascii() and char.isalnum())
    stem = (stem or "nguoidung")[:50]
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    number = 2
    username = stem
    while username in taken:
        username, number = f"{stem}{number}", number + 1
    return username


@transaction.atomic
def create_person(person: User, *, by: User) -> User:
    """Return the stored person, who cannot log in before a one-time password is issued."""
    person.username = User.normalize_username(person.username or suggest_username(person.full_name))
    person.set_unusable_password()
    person.must_change_password = True
    try:
        with transaction.atomic():
            person.with_keys().save()
    except IntegrityError:
        raise Refused(f"Tên đăng nhập “{person.username}” vừa được dùng. Chọn tên khác rồi lưu lại.") from None
    record(Event.PERSON_CREATED, person, by=by)
    return person


@transaction.atomic
def engage(person: User, unit: Unit, role: str, starts_on: date, *, by: User) -> User:
    """Return the new person, stored and appointed; both or neither."""
    created = create_person(person, by=by)
    appoint(created, unit, role, starts_on, by=by)
    return created


@transaction.atomic
def change_person(person: User, fields: list[str], *, by: User) -> User:
    """Return the person with the named fields stored."""
    before = User.objects.select_for_update().get(pk=person.pk)
    changes = {
        field: [str(getattr(before, field)), str(getattr(person, field))]
        for field in fields
        if getattr(before, field) != getattr(person, field)
    }
    if not changes:
        return person
    person.username = User.normalize_username(person.username)
    person.with_keys().save(update_fields=[*changes, "search_key", "sort_key"])
    record(Event.PERSON_CHANGED, person, by=by, detail={"changes": changes})
    return person


@transaction.atomic
def appoint(person: User, unit: Unit, role: str, starts_on: date, *, by: User | None) -> Appointment:
    """Return the appointment; raises Refused when the person holds that role there already, or the unit is closed."""
    if unit.active_until is not None and unit.active_until < starts_on:
        raise Refused(f"{unit.label} đã kết thúc hoạt động ngày {unit.active_until:%d/%m/%Y}; chọn đơn vị khác.")
    User.objects.select_for_update().filter(pk=person.pk).first()
    if Appointment.objects.current(starts_on).filter(user=person, unit=unit, role=role).exists():
        raise Refused(f"{person.full_name} đang giữ vai trò {Role(role).label} tại {unit.label}; không có gì thay đổi.")
    appointment = Appointment.objects.create(user=person, unit=unit, role=role, starts_on=starts_on)
    detail: dict[str, object] = {"role": role, "starts_on": starts_on.isoformat()}
    record(Event.APPOINTMENT_STARTED, person, by=by, unit=unit, detail=detail)
    if by != person:
        subject = f"Phân công vai trò {Role(role).label} tại {unit.label} từ ngày {starts_on:%d/%m/%Y}"
        tell([person], "appointed", subject, url=reverse("units:unit_detail", args=[unit.pk]), unit=unit)
    forget(person)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, on: date, *, by: User) -> None:
    """The person holds the role until the end of that day; a day in the past ends it at once.

    Raises Refused for one that has ended, and for the last administrator of all.
    """
    if on < appointment.starts_on - timedelta(days=1):
        raise Refused(f"Vai trò bắt đầu từ {appointment.starts_on:%d/%m/%Y}; chọn ngày kết thúc từ ngày đó trở đi.")
    if appointment.role == Role.ADMINISTRATOR and not _another_administrator(appointment):
        raise Refused("Đây là người quản trị duy nhất. Phân công người quản trị khác trước khi kết thúc vai trò này.")
    if not Appointment.objects.filter(pk=appointment.pk, ends_on=appointment.ends_on).update(ends_on=on):
        raise Refused("Vai trò này vừa được thay đổi ở nơi khác. Tải lại trang để xem.")
    detail: dict[str, object] = {"role": appointment.role, "ends_on": on.isoformat()}
    record(Event.APPOINTMENT_ENDED, appointment.user, by=by, unit=appointment.unit, detail=detail)
    forget(appointment.user)


def _another_administrator(appointment: Appointment) -> bool:
    others = Appointment.objects.select_for_update().filter(role=Role.ADMINISTRATOR, ends_on=None)
    return any(row.pk != appointment.pk for row in others.filter(user__is_active=True))


@transaction.atomic
def hand_over(unit: Unit, successor: User, *, by: User) -> str:
    """Return the successor's one-time password, or "" for one who has logged in before.

    The secretary's own appointment ends at once and the successor's begins today, both or neither. What the unit is
    working on belongs to the unit and stays as it is. Raises Refused when the office was handed over already.
    """
    today = clock.today()
    own = Appointment.objects.current().filter(user=by, unit=unit, role=Role.SECRETARY)
    if not own.update(ends_on=today - timedelta(days=1)):
        raise Refused("Vai trò Bí thư đã được bàn giao từ trước; không có gì thay đổi.")
    if successor._state.adding:
        create_person(successor, by=by)
    appoint(successor, unit, Role.SECRETARY, today, by=by)
    detail: dict[str, object] = {"from": by.username, "to": successor.username}
    record(Event.OFFICE_HANDED_OVER, unit, by=by, unit=unit, detail=detail)
    forget(by)
    body_above = Unit.objects.filter(path__in=unit.paths_above()[:1]).first()
    offices = User.objects.appointed_in(body_above, Role.SECRETARY, Role.OFFICE) if body_above else []
    link = reverse("units:unit_detail", args=[unit.pk])
    tell(offices, "handed_over", f"{unit.label}: {successor.full_name} nhận nhiệm vụ Bí thư", url=link, unit=unit)
    return issue_one_time_password(successor, by=by) if successor.last_login is None else ""
