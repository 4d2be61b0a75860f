"""Exporting a programme and reading it back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from programs.actions.drafting import frame_of, read_upload
from programs.checks import kept_of
from programs.exporting.comparing import same_rule
from programs.exporting.composing import compose
from programs.exporting.gathering import edition_of
from programs.exporting.writers import WRITERS
from programs.importing.reading import ProgramReading
from programs.models import Program
from programs.payloads import ActivityDraft, IndicatorDraft, RuleDraft, Subject, TargetDraft, dump, read
from programs.proposing import Suggestion, suggestions

LINKS = ("part_of", "reads")


@dataclass
class Said:
    """What a programme says, without the sentences on reports and without where anything stood."""

    targets: list[tuple[str, str, list[dict[str, Any]]]]
    activities: list[tuple[str, str, tuple[int, ...], bool, str]]
    conferences: list[dict[str, Any]]
    rules: list[RuleDraft]


def exported(program: Program, suffix: str = "docx") -> bytes:
    out = io.BytesIO()
    WRITERS[suffix](compose(edition_of(program)), out)
    return out.getvalue()


def read_back(program: Program) -> ProgramReading:
    return read_upload(exported(program), "xuat.docx")


def said_by(program: Program) -> Said:
    """What the programme's proposals say that are kept."""
    kept = kept_of(list(program.proposals.all()))
    indicators: dict[int, list[dict[str, Any]]] = {}
    for item in kept:
        if isinstance(item.draft, IndicatorDraft):
            indicators.setdefault(item.proposal.parent_id or 0, []).append(facts(item.draft))
    drafts = [(item.draft, indicators.get(item.proposal.pk, [])) for item in kept]
    return _said(drafts)


def said_in(reading: ProgramReading, program: Program) -> Said:
    """What the document would propose."""
    found = suggestions(reading, frame_of(program.issuer))
    drafts = [(read(each.kind, each.payload), _indicators(found, at)) for at, each in enumerate(found)]
    return _said(drafts)


def _indicators(found: list[Suggestion], parent: int) -> list[dict[str, Any]]:
    return [
        facts(read(each.kind, each.payload)) for each in found if each.parent == parent and each.kind == "indicator"
    ]


def facts(draft: IndicatorDraft) -> dict[str, Any]:
    return {name: value for name, value in dump(draft).items() if name not in LINKS}


def _said(drafts: list[tuple[Any, list[dict[str, Any]]]]) -> Said:
    of = [draft for draft, _ in drafts]
    return Said(
        targets=[
            (bare(d.number), d.text, indicators)
            for d, indicators in drafts
            if isinstance(d, TargetDraft) and not d.is_embedded
        ],
        activities=[
            (bare(d.number), d.title, () if d.is_all_year else d.months, d.is_all_year, d.in_charge)
            for d in of
            if isinstance(d, ActivityDraft)
        ],
        conferences=[dump(d) for d in of if type(d).__name__ == "ConferenceDraft"],
        rules=[d for d in of if isinstance(d, RuleDraft) and not d.is_note],
    )


def bare(number: str) -> str:
    return number.strip(" .):(")


def subject_of(program: Program) -> Subject:
    return edition_of(program).subject


def assert_the_same(was: Said, now: Said, subject: Subject) -> None:
    assert now.targets == was.targets
    assert now.activities == was.activities
    assert now.conferences == was.conferences
    assert_the_same_rules(was.rules, now.rules, subject)


def assert_the_same_rules(was: list[RuleDraft], now: list[RuleDraft], subject: Subject) -> None:
    """Each rule has its like, and none is left over; their order is that of the sentences."""
    left = list(now)
    for rule in was:
        like = next((each for each in left if same_rule(rule, each, subject)), None)
        assert like is not None, (rule, left)
        left.remove(like)
    assert left == []
