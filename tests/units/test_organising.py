from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units.actions.grouping import Heads, add_member, count_heads, end_membership, set_lead
from units.actions.organising import change_unit, close_unit, create_unit, open_successor
from units.actions.refusals import Refused
from units.models import Appointment, AuditEntry, ClusterMembership, Headcount, Level, Sector, Unit, User

SignedIn = Callable[[User], Client]
DAY = dt.date(2026, 5, 1)


def new_unit(code: str = "A9", **facts: object) -> Unit:
    given = {"name": "Chi đoàn mới", "level": Level.BASE, "sector": Sector.AGENCY, "active_from": DAY} | facts
    return Unit(code=code, **given)


def test_a_unit_is_found_without_diacritics(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.people["office"]).get(reverse("units:unit_list"), {"q": "SO TÀI  chinh"}).content.decode()
    assert "Chi đoàn Sở Tài chính" in page
    assert "Chi đoàn Sở Y tế" not in page


@pytest.mark.parametrize(
    ("choice", "found"),
    [({"khoi": "school"}, {"S"}), ({"cum": "C1"}, {"A", "S"}), ({"cap": "bloc"}, {"K"}), ({"con": "da-dong"}, set())],
)
def test_the_list_is_narrowed_by_level_sector_cluster_and_state(
    cast: Cast, signed_in: SignedIn, choice: dict[str, str], found: set[str]
) -> None:
    if "cum" in choice:
        choice = {"cum": str(cast.clusters[choice["cum"]].pk)}
    rows = signed_in(cast.people["committee"]).get(reverse("units:unit_list"), choice).context["rows"]
    assert {row.unit.code for row in rows} == found


def test_the_list_says_where_a_unit_belongs(cast: Cast, signed_in: SignedIn) -> None:
    rows = signed_in(cast.people["office"]).get(reverse("units:unit_list"), {"q": "tai chinh"}).context["rows"]
    assert [(row.above, row.cluster, row.secretaries) for row in rows] == [
        ("Đoàn Khối", "Cụm thi đua số 1 (cụm trưởng)", "Đỗ Thị An")
    ]


def test_a_new_unit_hangs_below_its_parent_and_is_recorded(cast: Cast, signed_in: SignedIn) -> None:
    data = {"code": "a-09", "name": " Chi đoàn  mới ", "level": "base", "sector": "agency", "active_from": "1/5/2026"}
    answer = signed_in(cast.people["office"]).post(reverse("units:unit_create"), data | {"parent": cast.issuer.pk})
    unit = Unit.objects.get(code="A-09")
    assert answer["Location"] == reverse("units:unit_detail", args=[unit.pk])
    assert (unit.name, unit.path_above, unit.active_from) == ("Chi đoàn mới", cast.issuer.path, DAY)
    assert AuditEntry.objects.get(event="unit_created").by == cast.people["office"]


def test_a_unit_is_not_created_where_one_has_no_right(cast: Cast, signed_in: SignedIn) -> None:
    data = {"code": "A9", "name": "Mới", "level": "base", "sector": "agency", "active_from": "1/5/2026"}
    answer = signed_in(cast.people["a_secretary"]).post(reverse("units:unit_create"), data | {"parent": cast.b.pk})
    assert answer.status_code == 422
    assert not Unit.objects.filter(code="A9").exists()


def test_two_units_with_one_code_are_refused_not_broken(cast: Cast) -> None:
    with pytest.raises(Refused, match="vừa được dùng"):
        create_unit(new_unit("B"), parent=cast.issuer, by=cast.people["office"])


def test_own_people_change_the_name_but_not_code_or_level(cast: Cast, signed_in: SignedIn) -> None:
    data = {"name": "Chi đoàn Sở Tài chính mới", "code": "ZZ", "level": "branch"}
    signed_in(cast.people["a_secretary"]).post(reverse("units:unit_edit", args=[cast.a.pk]), data)
    cast.a.refresh_from_db()
    assert (cast.a.name, cast.a.code, cast.a.level) == ("Chi đoàn Sở Tài chính mới", "A", "base")


def test_a_change_keeps_what_was_before(cast: Cast) -> None:
    cast.a.short_name = "Tài chính"
    change_unit(cast.a, ["short_name"], by=cast.people["office"])
    entry = AuditEntry.objects.get(event="unit_changed")
    assert entry.detail == {"changes": {"short_name": ["CĐ Sở Tài chính", "Tài chính"]}}


def test_a_closed_unit_leaves_its_cluster_and_keeps_its_people(cast: Cast) -> None:
    close_unit(cast.a, dt.date(2026, 4, 30), "Giải thể", by=cast.people["office"])
    cast.a.refresh_from_db()
    assert cast.a.active_until == dt.date(2026, 4, 30)
    assert ClusterMembership.objects.get(unit=cast.a).ends_on == dt.date(2026, 4, 30)
    assert Appointment.objects.filter(unit=cast.a, ends_on=None).count() == 3


def test_a_body_with_open_units_below_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refused, match="CĐ Sở Tài chính"):
        close_unit(cast.issuer, DAY, "Giải thể", by=cast.people["administrator"])


