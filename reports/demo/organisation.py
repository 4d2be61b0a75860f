"""The sample bloc: 43 base units of which three are schools, five clusters, people in every role."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from reports.demo import names
from units.models import (
    Appointment,
    Cluster,
    ClusterMembership,
    Headcount,
    Level,
    Role,
    Sector,
    Unit,
    User,
)

# Words without diacritics that are easy to read out and to type on a phone.
WORDS = (
    "cay",
    "song",
    "nui",
    "bien",
    "hoa",
    "sao",
    "mua",
    "nang",
    "gio",
    "dat",
    "lua",
    "tre",
    "sen",
    "mai",
    "trang",
    "sach",
)


@dataclass(frozen=True)
class Bloc:
    """What the other parts of the sample data need of the organisation."""

    body: Unit
    units: list[Unit]
    secretary: User
    office: User
    reporters: dict[int, User]
    logins: list[tuple[str, str, str]]
    password: str


def new_password() -> str:
    """Return a password for the sample people of this load; another one each time, never a fixed one."""
    return "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"


def make_bloc(year: int) -> Bloc:
    """Write the organisation as of the start of the year before and return it."""
    opened = date(year - 2, 1, 1)
    body = Unit.objects.add_root(
        instance=Unit(
            code=names.BLOC_CODE,
            name=names.BLOC,
            short_name="Đoàn Khối",
            level=Level.BLOC,
            sector=Sector.OTHER,
            place=names.PROVINCE,
            active_from=opened,
        ).with_keys()
    )
    units = [_add_unit(body, row, opened) for row in names.UNITS]
    _add_clusters(body, units, date(year, 1, 1))
    _add_headcounts(units, year)
    password = new_password()
    people, logins = _add_people(body, units, opened, make_password(password))
    return Bloc(body, units, people["bithu"], people["vanphong"], _reporters(units, people), logins, password)


def _add_unit(body: Unit, row: tuple[str, str, str, Sector, int, int, int], opened: date) -> Unit:
    code, name, short, sector, _, _, _ = row
    body.refresh_from_db()
    unit = Unit(code=code, name=name, short_name=short, level=Level.BASE, sector=sector, active_from=opened)
    return Unit.objects.add_child(body, instance=unit.with_keys())


def _add_clusters(body: Unit, units: list[Unit], since: date) -> None:
    clusters = [
        Cluster.objects.create(issuer=body, code=f"CUM{number}", name=name, position=number, active_from=since)
        for number, name in enumerate(names.CLUSTERS, 1)
    ]
    led: set[int] = set()
    rows = []
    for unit, facts in zip(units, names.UNITS, strict=True):
        cluster = clusters[facts[4] - 1]
        rows.append(
            ClusterMembership(cluster=cluster, issuer=body, unit=unit, is_lead=cluster.pk not in led, starts_on=since)
        )
        led.add(cluster.pk)
    ClusterMembership.objects.bulk_create(rows)


def _add_headcounts(units: list[Unit], year: int) -> None:
    rows = []
    for unit, facts in zip(units, names.UNITS, strict=True):
        members, youth = facts[5], facts[6]
        officers = max(3, members // 12)
        for since, factor in ((year - 1, 96), (year, 100)):
            rows.append(
                Headcount(
                    unit=unit,
                    holds_from=date(since, 1, 1),
                    officers=officers,
                    members=members * factor // 100,
                    youth=youth * factor // 100,
                )
            )
    Headcount.objects.bulk_create(rows)


def _add_people(
    body: Unit, units: list[Unit], since: date, hashed: str
) -> tuple[dict[str, User], list[tuple[str, str, str]]]:
    staff = (
        ("quantri", Role.ADMINISTRATOR, "Quản trị cổng"),
        ("bithu", Role.SECRETARY, "Bí thư Đoàn Khối"),
        ("vanphong", Role.OFFICE, "Chánh Văn phòng"),
        ("thuongvu", Role.COMMITTEE, "Ủy viên Ban Thường vụ"),
        ("xem", Role.VIEWER, "Chuyên viên Tỉnh đoàn"),
    )
    wanted = [(login, role, title, body) for login, role, title in staff]
    for unit in units:
        login = unit.code.lower()
        wanted.append((f"bt.{login}", Role.SECRETARY, "Bí thư", unit))
        wanted.append((f"bc.{login}", Role.REPORTER, "Ủy viên Ban Chấp hành", unit))
    wanted += [("xem.stc", Role.VIEWER, "Lãnh đạo cơ quan", next(u for u in units if u.code == "STC"))]
    users = [
        User(
            username=login,
            full_name=names.person_name(number),
            position=title,
            email=f"{login}@mau.example.vn",
            password=hashed,
        ).with_keys()
        for number, (login, _, title, _) in enumerate(wanted, 2)
    ]
    User.objects.bulk_create(users)
    people = {user.username: user for user in User.objects.filter(username__in=[row[0] for row in wanted])}
    Appointment.objects.bulk_create(
        Appointment(user=people[login], unit=unit, role=role, starts_on=since) for login, role, _, unit in wanted
    )
    shown = {"quantri", "bithu", "vanphong", "thuongvu", "xem", "bt.stc", "bc.stc", "bc.vpub", "bc.cdsp"}
    logins = [
        (login, role.label, f"{people[login].full_name}, {unit.label}")
        for login, role, _, unit in wanted
        if login in shown
    ]
    return people, logins


def reporting_units(bloc: Bloc) -> list[Unit]:
    """Units whose figures add up to the bloc's: all but the schools."""
    return [unit for unit in bloc.units if unit.sector != Sector.SCHOOL]


def _reporters(units: list[Unit], people: dict[str, User]) -> dict[int, User]:
    return {unit.pk: people[f"bc.{unit.code.lower()}"] for unit in units}
