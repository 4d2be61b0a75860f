from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units import clock, tasks
from units.audit import Event
from units.messages import tell
from units.models import Delivery, Message, User
from units.tasks import deliver_messages
from units.words import EVENTS

At = Callable[[dt.datetime | dt.date], None]
SignedIn = Callable[[User], Client]


def told(person: User, subject: str = "Báo cáo tháng 5 sắp đến hạn") -> Message:
    tell([person], "reminder", subject, url="/bao-cao/7/")
    return Message.objects.latest("pk")


class Down(EmailBackend):
    """A mail server that cannot be reached."""

    tries = 0

    def send_messages(self, messages: object) -> int:
        Down.tries += 1
        raise ConnectionRefusedError("no answer")


class Picky(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages: list[EmailMessage]) -> int:  # type: ignore[override]
        if messages[0].to == ["reporter@thu-nghiem.example"]:
            raise smtplib.SMTPRecipientsRefused({"reporter": (550, b"unknown")})
        return super().send_messages(messages)


def use(settings: LazySettings, backend: type) -> None:
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__qualname__}"


def test_a_message_becomes_one_letter_with_a_link(
    cast: Cast, mailoutbox: list[EmailMessage], settings: LazySettings
) -> None:
    message = told(cast.people["reporter"])
    assert deliver_messages() == 1
    assert deliver_messages() == 0
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [(["reporter@thu-nghiem.example"], message.subject)]
    assert f"{settings.SITE_URL}/bao-cao/7/" in mailoutbox[0].body
    message.refresh_from_db()
    assert (message.delivery, message.sent_at) == (Delivery.SENT, clock.now())


def test_who_has_no_address_is_told_in_the_portal_only(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    cast.people["reporter"].email = ""
    assert told(cast.people["reporter"]).delivery == Delivery.NOT_NEEDED
    assert deliver_messages() == 0


def test_a_mail_server_that_is_down_is_asked_once_and_letters_wait(
    cast: Cast, settings: LazySettings, at: At, mailoutbox: list[EmailMessage]
) -> None:
    told(cast.people["reporter"])
    told(cast.people["outsider"])
    use(settings, Down)
    Down.tries = 0
    assert deliver_messages() == 0
    assert Down.tries == 1
    assert {row.delivery for row in Message.objects.all()} == {Delivery.WAITING}
    assert "ConnectionRefusedError" in Message.objects.earliest("pk").last_error
    use(settings, EmailBackend)
    at(clock.now() + dt.timedelta(minutes=5))
    assert deliver_messages() == 2


def test_the_delay_grows_and_tries_end(cast: Cast, settings: LazySettings, at: At) -> None:
    message = told(cast.people["reporter"])
    use(settings, Down)
    delays = []
    for _ in range(tasks.ATTEMPTS):
        deliver_messages()
        message.refresh_from_db()
        delays.append(message.try_after - clock.now())
        at(message.try_after)
    assert delays == sorted(delays)
    assert delays[0] < dt.timedelta(minutes=5) < dt.timedelta(hours=6) < delays[-1]
    assert message.delivery == Delivery.FAILED
    Down.tries = 0
    deliver_messages()
    assert Down.tries == 0


def test_an_address_that_is_refused_does_not_hold_up_the_others(
    cast: Cast, settings: LazySettings, mailoutbox: list[EmailMessage]
) -> None:
    told(cast.people["reporter"])
    told(cast.people["outsider"])
    use(settings, Picky)
    assert deliver_messages() == 1


def test_a_letter_another_worker_has_taken_is_not_sent_twice(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    mine = told(cast.people["reporter"])
    theirs = Message.objects.get(pk=mine.pk)
    assert tasks.claim(theirs, clock.now())
    assert not tasks.claim(mine, clock.now())
    assert deliver_messages() == 0
    assert mailoutbox == []


def test_a_letter_whose_worker_died_is_taken_up_again(cast: Cast, at: At, mailoutbox: list[EmailMessage]) -> None:
    tasks.claim(told(cast.people["reporter"]), clock.now())
    at(clock.now() + tasks.CLAIMED_FOR)
    assert deliver_messages() == 1


def test_a_worker_that_wakes_late_does_not_overwrite_what_another_did(cast: Cast, at: At) -> None:
    slow = told(cast.people["reporter"])
    tasks.claim(slow, clock.now())
    at(clock.now() + tasks.CLAIMED_FOR)
    deliver_messages()
    tasks.put_off(slow, clock.now(), OSError("late"))
    slow.refresh_from_db()
    assert slow.delivery == Delivery.SENT


def test_a_subject_with_a_line_break_is_sent_on_one_line(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    told(cast.people["reporter"], "Nhắc hạn\nBcc: ai@example.com")
    assert deliver_messages() == 1
    assert mailoutbox[0].subject == "Nhắc hạn Bcc: ai@example.com"


# --- the bell -------------------------------------------------------------------------------------------------------


def test_the_bell_counts_what_is_unread(cast: Cast, signed_in: SignedIn) -> None:
    message = told(cast.people["reporter"])
    told(cast.people["reporter"], "Cần bổ sung báo cáo tháng 4")
    told(cast.people["outsider"])
    client = signed_in(cast.people["reporter"])
    page = reverse("units:message_list")
    assert client.get(page).context["unread_count"] == 2
    assert client.post(reverse("units:message_open", args=[message.pk]))["Location"] == "/bao-cao/7/"
    assert client.get(page).context["unread_count"] == 1
    client.post(reverse("units:message_read_all"))
    assert client.get(page).context["unread_count"] == 0
    assert client.get(page, {"xem": "chua-doc"}).context["page"].paginator.count == 0


def test_a_message_never_leads_to_another_site(cast: Cast, signed_in: SignedIn) -> None:
    message = told(cast.people["reporter"])
    Message.objects.filter(pk=message.pk).update(url="//example.com/")
    answer = signed_in(cast.people["reporter"]).post(reverse("units:message_open", args=[message.pk]))
    assert answer["Location"] == reverse("units:message_list")


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_words(event: Event) -> None:
    assert event in EVENTS
