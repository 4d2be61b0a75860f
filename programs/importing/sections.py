"""What a section of a programme is: its place, its number and title, and what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from programs.importing.folding import key

TOP_STYLES = ("part", "upper", "roman")
LIST_STYLES = ("bullet",)

TARGETS, ACTIVITIES, KEY_TASKS, THEME, BREAKTHROUGH, DUTIES, OTHER = (
    "targets", "activities", "key_tasks", "theme", "breakthrough", "duties", "other",
)  # fmt: skip
# What a section is about, by words of its title; the first line that fits decides.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (TARGETS, re.compile(r"\bchỉ tiêu\b|\bmục tiêu (?:cụ thể|phấn đấu|chủ yếu)")),  # "Các chỉ tiêu phấn đấu"
    (THEME, re.compile(r"^chủ đề\b|^(?:tên )?chủ đề (?:năm|công tác)")),  # "Chủ đề công tác năm"
    (BREAKTHROUGH, re.compile(r"\bđột phá\b")),  # "Khâu đột phá"
    (KEY_TASKS, re.compile(r"^(?:một số |các |những )?(?:nhiệm vụ|"
                           r"công tác)(?: công tác)? trọng tâm")),  # "Các nhiệm vụ trọng tâm"
    (DUTIES, re.compile(r"tổ chức (?:thực hiện|triển khai)|phân công (?:thực hiện|nhiệm vụ)|"
                        r"chế độ (?:thông tin|báo cáo)")),
    (ACTIVITIES, re.compile(
        r"(?:hoạt động|sự kiện|nội dung|công việc|chương trình)(?: \w+){0,4} (?:lớn|trọng điểm|chủ yếu|nổi bật|"
        r"cụ thể|chính)\b|\b(?:hoạt động|sự kiện)(?: \w+){0,4} (?:trọng tâm|tiêu biểu|cao điểm)\b|"
        r"\btheo (?:từng )?(?:tháng|quý)|\blịch\b|tiến độ|khung (?:kế hoạch|hoạt động|thời gian)|dự kiến"
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A heading. `inline`: where text on its own line begins; `body`: its paragraphs, first and one past the last."""

    paragraph: int
    number: str
    title: str
    title_span: tuple[int, int]
    level: int
    parent: int | None
    kind: str
    inline: int | None
    body: tuple[int, int]


def is_of_tasks(title: str) -> bool:
    """Tell whether a section holds tasks, not targets, even under "Mục tiêu, chỉ tiêu, nhiệm vụ"."""
    low = key(title)
    return bool(re.search(r"\b(?:nhiệm vụ|giải pháp|biện pháp)\b", low)) and "chỉ tiêu" not in low


def kind_of_title(title: str) -> str:
    """Return what a section is about, judged by its title."""
    low = key(title)
    return next((kind for kind, pattern in _KINDS if pattern.search(low)), OTHER)
