"""The organisation of the large samples: tree, clusters, headcounts, people; each kind written in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from reports.demo import names
from reports.demo.figures import chance
from reports.demo.large import places
from reports.demo.organisation import new_password
from units.models import Appointment, Cluster, ClusterMembership, Headcount, Level, Role, Sector, Unit, User

BATCH = 2000
CLUSTER_SIZE = 14
PEOPLE_SINCE_YEARS = 3

STAFF = (
    ("quantri", Role.ADMINISTRATOR, "Quản trị cổng"),
    ("bithu", Role.SECRETARY, "Bí thư"),
    ("vanphong", Role.OFFICE, "Chánh Văn phòng"),
    ("thuongvu", Role.COMMITTEE, "Ủy viên Ban Thường vụ"),
    ("xem", Role.VIEWER, "Cán bộ cấp trên"),
)


@dataclass(frozen=True)
class Size:
    """How many units of which kind; `direct` are base units next below a province that are no communes."""

    provinces: int
    communes: int
    direct: int
    below: int
    is_national: bool = False


PROVINCE = Size(provinces=1, communes=60, direct=140, below=1360)
NATION = Size(provinces=34, communes=3321, direct=2040, below=12960, is_national=True)


@dataclass
class Organisation:
    """What was written: the issuing body, all units below it, who works where, and the logins to be shown."""

    body: Unit
    units: list[Unit]
    secretary: User
    office: User
    password: str
    logins: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def middle(self) -> list[Unit]:
        """Units with units of their own, from the top down."""
        return [unit for unit in self.units if unit.numchild]


def make_organisation(size: Size, year: int, years: int) -> Organisation:
    """Write an organisation that exists since before the first of `years` years."""
    opened = date(year - PEOPLE_SINCE_YEARS, 1, 1)
    planned = list(_plan(size, opened))
    Unit.objects.bulk_create(planned, batch_size=BATCH)
    body, *units = planned
    _write_clusters(body, units, date(year - years + 1, 1, 1))
    _write_headcounts(planned, range(year - years + 1, year + 1))
    password = new_password()
    people, logins = _write_people(body, units, opened, make_password(password))
    return Organisation(body, units, people["bithu"], people["vanphong"], password, logins)


# --- the tree ---------------------------------------------------------------------------------------------------------


def _plan(size: Size, opened: date) -> Iterator[Unit]:
    """Yield the tree from the top down, not yet stored."""
    found = places.places()
    if size.is_national:
        body = _unit(None, 0, "TWD", "Trung ương Đoàn (dữ liệu mẫu)", "Trung ương Đoàn", Level.CENTRAL, opened)
        body.numchild = size.provinces
        yield body
        provinces = [
            _unit(body, place, f"T{place:02d}", f"Tỉnh đoàn {name}", f"Tỉnh đoàn {name}", Level.PROVINCE, opened)
            for place, name in zip(range(1, size.provinces + 1), found, strict=False)
        ]
    else:
        name = names.SUPERIOR
        provinces = [_unit(None, 0, "TD", name, name, Level.PROVINCE, opened)]
        provinces[0].place = names.PROVINCE
    for number, province in enumerate(provinces):
        communes = _part(size.communes, size.provinces, number)
        direct = _part(size.direct, size.provinces, number)
        province.numchild = communes + direct
        yield province
        yield from _direct_units(province, found, communes, direct, opened)
        first = sum(_part(size.communes, size.provinces, earlier) for earlier in range(number))
        yield from _communes(province, found, range(first, first + communes), size, opened)


def _part(total: int, parts: int, place: int) -> int:
    """Return how many of the total fall to the part in that place, so that all are used up."""
    return total // parts + (place < total % parts)


def _direct_units(province: Unit, found: Iterator[str], after: int, count: int, opened: date) -> Iterator[Unit]:
    for number in range(count):
        name, short, sector = places.direct(next(found), number)
        code = f"{province.code}-C{number + 1:03d}"
        yield _unit(province, after + number + 1, code, name, short, Level.BASE, opened, sector)


def _communes(province: Unit, found: Iterator[str], numbers: range, size: Size, opened: date) -> Iterator[Unit]:
    for place, number in enumerate(numbers, 1):
        seat = next(found)
        name, short = places.commune(seat, number)
        commune = _unit(
            province, place, f"{province.code}-X{place:03d}", name, short, Level.COMMUNE, opened, Sector.AREA
        )
        commune.numchild = _part(size.below, size.communes, number)
        yield commune
        for child in range(commune.numchild):
            full, called, sector = places.below(short.removeprefix("Đoàn "), child)
            code = f"{commune.code}-{child + 1:02d}"
            yield _unit(commune, child + 1, code, full, called, Level.BASE, opened, sector)


def _unit(
    parent: Unit | None,
    place: int,
    code: str,
    name: str,
    short: str,
    level: Level,
    opened: date,
    sector: Sector = Sector.OTHER,
) -> Unit:
    path = parent.path_of_child(place) if parent else "1".zfill(Unit.steplen)
    return Unit(
        path=path,
        depth=parent.depth + 1 if parent else 1,
        code=code,
        name=name,
        short_name=short,
        level=level,
        sector=sector,
        active_from=opened,
    ).with_keys()


# --- clusters, headcounts, people -------------------------------------------------------------------------------------


def _write_clusters(body: Unit, units: list[Unit], since: date) -> None:
    """Group what is next below the issuing body: units of one kind, about fourteen to a cluster."""
    direct = sorted(
        (unit for unit in units if unit.depth == body.depth + 1), key=lambda unit: (unit.level, unit.sector)
    )
    count = max(1, round(len(direct) / CLUSTER_SIZE))
    clusters = Cluster.objects.bulk_create(
        Cluster(issuer=body, code=f"CUM{n}", name=f"Cụm thi đua số {n}", position=n, active_from=since)
        for n in range(1, count + 1)
    )
    size = -(-len(direct) // count)
    ClusterMembership.objects.bulk_create(
        ClusterMembership(
            cluster=clusters[place // size], issuer=body, unit=unit, is_lead=place % size == 0, starts_on=since
        )
        for place, unit in enumerate(direct)
    )


def _write_headcounts(units: Iterable[Unit], years: range) -> None:
    rows = []
    for unit in units:
        members = _members(unit)
        youth = members * (12 + int(6 * chance(unit.code, "youth"))) // 10
        for year in years:
            now = members * (100 - 2 * (years[-1] - year)) // 100
            officers = max(2, now // 14)
            rows.append(Headcount(unit=unit, holds_from=date(year, 1, 1), officers=officers, members=now, youth=youth))
    Headcount.objects.bulk_create(rows, batch_size=BATCH)


def _members(unit: Unit) -> int:
    """How many members belong to the unit itself; those of its subtree are counted there."""
    luck = chance(unit.code, "members")
    if unit.level != Level.BASE:
        return 8 + int(14 * luck)
    if unit.sector == Sector.SCHOOL:
        return 300 + int(700 * luck)
    return (25 if unit.depth > 2 else 40) + int(110 * luck * luck)


def _write_people(
    body: Unit, units: list[Unit], since: date, hashed: str
) -> tuple[dict[str, User], list[tuple[str, str, str]]]:
    wanted = [(login, role, title, body) for login, role, title in STAFF]
    for unit in units:
        wanted += _people_of(unit)
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
    User.objects.bulk_create(users, batch_size=BATCH)
    Appointment.objects.bulk_create(
        (
            Appointment(user=user, unit=unit, role=role, starts_on=since)
            for user, (_, role, _, unit) in zip(users, wanted, strict=True)
        ),
        batch_size=BATCH,
    )
    people = {user.username: user for user in users}
    return people, [
        (login, str(role.label), f"{people[login].full_name}, {unit.label}")
        for login, role, _, unit in [*wanted[: len(STAFF)], *_shown(wanted)]
    ]


def _people_of(unit: Unit) -> list[tuple[str, Role, str, Unit]]:
    """A secretary and a second person for every unit: an office where there are units below, else a reporter."""
    login = unit.code.lower()
    found = [(f"bt.{login}", Role.SECRETARY, "Bí thư", unit)]
    if unit.numchild:
        found.append((f"vp.{login}", Role.OFFICE, "Cán bộ Văn phòng", unit))
        found.append((f"tv.{login}", Role.COMMITTEE, "Ủy viên Ban Thường vụ", unit))
    elif unit.depth == 2 or unit.path.endswith("1"):
        found.append((f"bc.{login}", Role.REPORTER, "Ủy viên Ban Chấp hành", unit))
    return found


def _shown(wanted: list[tuple[str, Role, str, Unit]]) -> list[tuple[str, Role, str, Unit]]:
    """One unit of every level that is worth logging in for."""
    shown: dict[tuple[object, ...], tuple[str, Role, str, Unit]] = {}
    for person in wanted[len(STAFF) :]:
        unit, role = person[3], person[1]
        shown.setdefault((unit.level, unit.depth, unit.numchild > 0, role), person)
    return list(shown.values())
