"""Accepting many reports at once: for whoever reviews for some body."""

from __future__ import annotations

from tests.cast import Cast
from tests.matrix import Row


def shown(cast: Cast) -> dict[str, str]:
    submission = cast.submission("A", "monthly-04")
    assert submission.submitted_at is not None
    return {"chosen": f"{submission.pk} {submission.submitted_at.isoformat()}"}


ROWS = [
    Row("reports:inbox_accept", everybody=403, office=302, secretary=302),
    Row("reports:inbox_accept", method="post", everybody=403, office=422, secretary=422),
    Row("reports:inbox_accept", method="post", data=shown, everybody=403, office=200, secretary=200),
]
