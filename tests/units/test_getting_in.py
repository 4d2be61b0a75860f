from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units import clock
from units.actions.passwords import ONE_TIME_VALID, issue_one_time_password
from units.models import AuditEntry, Message, User
from units.tasks import deliver_messages

At = Callable[[dt.datetime | dt.date], None]
SECRET = "Rừng-thông-xanh-7"


@pytest.fixture
def person(cast: Cast) -> User:
    """A's reporter with a password of their own."""
    user = cast.people["reporter"]
    user.set_password(SECRET)
    user.save()
    return user


def log_in(client: Client, username: str, password: str) -> int:
    return client.post(reverse("units:login"), {"username": username, "password": password}).status_code


def test_login_and_password_lead_to_the_page_that_was_asked_for(client: Client, person: User) -> None:
    target = reverse("units:unit_detail", args=[person.appointments.get().unit_id])
    asked = client.get(target)
    answer = client.post(asked["Location"], {"username": "Reporter ", "password": SECRET, "next": target})
    assert (answer.status_code, answer["Location"]) == (302, target)


def test_login_never_leads_to_another_site(client: Client, person: User) -> None:
    data = {"username": "reporter", "password": SECRET, "next": "https://example.com/"}
    assert client.post(reverse("units:login"), data)["Location"] == "/"


def test_a_wrong_password_is_told_in_vietnamese_and_keeps_the_login(client: Client, person: User) -> None:
    answer = client.post(reverse("units:login"), {"username": "reporter", "password": "sai"})
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.content.decode()
    assert 'value="reporter"' in answer.content.decode()


def test_ten_wrong_passwords_close_the_door_for_a_quarter_of_an_hour(client: Client, person: User) -> None:
    tries = [log_in(client, "reporter", "sai") for _ in range(10)]
    assert tries == [422] * 9 + [429]
    locked = client.post(reverse("units:login"), {"username": "reporter", "password": SECRET})
    assert locked.status_code == 429
    assert "15 phút" in locked.content.decode()
    assert log_in(client, "a_secretary", "sai") == 422  # nobody else is shut out


def test_logging_out_needs_a_post(client: Client, person: User) -> None:
    log_in(client, "reporter", SECRET)
    assert client.get(reverse("units:logout")).status_code == 405
    client.post(reverse("units:logout"))
    assert client.get(reverse("units:unit_list")).status_code == 302


def test_the_address_of_a_button_leads_on_when_it_is_opened(client: Client, person: User) -> None:
    log_in(client, "reporter", SECRET)
    answer = client.get(reverse("units:logout"))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST, OPTIONS"
    assert "Trang này không mở trực tiếp được" in answer.content.decode()
    assert "Về trang chính" in answer.content.decode()


HERE = {"Origin": "http://testserver", "Referer": "http://testserver/hop-duyet/7/"}


def test_words_typed_before_the_session_ended_can_be_copied(client: Client, cast: Cast) -> None:
    typed = {"note": "Đề nghị bổ sung minh chứng.", "password": "mật khẩu riêng"}
    answer = client.post(reverse("units:unit_switch"), typed, headers=HERE)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Phiên làm việc đã kết thúc" in page
    assert "Đề nghị bổ sung minh chứng." in page
    assert 'href="/hop-duyet/7/"' in page
    assert "mật khẩu riêng" not in page


@pytest.mark.parametrize(
    ("typed", "headers"),
    [
        ({"unit": "7"}, HERE),
        ({"note": "Đề nghị bổ sung."}, HERE | {"Origin": "http://elsewhere.example"}),
        ({"note": "Đề nghị bổ sung."}, {}),
    ],
)
def test_without_words_from_here_the_way_is_the_login_page(
    client: Client, cast: Cast, typed: dict[str, str], headers: dict[str, str]
) -> None:
    answer = client.post(reverse("units:unit_switch"), typed, headers=headers)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("units:login"))


