"""What a report says, line by line: as it stands now or as it was sent, beside the last report and the last sending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from indicators.models import Answer, Indicator, Kind, Result
from programs.models import Target
from reports import wording
from reports.contents import Contents
from reports.models import Attachment, Entry, NarrativePart, Revision
from units.formats import format_number, format_percent


@dataclass(frozen=True)
class SentFigure:
    """A figure as a revision keeps it."""

    answer: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    holds: bool | None = None
    note: str = ""
    reason: str = ""
    is_estimated: bool = False
    is_approximate: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> SentFigure:
        """Return the figure of a snapshot's row."""
        numbers = {name: _decimal(kept.get(name)) for name in ("value", "numerator", "denominator")}
        return cls(
            answer=kept.get("answer") or "",
            holds=kept.get("holds"),
            note=kept.get("note") or "",
            reason=kept.get("reason") or "",
            is_estimated=bool(kept.get("is_estimated")),
            is_approximate=bool(kept.get("is_approximate")),
            **numbers,
        )


@dataclass
class Line:
    """One indicator in a report that is read."""

    indicator_id: int
    label: str
    measure: str
    kind: str
    figure: SentFigure | Entry | None = None
    last: Result | None = None
    before: SentFigure | None = None
    has_before: bool = False
    target: Target | None = None
    warnings: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)

    @property
    def text(self) -> str:
        words = wording.figure_words(self.figure)
        return f"khoảng {words}" if self.figure is not None and self.figure.is_approximate else words

    @property
    def is_blank(self) -> bool:
        return self.figure is None or not self.figure.answer

    @property
    def last_text(self) -> str:
        return wording.figure_words(self.last)

    @property
    def before_text(self) -> str:
        """What the sending before said, only where it differs."""
        return wording.figure_words(self.before) if self.has_changed else ""

    @property
    def has_changed(self) -> bool:
        return self.has_before and _content(self.before) != _content(self.figure)

    @property
    def change(self) -> str:
        """Return "+12 (+60%)" against the last report for counts; empty where there is nothing to compare."""
        figure, last = self.figure, self.last
        if self.kind != Kind.COUNT or figure is None or last is None:
            return ""
        now, then = _counted(figure.answer, figure.value), _counted(last.answer, last.value)
        if now is None or then is None or now == then:
            return "" if now is None or then is None else "như kỳ trước"
        sign = "+" if now > then else "−"
        share = f" ({sign}{format_percent(abs(now - then) * 100 / then, 0)})" if then else ""
        return f"{sign}{format_number(abs(now - then))}{share}"


@dataclass(frozen=True)
class Text:
    """One written part; `before` is what the sending before said, only where it differs."""

    label: str
    text: str
    before: str = ""
    has_changed: bool = False


def shown_lines(
    source: Contents | Revision,
    *,
    before: Revision | None = None,
    last: Mapping[int, Result] | None = None,
    targets: Mapping[int, Indicator] | None = None,
) -> list[Line]:
    """Return the lines of a report as typed (`Contents`) or as sent (`Revision`)."""
    if isinstance(source, Contents):
        lines = [_line_of(row, source.entries.get(row.pk)) for row in (*source.indicators, *source.volunteered)]
        last = source.last
    else:
        lines = [_line_kept(kept) for kept in source.snapshot.get("figures", [])]
        _add_warnings(lines, source.snapshot.get("warnings", []))
    sent_before = (
        {kept["indicator"]: SentFigure.of(kept) for kept in before.snapshot.get("figures", [])} if before else {}
    )
    for line in lines:
        line.last = (last or {}).get(line.indicator_id)
        line.before, line.has_before = sent_before.get(line.indicator_id), before is not None
        if targets and line.indicator_id in targets:
            line.target = targets[line.indicator_id].target
    return lines


def shown_texts(source: Contents | Revision, *, before: Revision | None = None) -> list[Text]:
    """Return the written parts that say something, or said something the time before."""
    if isinstance(source, Contents):
        written = {text.part: text.text for text in source.narratives}
    else:
        written = source.snapshot.get("narrative", {})
    old = before.snapshot.get("narrative", {}) if before else {}
    texts = []
    for part in NarrativePart:
        now, then = written.get(part, ""), old.get(part, "")
        if now or then:
            changed = before is not None and now != then
            texts.append(Text(part.label, now, then if changed else "", changed))
    return texts


def with_their_files(lines: Iterable[Line], files: Iterable[Attachment]) -> list[Attachment]:
    """Put each file on the line it proves, and return those that go with the whole report."""
    places = {line.indicator_id: line for line in lines}
    loose: list[Attachment] = []
    for file in files:
        line = places.get(file.indicator_id or 0)
        (line.files if line else loose).append(file)
    return loose


def files_kept(revision: Revision) -> list[int]:
    """Return the keys of the files that went with a sending."""
    return [kept["id"] for kept in revision.snapshot.get("attachments", [])]


def _line_of(row: Indicator, entry: Entry | None) -> Line:
    return Line(row.pk, row.label, row.unit_of_measure, row.kind, figure=entry, target=row.target)


def _line_kept(kept: Mapping[str, Any]) -> Line:
    figure = SentFigure.of(kept)
    return Line(kept["indicator"], kept["label"], kept.get("unit_of_measure", ""), kept["kind"], figure=figure)


def _add_warnings(lines: Iterable[Line], warnings: Iterable[str]) -> None:
    """Put each warning beside its line: a warning about a figure begins with the indicator's name."""
    for line in lines:
        line.warnings = [text for text in warnings if text.startswith(f"“{line.label}”") and not line.is_blank]


def _content(figure: SentFigure | Entry | None) -> tuple[object, ...]:
    names = ("answer", "value", "numerator", "denominator", "holds", "note", "reason", "is_estimated", "is_approximate")
    return tuple(getattr(figure, name, None) or None for name in names)


def _counted(answer: str, value: Decimal | None) -> Decimal | None:
    return Decimal(0) if answer == Answer.NONE else value


def _decimal(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)
