from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units import clock
from units.actions.setting_up import Administrator, AlreadySetUp, hash_of, set_up
from units.models import Appointment, AuditEntry, Level, Role, Unit, User

BODY = {"level": "bloc", "code": "dk", "name": "Đoàn Khối các cơ quan", "short_name": "", "place": "Thử Nghiệm"}
PERSON = {
    "full_name": "Nông Thị Quản",
    "position": "Chánh Văn phòng",
    "email": "quan@thu-nghiem.example",
    "username": "QuanTri",
    "password1": "Rừng-thông-xanh-7",
    "password2": "Rừng-thông-xanh-7",
}


@pytest.mark.django_db
def test_a_fresh_portal_leads_every_page_to_its_set_up(client: Client) -> None:
    for path in ("/", reverse("units:login"), reverse("units:unit_list"), "/khong-co-trang-nay/"):
        assert client.get(path)["Location"] == reverse("units:setup")
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_three_steps_make_the_body_and_its_administrator_and_log_them_in(client: Client) -> None:
    assert client.post(reverse("units:setup"), BODY)["Location"] == reverse("units:setup_administrator")
    assert client.post(reverse("units:setup_administrator"), PERSON)["Location"] == reverse("units:setup_confirm")
    shown = client.get(reverse("units:setup_confirm")).content.decode()
    assert "Đoàn Khối các cơ quan" in shown
    assert "Rừng-thông-xanh-7" not in shown
    assert not User.objects.exists()  # nothing before the confirmation
    client.post(reverse("units:setup_confirm"))
    unit, user = Unit.objects.get(), User.objects.get()
    assert (unit.code, unit.level, unit.place, unit.depth) == ("DK", Level.BLOC, "Thử Nghiệm", 1)
    assert (user.username, user.check_password("Rừng-thông-xanh-7")) == ("quantri", True)
    assert Appointment.objects.get().role == Role.ADMINISTRATOR
    assert AuditEntry.objects.get().event == "portal_set_up"
    page = client.get(reverse("units:unit_list"))  # where the set-up leads to: it shows how to go on
    assert reverse("units:workbook_upload", args=[unit.pk]) in page.content.decode()


def test_the_set_up_is_closed_for_ever_once_somebody_can_log_in(client: Client, cast: Cast) -> None:
    for name in ("units:setup", "units:setup_administrator", "units:setup_confirm"):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), BODY).status_code == 404


@pytest.mark.django_db
def test_steps_cannot_be_skipped(client: Client) -> None:
    assert client.post(reverse("units:setup_confirm"))["Location"] == reverse("units:setup")
    assert client.get(reverse("units:setup_administrator"))["Location"] == reverse("units:setup")
    client.post(reverse("units:setup"), BODY)
    assert client.post(reverse("units:setup_confirm"))["Location"] == reverse("units:setup")


@pytest.mark.django_db
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: Client) -> None:
    client.post(reverse("units:setup"), BODY)
    answer = client.post(reverse("units:setup_administrator"), PERSON | {"password2": "khác", "username": "quản trị"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "chỉ gồm chữ không dấu" in page
    assert "Hai lần nhập chưa giống nhau" in page
    assert "Nông Thị Quản" in page


@pytest.mark.django_db(transaction=True)
def test_of_two_set_ups_at_the_same_moment_one_wins() -> None:
    gate = Barrier(2)
    lost: list[str] = []

    def run(code: str) -> None:
        body = Unit(code=code, name=code, level=Level.BLOC, active_from=clock.today())
        administrator = Administrator(code.lower(), code, "", "", hash_of("Rừng-thông-xanh-7"))
        gate.wait()
        try:
            set_up(body, administrator)
        except AlreadySetUp:
            lost.append(code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[code]) for code in ("K1", "K2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) == 1
    assert User.objects.count() == 1
    assert Unit.objects.count() == 1
