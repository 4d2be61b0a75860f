from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units import clock
from units.actions.setting_up import Administrator, AlreadySetUp, hash_of, is_right_code, proof_of, set_up
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


# --- the code that production asks for --------------------------------------------------------------------------------

CODE = "thong-xanh-2026-Khoi"


@pytest.fixture
def in_production(settings: LazySettings) -> None:
    settings.SETUP_NEEDS_CODE, settings.SETUP_CODE = True, CODE


def knock(client: Client, code: str) -> int:
    return client.post(reverse("units:setup"), {"setup_code": code}).status_code


@pytest.mark.django_db
@pytest.mark.usefixtures("in_production")
def test_in_production_a_stranger_gets_no_step_of_the_set_up(client: Client) -> None:
    for name in ("units:setup", "units:setup_administrator", "units:setup_confirm"):
        assert "Mã thiết lập" in client.get(reverse(name)).content.decode()
        assert "Mã thiết lập" in client.post(reverse(name), BODY | PERSON).content.decode()
    assert knock(client, "") == 422
    answer = client.post(reverse("units:setup"), {"setup_code": CODE[:-1]})
    assert answer.status_code == 422
    assert "Mã thiết lập không đúng" in answer.content.decode()
    assert "Cấp ban hành chương trình" not in client.get(reverse("units:setup")).content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("in_production")
def test_who_knows_the_code_sets_the_portal_up(client: Client) -> None:
    assert knock(client, f" {CODE} ") == 302
    client.post(reverse("units:setup"), BODY)
    client.post(reverse("units:setup_administrator"), PERSON)
    client.post(reverse("units:setup_confirm"))
    assert User.objects.get().username == "quantri"


@pytest.mark.django_db
@pytest.mark.usefixtures("in_production")
def test_a_changed_code_closes_the_door_to_who_knew_the_old_one(client: Client, settings: LazySettings) -> None:
    knock(client, CODE)
    settings.SETUP_CODE = "mot-ma-khac-hoan-toan"
    assert "Mã thiết lập" in client.get(reverse("units:setup")).content.decode()


@pytest.mark.django_db
def test_without_a_code_on_the_server_the_set_up_stays_closed(client: Client, settings: LazySettings) -> None:
    settings.SETUP_NEEDS_CODE, settings.SETUP_CODE = True, ""
    for answer in (client.get(reverse("units:setup")), client.post(reverse("units:setup"), {"setup_code": ""})):
        assert answer.status_code == 403
        assert "Máy chủ chưa đặt mã thiết lập" in answer.content.decode()
    client.post(reverse("units:setup"), BODY)
    assert client.get(reverse("units:setup_administrator")).status_code == 403
    assert not is_right_code(proof_of("")), "no code is not an empty one"


@pytest.mark.django_db
@pytest.mark.usefixtures("in_production")
def test_codes_are_not_guessed_one_after_the_other(client: Client, settings: LazySettings) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert knock(client, "sai") == 422
    locked = client.post(reverse("units:setup"), {"setup_code": "sai"})
    assert locked.status_code == 429
    assert "Đã nhập sai mã thiết lập 10 lần" in locked.content.decode()
    assert knock(client, CODE) == 429, "even the right one has to wait"
    assert Client(REMOTE_ADDR="192.0.2.7").get(reverse("units:setup")).status_code == 200


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
