"""The report form put together: one row per indicator, grouped by the programme's targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F, Q

from indicators.models import Indicator, Kind, Scope
from programs.models import Program, Target
from reports import typed as typed_rows
from reports import wording
from reports.asked import asked_now
from reports.known import Known
from reports.models import Attachment, Comment, CommentKind, Entry, Status, Submission
from reports.narratives import Part, parts_of
from reports.slices import asking
from reports.typed import Typed
from units.formats import format_number

Span = tuple[date, date]


@dataclass
class Row:
    """One indicator on the form."""

    indicator: Indicator
    known: Known
    typed: Typed
    mark: str
    entry: Entry | None = None
    span: Span | None = None
    files: list[Attachment] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    error: str = ""
    theirs: Entry | None = None

    @property
    def is_answered(self) -> bool:
        return self.entry is not None and bool(self.entry.answer) and not self.error

    @property
    def fields(self) -> tuple[str, str]:
        """The two fields of a share; the denominator comes from the headcount until somebody types another."""
        numerator, denominator = typed_rows.fraction_fields(self.typed.text)
        if not self.typed.text and self.known.headcount:
            denominator = format_number(self.known.headcount)
        return numerator, denominator

    @property
    def choice(self) -> str:
        """The radio button that is on: for a yes-or-no question also its answer."""
        if self.indicator.kind != Kind.CONDITION or self.typed.answer != typed_rows.VALUE:
            return self.typed.answer
        return {typed_rows.YES: "yes", typed_rows.NO: "no"}.get(self.typed.text, "")

    @property
    def goal_text(self) -> str:
        words = wording.goal_words(
            self.known.goal,
            kind=self.indicator.kind,
            comparator=self.indicator.comparator,
            measure=self.indicator.unit_of_measure,
        )
        return f"{words}/người" if self.known.goal is not None and self.indicator.scope == Scope.EACH_MEMBER else words

    @property
    def goal_of_sum(self) -> Decimal | None:
        """The goal that the unit's own sum is measured against; a goal per member or per cluster is none."""
        is_other = self.indicator.scope in (Scope.EACH_MEMBER, Scope.EACH_CLUSTER)
        return None if is_other else self.known.goal

    @property
    def so_far_text(self) -> str:
        if self.indicator.kind == Kind.COUNT:
            return wording.total_words(self.known.total_with(self.indicator, None), None)
        return wording.figure_words(self.known.last)

    @property
    def last_text(self) -> str:
        return wording.figure_words(self.known.last)

    @property
    def theirs_text(self) -> str:
        """What the other officer stored, when two have changed this row."""
        return self.theirs.typed or wording.figure_words(self.theirs) if self.theirs else ""

    @property
    def total_text(self) -> str:
        """The new total as it will stand once this is sent."""
        entry = self.entry
        if self.indicator.kind != Kind.COUNT:
            return wording.figure_words(entry if entry and entry.answer else self.known.last)
        total = self.known.total_with(self.indicator, entry.value if entry else None)
        return wording.total_words(total, self.goal_of_sum, is_ceiling=self.indicator.is_ceiling)

    @property
    def adds_up(self) -> str:
        """How the page itself works out the new total while somebody types; empty where it does not."""
        return self.indicator.accumulation if self.indicator.kind == Kind.COUNT else ""

    @property
    def numbers(self) -> dict[str, str]:
        """What the page's script adds up with: plain numbers, not as people write them; a ceiling has no percentage."""
        known = self.known
        found = {
            "sum": known.so_far,
            "below": known.below,
            "goal": None if self.indicator.is_ceiling else self.goal_of_sum,
        }
        return {name: "" if number is None else format(number, "f") for name, number in found.items()}

    @property
    def needs_more(self) -> bool:
        """True when the folded part holds something that should be seen."""
        typed = self.typed
        return bool(typed.note or typed.is_estimated or typed.is_approximate or self.files)


@dataclass
class Group:
    target: Target | None
    program: Program
    rows: list[Row] = field(default_factory=list)


@dataclass
class Sheet:
    submission: Submission
    groups: list[Group]
    parts: list[Part]
    files: list[Attachment]
    official: list[Attachment]
    return_note: Comment | None
    span: Span | None

    def rows(self) -> Iterator[Row]:
        return (row for group in self.groups for row in group.rows)

    @property
    def has_several_programs(self) -> bool:
        return len({group.program.pk for group in self.groups}) > 1

    @property
    def asked(self) -> int:
        """How many things there are to fill in: figures, or parts to write where no figures are asked."""
        return len(list(self.rows())) or len(self.parts)

    @property
    def filled(self) -> int:
        if self.groups:
            return sum(row.is_answered for row in self.rows())
        return sum(bool(part.text.strip()) for part in self.parts)

    @property
    def percent(self) -> Decimal:
        return Decimal(self.filled * 100) / self.asked

    @property
    def saved_at(self) -> object:
        """When anything was last saved; None for an empty form."""
        moments = [row.entry.updated_at for row in self.rows() if row.entry]
        return max(moments, default=None)


