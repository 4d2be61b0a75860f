"""What the page of an issued programme shows, tab by tab; each tab reads only what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from programs.models import Activity, Program, Section
from programs.occasions import facts_of
from programs.payloads import RuleDraft
from programs.wording import rule_words
from units.models import AuditEntry

TABS = (
    ("chi-tieu", "Chỉ tiêu"),
    ("lich", "Hoạt động theo tháng"),
    ("che-do", "Chế độ báo cáo"),
    ("don-vi", "Đơn vị tham gia"),
    ("van-ban", "Nội dung văn bản"),
    ("lich-su", "Lịch sử"),
)


@dataclass(frozen=True)
class Month:
    """What is planned for a month; `number` 0 holds what has no month."""

    number: int
    activities: list[Activity]

    @property
    def label(self) -> str:
        return f"Tháng {self.number}" if self.number else "Chưa rõ tháng"


def tab_of(wanted: str | None) -> str:
    """Return the tab that was asked for, the first one for nonsense."""
    keys = [key for key, _ in TABS]
    return wanted if wanted in keys else keys[0]


def next_number(program: Program) -> str:
    """Return the number after the last target's, written the same way: "13." after "12."; "" without numbers."""
    last = program.targets.filter(is_embedded=False).exclude(number="").order_by("-position").first()
    digits = last.plain_number if last else ""
    return last.number.replace(digits, str(int(digits) + 1)) if last and digits.isdecimal() else ""


def section_of_last(program: Program) -> Section | None:
    """Return the heading under which the last target stands: where the next one belongs."""
    last = program.targets.filter(is_embedded=False).select_related("section").order_by("-position").first()
    return last.section if last else None


def content_of(program: Program, tab: str) -> dict[str, Any]:
    """Return the context of one tab."""
    return _CONTENT[tab](program)


def _targets(program: Program) -> dict[str, Any]:
    # By name: the indicators of a target live in the app above this one.
    targets = program.targets.select_related("section").prefetch_related("indicators", "assignments__officer")
    return {"targets": targets}


def _calendar(program: Program) -> dict[str, Any]:
    activities = list(program.activities.prefetch_related("assignments__officer"))
    months = [Month(n, [a for a in activities if n in a.months and not a.is_all_year]) for n in range(1, 13)]
    undated = [a for a in activities if not a.months and not a.is_all_year]
    return {
        "months": [month for month in [*months, Month(0, undated)] if month.activities],
        "all_year": [a for a in activities if a.is_all_year],
        "conferences": program.conferences.prefetch_related("agenda"),
    }


def _regime(program: Program) -> dict[str, Any]:
    if program.regime is None:
        return {"rules": [], "periods": []}
    rules = program.regime.rules.prefetch_related("audience_lines")
    periods = program.regime.periods.filter(cancelled_at=None).in_order()
    return {"rules": [(rule, rule_words(words_of(rule))) for rule in rules], "periods": periods}


def words_of(rule: Any) -> RuleDraft:
    """Return the stored rule as the draft whose words the review shows."""
    facts = facts_of(rule)
    shown = {name: getattr(facts, name) for name in facts.__slots__ if name in RuleDraft.__dataclass_fields__}
    lines = list(rule.audience_lines.all())
    return RuleDraft(
        **shown,
        audience=rule.audience,
        asked_sectors=tuple(line.sector for line in lines if line.sector and not line.is_exempt),
        exempt_sectors=tuple(line.sector for line in lines if line.sector and line.is_exempt),
        required_attachment=rule.required_attachment,
        text=rule.text,
        is_open_question=rule.is_open_question,
    )


def _units(program: Program) -> dict[str, Any]:
    return {"participations": program.participations.select_related("unit").order_by("unit__sort_key")}


def _text(program: Program) -> dict[str, Any]:
    sections = program.sections.prefetch_related("assignments__officer")
    return {"sections": sections, "bases": program.legal_bases.all(), "recipients": program.recipients.all()}


def _history(program: Program) -> dict[str, Any]:
    entries = AuditEntry.objects.filter(subject_type="programs.program", subject_id=program.pk)
    wanted = ("program_imported", "program_issued", "program_taken_back", "program_closed")
    return {
        "amendments": program.amendments.select_related("by"),
        "entries": entries.filter(event__in=wanted).select_related("by")[:100],
    }


_CONTENT = {
    "chi-tieu": _targets,
    "lich": _calendar,
    "che-do": _regime,
    "don-vi": _units,
    "van-ban": _text,
    "lich-su": _history,
}
