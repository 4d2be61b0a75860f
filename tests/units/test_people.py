from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY, Cast
from units import clock, roles
from units.actions.appointing import appoint, end_appointment, hand_over, suggest_username
from units.actions.refusals import Refused
from units.models import Appointment, AuditEntry, Message, Role, Unit, User

SignedIn = Callable[[User], Client]
YESTERDAY = TODAY - dt.timedelta(days=1)
NEW = {"full_name": "lý  thị mới", "role": "reporter", "starts_on": "20/04/2026", "only": "1"}


def test_a_new_person_gets_a_login_made_of_the_name(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.people["office"]).post(reverse("units:person_create", args=[cast.a.pk]), NEW)
    person = User.objects.get(full_name="lý thị mới")
    assert (person.username, person.has_usable_password()) == ("moilt", False)
    assert [(held.unit, held.role) for held in person.appointments.all()] == [(cast.a, Role.REPORTER)]
    assert suggest_username("Lê Thu Mới") == "moilt2"


def test_a_login_in_use_is_refused_and_everything_typed_is_kept(cast: Cast, signed_in: SignedIn) -> None:
    url = reverse("units:person_create", args=[cast.a.pk])
    answer = signed_in(cast.people["office"]).post(url, NEW | {"username": "Reporter"})
    assert answer.status_code == 422
    assert "đã có người dùng" in answer.content.decode()
    assert "lý  thị mới" in answer.content.decode()


def test_office_offers_only_roles_it_may_give(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["office"])
    own = client.get(reverse("units:person_create", args=[cast.issuer.pk])).context["form"].fields["role"].choices
    below = client.get(reverse("units:person_create", args=[cast.a.pk])).context["form"].fields["role"].choices
    assert {value for value, _ in own} == {"office", "committee", "reporter", "viewer"}
    assert {value for value, _ in below} == {"secretary", "office", "committee", "reporter", "viewer"}


def test_a_role_above_ones_own_is_not_given_by_a_forged_form(cast: Cast, signed_in: SignedIn) -> None:
    data = {"unit": cast.issuer.pk, "role": "administrator", "starts_on": "20/04/2026"}
    url = reverse("units:person_appoint", args=[cast.people["office"].pk])
    answer = signed_in(cast.people["office"]).post(url, data)
    assert answer.status_code == 422
    assert not roles.rights_of(cast.people["office"]).in_unit(cast.issuer, [Role.ADMINISTRATOR])


def test_an_appointment_is_told_to_the_person(cast: Cast) -> None:
    appoint(cast.people["reporter"], cast.a, Role.OFFICE, TODAY, by=cast.people["office"])
    message = Message.objects.get(to=cast.people["reporter"])
    assert message.subject == "Phân công vai trò Văn phòng tại CĐ Sở Tài chính từ ngày 20/04/2026"


def test_nobody_holds_a_role_twice(cast: Cast) -> None:
    with pytest.raises(Refused, match="đang giữ vai trò"):
        appoint(cast.people["reporter"], cast.a, Role.REPORTER, TODAY, by=cast.people["office"])


def test_nobody_is_appointed_in_a_closed_unit(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.b.pk).update(active_until=YESTERDAY)
    cast.b.refresh_from_db()
    with pytest.raises(Refused, match="đã kết thúc hoạt động"):
        appoint(cast.people["reporter"], cast.b, Role.REPORTER, TODAY, by=cast.people["office"])


def test_a_right_ends_with_its_appointment(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["reporter"])
    page = reverse("units:unit_detail", args=[cast.a.pk])
    assert client.get(page).status_code == 200
    end_appointment(cast.people["reporter"].appointments.get(), YESTERDAY, by=cast.people["office"])
    assert client.get(page).status_code == 404


def test_an_appointment_ended_at_two_places_at_once_ends_once(cast: Cast) -> None:
    first = cast.people["reporter"].appointments.get()
    second = cast.people["reporter"].appointments.get()
    end_appointment(first, YESTERDAY, by=cast.people["office"])
    with pytest.raises(Refused, match="vừa được thay đổi"):
        end_appointment(second, TODAY, by=cast.people["secretary"])


def test_the_last_administrator_stays(cast: Cast) -> None:
    only = cast.people["administrator"].appointments.get()
    with pytest.raises(Refused, match="duy nhất"):
        end_appointment(only, TODAY, by=cast.people["administrator"])
    appoint(cast.people["office"], cast.issuer, Role.ADMINISTRATOR, TODAY, by=cast.people["administrator"])
    end_appointment(only, TODAY, by=cast.people["administrator"])


def test_changing_an_address_needs_the_right_over_every_role_held(cast: Cast, signed_in: SignedIn) -> None:
    """A secretary of A must not reach the account of somebody who also works in the body above."""
    appoint(cast.people["office"], cast.a, Role.REPORTER, TODAY, by=cast.people["administrator"])
    client = signed_in(cast.people["a_secretary"])
    assert client.get(reverse("units:person_detail", args=[cast.people["office"].pk])).status_code == 200
    for name in ("units:person_edit", "units:password_issue"):
        assert client.get(reverse(name, args=[cast.people["office"].pk])).status_code == 403


def test_people_sort_by_given_name(cast: Cast, signed_in: SignedIn) -> None:
    rows = signed_in(cast.people["a_secretary"]).get(reverse("units:person_list")).context["rows"]
    assert [row.person.full_name for row in rows] == ["Đỗ Thị An", "Phạm Báo Cáo", "Vũ Xem"]


# --- slips ----------------------------------------------------------------------------------------------------------


def slips_of(client: Client, unit: Unit, whom: str = "new") -> str:
    url = reverse("units:password_slips", args=[unit.pk])
    once = client.get(url).context["once"]
    return client.post(url, {"whom": whom, "once": once}).content.decode()


