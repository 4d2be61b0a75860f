"""What a proposal holds, as typed values; JSON in the database, these everywhere else. Pure: no rows, no clock."""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from programs.models import Audience, Covers, ProposalKind, ReportKind, Shift
from programs.promises import Accumulation, AnsweredBy, Comparator, GoalSpan, Measure

T = TypeVar("T")
# Reading the hints of a class takes longer than reading a payload.
_KNOWN_HINTS: dict[type[Any], dict[str, Any]] = {}


# --- heading and end of the document, one proposal per group


@dataclass(frozen=True)
class Subject:
    title: str
    kind: str
    year_from: int
    year_to: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Identity:
    document_type: str = "CHƯƠNG TRÌNH"
    number: str = ""
    issued_on: date | None = None
    place: str = ""
    superior_name: str = ""
    issuer_name: str = ""


@dataclass(frozen=True)
class Theme:
    theme: str = ""
    breakthrough: str = ""


@dataclass(frozen=True)
class Basis:
    text: str
    number: str = ""
    dated_on: date | None = None
    issuer: str = ""


@dataclass(frozen=True)
class Bases:
    lines: tuple[Basis, ...] = ()


@dataclass(frozen=True)
class Recipients:
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    authority: str = ""
    signatory_position: str = ""
    signatory_name: str = ""


# --- body


@dataclass(frozen=True)
class SectionDraft:
    number: str = ""
    title: str = ""
    level: int = 1
    body: str = ""


@dataclass(frozen=True)
class TargetDraft:
    number: str = ""
    text: str = ""
    is_embedded: bool = False


@dataclass(frozen=True)
class IndicatorDraft:
    """`part_of` and `reads` are primary keys of proposals of the same target: "trong đó" of one, counted by another."""

    label: str = ""
    text: str = ""
    measure: str = Measure.TOTAL
    comparator: str = Comparator.AT_LEAST
    goal: Decimal | None = None
    goal_max: Decimal | None = None
    unit_of_measure: str = ""
    decimals: int = 0
    coverage_goal: Decimal | None = None
    coverage_comparator: str = Comparator.AT_LEAST
    goal_span: str = GoalSpan.PROGRAMME
    accumulation: str = Accumulation.SUM
    answered_by: str = AnsweredBy.UNIT
    denominator: str = ""
    population_text: str = ""
    population_sectors: tuple[str, ...] = ()
    grade: str = ""
    is_required: bool = False
    part_of: int | None = None
    reads: int | None = None


@dataclass(frozen=True)
class ActivityDraft:
    number: str = ""
    title: str = ""
    months: tuple[int, ...] = ()
    is_all_year: bool = False
    in_charge: str = ""


@dataclass(frozen=True)
class ConferenceDraft:
    number: str = ""
    month: int | None = None
    year: int | None = None
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleDraft:
    """A reporting rule, or (`is_note`) a sentence about reporting that makes no period of its own."""

    kind: str = ReportKind.MONTHLY
    name: str = ""
    text: str = ""
    is_note: bool = False
    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    due_day: int | None = None
    due_on: date | None = None
    due_hour: int = 24
    is_inclusive: bool = True
    shift: str = Shift.NONE
    covers: str = Covers.NOTHING
    covers_day: int | None = None
    covers_from: date | None = None
    covers_until: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    audience: str = Audience.EVERYBODY
    asked_sectors: tuple[str, ...] = ()
    exempt_sectors: tuple[str, ...] = ()
    required_attachment: str = ""
    is_open_question: bool = False

    @property
    def has_date(self) -> bool:
        """True when the rule says enough to make periods."""
        return bool(self.due_on or self.due_day or self.weekdays or self.kind == ReportKind.DAILY)


@dataclass(frozen=True)
class RegimeDraft:
    """What is said of a regime that runs as a whole; no proposal holds it."""

    name: str = ""
    reports_from: date | None = None


Draft = (
    Subject
    | Identity
    | Theme
    | Bases
    | Recipients
    | Signature
    | SectionDraft
    | TargetDraft
    | IndicatorDraft
    | ActivityDraft
    | ConferenceDraft
    | RuleDraft
    | RegimeDraft
)

HEAD_GROUPS: dict[str, type[Subject | Identity | Theme | Bases | Recipients | Signature]] = {
    "subject": Subject,
    "identity": Identity,
    "theme": Theme,
    "bases": Bases,
    "recipients": Recipients,
    "signature": Signature,
}
HEAD_LABELS = {
    "subject": "Trích yếu, loại, thời gian",
    "identity": "Số, ngày, nơi ban hành",
    "theme": "Chủ đề, nội dung đột phá",
    "bases": "Căn cứ",
    "recipients": "Nơi nhận",
    "signature": "Người ký",
}
DRAFTS: dict[str, type[Any]] = {
    ProposalKind.SECTION: SectionDraft,
    ProposalKind.TARGET: TargetDraft,
    ProposalKind.INDICATOR: IndicatorDraft,
    ProposalKind.ACTIVITY: ActivityDraft,
    ProposalKind.CONFERENCE: ConferenceDraft,
    ProposalKind.RULE: RuleDraft,
}


def draft_class(kind: str, payload: Mapping[str, Any]) -> type[Any]:
    """Return the class of what a proposal of that kind holds."""
    return HEAD_GROUPS[payload["group"]] if kind == ProposalKind.HEAD else DRAFTS[kind]


def read(kind: str, payload: Mapping[str, Any]) -> Any:
    """Return the typed value that a proposal's payload holds."""
    return load(draft_class(kind, payload), payload)


def dump(draft: Draft) -> dict[str, Any]:
    """Return the draft as JSON keeps it; a head group names itself under "group"."""
    payload: dict[str, Any] = _plain(asdict(draft))
    for group, cls in HEAD_GROUPS.items():
        if isinstance(draft, cls):
            payload["group"] = group
    return payload


def mark_of(draft: Draft, *beside: object) -> str:
    """Return a short name of what the draft, and what belongs to it, says: a form tells by it what it rests on."""
    said = [dump(draft), *map(str, beside)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def load(cls: type[T], payload: Mapping[str, Any]) -> T:
    """Return the draft of that class; keys it does not know are left out, missing ones take their default."""
    hints = _hints(cls)
    return cls(**{name: _typed(hints[name], value) for name, value in payload.items() if name in hints})


def _hints(cls: type[Any]) -> dict[str, Any]:
    if cls not in _KNOWN_HINTS:
        hints = get_type_hints(cls)
        _KNOWN_HINTS[cls] = {field.name: hints[field.name] for field in fields(cls)}
    return _KNOWN_HINTS[cls]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    return str(value) if isinstance(value, Decimal) else value


def _typed(hint: Any, value: Any) -> Any:
    if get_origin(hint) is types.UnionType:
        if value is None:
            return None
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_typed(get_args(hint)[0], item) for item in value or ())
    if hint is date:
        return date.fromisoformat(value)
    if hint is Decimal:
        return Decimal(value)
    if is_dataclass(hint) and isinstance(hint, type):
        return load(hint, value)
    return value
