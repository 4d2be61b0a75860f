"""The sheet of clusters, the cluster columns of the units, and the sheet of headcounts."""

from __future__ import annotations

from datetime import timedelta

from units import clock
from units.models import Cluster
from units.vietnamese import fold
from units.workbook.layout import CLUSTERS, HEADCOUNTS, UNITS
from units.workbook.lines import Desk
from units.workbook.plan import Change, Count, Membership, NewCluster
from units.workbook.reading import Line

NUMBERS = ("officers", "members", "youth", "children")
YES = ("x", "co", "1")


def plan_clusters(desk: Desk) -> None:
    desk.cluster_codes = set(desk.known.clusters)
    seen: dict[str, int] = {}
    for line in desk.lines(CLUSTERS):
        code = line.values["code"].upper()
        if code in seen:
            desk.wrong(CLUSTERS, line, "code", f"Mã cụm “{code}” đã có ở dòng {seen[code]}. Mỗi cụm ghi một dòng.")
            continue
        seen[code] = line.number
        desk.cluster_codes.add(code)
        position = desk.number(CLUSTERS, line, "position")
        if position is not None and position > 1000:
            desk.wrong(CLUSTERS, line, "position", "Thứ tự là số từ 0 đến 1.000.")
        if not (desk.fits(CLUSTERS, line, "code", 40) and desk.fits(CLUSTERS, line, "name", 160)):
            continue
        if cluster := desk.known.clusters.get(code):
            changes = cluster_changes(cluster, line.values["name"], position)
            desk.plan.cluster_changes += changes
            desk.plan.unchanged += not changes
        else:
            desk.plan.new_clusters.append(NewCluster(code, line.values["name"], position or len(seen)))


def cluster_changes(cluster: Cluster, name: str, position: int | None) -> list[Change]:
    changes = []
    if name != cluster.name:
        changes.append(Change(cluster.code.upper(), "Tên cụm", "name", cluster.name, name))
    if position is not None and position != cluster.position:
        changes.append(Change(cluster.code.upper(), "Thứ tự", "position", str(cluster.position), str(position)))
    return changes


def plan_memberships(desk: Desk) -> None:
    leads: dict[str, Line] = {}
    for line in desk.cells.lines.get(UNITS.key, []):
        typed, lead = line.values.get("cluster", ""), fold(line.values.get("is_lead", "")) in YES
        if lead and not typed:
            desk.wrong(UNITS, line, "is_lead", "Đã ghi cụm trưởng nhưng chưa ghi mã cụm. Điền cột Mã cụm.")
        if not typed or "code" not in line.values:
            continue
        cluster, unit = typed.upper(), line.values["code"].upper()
        if cluster not in desk.cluster_codes:
            sentence = f"Không có cụm mã “{typed}”. Thêm dòng cho cụm ở trang Cụm, hoặc sửa mã."
            desk.wrong(UNITS, line, "cluster", sentence)
            continue
        if lead and cluster in leads:
            sentence = f"Cụm “{cluster}” đã có cụm trưởng ở dòng {leads[cluster].number}. Mỗi cụm có một cụm trưởng."
            desk.wrong(UNITS, line, "is_lead", sentence)
        if lead:
            leads.setdefault(cluster, line)
        plan_membership(desk, unit, cluster, is_lead=lead)


def plan_membership(desk: Desk, unit: str, cluster: str, *, is_lead: bool) -> None:
    held = desk.known.memberships.get(unit)
    now = held.cluster.code.upper() if held else ""
    if now != cluster or (is_lead and held is not None and not held.is_lead):
        desk.plan.memberships.append(Membership(unit, cluster, now if now != cluster else "", is_lead))


def plan_counts(desk: Desk) -> None:
    seen: set[tuple[str, str]] = set()
    for line in desk.lines(HEADCOUNTS):
        unit = desk.has_unit(HEADCOUNTS, line, "unit")
        day = desk.day(HEADCOUNTS, line, "holds_from")
        numbers = {key: desk.number(HEADCOUNTS, line, key) for key in NUMBERS}
        if day is not None and day > clock.today() + timedelta(days=366):
            desk.wrong(HEADCOUNTS, line, "holds_from", "Ngày tính số liệu còn quá xa. Kiểm tra lại năm.")
        if not unit or day is None:
            continue
        if (unit, day.isoformat()) in seen:
            sentence = f"Đơn vị “{unit}” đã có số lượng cho ngày này ở dòng trên. Giữ lại một dòng."
            desk.wrong(HEADCOUNTS, line, "unit", sentence)
            continue
        seen.add((unit, day.isoformat()))
        held = desk.known.counts.get((unit, day))
        # A line that changes nothing still confirms numbers that were only taken over.
        differs = (
            held is None
            or not held.is_confirmed
            or any(n is not None and n != getattr(held, key) for key, n in numbers.items())
        )
        if differs:
            desk.plan.counts.append(Count(unit, day, **numbers, is_new=held is None))
        desk.plan.unchanged += not differs
