"""Warnings of a report beside what its unit says to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.checks import Problem
from reports.models import Submission, WarningNote
from reports.typed import mark_text


@dataclass(frozen=True)
class Answered:
    """One warning with its note, empty while nobody has answered it."""

    problem: Problem
    text: str

    @property
    def key(self) -> str:
        return key_of(self.problem.code, self.problem.indicator_id)

    @property
    def mark(self) -> str:
        """What a form carries along to tell later whether the note was touched."""
        return mark_text(0, self.text)


def key_of(code: str, indicator_id: int | None) -> str:
    return f"{code}-{indicator_id or 0}"


def answered(submission: Submission, problems: Iterable[Problem]) -> list[Answered]:
    """Return the warnings among the problems with their notes, in one query; none when there are no warnings."""
    warnings = [problem for problem in problems if not problem.blocks]
    if not warnings:
        return []
    notes = WarningNote.objects.filter(submission=submission).values_list("code", "indicator_id", "text")
    texts = {key_of(code, indicator): text for code, indicator, text in notes}
    return [Answered(problem, texts.get(key_of(problem.code, problem.indicator_id), "")) for problem in warnings]


def kept_answers(submission: Submission, problems: Iterable[Problem]) -> dict[str, str]:
    """Return by sentence what the unit says to its warnings, as a sending keeps it."""
    return {row.problem.sentence: row.text for row in answered(submission, problems) if row.text}
