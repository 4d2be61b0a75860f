"""Telling people: the row is written in the transaction that causes it; delivery follows after commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from units.models import Delivery, Message, Unit, User
from units.nudge import nudge


def tell(
    people: Iterable[User],
    kind: str,
    subject: str,
    *,
    body: str = "",
    url: str = "",
    unit: Unit | None = None,
    dedupe_key: str = "",
) -> int:
    """Return how many people are told. A `dedupe_key` makes sure nobody is told the same thing twice."""
    unit_id = unit.pk if unit else None
    return tell_each(Note(person, kind, subject, body, url, unit_id, dedupe_key) for person in people)


@dataclass(frozen=True)
class Note:
    """One message to one person, not yet written."""

    to: User
    kind: str
    subject: str
    body: str = ""
    url: str = ""
    unit_id: int | None = None
    dedupe_key: str = ""


def tell_each(notes: Iterable[Note]) -> int:
    """Write different messages to many people in one go; return how many."""
    rows = [
        Message(
            to=note.to,
            unit_id=note.unit_id,
            kind=note.kind,
            subject=note.subject[:300],
            body=note.body,
            url=note.url,
            dedupe_key=note.dedupe_key,
            delivery=Delivery.WAITING if note.to.email else Delivery.NOT_NEEDED,
        )
        for note in notes
    ]
    if not rows:
        return 0
    Message.objects.bulk_create(rows, batch_size=500, ignore_conflicts=any(row.dedupe_key for row in rows))
    if any(row.delivery == Delivery.WAITING for row in rows):
        nudge("units.tasks.deliver_messages")
    return len(rows)
