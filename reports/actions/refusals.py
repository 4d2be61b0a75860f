"""Why an action changes nothing: one exception per reason, each with the sentence a user reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from units.models import AuditEntry

if TYPE_CHECKING:
    from reports.checks import Problem


class Refused(Exception):  # noqa: N818 – named for what happened; a refusal is an answer, not a fault
    """An action that the rules do not allow now. `why` is a code, `sentence` says it in Vietnamese."""

    why: ClassVar[str] = "not_allowed"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AlreadySubmitted(Refused):
    why = "already_submitted"


class Frozen(Refused):
    """The report is accepted: only reopening it makes it change."""

    why = "frozen"


class NotSubmitted(Refused):
    why = "not_submitted"


class NotOpen(Refused):
    """The slice that the unit has to report has not begun."""

    why = "not_open"


class Waived(Refused):
    why = "waived"


class NotAllowed(Refused):
    why = "not_allowed"


class ChangedMeanwhile(NotAllowed):
    """Somebody has changed the same thing since the form was shown: `now` is what it says.

    `last` is the change, if it is on record; `beside` is what belongs to it and is no part of the draft.
    """

    def __init__(self, now: Any, *, beside: Any = None, last: AuditEntry | None = None) -> None:
        self.now, self.beside, self.last = now, beside, last
        super().__init__("Vừa có người khác sửa nội dung này nên chưa lưu.")


class Incomplete(NotAllowed):
    """Checks that block: `problems` holds every one of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("Báo cáo chưa gửi được. " + " ".join(problem.sentence for problem in self.problems))
