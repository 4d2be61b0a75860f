"""What runs in the background: e-mails of messages."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.template.loader import render_to_string

from units import clock
from units.models import Delivery, Message
from units.nudge import nudge

logger = logging.getLogger(__name__)

BATCH = 200
# How long a worker may be busy with one letter; after that another one takes it up.
CLAIMED_FOR = timedelta(minutes=15)
# The delay before each further try; the last one is repeated. Ten tries take about three days.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60, 180, 360, 720))
ATTEMPTS = 10


class MailServerDown(Exception):  # noqa: N818, a state of things
    """Nothing can be sent now; trying the next letter is pointless."""


@shared_task(name="units.tasks.deliver_messages")
def deliver_messages() -> int:
    """Send what waits and return how many letters went out; run as often as you like, by as many as you like."""
    now = clock.now()
    due = list(Message.objects.deliverable(now).select_related("to").order_by("try_after", "pk")[:BATCH])
    sent = 0
    try:
        with open_connection() as connection:
            for message in due:
                sent += deliver(message, connection, now)
    except MailServerDown as error:
        logger.warning("The mail server does not answer (%s); letters wait.", error)
        return sent
    if len(due) == BATCH:
        nudge("units.tasks.deliver_messages")
    return sent


@contextmanager
def open_connection() -> Iterator[BaseEmailBackend]:
    """Yield one connection for a whole batch, opened by the first letter."""
    connection: BaseEmailBackend = get_connection()
    try:
        yield connection
    finally:
        try:
            connection.close()
        except (OSError, smtplib.SMTPException) as error:
            logger.info("The mail server hung up first: %s", error)


def deliver(message: Message, connection: BaseEmailBackend, now: datetime) -> bool:
    """Return True when this call sent the letter; False when another worker has it, or it must wait."""
    if not claim(message, now):
        return False
    if not message.to.email or not message.to.is_active:
        finish(message, Delivery.NOT_NEEDED, now)
        return False
    try:
        letter(message, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        put_off(message, now, error)
    except (OSError, smtplib.SMTPException) as error:
        put_off(message, now, error)
        raise MailServerDown(error) from error
    except Exception as error:  # a letter that cannot be written must not hold up the others
        logger.exception("Message %s could not be written as a letter.", message.pk)
        put_off(message, now, error)
    else:
        finish(message, Delivery.SENT, now)
        return True
    return False


def claim(message: Message, now: datetime) -> bool:
    """Take the letter from all other workers: the row must still be as it was read."""
    unchanged = Message.objects.filter(pk=message.pk, delivery=message.delivery, attempts=message.attempts)
    taken = unchanged.filter(try_after__lte=now).update(
        delivery=Delivery.SENDING, attempts=F("attempts") + 1, try_after=now + CLAIMED_FOR
    )
    message.attempts += taken
    return bool(taken)


def _claimed(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, delivery=Delivery.SENDING, attempts=message.attempts)


def finish(message: Message, delivery: Delivery, now: datetime) -> None:
    """Record the end; a letter with a secret is emptied."""
    emptied = {"body": "", "url": ""} if message.kind in Message.PRIVATE_KINDS else {}
    sent_at = now if delivery == Delivery.SENT else None
    _claimed(message).update(delivery=delivery, sent_at=sent_at, last_error="", **emptied)


def put_off(message: Message, now: datetime, error: Exception) -> None:
    """Let the letter wait longer each time; give up after ATTEMPTS."""
    delay = DELAYS[min(message.attempts, len(DELAYS)) - 1]
    state = Delivery.FAILED if message.attempts >= ATTEMPTS else Delivery.WAITING
    _claimed(message).update(delivery=state, try_after=now + delay, last_error=f"{type(error).__name__}: {error}"[:300])


def letter(message: Message, connection: BaseEmailBackend) -> EmailMessage:
    """Return the e-mail; its id comes from the row, so that a mailbox shows a letter sent twice only once."""
    link = f"{settings.SITE_URL}{message.url}" if message.url else ""
    text = render_to_string("units/mail/message.txt", {"message": message, "link": link, "site": settings.SITE_URL})
    return EmailMessage(
        subject=" ".join(message.subject.split()),
        body=text,
        to=[message.to.email],
        headers={"Message-ID": f"<message-{message.pk}@{settings.SITE_HOST}>"},
        connection=connection,
    )