def test_a_unit_is_closed_once(cast: Cast) -> None:
    close_unit(cast.a, DAY, "Giải thể", by=cast.people["office"])
    with pytest.raises(Refused, match="đã kết thúc"):
        close_unit(cast.a, DAY, "Giải thể", by=cast.people["office"])


def test_a_successor_continues_the_unit_with_its_people_cluster_and_headcount(cast: Cast) -> None:
    unit = open_successor(cast.a, new_unit("A2"), parent=cast.issuer, reason="Tổ chức lại", by=cast.people["office"])
    cast.a.refresh_from_db()
    assert (unit.continues, cast.a.active_until) == (cast.a, dt.date(2026, 4, 30))
    people = Appointment.objects.filter(unit=unit).values_list("user__username", flat=True)
    assert set(people) == {"reporter", "a_secretary", "viewer"}
    member = unit.cluster_memberships.get()
    assert (member.cluster, member.is_lead, member.starts_on) == (cast.clusters["C1"], True, DAY)
    count = Headcount.objects.get(unit=unit)
    assert (count.members, count.is_confirmed) == (40, False)


def test_a_refused_successor_leaves_everything_as_it_was(cast: Cast) -> None:
    create_unit(new_unit("A1X"), parent=cast.a, by=cast.people["office"])
    with pytest.raises(Refused):
        open_successor(cast.a, new_unit("A2"), parent=cast.issuer, reason="Tổ chức lại", by=cast.people["office"])
    assert not Unit.objects.filter(code="A2").exists()
    assert ClusterMembership.objects.get(unit=cast.a).ends_on is None


# --- clusters and headcounts ----------------------------------------------------------------------------------------


def test_a_unit_that_joins_a_cluster_leaves_the_other_the_day_before(cast: Cast) -> None:
    add_member(cast.clusters["C2"], cast.s, DAY, by=cast.people["office"])
    spans = ClusterMembership.objects.filter(unit=cast.s).order_by("starts_on")
    assert [(row.cluster.code, row.starts_on, row.ends_on) for row in spans] == [
        ("C1", dt.date(2026, 1, 1), dt.date(2026, 4, 30)),
        ("C2", DAY, None),
    ]


def test_a_unit_is_in_a_cluster_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="đã ở trong"):
        add_member(cast.clusters["C1"], cast.s, DAY, by=cast.people["office"])


def test_a_new_lead_takes_over_and_the_time_before_stays(cast: Cast) -> None:
    set_lead(cast.clusters["C1"], cast.s, DAY, by=cast.people["office"])
    before = ClusterMembership.objects.current(dt.date(2026, 4, 30)).filter(cluster=cast.clusters["C1"], is_lead=True)
    after = ClusterMembership.objects.current(DAY).filter(cluster=cast.clusters["C1"])
    assert [row.unit for row in before] == [cast.a]
    assert {(row.unit.code, row.is_lead) for row in after} == {("A", False), ("S", True)}


def test_only_a_member_leads(cast: Cast) -> None:
    with pytest.raises(Refused, match="thành viên"):
        set_lead(cast.clusters["C1"], cast.b, DAY, by=cast.people["office"])


def test_a_membership_ends_once(cast: Cast) -> None:
    member = ClusterMembership.objects.get(unit=cast.s)
    end_membership(member, DAY, by=cast.people["office"])
    with pytest.raises(Refused, match="từ trước"):
        end_membership(member, DAY, by=cast.people["office"])


def test_heads_are_counted_as_of_a_day(cast: Cast, signed_in: SignedIn) -> None:
    data = {"holds_from": "01/04/2026", "officers": "5", "members": "1.200", "youth": "1 500", "children": ""}
    signed_in(cast.people["reporter"]).post(reverse("units:headcount_edit", args=[cast.a.pk]), data)
    counts = Headcount.objects.filter(unit=cast.a)
    held = {day: counts.holding(day).get().members for day in (dt.date(2026, 3, 31), dt.date(2026, 4, 1))}
    assert held == {dt.date(2026, 3, 31): 40, dt.date(2026, 4, 1): 1200}


def test_heads_typed_again_for_the_same_day_take_the_place_of_the_first(cast: Cast) -> None:
    for members in (41, 42):
        count_heads(cast.a, DAY, Heads(4, members, 60, 0), by=cast.people["reporter"])
    assert Headcount.objects.get(unit=cast.a, holds_from=DAY).members == 42


def test_an_ambiguous_number_of_heads_is_asked_back(cast: Cast, signed_in: SignedIn) -> None:
    data = {"holds_from": "01/04/2026", "officers": "5", "members": "1,200", "youth": "-3"}
    answer = signed_in(cast.people["reporter"]).post(reverse("units:headcount_edit", args=[cast.a.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“1,200” có thể hiểu là 1.200" in page
    assert "không được âm" in page
    assert Headcount.objects.filter(unit=cast.a).count() == 1


def test_one_entry_of_the_navigation_is_marked_wherever_one_is(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["office"])
    for name in ("units:unit_list", "units:unit_create", "units:cluster_list", "units:person_list"):
        nav = client.get(reverse(name)).context["nav"]
        assert [entry.key for entry in nav if entry.active] == ["units"], name
    nav = client.get(reverse("units:message_list")).context["nav"]
    assert [entry.key for entry in nav if entry.active] == []
