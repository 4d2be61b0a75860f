"""From the rows of a programme to what it says. A draft speaks through its proposals until it is issued."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from programs.checks import Kept, kept_of
from programs.exporting.edition import Edition, Placed
from programs.models import Program, ProposalKind
from programs.outline import words_of
from programs.payloads import (
    ActivityDraft,
    Bases,
    Basis,
    ConferenceDraft,
    Identity,
    Recipients,
    RuleDraft,
    SectionDraft,
    Signature,
    Subject,
    TargetDraft,
    Theme,
)

T = TypeVar("T")
_CLOSES = re.compile(r"\./\.\W*$")
_ENDS = re.compile(r"^\W*(?:Nơi nhận|TM\s?\.|KT\s?\.|TL\s?\.)", re.IGNORECASE)


def edition_of(program: Program) -> Edition:
    """Return what the programme says now; amendments are in the rows, so they are in the text."""
    found = _of_draft(program) if program.is_draft else _of_rows(program)
    return _with_prose(program, found)


def _of_draft(program: Program) -> Edition:
    kept = kept_of(list(program.proposals.all()))
    sections = _kept(kept, SectionDraft)
    places = {item.proposal.pk: at for at, item in enumerate(sections)}
    return Edition(
        subject=_first(kept, subject_of(program)),
        identity=_first(kept, _identity(program)),
        theme=_first(kept, Theme(program.theme, program.breakthrough)),
        bases=_first(kept, Bases()),
        recipients=_first(kept, Recipients()),
        signature=_first(kept, _signature(program)),
        sections=tuple(item.draft for item in sections),
        section_parents=tuple(places.get(item.proposal.parent_id or 0) for item in sections),
        targets=tuple(
            Placed(item.draft, places.get(item.proposal.parent_id or 0)) for item in _kept(kept, TargetDraft)
        ),
        activities=tuple(item.draft for item in _kept(kept, ActivityDraft)),
        conferences=tuple(item.draft for item in _kept(kept, ConferenceDraft)),
        rules=tuple(item.draft for item in _kept(kept, RuleDraft)),
    )


def _of_rows(program: Program) -> Edition:
    sections = list(program.sections.all())
    places = {section.pk: at for at, section in enumerate(sections)}
    bases = tuple(Basis(b.text, b.number, b.dated_on, b.issuer) for b in program.legal_bases.all())
    return Edition(
        subject=subject_of(program),
        identity=_identity(program),
        theme=Theme(program.theme, program.breakthrough),
        bases=Bases(bases),
        recipients=Recipients(tuple(line.text for line in program.recipients.all())),
        signature=_signature(program),
        sections=tuple(SectionDraft(s.number, s.title, s.level, s.body) for s in sections),
        section_parents=tuple(places.get(s.parent_id or 0) for s in sections),
        targets=tuple(
            Placed(TargetDraft(t.number, t.text, t.is_embedded), places.get(t.section_id or 0))
            for t in program.targets.all()
        ),
        activities=_activities(program),
        conferences=tuple(
            ConferenceDraft(c.number, c.month, c.year, tuple(item.text for item in c.agenda.all()))
            for c in program.conferences.order_by("position", "pk").prefetch_related("agenda")
        ),
        rules=_rules(program),
    )


def _activities(program: Program) -> tuple[ActivityDraft, ...]:
    rows = program.activities.prefetch_related("assignments")
    return tuple(
        ActivityDraft(
            number=row.number,
            title=row.title,
            months=tuple(row.months),
            is_all_year=row.is_all_year,
            in_charge="; ".join(a.department for a in row.assignments.all() if a.department),
        )
        for row in rows
    )


def _rules(program: Program) -> tuple[RuleDraft, ...] | None:
    """The rules of the regime that was read from this programme; None when it reports through another's."""
    regime = program.regime
    if regime is None:
        return ()
    if regime.source_program_id not in (None, program.pk):
        return None
    return tuple(words_of(rule) for rule in regime.rules.prefetch_related("audience_lines"))


def subject_of(program: Program) -> Subject:
    p = program
    return Subject(p.title, p.kind, p.year_from, p.year_to, p.starts_on, p.ends_on)


def _identity(program: Program) -> Identity:
    p = program
    issuer = p.issuer_name or p.issuer.name
    return Identity(p.document_type, p.number, p.issued_on, p.place, p.superior_name, issuer)


def _signature(program: Program) -> Signature:
    return Signature(program.authority, program.signatory_position, program.signatory_name)


def _kept(kept: list[Kept], cls: type[T]) -> list[Kept]:
    return [item for item in kept if isinstance(item.draft, cls)]


def _first(kept: list[Kept], fallback: T) -> T:
    return next((item.draft for item in kept if isinstance(item.draft, type(fallback))), fallback)


def _with_prose(program: Program, found: Edition) -> Edition:
    """Add what stands outside the sections of the document that was read: the opening and the closing sentence."""
    lines = {row.index: row.text.strip() for row in program.paragraphs.all()}
    if not lines:
        return found
    # A dropped heading still shows where the heading block ends.
    spots = program.proposals.exclude(paragraph=None).values_list("kind", "paragraph", "payload__group")
    title = next((at or 0 for kind, at, group in spots if kind == ProposalKind.HEAD and group == "subject"), None)
    first = min((at or 0 for kind, at, _ in spots if kind == ProposalKind.SECTION), default=0)
    intro: list[str] = []
    if title is not None:
        between = (lines[at] for at in sorted(lines) if title < at < first)
        intro = [text for text in (_prose(line, found) for line in between) if text]
    said = {line for section in found.sections for line in section.body.splitlines()}
    after = [text for at, text in sorted(lines.items()) if at > first and text not in said]
    closing = next((text for text in after if _CLOSES.search(text) and not _ENDS.match(text)), "")
    return replace(found, intro=tuple(intro), closing=closing)


def _prose(text: str, found: Edition) -> str:
    """What a paragraph says besides the programme's title and the documents it rests on; "" for a rule of dashes."""
    if not any(c.isalpha() for c in text) or text in found.subject.title:
        return ""
    known = next((b.text for b in found.bases.lines if b.text and text.startswith(b.text.rstrip(" ;.,"))), None)
    return text if known is None else text[len(known) :].strip(" ;.,")
