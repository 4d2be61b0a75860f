"""From a sentence on reporting to a reporting rule (DESIGN §5).

Pure: values of the reader in, drafts of proposals and reasons for doubt out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from programs.calendar import clamped
from programs.importing.reading import DeadlineRead
from programs.models import Audience, Covers, ReportKind, Shift
from programs.payloads import RuleDraft
from units.models import Sector

FIGURES_UNSTATED = "Văn bản không nói số liệu lấy từ ngày nào đến ngày nào."
NO_DATE = "Văn bản không ghi ngày gửi; cần chọn ngày hoặc để lại sau."
NOT_OWED_BY_UNITS = "Đây là việc của cấp ban hành, không phải báo cáo của đơn vị; chỉ ghi nhận."
CAMPAIGN = "Báo cáo tổng kết chiến dịch, đợt thi đua"
OTHER_REGIME = "Các đơn vị này báo cáo theo chế độ khác nên được miễn các kỳ báo cáo định kỳ."

_KINDS = {
    "daily": ReportKind.DAILY,
    "weekly": ReportKind.WEEKLY,
    "monthly": ReportKind.MONTHLY,
    "quarterly": ReportKind.QUARTERLY,
    "half_year": ReportKind.HALF_YEAR,
    "nine_month": ReportKind.NINE_MONTH,
    "annual": ReportKind.ANNUAL,
    "closing": ReportKind.CLOSING,
    "unit_work_programme": ReportKind.UNIT_PROGRAMME,
    "cluster_work_plan": ReportKind.CLUSTER_PLAN,
}
REGULAR = (
    ReportKind.DAILY,
    ReportKind.WEEKLY,
    ReportKind.MONTHLY,
    ReportKind.QUARTERLY,
    ReportKind.HALF_YEAR,
    ReportKind.NINE_MONTH,
    ReportKind.ANNUAL,
    ReportKind.CLOSING,
)
_TO_DATE = (ReportKind.QUARTERLY, ReportKind.HALF_YEAR, ReportKind.NINE_MONTH, ReportKind.ANNUAL)


def rule_draft(read: DeadlineRead, *, year: int) -> tuple[RuleDraft, str]:
    """Return the reporting rule that the sentence states and why to look at it ("" when it is sure).

    `year`: the programme's first one.
    """
    kind = _KINDS.get(read.report_kind, ReportKind.THEMATIC)
    if read.report_kind in ("other_regime", "folded_into_regular_reports") or read.reporter_kind == "issuer":
        return RuleDraft(kind=kind, name=_note_name(read), text=read.text, is_note=True), _note_doubt(read)
    rule = RuleDraft(
        kind=kind,
        name=(read.name or (CAMPAIGN if read.report_kind == "campaign_final" else ""))[:200],
        text=read.text,
        months=_due_months(read),
        weekdays=() if read.weekday is None else (read.weekday + 1,),
        due_day=read.day,
        due_on=read.due,
        due_hour=read.hour or 24,
        is_inclusive=read.inclusive is not False,
        # A report on a month that is due in the next: January's belongs to the year before.
        starts_on=read.applies[0] if read.applies else date(year, 2, 1) if read.day_of_next_month else None,
        ends_on=read.applies[1] if read.applies else None,
        shift=Shift.NEXT_WORKING_DAY if read.moves_off_holidays else Shift.NONE,
        audience=_audience(read, kind),
        asked_sectors=tuple(kind for kind in read.asked_kinds if kind in Sector.values),
        exempt_sectors=tuple(kind for kind in read.exempt_kinds if kind in Sector.values),
        required_attachment="; ".join(read.attachments)[:255],
    )
    rule = _with_span(rule, read)
    if not rule.has_date:
        return replace(rule, is_open_question=True), read.doubt or NO_DATE
    if rule.kind == ReportKind.MONTHLY and not read.covers:
        return rule, read.doubt or FIGURES_UNSTATED
    return rule, read.doubt or ""


def rules_read(deadlines: Sequence[DeadlineRead], *, year: int) -> list[tuple[RuleDraft, str]]:
    """Return the rule of each sentence with its doubt; who follows another regime is exempt from regular reports."""
    read = [rule_draft(deadline, year=year) for deadline in deadlines]
    elsewhere = {kind for d in deadlines if d.report_kind == "other_regime" for kind in _sectors(d)}
    rules = exempt_from_regular([rule for rule, _ in read], elsewhere)
    return [(rule, doubt) for rule, (_, doubt) in zip(rules, read, strict=True)]


def exempt_from_regular(rules: list[RuleDraft], sectors: set[str]) -> list[RuleDraft]:
    """Return the rules with those sectors exempt from every regular report; plans and thematic reports stay theirs."""
    return [
        replace(rule, exempt_sectors=tuple(sorted({*rule.exempt_sectors, *sectors})))
        if rule.kind in REGULAR and not rule.is_note
        else rule
        for rule in rules
    ]


def closing_rule(rules: list[RuleDraft], year: int) -> RuleDraft | None:
    """Return the report that closes the year's figures, where the last one falls due before the year is over."""
    if any(rule.kind == ReportKind.CLOSING for rule in rules):
        return None
    last_days = [_last_day(rule, year) for rule in rules if rule.kind == ReportKind.ANNUAL]
    dated = [day for day in last_days if day is not None and day.year == year]
    if not dated or max(dated) >= date(year, 12, 31):
        return None
    annual = next(rule for rule in rules if rule.kind == ReportKind.ANNUAL)
    return RuleDraft(
        kind=ReportKind.CLOSING,
        due_on=date(year + 1, 1, 10),
        covers=Covers.FIXED,
        covers_from=date(year, 1, 1),
        covers_until=date(year, 12, 31),
        exempt_sectors=annual.exempt_sectors,
    )


