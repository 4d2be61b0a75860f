"""States as people see them: a word and a colour, never a colour alone (UX.md, "Words" and principle 6)."""

from __future__ import annotations

from typing import NamedTuple

from units.formats import format_number

GREY, BLUE, AMBER, RED, GREEN = "grey", "blue", "amber", "red", "green"


class Badge(NamedTuple):
    """A word and the name of its colour."""

    word: str
    tone: str


SUBMISSION = {
    "not_started": Badge("Chưa nộp", GREY),
    "draft": Badge("Đang soạn", BLUE),
    "submitted": Badge("Đã nộp", BLUE),
    "returned": Badge("Cần bổ sung", AMBER),
    "accepted": Badge("Đã duyệt", GREEN),
    "reopened": Badge("Đã mở lại", AMBER),
    "waived": Badge("Được miễn", GREY),
}

TIMELINESS = {
    "on_time": Badge("Đúng hạn", GREEN),
    "late": Badge("Trễ", AMBER),
    "missing": Badge("Chưa nộp", RED),
    "waived": Badge("Được miễn", GREY),
    "not_due": Badge("Chưa đến hạn", GREY),
    "pending": Badge("Chưa đến hạn", GREY),
}

TARGET = {
    "achieved": Badge("Đạt", GREEN),
    "on_pace": Badge("Đúng tiến độ", BLUE),
    "behind": Badge("Chậm", AMBER),
    "at_risk": Badge("Nguy cơ", RED),
    "missed": Badge("Không đạt", RED),
    "no_data": Badge("Chưa có số liệu", GREY),
    "not_set": Badge("Chưa giao", GREY),
}

MATRIX_LETTERS = {"on_time": "Đ", "late": "T", "missing": "–", "waived": "M", "not_due": "·", "pending": "·"}


def submission_badge(state: str) -> Badge:
    """Return the badge of a submission's state; raises KeyError for a state nobody has named."""
    return SUBMISSION[state.lower()]


def target_badge(status: str) -> Badge:
    """Return the badge of a target's or indicator's status; raises KeyError for a status nobody has named."""
    return TARGET[status.lower()]


def timeliness_badge(timeliness: str, days: int | None = None) -> Badge:
    """Return the badge of when a report came in; `days` late turn "Trễ" into "Trễ 2 ngày"."""
    key = timeliness.lower()
    badge = TIMELINESS[key]
    if not days or key not in {"late", "missing"}:
        return badge
    late = f"{format_number(days)} ngày"
    return badge._replace(word=f"Trễ {late}" if key == "late" else f"{badge.word} – trễ {late}")
