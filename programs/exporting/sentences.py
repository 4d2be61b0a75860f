"""Rules, activities and conferences as sentences of a document: what a person reads and the reader understands again.

Used where the document has no sentence of its own: the rule was added by hand, or changed since.
"""

from __future__ import annotations

from datetime import date, timedelta

from programs.calendar import ROMAN, USUAL_MONTHS
from programs.models import Audience, Covers, ReportKind, Shift
from programs.payloads import ActivityDraft, ConferenceDraft, RuleDraft, Subject
from programs.ruling import CAMPAIGN

LAST_DAY = 31
ALL_DAY = 24
NO_DATE = "thời gian gửi sẽ thông báo sau"
NEXT_WORKING_DAY = "hạn trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp"
_NAMES = {
    ReportKind.DAILY: "Báo cáo ngày",
    ReportKind.WEEKLY: "Báo cáo tuần",
    ReportKind.MONTHLY: "Báo cáo tháng",
    ReportKind.QUARTERLY: "Báo cáo quý",
    ReportKind.HALF_YEAR: "Báo cáo sơ kết 6 tháng",
    ReportKind.NINE_MONTH: "Báo cáo 9 tháng",
    ReportKind.ANNUAL: "Báo cáo tổng kết năm",
    ReportKind.CLOSING: "Báo cáo chốt số liệu năm",
    ReportKind.THEMATIC: "Báo cáo chuyên đề",
    ReportKind.UNIT_PROGRAMME: "Chương trình công tác năm của đơn vị",
    ReportKind.CLUSTER_PLAN: "Kế hoạch công tác của cụm",
    ReportKind.AD_HOC: "Báo cáo đột xuất",
}
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "chủ nhật")
SECTORS = {
    "agency": "khối cơ quan",
    "school": "khối trường học",
    "enterprise": "khối doanh nghiệp",
    "armed_forces": "khối lực lượng vũ trang",
    "area": "khối địa bàn dân cư",
    "other": "khối khác",
}


def rule_sentence(rule: RuleDraft, subject: Subject) -> str:
    """Return the rule as one sentence, without a mark at its end.

    Example: "Báo cáo tháng: gửi chậm nhất ngày 05 hằng tháng (tháng 1, 2, 4); số liệu từ ngày 06 tháng trước đến hết
    ngày 05 tháng báo cáo".
    """
    what = _what(rule)
    if rule.is_note:
        return rule.text.strip(" .;") or what
    parts = [f"{what}: {_due(rule, subject)}", _span(rule)]
    if rule.starts_on or rule.ends_on:
        parts.append(_applies(rule, subject))
    if rule.shift == Shift.NEXT_WORKING_DAY:
        parts.append(NEXT_WORKING_DAY)
    return "; ".join(part for part in parts if part)


def activity_line(activity: ActivityDraft) -> str:
    """Return "Chiến dịch tình nguyện hè (Tháng 6, 7, 8)"; in charge is told by tables only."""
    when = months_phrase(activity)
    return f"{activity.title} ({when})" if when else activity.title


def months_phrase(activity: ActivityDraft) -> str:
    """Return "Tháng 6, 7, 8", "Cả năm", or nothing."""
    if activity.is_all_year:
        return "Cả năm"
    return f"Tháng {', '.join(map(str, activity.months))}" if activity.months else ""


def conference_line(conference: ConferenceDraft) -> str:
    """Return "Hội nghị Ban Chấp hành lần thứ 3 (Tháng 9/2026)"; a session known by its full name keeps it."""
    if conference.number and not conference.number.strip(" .").isdigit():
        return conference.number
    number = f" lần thứ {conference.number.strip(' .')}" if conference.number else ""
    when = ""
    if conference.month:
        when = f" (Tháng {conference.month}/{conference.year})" if conference.year else f" (Tháng {conference.month})"
    return f"Hội nghị Ban Chấp hành{number}{when}"


