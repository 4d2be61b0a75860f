"""Where one is on the way from a document to an issued programme."""

from __future__ import annotations

STEPS = (
    ("upload", "Tải văn bản lên"),
    ("review", "Soát nội dung"),
    ("calendar", "Lịch và nghĩa vụ"),
    ("issue", "Ban hành"),
)


def steps(current: str) -> list[dict[str, str]]:
    """Return the steps for components/steps.html; those before the current one are done."""
    at = [key for key, _ in STEPS].index(current)
    return [
        {"label": label, "state": "done" if place < at else "current" if place == at else ""}
        for place, (_, label) in enumerate(STEPS)
    ]
