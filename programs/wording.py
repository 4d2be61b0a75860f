"""What a proposal says, in one or two lines for people. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from programs.models import Audience, Covers, ProgramKind, ReportKind
from programs.payloads import (
    HEAD_LABELS,
    ActivityDraft,
    ConferenceDraft,
    IndicatorDraft,
    RuleDraft,
    SectionDraft,
    TargetDraft,
    read,
)
from programs.promises import Comparator, GoalSpan, Kind, Measure, Scope
from units.formats import format_date, format_day, format_number
from units.models import Sector

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
NOT_SET = "Chưa giao chỉ tiêu"
WHOSE = {
    Scope.ORGANISATION: "Cộng của tất cả đơn vị",
    Scope.ISSUER: "Riêng cấp ban hành",
    Scope.EACH_UNIT: "Mỗi đơn vị",
    Scope.EACH_CLUSTER: "Mỗi cụm",
    Scope.EACH_MEMBER: "Bình quân mỗi người",
}


def title_of(kind: str, payload: dict[str, Any]) -> str:
    """Return what the proposal is called in a list."""
    draft = read(kind, payload)
    match draft:
        case SectionDraft():
            return f"{draft.number} {draft.title}".strip() or "Đề mục chưa có tên"
        case TargetDraft():
            number = draft.number.rstrip(".): ")
            return f"Chỉ tiêu {number}".strip() if not draft.is_embedded else "Cam kết nằm ngoài mục chỉ tiêu"
        case IndicatorDraft():
            return draft.label or "Chỉ số chưa có tên"
        case ActivityDraft():
            return f"{draft.number} {draft.title}".strip() or "Hoạt động chưa có tên"
        case ConferenceDraft():
            return f"Kỳ họp {draft.number}".strip()
        case RuleDraft():
            return rule_title(draft)
    return HEAD_LABELS[payload["group"]]


def note_of(kind: str, payload: dict[str, Any]) -> str:
    """Return the second line: what would come out of the proposal."""
    draft = read(kind, payload)
    match draft:
        case SectionDraft():
            return ""
        case TargetDraft():
            return draft.text
        case IndicatorDraft():
            return indicator_words(draft)
        case ActivityDraft():
            return months_words(draft.months, is_all_year=draft.is_all_year)
        case ConferenceDraft():
            when = f"Tháng {draft.month}/{draft.year}" if draft.month else "Chưa rõ tháng"
            return f"{when} · {len(draft.agenda)} nội dung"
        case RuleDraft():
            return rule_words(draft)
    return _head_note(payload)


def indicator_words(draft: IndicatorDraft) -> str:
    """Return "Cộng của tất cả đơn vị: ít nhất 4.500 cây xanh"."""
    measure = Measure(draft.measure)
    words = f"{WHOSE[measure.scope]}: {_goal_words(draft, measure)}"
    if measure.has_coverage and draft.coverage_goal is not None:
        whom = "cụm" if measure.scope == Scope.EACH_CLUSTER else "đơn vị"
        words += f" – {_comparator(draft.coverage_comparator)} {format_number(draft.coverage_goal)}% {whom} phải đạt"
    if draft.goal_span != GoalSpan.PROGRAMME:
        words += f" ({GoalSpan(draft.goal_span).label.lower()})"
    return words


def _goal_words(draft: IndicatorDraft, measure: Measure) -> str:
    if measure.kind == Kind.CONDITION:
        return "có hoặc không"
    if draft.goal is None:
        return NOT_SET.lower()
    unit = "%" if measure.kind == Kind.SHARE else f" {draft.unit_of_measure}".rstrip()
    if draft.comparator == Comparator.RANGE and draft.goal_max is not None:
        return f"từ {format_number(draft.goal)} đến {format_number(draft.goal_max)}{unit}"
    return f"{_comparator(draft.comparator)} {format_number(draft.goal)}{unit}".strip()


def _comparator(comparator: str) -> str:
    return "" if comparator == Comparator.EQUAL else str(Comparator(comparator).label).lower()


def months_words(months: Iterable[int], *, is_all_year: bool = False) -> str:
    """Return "Tháng 6, 7, 8", "Cả năm" or "Chưa rõ tháng"."""
    listed = ", ".join(map(str, months))
    return "Cả năm" if is_all_year else f"Tháng {listed}" if listed else "Chưa rõ tháng"


def rule_title(rule: RuleDraft) -> str:
    """Return the report's name, with what tells it from others of its kind."""
    if rule.name:
        return rule.name
    title = str(ReportKind(rule.kind).label)
    if rule.kind == ReportKind.QUARTERLY and rule.due_on is not None:
        title += f" {('I', 'II', 'III', 'IV')[((rule.due_on - timedelta(days=31)).month - 1) // 3]}"
    return title


