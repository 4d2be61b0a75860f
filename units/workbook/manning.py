"""The sheet of people: new accounts, changed facts, roles."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from units import roles
from units.models import User
from units.naming import clean_username
from units.vietnamese import fold
from units.workbook.layout import PEOPLE, ROLES
from units.workbook.lines import Desk
from units.workbook.plan import Change, NewAppointment, NewPerson
from units.workbook.reading import Line

FACTS = {"full_name": "Họ và tên", "position": "Chức vụ", "email": "Thư điện tử", "phone": "Điện thoại"}
LENGTHS = {"username": 60, "full_name": 120, "position": 120, "email": 254, "phone": 20}


def plan_people(desk: Desk) -> None:
    facts: dict[str, dict[str, str]] = {}
    first: dict[str, Line] = {}
    appointed: dict[tuple[str, str, str], int] = {}
    for line in desk.lines(PEOPLE):
        username = username_of(desk, line)
        if not username:
            check_rest(desk, line)
            continue
        first.setdefault(username, line)
        merge_facts(desk, line, facts.setdefault(username, {}), first[username])
        plan_role(desk, line, username, appointed)
    for username, line in first.items():
        plan_person(desk, line, username, facts[username])


def username_of(desk: Desk, line: Line) -> str:
    """Return the login name; "" where something about the person is wrong, every cell of which is named."""
    username = ""
    try:
        username = clean_username(line.values["username"])
    except ValidationError as error:
        desk.wrong(PEOPLE, line, "username", str(error.message))
    desk.email(PEOPLE, line, "email")
    fits = [desk.fits(PEOPLE, line, key, length) for key, length in LENGTHS.items()]
    return username if all(fits) else ""


def check_rest(desk: Desk, line: Line) -> None:
    """Name what else is wrong in a line whose person is not known, so that one correction of the file is enough."""
    desk.has_unit(PEOPLE, line, "unit")
    desk.choice(PEOPLE, line, "role", ROLES)


def merge_facts(desk: Desk, line: Line, facts: dict[str, str], first: Line) -> None:
    """Several lines of one person say the same, or leave it out."""
    for key, label in FACTS.items():
        typed = line.values.get(key, "")
        if typed and facts.setdefault(key, typed) != typed:
            sentence = (
                f"{label} khác với dòng {first.number} cùng tên đăng nhập. Ghi giống nhau, hoặc đổi tên đăng nhập."
            )
            desk.wrong(PEOPLE, line, key, sentence)


def plan_role(desk: Desk, line: Line, username: str, appointed: dict[tuple[str, str, str], int]) -> None:
    code = desk.has_unit(PEOPLE, line, "unit")
    role = desk.choice(PEOPLE, line, "role", ROLES)
    if not code or not role:
        return
    key = (username, code, role)
    if key in appointed:
        sentence = f"Vai trò này đã ghi ở dòng {appointed[key]}. Xóa một dòng."
        desk.wrong(PEOPLE, line, "role", sentence)
        return
    appointed[key] = line.number
    person = desk.known.people.get(username)
    held = desk.known.held[person.pk] if person else []
    if any(row.role == role and row.unit.code.upper() == code for row in held):
        desk.plan.unchanged += 1
    elif roles.may_appoint(desk.by, desk.stand_in(code), role):
        desk.plan.appointments.append(NewAppointment(username, code, role))
    else:
        sentence = f"Vai trò {ROLES[role]} tại “{code}” do cấp trên hoặc người quản trị phân công. Xóa dòng này."
        desk.wrong(PEOPLE, line, "role", sentence)


def plan_person(desk: Desk, line: Line, username: str, facts: dict[str, str]) -> None:
    person = desk.known.people.get(username)
    if person is None:
        texts = {key: facts.get(key, "") for key in FACTS}
        desk.plan.new_people.append(NewPerson(username=username, **texts))
        return
    taken = f"Tên đăng nhập “{username}” đã có người khác dùng. Chọn tên đăng nhập khác."
    if person.pk not in desk.known.visible:
        desk.wrong(PEOPLE, line, "username", taken)
        return
    changes = person_changes(person, facts)
    if not changes:
        return
    if person.pk != desk.by.pk and roles.may_manage_person(desk.by, desk.known.held[person.pk]):
        desk.plan.person_changes += changes
    elif fold(facts["full_name"]) != fold(person.full_name):
        desk.wrong(PEOPLE, line, "username", taken)
    else:
        labels = ", ".join(change.label.lower() for change in changes)
        sentence = f"Thông tin ({labels}) của người này do cấp khác quản lý. Để trống hoặc ghi như đang có."
        desk.wrong(PEOPLE, line, "username", sentence)


def person_changes(person: User, facts: dict[str, str]) -> list[Change]:
    return [
        Change(person.username, label, key, getattr(person, key), facts[key])
        for key, label in FACTS.items()
        if facts.get(key) and facts[key] != getattr(person, key)
    ]
