"""Reading what one was told."""

from __future__ import annotations

from units import clock
from units.models import Message, User


def mark_read(message: Message) -> None:
    """The message counts as read from now on; the first moment stays."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=clock.now())


def mark_all_read(user: User) -> int:
    """Return how many messages were unread."""
    return Message.objects.filter(to=user).unread().update(read_at=clock.now())
