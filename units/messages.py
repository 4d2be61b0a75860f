"""Telling people: the row is written in the transaction that causes it; delivery follows after commit."""

from __future__ import annotations

from collections.abc import Iterable

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
    rows = [
        Message(
            to=person,
            unit=unit,
            kind=kind,
            subject=subject[:300],
            body=body,
            url=url,
            dedupe_key=dedupe_key,
            delivery=Delivery.WAITING if person.email else Delivery.NOT_NEEDED,
        )
        for person in people
    ]
    if not rows:
        return 0
    Message.objects.bulk_create(rows, ignore_conflicts=bool(dedupe_key))
    nudge("units.tasks.deliver_messages")
    return len(rows)
