"""What reading a programme document yields: plain frozen values, each tied to its place in the document as read.

Nothing here knows the database, the clock or a request. A `Span` points into `Document.paragraphs`; a `doubt` is a
Vietnamese sentence for the review screen that says why a fact should be looked at first, or None when it is sure.
The keys of the printed JSON (see `to_json`) are those of the programme schema: `percent_of_units`, `half_year`, …
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one paragraph: characters `start` up to, not including, `end` of `paragraphs[paragraph].text`."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or table row as read: automatic numbers written out, markup gone, sentences over pages rejoined."""

    index: int
    text: str
    page: int = 1
    label: str | None = None  # the automatic number Word would show; it also begins `text`
    depth: int | None = None  # level of automatic numbering, 0 outermost; None where the number is typed or absent
    style: str = ""
    is_heading: bool = False  # set in a heading style
    is_bold: bool = False
    is_italic: bool = False
    cells: tuple[str, ...] = ()  # the cells when this is a row of a real (not a layout) table
    table: int | None = None  # number of that table


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `format` is txt, docx, pdf, doc or pasted; `notes` are Vietnamese remarks for the review."""

    filename: str
    format: str
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def excerpt(self, span: Span) -> str:
        """Return the text that the span points at."""
        return self.paragraphs[span.paragraph].text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """One fact of the heading or end block and where it stands (no span: derived from the whole)."""

    value: T
    span: Span | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    number: str | None
    issued: date | None
    issuer: str | None
    text: str
    span: Span
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class SectionRead:
    """An outline heading. `body`: the paragraphs of its own text, first and one past the last."""

    number: str
    title: str
    level: int
    span: Span
    parent: int | None = None  # index into `sections`
    body: tuple[int, int] = (0, 0)
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class PerUnit:
    """The threshold each unit must reach inside a percentage of units."""

    quantity: Decimal
    unit: str
    comparator: str
    quantity_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IndicatorRead:
    """One promise. Comparators: >= > <= < = range, or None without a number.

    Scopes: organisation, each_unit, per_cluster, each_member, percent_of_units, percent_of_members, percent_of_youth,
    percent_other. `goal_span` is year, quarter, month, week or programme; `period` the same in the words of the schema.
    """

    text: str
    span: Span
    quantity: Decimal | None
    unit: str
    comparator: str | None
    scope: str
    quantity_max: Decimal | None = None
    population: str | None = None
    per_unit: PerUnit | None = None
    subset_of: int | None = None  # index among the indicators of the same target
    grade: str | None = None
    grade_at_least: str | None = None
    period: str = ""
    goal_span: str = "programme"
    qualifier: str = ""
    is_issuer: bool = False  # the sentence's subject is the issuing body itself
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class TargetRead:
    """A clause of a targets section, or (`embedded`) a promise found elsewhere. `section` indexes `sections`."""

    number: str | None
    text: str
    indicators: tuple[IndicatorRead, ...]
    span: Span
    label: str | None = None
    section: int | None = None
    embedded: bool = False
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityRead:
    number: str | None
    title: str
    months: tuple[int, ...]
    all_year: bool
    span: Span
    year: int | None = None
    raw_months: str | None = None
    in_charge: str | None = None
    section: int | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class ConferenceRead:
    number: int | None
    month: int | None
    year: int | None
    title: str
    agenda: tuple[Stated[str], ...]
    span: Span
    section: int | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class FoldedMonth:
    """A month whose monthly report is folded into another report of that month."""

    month: int
    into: str  # report_kind


@dataclass(frozen=True, slots=True)
class DeadlineRead:
    """One reporting rule.

    `report_kind`: daily, weekly, monthly, quarterly, half_year, nine_month, annual, thematic, unit_work_programme,
    cluster_work_plan, campaign_final, folded_into_regular_reports, other_regime. Either `due` (one date) or
    `day`/`months` (recurring; `day_of_next_month` when the report of a month is due in the month after; `weekday` with
    Monday = 0 for weekly ones), or neither: then `rule` says in words what the document says.
    `inclusive`: the named day is the last good day (chậm nhất ngày 05); False: the day before is (trước ngày 05/3).
    `covers`: "previous_month", "to_date", "5-to-5" (then `covers_from_day`, `covers_until_day`), or None.
    `reporter_kind`: unit, cluster, school, issuer, other or None.
    """

    report_kind: str
    text: str
    span: Span
    due: date | None = None
    day: int | None = None
    months: tuple[int, ...] = ()
    day_of_next_month: bool = False
    weekday: int | None = None
    hour: int | None = None
    rule: str | None = None
    inclusive: bool | None = None
    covers: str | None = None
    covers_from_day: int | None = None
    covers_until_day: int | None = None
    covers_text: str | None = None
    reporter: str | None = None
    reporter_kind: str | None = None
    exempt: tuple[str, ...] = ()
    exempt_kinds: tuple[str, ...] = ()  # school, …: sectors that follow another regime
    to: str | None = None
    attachments: tuple[str, ...] = ()
    folded: tuple[FoldedMonth, ...] = ()
    name: str | None = None  # in quotation marks after the kind of report
    asked_kinds: tuple[str, ...] = ()  # sectors that alone must send it
    asks_cluster_leads: bool = False
    figures: tuple[date, date] | None = None  # "số liệu từ ngày … đến hết ngày …"
    applies: tuple[date, date] | None = None  # "áp dụng từ ngày … đến hết ngày …"
    moves_off_holidays: bool = False
    section: int | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class ResponsibilityRead:
    who: str
    what: str
    span: Span
    section: int | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class RecipientRead:
    text: str
    span: Span
    copies: int | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class SignatoryRead:
    authority: Stated[str] | None
    position: Stated[str] | None
    name: Stated[str] | None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class ProgramReading:
    """Everything a programme document says, in the document's order."""

    document: Document
    issuer: Stated[str] | None = None
    parent_body: Stated[str] | None = None
    document_type: Stated[str] | None = None
    number: Stated[str] | None = None
    issued: Stated[date] | None = None
    place: Stated[str] | None = None
    title: Stated[str] | None = None
    kind: Stated[str] = field(default_factory=lambda: Stated("annual"))  # annual, term, action_plan
    year_from: Stated[int] | None = None
    year_to: Stated[int] | None = None
    theme: Stated[str] | None = None
    breakthrough: Stated[str] | None = None
    legal_bases: tuple[LegalBasis, ...] = ()
    sections: tuple[SectionRead, ...] = ()
    targets: tuple[TargetRead, ...] = ()
    embedded_targets: tuple[TargetRead, ...] = ()
    activities: tuple[ActivityRead, ...] = ()
    conferences: tuple[ConferenceRead, ...] = ()
    deadlines: tuple[DeadlineRead, ...] = ()
    responsibilities: tuple[ResponsibilityRead, ...] = ()
    recipients: tuple[RecipientRead, ...] = ()
    signatory: SignatoryRead | None = None

    def doubts(self) -> Iterator[str]:
        """Yield every reason for doubt, in the order of the fields; the review counts them."""
        head = (self.issuer, self.parent_body, self.document_type, self.number, self.issued, self.place)
        subject = (self.title, self.kind, self.year_from, self.year_to, self.theme, self.breakthrough)
        targets = [item for t in (*self.targets, *self.embedded_targets) for item in (t, *t.indicators)]
        calendar = (*self.activities, *self.conferences, *self.deadlines)
        end = (*self.responsibilities, *self.recipients, self.signatory)
        facts: tuple[object, ...] = (*head, *subject, *self.legal_bases, *self.sections, *targets, *calendar, *end)
        for fact in facts:
            doubt: str | None = getattr(fact, "doubt", None)
            if doubt:
                yield doubt
