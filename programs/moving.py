"""Moving a programme on by years: dates keep day and month, years in texts move with them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from programs.calendar import clamped
from programs.exporting.edition import Edition, Placed
from programs.models import ProgramKind
from programs.payloads import (
    ActivityDraft,
    ConferenceDraft,
    Identity,
    RuleDraft,
    SectionDraft,
    Subject,
    TargetDraft,
    Theme,
)

_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d|/[^\W\d])")  # not of a code: 09/2019/NĐ-CP
# What keeps its years: the date of another document, a term of office, a span that is not the programme's own.
_FIXED = re.compile(
    r"\d+\s?-\s?[A-ZĐ][\wĐđ]*(?:[-/][\wĐđ-]+)+,?\s+(?:ngày\s+)?\d{1,2}(?:/|\s+tháng\s+)\d{1,2}(?:/|\s+năm\s+)20\d{2}"
    r"|(?:nhiệm kỳ|giai đoạn|khóa|khoá)\s+(?:\w+,?\s+)?20\d{2}(?:\s?[-–—]\s?20\d{2})?"
    r"|20\d{2}\s?[-–—]\s?20\d{2}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Move:
    """By how many years, and the years of the programme that is copied."""

    by: int
    first: int
    last: int

    def day(self, day: date) -> date:
        """The same day and month; 29 February becomes the 28th."""
        return clamped(day.year + self.by, day.month, day.day)

    def maybe(self, day: date | None) -> date | None:
        return None if day is None else self.day(day)

    def text(self, text: str) -> str:
        """The text with years about the programme moved: its own, the one before and the one after."""
        kept = [m.span() for m in _FIXED.finditer(text) if not self._is_own(m.group())]
        return _YEAR.sub(lambda m: m.group() if _inside(m.start(), kept) else self._moved(m.group()), text)

    def _moved(self, year: str) -> str:
        return str(int(year) + self.by) if self.first - 1 <= int(year) <= self.last + 1 else year

    def _is_own(self, span: str) -> bool:
        """ "nhiệm kỳ 2022 - 2027" in the programme of that term moves on with it."""
        years = [int(year) for year in re.findall(r"20\d{2}", span)]
        return self.first != self.last and years == [self.first, self.last]


def next_year(subject: Subject) -> int:
    """The first year of the programme that follows: a term begins in the year in which the one before ends."""
    length = subject.year_to - subject.year_from
    return subject.year_from + (length if subject.kind == ProgramKind.TERM and length else length + 1)


def moved(edition: Edition, year: int) -> tuple[Edition, Move]:
    """Return the programme as it would begin in that year, and by how much it moved.

    Number and date of signing are left out: the new document gets its own.
    """
    subject = edition.subject
    move = Move(year - subject.year_from, subject.year_from, subject.year_to)
    changed = replace(
        edition,
        subject=moved_subject(subject, move),
        identity=moved_identity(edition.identity, move),
        theme=Theme(move.text(edition.theme.theme), move.text(edition.theme.breakthrough)),
        sections=tuple(moved_section(section, move) for section in edition.sections),
        targets=tuple(Placed(moved_target(placed.draft, move), placed.section) for placed in edition.targets),
        activities=tuple(moved_activity(activity, move) for activity in edition.activities),
        conferences=tuple(moved_conference(conference, move) for conference in edition.conferences),
        rules=None if edition.rules is None else tuple(moved_rule(rule, move) for rule in edition.rules),
        intro=tuple(move.text(line) for line in edition.intro),
        closing=move.text(edition.closing),
    )
    return changed, move


def moved_subject(subject: Subject, move: Move) -> Subject:
    return replace(
        subject,
        title=move.text(subject.title),
        year_from=subject.year_from + move.by,
        year_to=subject.year_to + move.by,
        starts_on=move.day(subject.starts_on),
        ends_on=move.day(subject.ends_on),
    )


def moved_identity(identity: Identity, move: Move) -> Identity:
    return replace(identity, document_type=move.text(identity.document_type), number="", issued_on=None)


def moved_section(section: SectionDraft, move: Move) -> SectionDraft:
    return replace(section, title=move.text(section.title), body=move.text(section.body))


def moved_target(target: TargetDraft, move: Move) -> TargetDraft:
    return replace(target, text=move.text(target.text))


def moved_activity(activity: ActivityDraft, move: Move) -> ActivityDraft:
    return replace(activity, title=move.text(activity.title))


def moved_conference(conference: ConferenceDraft, move: Move) -> ConferenceDraft:
    return replace(
        conference,
        number=move.text(conference.number),
        year=None if conference.year is None else conference.year + move.by,
        agenda=tuple(move.text(point) for point in conference.agenda),
    )


def moved_rule(rule: RuleDraft, move: Move) -> RuleDraft:
    return replace(
        rule,
        name=move.text(rule.name),
        text=move.text(rule.text),
        due_on=move.maybe(rule.due_on),
        covers_from=move.maybe(rule.covers_from),
        covers_until=move.maybe(rule.covers_until),
        starts_on=move.maybe(rule.starts_on),
        ends_on=move.maybe(rule.ends_on),
    )


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= at < past for first, past in spans)
