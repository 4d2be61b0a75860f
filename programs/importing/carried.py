"""What one clause of a sentence hands on to the next: subject, comparator, the share that a list goes on with."""

from __future__ import annotations

from dataclasses import dataclass

from programs.importing import phrases


@dataclass(slots=True)
class Carried:
    """What one clause hands on to the next inside a sentence."""

    subject: phrases.Population | None = None
    named: phrases.Population | None = None  # the last subject named in the sentence, also when another followed
    comparator: str = "="
    qualifier: str = ""
    share: int | None = None  # index of the last share
    share_open: bool = False  # the last share carries a threshold per unit that a list may go on with
    begun: bool = False  # a clause of the sentence has promised something
    mixed: bool = False  # the subject followed promises of others: a list of unlike clauses
    issuer: bool = False  # the issuing body is the subject, also of what follows without a subject of its own