def rule_words(rule: RuleDraft) -> str:
    """Return when it is due, for whom, with which figures: "Hết ngày 04/03/2026 (Thứ Tư) · mọi đơn vị tham gia"."""
    if rule.is_note:
        return "Chỉ ghi nhận, không tạo kỳ báo cáo"
    parts = [due_words(rule), _whom(rule)]
    if rule.covers != Covers.NOTHING:
        parts.append(covers_words(rule))
    if rule.required_attachment:
        parts.append(f"kèm {rule.required_attachment}")
    return " · ".join(parts)


def due_words(rule: RuleDraft) -> str:
    """Return the deadline in words; the last good day where it is a single date."""
    hour = "" if rule.due_hour == 24 else f"{rule.due_hour:02d}:00 "
    if rule.due_on is not None:
        last = rule.due_on if rule.is_inclusive else rule.due_on - timedelta(days=1)
        return f"{hour or 'Hết '}ngày {format_day(last)}"
    if rule.due_day is not None:
        how = "Chậm nhất" if rule.is_inclusive else "Trước"
        months = f" (tháng {', '.join(map(str, rule.months))})" if rule.months else ""
        return f"{how} {hour}ngày {rule.due_day:02d} hằng tháng{months}"
    if rule.weekdays:
        return f"{', '.join(WEEKDAYS[day - 1] for day in rule.weekdays)} hằng tuần"
    return "Hằng ngày" if rule.kind == ReportKind.DAILY else "Chưa rõ hạn"


def covers_words(rule: RuleDraft) -> str:
    if rule.covers == Covers.DAY_TO_DAY:
        day = rule.covers_day or rule.due_day
        return f"số liệu đến ngày {day:02d} tháng này" if day else "số liệu từ kỳ trước đến kỳ này"
    if rule.covers == Covers.FIXED and rule.covers_from and rule.covers_until:
        return f"số liệu từ {format_date(rule.covers_from)} đến {format_date(rule.covers_until)}"
    return {
        Covers.PREVIOUS_MONTH: "số liệu trọn tháng trước",
        Covers.TO_DATE: "số liệu lũy kế từ đầu năm",
    }.get(Covers(rule.covers), "")


def _whom(rule: RuleDraft) -> str:
    if rule.audience == Audience.CLUSTER_LEADS:
        whom = "cụm trưởng"
    elif rule.audience == Audience.CHOSEN:
        whom = f"khối {_sectors(rule.asked_sectors)}" if rule.asked_sectors else "các đơn vị được chọn"
    else:
        whom = "mọi đơn vị tham gia"
    return f"{whom}, miễn khối {_sectors(rule.exempt_sectors)}" if rule.exempt_sectors else whom


def _sectors(sectors: Iterable[str]) -> str:
    return ", ".join(str(Sector(sector).label).lower() for sector in sectors)


def _head_note(payload: dict[str, Any]) -> str:
    group = payload["group"]
    if group == "subject":
        years = {payload["year_from"], payload["year_to"]}
        when = "–".join(map(str, sorted(years)))
        return f"{payload['title'] or 'Chưa có trích yếu'} · {ProgramKind(payload['kind']).label} · {when}"
    if group in ("bases", "recipients"):
        return f"{len(payload['lines'])} dòng"
    shown = [str(value) for name, value in payload.items() if name != "group" and value]
    return " · ".join(shown) or "Chưa ghi"
