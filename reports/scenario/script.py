"""What a scenario file says, as plain values in order of time. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """One event or question. `number` is its place among the questions; None for an event."""

    at: datetime
    facts: Facts
    number: int | None = None

    @property
    def is_question(self) -> bool:
        return self.number is not None


def moment(text: str) -> datetime:
    """Return the local moment of "2023-01-04T10:00"; without an hour the last second of the day."""
    if "T" in text or " " in text:
        return datetime.fromisoformat(text)
    return datetime.combine(date.fromisoformat(text), time(23, 59, 59))


def scenes(story: Facts) -> list[Scene]:
    """Return events and questions in one order of time; a question sees every event at or before its moment.

    Questions without a moment come last.
    """
    events = [Scene(moment(event["at"]), event) for event in story.get("events") or ()]
    questions = list(enumerate(story.get("ask") or ()))
    dated = [Scene(moment(facts["at"]), facts, number) for number, facts in questions if facts.get("at")]
    in_order = sorted([*events, *dated], key=lambda scene: (scene.at, scene.is_question))
    end = in_order[-1].at if in_order else moment(beginning(story).isoformat())
    return in_order + [Scene(end, facts, number) for number, facts in questions if not facts.get("at")]


def programs(story: Facts) -> list[Facts]:
    """Return the story's programmes; one alone need not stand in a list."""
    told = story["program"]
    return list(told) if isinstance(told, list) else [told]


def beginning(story: Facts) -> date:
    return min(date.fromisoformat(told["starts"]) for told in programs(story))


def day(told: str | None) -> date | None:
    return date.fromisoformat(told[:10]) if told else None


def number(told: object) -> Decimal | None:
    return None if told is None else Decimal(str(told))


def plain(value: Decimal | None) -> str | None:
    """Return the number without trailing zeros."""
    return None if value is None else format(value.normalize() + 0, "f")