def day_words(day: date) -> str:
    """Return "05/3/2026": a 0 before days under 10 and before months 1 and 2, as offices write."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def _what(rule: RuleDraft) -> str:
    """Return which report it is, with what must go with it, who need not and who alone must send it."""
    name = _NAMES[ReportKind(rule.kind)]
    if rule.kind == ReportKind.QUARTERLY and rule.due_on is not None:
        name += f" {ROMAN[((rule.due_on - timedelta(days=31)).month - 1) // 3]}"
    if rule.kind == ReportKind.CLOSING and rule.covers_until is not None:
        name += f" {rule.covers_until.year}"
    if rule.name:
        name = CAMPAIGN if rule.name == CAMPAIGN else f"{name} “{rule.name}”"
    if rule.required_attachment:
        name += f" kèm {', cùng '.join(rule.required_attachment.split('; '))}"
    notes = []
    if rule.audience == Audience.CLUSTER_LEADS and rule.kind != ReportKind.CLUSTER_PLAN:
        notes.append("cụm trưởng gửi")
    if rule.audience == Audience.CHOSEN and rule.asked_sectors:
        notes.append(f"áp dụng với {_sectors(rule.asked_sectors)}")
    if rule.exempt_sectors:
        notes.append(f"trừ {_sectors(rule.exempt_sectors)}")
    return f"{name} ({', '.join(notes)})" if notes else name


def _sectors(sectors: tuple[str, ...]) -> str:
    return " và ".join(SECTORS[sector] for sector in sectors)


def _due(rule: RuleDraft, subject: Subject) -> str:
    hour = "" if rule.due_hour == ALL_DAY else f"{rule.due_hour} giờ "
    until = f"gửi {'chậm nhất' if rule.is_inclusive else 'trước'} {hour}"
    if rule.due_on is not None:
        return f"{until}ngày {day_words(rule.due_on)}"
    if rule.due_day is not None:
        return f"{until}{_every_month(rule, subject)}"
    if rule.weekdays:
        days = ", ".join(_WEEKDAYS[day - 1] for day in rule.weekdays)
        how = f"trước {hour}" if hour or not rule.is_inclusive else "vào "
        return f"gửi {how}{days} hằng tuần"
    if rule.kind == ReportKind.DAILY:
        return f"gửi trước {rule.due_hour} giờ hằng ngày"
    return NO_DATE


def _every_month(rule: RuleDraft, subject: Subject) -> str:
    """A day that comes again: in every month, in some months, or in one month of a programme of one year."""
    day, months = rule.due_day or 1, rule.months or USUAL_MONTHS.get(rule.kind, ())
    if len(months) == 1 and subject.starts_on.year == subject.ends_on.year:
        year = subject.ends_on.year + (rule.kind == ReportKind.CLOSING)
        return f"ngày {day_words(_in_month(year, months[0], day))}"
    if len(months) in (0, 12):
        return f"ngày {day:02d} hằng tháng"
    if len(months) == 1:
        return f"ngày {day:02d} tháng {months[0]} hằng năm"
    return f"ngày {day:02d} hằng tháng (tháng {', '.join(map(str, months))})"


def _in_month(year: int, month: int, day: int) -> date:
    """The day, or the month's last where the month is shorter."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), first_of_next - timedelta(days=1))


def _span(rule: RuleDraft) -> str:
    """Return which figures the report brings, where its kind does not say so by itself."""
    usual = _USUAL_SPANS.get(ReportKind(rule.kind), Covers.NOTHING)
    if rule.covers == Covers.FIXED and rule.covers_from and rule.covers_until:
        return f"số liệu từ ngày {day_words(rule.covers_from)} đến hết ngày {day_words(rule.covers_until)}"
    if rule.covers == Covers.DAY_TO_DAY:
        return _day_to_day(rule.covers_day or rule.due_day)
    if rule.covers == Covers.PREVIOUS_MONTH:
        return "số liệu từ ngày 01 đến ngày cuối của tháng trước"
    if rule.covers == usual:
        return ""
    return "số liệu lũy kế từ đầu năm" if rule.covers == Covers.TO_DATE else "không kèm số liệu"


def _day_to_day(day: int | None) -> str:
    if day is None:
        return ""
    if day >= LAST_DAY:
        return "số liệu trọn tháng báo cáo"
    return f"số liệu từ ngày {day + 1:02d} tháng trước đến hết ngày {day:02d} tháng báo cáo"


_USUAL_SPANS = {
    ReportKind.MONTHLY: Covers.DAY_TO_DAY,
    ReportKind.QUARTERLY: Covers.TO_DATE,
    ReportKind.HALF_YEAR: Covers.TO_DATE,
    ReportKind.NINE_MONTH: Covers.TO_DATE,
    ReportKind.ANNUAL: Covers.TO_DATE,
}


def _applies(rule: RuleDraft, subject: Subject) -> str:
    first, last = rule.starts_on or subject.starts_on, rule.ends_on or subject.ends_on
    return f"áp dụng từ ngày {day_words(first)} đến hết ngày {day_words(last)}"
