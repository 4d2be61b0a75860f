"""What a programme says at this moment, as plain values: a draft by its proposals, an issued one by its rows."""

from __future__ import annotations

from dataclasses import dataclass

from programs.payloads import (
    ActivityDraft,
    Bases,
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


@dataclass(frozen=True)
class Placed:
    """A target and the section it stands in, as an index into the edition's sections; None: in no section."""

    draft: TargetDraft
    section: int | None = None


@dataclass(frozen=True)
class Edition:
    """`intro` and `closing` are paragraphs that belong to no section: above the first heading, and the last sentence.

    `rules` is None where the reports are those of another programme's regime: then the text speaks for itself.
    """

    subject: Subject
    identity: Identity
    theme: Theme
    bases: Bases
    recipients: Recipients
    signature: Signature
    sections: tuple[SectionDraft, ...] = ()
    section_parents: tuple[int | None, ...] = ()
    targets: tuple[Placed, ...] = ()
    activities: tuple[ActivityDraft, ...] = ()
    conferences: tuple[ConferenceDraft, ...] = ()
    rules: tuple[RuleDraft, ...] | None = ()
    intro: tuple[str, ...] = ()
    closing: str = ""