def test_htmx_is_told_without_losing_the_page(client: Client, cast: Cast) -> None:
    typed = {"note": "Đề nghị bổ sung minh chứng."}
    answer = client.post(reverse("units:unit_switch"), typed, headers=HERE | {"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#notices"


def test_the_page_with_the_form_is_named_only_when_it_is_ours(client: Client, cast: Cast) -> None:
    foreign = HERE | {"Referer": "http://elsewhere.example/hop-duyet/7/"}
    page = client.post(reverse("units:unit_switch"), {"note": "Đề nghị bổ sung."}, headers=foreign).content.decode()
    assert "hop-duyet" not in page


def test_who_is_no_longer_active_cannot_log_in(client: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert log_in(client, "reporter", SECRET) == 422


# --- one-time passwords ---------------------------------------------------------------------------------------------


def test_a_one_time_password_opens_only_the_page_where_it_is_changed(client: Client, cast: Cast) -> None:
    password = issue_one_time_password(cast.people["reporter"], by=cast.people["office"])
    assert log_in(client, "reporter", password) == 302
    change = reverse("units:password_change")
    for name in ("units:unit_list", "units:message_list"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, change)
    assert client.get(reverse("units:unit_list"), headers={"HX-Request": "true"})["HX-Redirect"] == change
    assert "Mật khẩu hiện tại" not in client.get(change).content.decode()
    answer = client.post(change, {"new_password1": SECRET, "new_password2": SECRET})
    assert answer.status_code == 302
    assert client.get(reverse("units:message_list")).status_code == 200
    assert User.objects.get(username="reporter").one_time_until is None


def test_the_one_time_password_itself_is_no_new_password(client: Client, cast: Cast) -> None:
    password = issue_one_time_password(cast.people["reporter"], by=cast.people["office"])
    log_in(client, "reporter", password)
    change = reverse("units:password_change")
    answer = client.post(change, {"new_password1": password, "new_password2": password})
    assert answer.status_code == 422
    assert "phải khác mật khẩu dùng một lần" in answer.content.decode()


def test_a_one_time_password_ends_after_its_days(client: Client, cast: Cast, at: At) -> None:
    password = issue_one_time_password(cast.people["reporter"], by=cast.people["office"])
    at(clock.now() + ONE_TIME_VALID)
    answer = client.post(reverse("units:login"), {"username": "reporter", "password": password})
    assert answer.status_code == 422
    assert "đã hết hạn lúc 08:00 ngày 04/05/2026" in answer.content.decode()


def test_a_new_one_time_password_ends_sessions_that_are_open(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(cast.people["reporter"])
    assert client.get(reverse("units:message_list")).status_code == 200
    issue_one_time_password(User.objects.get(username="reporter"), by=cast.people["office"])
    assert client.get(reverse("units:message_list"))["Location"].startswith(reverse("units:login"))


def test_one_time_passwords_are_easy_to_read_and_never_stored(cast: Cast) -> None:
    password = issue_one_time_password(cast.people["reporter"], by=cast.people["office"])
    assert re.fullmatch(r"([abcdefghjkmnpqrstuvwxyz23456789]{4}-){2}[abcdefghjkmnpqrstuvwxyz23456789]{4}", password)
    assert password not in User.objects.get(username="reporter").password
    entry = AuditEntry.objects.get(event="password_issued")
    assert password not in f"{entry.detail}{entry.subject_text}{entry.reason}"


# --- changing and resetting -----------------------------------------------------------------------------------------


def test_changing_a_password_asks_for_the_present_one(client: Client, person: User) -> None:
    log_in(client, "reporter", SECRET)
    change = reverse("units:password_change")
    new = {"new_password1": "Biển-lặng-sóng-9", "new_password2": "Biển-lặng-sóng-9"}
    assert client.post(change, new | {"old_password": "sai"}).status_code == 422
    assert client.post(change, new | {"old_password": SECRET}).status_code == 302
    assert client.get(reverse("units:message_list")).status_code == 200  # still logged in
    assert log_in(Client(), "reporter", "Biển-lặng-sóng-9") == 302


@pytest.mark.parametrize("typed", ["reporter", "REPORTER@thu-nghiem.example"])
def test_a_forgotten_password_is_reset_by_login_or_address(
    client: Client, person: User, typed: str, mailoutbox: list[object], settings: LazySettings
) -> None:
    client.post(reverse("units:password_reset"), {"email": typed})
    assert deliver_messages() == 1
    letter = str(getattr(mailoutbox[0], "body", ""))
    assert "Kính gửi đồng chí Phạm Báo Cáo" in letter
    link = re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", letter)
    assert link
    form = client.get(link.group(1), follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"new_password1": "Biển-lặng-sóng-9", "new_password2": "Biển-lặng-sóng-9"})
    assert answer["Location"] == reverse("units:login")
    assert log_in(Client(), "reporter", "Biển-lặng-sóng-9") == 302
    assert "không còn dùng được" in Client().get(link.group(1), follow=True).content.decode()


def test_a_reset_link_is_never_seen_in_the_portal_and_not_kept(
    client: Client, person: User, signed_in: Callable[[User], Client]
) -> None:
    client.post(reverse("units:password_reset"), {"email": "reporter"})
    assert "Đặt lại mật khẩu" not in signed_in(person).get(reverse("units:message_list")).content.decode()
    deliver_messages()
    message = Message.objects.get(kind="password_reset")
    assert (message.body, message.url) == ("", "")


def test_an_unknown_login_gets_the_same_answer_as_a_known_one(client: Client, person: User) -> None:
    answers = [client.post(reverse("units:password_reset"), {"email": typed}) for typed in ("reporter", "khongco")]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Message.objects.count() == 1


def test_asking_again_at_once_sends_one_letter(client: Client, person: User) -> None:
    for _ in range(3):
        client.post(reverse("units:password_reset"), {"email": "reporter"})
    assert Message.objects.filter(kind="password_reset").count() == 1
