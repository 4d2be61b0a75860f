"""Answering the warnings that a report gets before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from reports.actions.entering import claim
from reports.actions.refusals import NotAllowed
from reports.checks import Problem, problems
from reports.models import Submission, WarningNote
from reports.typed import mark_text, plain
from reports.warnings import answered
from units import clock
from units.models import User

NOTE_LIMIT = 2000


@transaction.atomic
def answer_warnings(submission: Submission, typed: Mapping[str, tuple[str, str]], *, by: User) -> int:
    """Store what was typed to the report's warnings and return how many notes changed.

    `typed` holds text and mark by the warning's key; what was not touched, or answers no warning that stands, is left
    alone. Where somebody else has written meanwhile both texts are kept. Raises Refused.
    """
    texts = {key: (plain(text), mark) for key, (text, mark) in typed.items()}
    touched = {key: (text, mark) for key, (text, mark) in texts.items() if mark and mark_text(0, text) != mark}
    if not touched:
        return 0
    count = 0
    for warning in answered(submission, problems(submission)):
        text, mark = touched.get(warning.key, (warning.text, ""))
        if text == warning.text:
            continue
        if warning.text and warning.mark != mark:
            text = f"{warning.text}\n{text}".strip()
        if len(text) > NOTE_LIMIT:
            raise NotAllowed("Giải trình dài quá 2.000 ký tự. Rút gọn rồi lưu lại.")
        if not count:
            claim(submission)
        _store(submission, warning.problem, text, by=by)
        count += 1
    return count


def _store(submission: Submission, problem: Problem, text: str, *, by: User) -> None:
    key: dict[str, Any] = {"submission": submission, "code": problem.code, "indicator_id": problem.indicator_id}
    WarningNote.objects.update_or_create(**key, defaults={"text": text, "by": by, "at": clock.now()})