def sheet_of(submission: Submission) -> Sheet:
    """Return the whole form of a submission, in a number of queries that does not grow with its rows."""
    asked = asked_now(submission)
    entries = {entry.indicator_id: entry for entry in submission.entries.select_related("updated_by")}
    files = _files(submission)
    comments = list(submission.comments.select_related("by", "indicator"))
    rows = [
        row_of(row, asked.known[row.pk], entries.get(row.pk), span=asked.spans.get(row.pk), files=files.get(row.pk, []))
        for row in asked.indicators
    ]
    for row in rows:
        row.comments = [comment for comment in comments if comment.indicator_id == row.indicator.pk]
    loose = files.get(None, [])
    return Sheet(
        submission=submission,
        groups=_grouped(rows),
        parts=parts_of(submission),
        files=[file for file in loose if file.kind != "official"],
        official=[file for file in loose if file.kind == "official"],
        return_note=_return_note(submission, comments),
        span=asked.span or _period_span(submission),
    )


def to_be_typed(submission: Submission) -> list[Indicator]:
    """Return the indicators that may be typed now, in the order of the form; for who stores what was typed."""
    read = asking(submission)
    spans = read.slices(read.asked)
    return [row for row in read.asked if row.pk in spans]


def row_of(
    indicator: Indicator,
    known: Known,
    entry: Entry | None,
    *,
    span: Span | None = None,
    files: list[Attachment] | None = None,
) -> Row:
    """Return the row as it is stored."""
    typed = typed_of(entry)
    version = entry.version if entry else 0
    row = Row(indicator, known, typed, typed_rows.mark(version, typed), entry, span, files or [])
    if entry and (entry.typed or entry.answer):
        row.error = typed_rows.read(
            typed, kind=indicator.kind, decimals=indicator.decimals, denominator=indicator.denominator
        ).error
    return row


def typed_of(entry: Entry | None) -> Typed:
    """Return what the form shows for an entry."""
    if entry is None:
        return Typed()
    return Typed(
        text=entry.typed,
        answer=entry.answer if entry.answer in (typed_rows.NONE, typed_rows.NOT_APPLICABLE) else typed_rows.VALUE,
        reason=entry.reason,
        note=entry.note,
        is_estimated=entry.is_estimated,
        is_approximate=entry.is_approximate,
    )


def progress_of(submissions: Iterable[Submission]) -> dict[int, int]:
    """Return by submission how many of its figures are answered and understood, in one query."""
    figure = (
        Q(value__isnull=False) | Q(numerator__isnull=False, numerator__lte=F("denominator")) | Q(holds__isnull=False)
    )
    understood = Q(answer=typed_rows.VALUE) & figure
    understood |= Q(answer=typed_rows.NONE, typed="") | Q(answer=typed_rows.NOT_APPLICABLE, typed="") & ~Q(reason="")
    rows = Entry.objects.filter(understood, submission__in=submissions).values_list("submission_id", flat=True)
    counts: dict[int, int] = {}
    for pk in rows:
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def _period_span(submission: Submission) -> Span | None:
    period = submission.period
    if period.covers_from is None or period.covers_until is None:
        return None
    return period.covers_from, period.covers_until


def _grouped(rows: Iterable[Row]) -> list[Group]:
    """Group rows by programme and target, in the order of the document."""
    groups: dict[tuple[int, int | None], Group] = {}
    for row in rows:
        indicator = row.indicator
        key = (indicator.program_id, indicator.target_id)
        groups.setdefault(key, Group(indicator.target, indicator.program)).rows.append(row)
    return list(groups.values())


def _files(submission: Submission) -> Mapping[int | None, list[Attachment]]:
    found: dict[int | None, list[Attachment]] = {}
    for file in submission.attachments.filter(removed_at=None):
        found.setdefault(file.indicator_id, []).append(file)
    return found


def _return_note(submission: Submission, comments: Iterable[Comment]) -> Comment | None:
    """Return the reviewer's latest note while it still waits for an answer."""
    if submission.status not in (Status.RETURNED, Status.REOPENED):
        return None
    notes = [comment for comment in comments if comment.kind in (CommentKind.RETURN, CommentKind.REOPEN)]
    return notes[-1] if notes else None
