"""The months of the sample year, reported in every state: through the actions themselves, at the times they tell of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from indicators.actions.posting import post_own
from indicators.models import Goal, Indicator
from reports.actions.easing import extend, waive
from reports.actions.reviewing import accept, reopen, return_for_correction
from reports.actions.submitting import submit
from reports.demo.dossier import attach_what_is_asked
from reports.demo.figures import Asked, Sample, chance, figure
from reports.demo.organisation import Bloc, reporting_units
from reports.models import Entry, Narrative, NarrativePart, Status, Submission
from reports.slices import asking
from units import clock
from units.formats import format_number
from units.models import Headcount, Unit

# Reports of a period still being reviewed this long after it fell due.
REVIEW_LAG = timedelta(days=6)
RETURN_NOTE = "Đề nghị bổ sung minh chứng và kiểm tra lại số liệu cây trồng."

WORDS = {
    NarrativePart.RESULTS: (
        "Chi đoàn đã tổ chức sinh hoạt chuyên đề, ra quân làm sạch trụ sở và hỗ trợ người dân làm thủ tục trực tuyến.",
        "Đoàn cơ sở triển khai đủ các nội dung theo kế hoạch, nổi bật là hoạt động trồng cây và hiến máu.",
        "Đơn vị tập trung hoàn thành các phần việc thanh niên đã đăng ký, phối hợp tốt với công đoàn cơ quan.",
    ),
    NarrativePart.ASSESSMENT: (
        "Đoàn viên tham gia đông đủ; khó khăn là nhiều đồng chí đi công tác dài ngày.",
        "Kinh phí hoạt động còn hạn chế, một số việc phải chuyển sang kỳ sau.",
        "Cơ bản thuận lợi, được cấp ủy và lãnh đạo cơ quan quan tâm.",
    ),
    NarrativePart.PROPOSALS: (
        "Đề nghị Đoàn Khối tổ chức tập huấn nghiệp vụ cho cán bộ Đoàn mới.",
        "Không có kiến nghị.",
        "Đề nghị hỗ trợ kinh phí cho công trình thanh niên của cụm.",
    ),
    NarrativePart.NEXT_TASKS: (
        "Tiếp tục thực hiện các chỉ tiêu còn chậm; chuẩn bị sinh hoạt chuyên đề kỳ tới.",
        "Rà soát đoàn viên, giới thiệu đoàn viên ưu tú tham gia lớp tìm hiểu về Đảng.",
        "Hoàn thành phần việc thanh niên đã đăng ký với Đoàn Khối.",
    ),
}


@dataclass(frozen=True)
class Facts:
    """What figures depend on, read once."""

    goals: dict[int, Goal]
    headcounts: dict[int, Headcount]
    members: int


def play(bloc: Bloc, year: int, now: datetime) -> None:
    """Write what happened from the start of the year until now: reports in time, late, missing, returned, waived."""
    facts = _facts(bloc, year)
    owed = Submission.objects.owed().filter(reviewer=bloc.body, period__regime__issuer=bloc.body)
    for submission in owed.select_related("unit", "period__rule", "period__regime", "reviewer").order_by(
        "period__due_at", "unit__path"
    ):
        _play_one(bloc, submission, facts, year, now)


def _play_one(bloc: Bloc, submission: Submission, facts: Facts, year: int, now: datetime) -> None:
    unit, period = submission.unit, submission.period
    opens = period.covers_from or (period.last_day - timedelta(days=20))
    mood = chance(unit.code, period.code, "mood")
    sent_at = _sent_at(unit, period.code, period.last_day, mood)
    if clock.midnight(opens) > now:
        return
    if mood < 0.012 and period.due_at <= now:
        with clock.at(period.due_at - timedelta(days=3)):
            waive(submission, "Đơn vị đang sắp xếp lại tổ chức, chưa có người phụ trách.", by=bloc.office)
        return
    if mood < 0.05:  # nobody has sent this one
        return
    if sent_at > now:
        if mood > 0.6 and clock.midnight(period.last_day) - now < timedelta(days=12):
            with clock.at(now - timedelta(hours=3)):
                _type(submission, facts, year, only_some=True, by_unit=bloc)
                Submission.objects.filter(pk=submission.pk).update(status=Status.DRAFT)
        return
    if 0.93 < mood < 0.945:
        with clock.at(period.due_at - timedelta(days=2)):
            extend(submission, period.last_day + timedelta(days=4), "Đơn vị đang kiểm kê cuối kỳ.", by=bloc.office)
    reporter = bloc.reporters[unit.pk]
    with clock.at(sent_at):
        _type(submission, facts, year, only_some=False, by_unit=bloc)
        attach_what_is_asked(submission, by=reporter)
        submit(submission, by=reporter)
    _review(bloc, submission, sent_at, now)


def _sent_at(unit: Unit, period: str, last_day: date, mood: float) -> datetime:
    """When the report is sent: most in the last three days, one in twelve late by a day or more."""
    late = 0.05 <= mood < 0.13
    days = 1 + int(4 * chance(unit.code, period, "late")) if late else -int(4 * chance(unit.code, period, "early"))
    hour = 7 + int(15 * chance(unit.code, period, "hour"))
    minute = int(60 * chance(unit.code, period, "minute"))
    return clock.midnight(last_day + timedelta(days=days)) + timedelta(hours=hour, minutes=minute)


def _review(bloc: Bloc, submission: Submission, sent_at: datetime, now: datetime) -> None:
    reviewed_at = max(sent_at, submission.period.due_at) + timedelta(days=2, hours=2)
    if reviewed_at > now:
        return
    luck = chance(submission.unit.code, submission.period.code, "review")
    is_recent = now - submission.period.due_at < REVIEW_LAG + timedelta(days=24)
    if luck < 0.07:
        with clock.at(reviewed_at):
            return_for_correction(submission, RETURN_NOTE, by=bloc.office)
        if luck < 0.03 and is_recent:
            return
        again_at = reviewed_at + timedelta(days=1, hours=3)
        if again_at > now:
            return
        with clock.at(again_at):
            submit(submission, by=bloc.reporters[submission.unit_id])
        reviewed_at = again_at + timedelta(hours=20)
    if reviewed_at > now or (is_recent and luck > 0.72):
        return
    with clock.at(reviewed_at):
        accept(submission, by=bloc.office)
    if 0.5 < luck < 0.506 and reviewed_at + timedelta(days=1) < now:
        with clock.at(reviewed_at + timedelta(days=1)):
            reopen(submission, "Đơn vị phát hiện cộng thiếu số liệu của một chi đoàn.", by=bloc.office)


# --- what is typed ----------------------------------------------------------------------------------------------------


def _facts(bloc: Bloc, year: int) -> Facts:
    goals = {goal.indicator_id: goal for goal in Goal.objects.filter(unit=bloc.body, holds_until=None)}
    counts = {row.unit_id: row for row in Headcount.objects.filter(holds_from=date(year, 1, 1))}
    return Facts(goals, counts, sum(counts[unit.pk].members for unit in reporting_units(bloc)))


def _type(submission: Submission, facts: Facts, year: int, *, only_some: bool, by_unit: Bloc) -> None:
    reporter = by_unit.reporters[submission.unit_id]
    read = asking(submission)
    slices = read.slices(read.asked)
    entries = []
    for number, indicator in enumerate(read.asked):
        if indicator.pk not in slices or (only_some and number % 3 == 2):
            continue
        first, last = slices[indicator.pk]
        sample = figure(_asked(indicator, submission.unit, facts), first, last, year)
        entries.append(_entry(submission, indicator, sample, reporter.pk))
    Entry.objects.bulk_create(entries)
    parts = [NarrativePart.RESULTS] if only_some else list(NarrativePart)
    Narrative.objects.bulk_create(
        Narrative(submission=submission, part=part, text=text, updated_by=reporter, version=1)
        for part, text in _texts(submission, parts)
    )


def _texts(submission: Submission, parts: list[NarrativePart]) -> Iterator[tuple[NarrativePart, str]]:
    for part in parts:
        choices = WORDS[part]
        yield part, choices[int(len(choices) * chance(submission.unit.code, submission.period.code, part))]


def _asked(indicator: Indicator, unit: Unit, facts: Facts) -> Asked:
    counts = facts.headcounts[unit.pk]
    goal = facts.goals.get(indicator.pk)
    whole = {"youth": counts.youth, "officers": counts.officers}.get(indicator.denominator, counts.members)
    return Asked(
        key=f"{unit.code}|{indicator.position}|{indicator.label}",
        kind=indicator.kind,
        scope=indicator.scope,
        is_ceiling=indicator.is_ceiling,
        goal=goal.value if goal else None,
        share=Decimal(counts.members) / facts.members,
        denominator=whole,
    )


def _entry(submission: Submission, indicator: Indicator, sample: Sample, by: int) -> Entry:
    entry = Entry(submission=submission, indicator=indicator, updated_by_id=by, version=1)
    if sample.is_none:
        entry.answer = Entry.Answer.NONE
        return entry
    entry.answer = Entry.Answer.VALUE
    entry.value, entry.holds = sample.value, sample.holds
    entry.numerator, entry.denominator = sample.numerator, sample.denominator
    if sample.value is not None:
        entry.typed = format_number(sample.value)
    elif sample.numerator is not None and sample.denominator is not None:
        entry.typed = f"{format_number(sample.numerator)}/{format_number(sample.denominator)}"
    return entry


def post_own_figures(bloc: Bloc, indicators: list[Indicator], now: datetime) -> None:
    """What the bloc's office itself has done: one or two events a year for each thing it promised to do itself."""
    for indicator in indicators:
        month = 2 + int(8 * chance("own", indicator.position, indicator.label))
        for step in range(2):
            day = date(now.year, min(month + 3 * step, 12), 10 + step)
            if day <= now.date():
                with clock.at(clock.midnight(day) + timedelta(hours=16)):
                    post_own(indicator, bloc.body, Decimal(1 + step), day, by=bloc.office, note="Văn phòng ghi nhận.")
