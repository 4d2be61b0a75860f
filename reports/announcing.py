"""What the units of a programme are told when it is issued, taken back or closed, and of an urgent request."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from programs.models import Participation, Program, Regime
from reports.notifications import UNIT_ROLES
from units.formats import format_date
from units.messages import tell
from units.models import Appointment, Unit, User


def tell_issued(program: Program, units: list[Unit]) -> None:
    subject = f"{program.issuer.label} đã ban hành: {program.title}"
    _tell(program.issuer, units, "program_issued", subject, url=_page(program))


def tell_taken_back(program: Program, units: list[Unit]) -> None:
    subject = f"{program.issuer.label} đã thu hồi để sửa: {program.title}"
    _tell(program.issuer, units, "program_taken_back", subject)


def tell_closed(program: Program, units: list[Unit]) -> None:
    _tell(program.issuer, units, "program_closed", f"Chương trình đã kết thúc: {program.title}", url=_page(program))


def tell_joined(program: Program, units: list[Unit], on: date) -> None:
    subject = f"{program.issuer.label} đưa đơn vị vào chương trình: {program.title}"
    body = f"Tham gia từ ngày {format_date(on)}. Những kỳ báo cáo phải gửi có trong danh sách việc cần làm."
    _tell(program.issuer, units, "program_joined", subject, url=_page(program), body=body)


def tell_left(program: Program, unit: Unit, last_day: date) -> None:
    subject = f"Đơn vị thôi tham gia chương trình: {program.title}"
    body = (
        f"Tham gia đến hết ngày {format_date(last_day)}; không phải gửi các kỳ hết hạn sau ngày này. "
        "Báo cáo đã gửi và số liệu được giữ nguyên."
    )
    _tell(program.issuer, [unit], "program_left", subject, url=_page(program), body=body)


def tell_amended(program: Program, units: list[Unit], change: str, reason: str) -> None:
    subject = f"{program.issuer.label} điều chỉnh chương trình: {change}"[:250]
    url = _page(program) + "?xem=lich-su"
    _tell(program.issuer, units, "program_amended", subject, url=url, body=f"{program.title}. Lý do: {reason}")


def units_taking_part(program: Program, on: date) -> list[Unit]:
    lines = Participation.objects.on(on).filter(program=program).select_related("unit")
    return [line.unit for line in lines]


def tell_urgent(regime: Regime, units: list[Unit], deadline: str) -> None:
    subject = f"{regime.issuer.label} yêu cầu báo cáo đột xuất: {regime.name}"
    _tell(regime.issuer, units, "urgent_request", subject, url=reverse("reports:home"), body=deadline)


def people_of(units: list[Unit]) -> QuerySet[User]:
    """Return who reports for any of the units, each person once."""
    held = Appointment.objects.current().filter(unit__in=units, role__in=UNIT_ROLES)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))


def _page(program: Program) -> str:
    return reverse("programs:program_detail", args=[program.pk])


def _tell(issuer: Unit, units: list[Unit], kind: str, subject: str, *, url: str = "", body: str = "") -> None:
    tell(people_of(units), kind, subject, body=body, url=url, unit=issuer)
