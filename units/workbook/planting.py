"""The sheet of units: new ones, changed facts, and the tree they form."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from units import clock
from units.models import Sector, Unit
from units.naming import clean_code
from units.workbook.layout import LEVELS, SECTORS, UNITS
from units.workbook.lines import Desk
from units.workbook.plan import Change, NewUnit
from units.workbook.reading import Line

TEXTS = {"name": "Tên đầy đủ", "short_name": "Tên gọi tắt", "email": "Thư điện tử"}
CHOICES = {"level": ("Cấp", LEVELS), "sector": ("Khối", SECTORS)}


def plan_units(desk: Desk) -> None:
    seen: dict[str, int] = {}
    parents: dict[str, tuple[Line, str]] = {}
    for line in desk.lines(UNITS):
        code = line.values["code"].upper()
        if code in seen:
            desk.wrong(UNITS, line, "code", f"Mã “{code}” đã có ở dòng {seen[code]}. Mỗi đơn vị chỉ ghi một dòng.")
            continue
        seen[code] = line.number
        before = len(desk.plan.problems)
        unit = desk.known.units.get(code)
        if unit is None:
            plan_new(desk, line, code)
            parents[code] = (line, desk.new_units[code].parent)
        else:
            plan_known(desk, line, code, unit)
        if len(desk.plan.problems) > before:
            desk.bad_units.add(code)
    check_parents(desk, parents)
    desk.plan.new_units = in_order(desk.new_units)


def plan_new(desk: Desk, line: Line, code: str) -> None:
    try:
        clean_code(code)
    except ValidationError as error:
        desk.wrong(UNITS, line, "code", str(error.message))
    for key, length in (("code", 40), ("name", 255), ("short_name", 120)):
        desk.fits(UNITS, line, key, length)
    desk.new_units[code] = NewUnit(
        code=code,
        parent=line.values.get("parent", desk.known.issuer.code).upper(),
        name=line.values["name"],
        short_name=line.values.get("short_name", ""),
        level=desk.choice(UNITS, line, "level", LEVELS),
        sector=desk.choice(UNITS, line, "sector", SECTORS) or Sector.OTHER,
        active_from=desk.day(UNITS, line, "active_from") or clock.today(),
        email=desk.email(UNITS, line, "email"),
    )


def plan_known(desk: Desk, line: Line, code: str, unit: Unit) -> None:
    """Compare the facts; what does not follow from a workbook (place in the tree, days) becomes a problem."""
    if not desk.known.is_inside(unit):
        desk.wrong(UNITS, line, "code", f"Mã “{code}” đã dùng cho đơn vị ngoài phạm vi. Chọn mã khác.")
        return
    if not unit.is_active(clock.today()) and unit.active_until is not None:
        desk.wrong(UNITS, line, "code", f"Đơn vị “{code}” đã kết thúc hoạt động. Xóa dòng này, hoặc dùng mã mới.")
    parent = line.values.get("parent", "").upper()
    if parent and unit.pk != desk.known.issuer.pk and parent != desk.known.parents[code]:
        sentence = "Đơn vị đang có không chuyển cấp trên bằng Excel. Dùng “Mở đơn vị tiếp nối” ở trang của đơn vị."
        desk.wrong(UNITS, line, "parent", sentence)
    desk.email(UNITS, line, "email")
    changes = [*text_changes(desk, line, unit), *choice_changes(desk, line, unit)]
    desk.plan.unit_changes += changes
    desk.plan.unchanged += not changes


def text_changes(desk: Desk, line: Line, unit: Unit) -> list[Change]:
    lengths = {"name": 255, "short_name": 120, "email": 254}
    return [
        Change(unit.code.upper(), label, key, getattr(unit, key), line.values[key])
        for key, label in TEXTS.items()
        if desk.fits(UNITS, line, key, lengths[key]) and line.values.get(key, getattr(unit, key)) != getattr(unit, key)
    ]


def choice_changes(desk: Desk, line: Line, unit: Unit) -> list[Change]:
    found = []
    for key, (label, choices) in CHOICES.items():
        # The body that imports may be of a level that the list does not offer.
        if unit.pk == desk.known.issuer.pk:
            continue
        value = desk.choice(UNITS, line, key, choices)
        if value and value != getattr(unit, key):
            found.append(Change(unit.code.upper(), label, key, getattr(unit, key), value))
    return found


def check_parents(desk: Desk, parents: dict[str, tuple[Line, str]]) -> None:
    """Every new unit hangs, through other new ones perhaps, on a unit inside the body that imports."""
    for code, (line, parent) in parents.items():
        unit = desk.known.units.get(parent)
        if unit is not None and desk.known.is_inside(unit):
            if unit.active_until is not None and not unit.is_active(clock.today()):
                sentence = f"Đơn vị cấp trên “{parent}” đã kết thúc hoạt động. Chọn đơn vị khác."
                desk.wrong(UNITS, line, "parent", sentence)
        elif parent not in desk.new_units:
            sentence = f"Không có đơn vị cấp trên mã “{parent}” trong phạm vi. Thêm dòng cho đơn vị đó, hoặc sửa mã."
            desk.wrong(UNITS, line, "parent", sentence)
            desk.bad_units.add(code)
        elif goes_round(code, parents):
            loop = (
                f"“{code}” và “{parent}” là cấp trên của nhau"
                if parent != code
                else f"“{code}” là cấp trên của chính nó"
            )
            desk.wrong(UNITS, line, "parent", f"{loop}. Sửa lại mã cấp trên.")
            desk.bad_units.add(code)
    for code in desk.bad_units:
        desk.new_units.pop(code, None)


def goes_round(code: str, parents: dict[str, tuple[Line, str]]) -> bool:
    seen = {code}
    while code in parents:
        code = parents[code][1]
        if code in seen:
            return True
        seen.add(code)
    return False


def in_order(units: dict[str, NewUnit]) -> list[NewUnit]:
    """Return the units so that each comes after its parent."""

    def depth(code: str) -> int:
        return 1 + depth(units[code].parent) if code in units else 0

    return sorted(units.values(), key=lambda unit: depth(unit.code))