def _sectors(deadline: DeadlineRead) -> set[str]:
    kinds = set(deadline.exempt_kinds)
    return kinds | ({"school"} if deadline.reporter_kind == "school" else set())


def _last_day(rule: RuleDraft, year: int) -> date | None:
    day = rule.due_on
    if day is None and rule.due_day and rule.months:
        day = clamped(year, max(rule.months), rule.due_day)
    return day if day is None or rule.is_inclusive else day - timedelta(days=1)


def _due_months(read: DeadlineRead) -> tuple[int, ...]:
    """Months in which reports fall due; a month that is folded into another report has none of its own."""
    if read.due is not None or read.weekday is not None:
        return ()
    months = read.months
    if read.report_kind == "monthly" and not months and read.day is not None:
        folded = {item.month for item in read.folded}
        months = tuple(month for month in range(1, 13) if month not in folded)
    if read.day_of_next_month:
        months = tuple(sorted(month % 12 + 1 for month in months))
    return months


def _audience(read: DeadlineRead, kind: str) -> str:
    if kind == ReportKind.CLUSTER_PLAN or read.asks_cluster_leads:
        return Audience.CLUSTER_LEADS
    return Audience.CHOSEN if read.asked_kinds else Audience.EVERYBODY


def _with_span(rule: RuleDraft, read: DeadlineRead) -> RuleDraft:
    if read.figures is not None:
        return replace(rule, covers=Covers.FIXED, covers_from=read.figures[0], covers_until=read.figures[1])
    if read.covers == "nothing":
        return replace(rule, covers=Covers.NOTHING)
    if rule.kind in _TO_DATE and read.covers in (None, "to_date"):
        return replace(rule, covers=Covers.TO_DATE)
    if read.covers == "previous_month" or read.day_of_next_month:
        return replace(rule, covers=Covers.PREVIOUS_MONTH)
    if read.covers == "to_date":
        return replace(rule, covers=Covers.TO_DATE)
    if read.covers_until_day is not None or (rule.kind == ReportKind.MONTHLY and rule.has_date):
        return replace(rule, covers=Covers.DAY_TO_DAY, covers_day=read.covers_until_day or read.day)
    return rule


def _note_name(read: DeadlineRead) -> str:
    if read.report_kind == "other_regime":
        return "Báo cáo theo chế độ của ngành khác"
    if read.report_kind == "folded_into_regular_reports":
        return "Lồng ghép vào báo cáo định kỳ"
    return "Báo cáo của cấp ban hành"


def _note_doubt(read: DeadlineRead) -> str:
    if read.doubt:
        return read.doubt
    if read.report_kind == "other_regime":
        return OTHER_REGIME
    return NOT_OWED_BY_UNITS if read.reporter_kind == "issuer" else ""