def test_slips_come_one_a_unit_with_a_password_for_each_person_that_works(cast: Cast, signed_in: SignedIn) -> None:
    page = slips_of(signed_in(cast.people["secretary"]), cast.issuer)
    assert page.count('class="slip"') == 4
    found = re.search(r"<code>b_secretary</code></td>.*?class=\"one-time[^>]+>([^<]+)</code>", page)
    assert found
    answer = Client().post(reverse("units:login"), {"username": "b_secretary", "password": found.group(1)})
    assert answer.status_code == 302


def test_slips_leave_out_oneself_those_above_and_those_who_have_logged_in(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["office"])
    User.objects.filter(username="b_secretary").update(last_login=clock.now())
    page = slips_of(client, cast.issuer)
    assert "<code>reporter</code>" in page
    for login in ("office", "administrator", "secretary", "b_secretary"):
        assert f"<code>{login}</code>" not in page
    everybody = slips_of(client, cast.issuer, "all")
    assert "<code>b_secretary</code>" in everybody
    assert "<code>office</code>" not in everybody


def test_reloading_the_slips_issues_nothing_again(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["office"])
    url = reverse("units:password_issue", args=[cast.people["reporter"].pk])
    once = client.get(url).context["once"]
    assert client.post(url, {"once": once}).status_code == 200
    kept = User.objects.get(username="reporter").password
    again = client.post(url, {"once": once})
    assert (again.status_code, "đã hiện một lần" in again.content.decode()) == (409, True)
    assert User.objects.get(username="reporter").password == kept


def test_slips_are_never_kept_by_a_browser_or_proxy(cast: Cast, signed_in: SignedIn) -> None:
    url = reverse("units:password_slips", args=[cast.a.pk])
    assert "no-store" in signed_in(cast.people["office"]).get(url)["Cache-Control"]


# --- hand-over ------------------------------------------------------------------------------------------------------


def test_a_secretary_hands_over_to_somebody_new(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.people["a_secretary"])
    url = reverse("units:office_hand_over", args=[cast.a.pk])
    assert "thuộc về đơn vị" in client.get(url).content.decode()
    answer = client.post(url, {"full_name": "Lý Thị Mới", "username": "", "email": ""})
    assert answer.status_code == 200
    assert re.search(r'class="one-time text-nowrap">[a-z2-9-]{14}<', answer.content.decode())
    holders = Appointment.objects.current().filter(unit=cast.a, role=Role.SECRETARY)
    assert [held.user.full_name for held in holders] == ["Lý Thị Mới"]
    assert client.get(url).status_code == 404  # no right is left
    assert Message.objects.filter(kind="handed_over").count() == 2  # K's secretary and office
    assert AuditEntry.objects.filter(event="office_handed_over").count() == 1


def test_a_secretary_hands_over_to_a_colleague_who_keeps_the_password(cast: Cast) -> None:
    cast.people["reporter"].last_login = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    assert hand_over(cast.a, cast.people["reporter"], by=cast.people["a_secretary"]) == ""
    assert roles.rights_of(cast.people["reporter"]).in_unit(cast.a, [Role.SECRETARY])


def test_an_office_is_handed_over_once(cast: Cast) -> None:
    hand_over(cast.a, cast.people["reporter"], by=cast.people["a_secretary"])
    with pytest.raises(Refused, match="đã được bàn giao"):
        hand_over(cast.a, cast.people["viewer"], by=cast.people["a_secretary"])


def test_a_refused_hand_over_leaves_the_secretary_in_office(cast: Cast) -> None:
    nobody = User(username="reporter", full_name="Trùng Tên")
    with pytest.raises(Refused, match="vừa được dùng"):
        hand_over(cast.a, nobody, by=cast.people["a_secretary"])
    assert Appointment.objects.current().get(unit=cast.a, role=Role.SECRETARY).user == cast.people["a_secretary"]


# --- unit switcher and record ---------------------------------------------------------------------------------------


def test_a_person_works_in_one_of_their_units_at_a_time(cast: Cast, signed_in: SignedIn) -> None:
    appoint(cast.people["reporter"], cast.b, Role.REPORTER, TODAY, by=cast.people["office"])
    client = signed_in(cast.people["reporter"])
    page = reverse("units:message_list")
    assert client.get(page).context["current_unit"] == cast.a
    client.post(reverse("units:unit_switch"), {"unit": cast.b.pk})
    assert client.get(page).context["current_unit"] == cast.b
    assert client.post(reverse("units:unit_switch"), {"unit": cast.s.pk}).status_code == 404
    end_appointment(
        Appointment.objects.get(user=cast.people["reporter"], unit=cast.b), YESTERDAY, by=cast.people["office"]
    )
    assert client.get(page).context["current_unit"] == cast.a


def test_the_record_is_narrowed_by_event_person_and_day(cast: Cast, signed_in: SignedIn) -> None:
    appoint(cast.people["reporter"], cast.a, Role.OFFICE, TODAY, by=cast.people["office"])
    end_appointment(cast.people["viewer"].appointments.get(), TODAY, by=cast.people["secretary"])
    client = signed_in(cast.people["committee"])
    url = reverse("units:audit_list", args=[cast.issuer.pk])

    def events(**choice: str) -> list[str]:
        return [row.entry.event for row in client.get(url, choice).context["rows"]]

    assert events() == ["appointment_ended", "appointment_started"]
    assert events(viec="appointment_started") == ["appointment_started"]
    assert events(nguoi="le van phong") == ["appointment_started"]
    assert events(den="19/04/2026") == []
    assert events(tu="hôm qua") == ["appointment_ended", "appointment_started"]
