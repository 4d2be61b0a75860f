"""From the database to the content of a compiled report. The number of queries does not grow with units or targets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import Count

from indicators.figures import Progress, period_figures, progress_of_many
from indicators.models import Comparator, Indicator, Kind, Scope
from programs.letterhead import Letterhead
from programs.models import Program, ReportingPeriod, Target
from reports.compiling.content import Content, FigureRow, GroupRow, Passage, StandingRow, TargetRows
from reports.compliance import Compliance, Tally, UnitStanding, by_cluster, compliance_of, ranking, standings
from reports.models import CommentKind, CompiledReport, Narrative, NarrativePart, Status, Submission
from units import clock
from units.badges import target_badge, timeliness_badge
from units.formats import format_number, format_percent
from units.models import ClusterMembership, Unit, UnitQuerySet

COMPARATOR_WORDS = {
    Comparator.AT_LEAST: "ít nhất",
    Comparator.MORE_THAN: "trên",
    Comparator.AT_MOST: "không quá",
    Comparator.LESS_THAN: "dưới",
    Comparator.EQUAL: "",
    Comparator.RANGE: "từ",
}


def gather(report: CompiledReport, at: datetime) -> Content:
    """Return what the report says as of that moment."""
    period, body = report.period, report.unit
    units = Unit.objects.filter(submissions__period=period, submissions__reviewer=body).distinct()
    programs = _programs(report)
    clusters = _clusters(body, period)
    now = compliance_of(period, units, at)
    whole = Compliance(now.rows, "Toàn đoàn")
    return Content(
        head=_letterhead(report, programs),
        period_name=period.name,
        last_day=period.last_day,
        covers=(period.covers_from, period.covers_until) if period.covers_from and period.covers_until else None,
        built_from=at,
        targets=_targets(programs, body, period, at),
        whole=_group(whole),
        groups=tuple(_group(part) for part in by_cluster(now, clusters) if part.name),
        units=_standings(period, units, now, clusters, at),
        passages=_passages(period, body),
    )


def _programs(report: CompiledReport) -> list[Program]:
    if report.program is not None:
        return [report.program]
    return list(Program.objects.issued().filter(regime=report.period.regime_id).order_by("starts_on", "pk"))


def _letterhead(report: CompiledReport, programs: list[Program]) -> Letterhead:
    first = next((program for program in programs if program.issuer_id == report.unit_id), None)
    parent = Unit.objects.get_parent(report.unit)
    subject = ("Tổng hợp kết quả thực hiện chương trình công tác", f"({report.period.name})")
    return Letterhead(
        issuer=report.unit.name,
        superior=parent.name if parent else (first.superior_name if first else ""),
        number=report.number,
        place=(first.place if first else "") or report.unit.place,
        dated=clock.local(report.requested_at).date(),
        document_type="BÁO CÁO",
        subject=subject,
        recipients=("Cấp ủy, Đoàn cấp trên (b/c)", "Các đơn vị trực thuộc", "Lưu: VP"),
        authority=(first.authority if first else "") or "TM. BAN THƯỜNG VỤ",
        position=(first.signatory_position if first else "") or "BÍ THƯ",
        signatory=first.signatory_name if first else "",
    )


def _clusters(body: Unit, period: ReportingPeriod) -> dict[int, str]:
    members = ClusterMembership.objects.filter(issuer=body).current(period.last_day)
    return dict(members.values_list("unit_id", "cluster__name"))


# --- targets --------------------------------------------------------------------------------------------------------


def _targets(programs: list[Program], body: Unit, period: ReportingPeriod, at: datetime) -> tuple[TargetRows, ...]:
    indicators = list(
        Indicator.objects.filter(program__in=programs)
        .exclude(asked_from__gt=period.last_day)
        .exclude(asked_until__lt=period.covers_from or period.last_day)
        .select_related("target")
        .order_by("program__starts_on", "program_id", "target__position", "position", "pk")
    )
    now = progress_of_many(indicators, body, at)
    this_period = period_figures(indicators, body, period, at)
    earlier = _period_before(period)
    before = progress_of_many(indicators, body, earlier.due_at) if earlier else {}
    rows: dict[Target | None, list[FigureRow]] = {}
    for indicator in indicators:
        row = _figure(indicator, now[indicator.pk], this_period.get(indicator.pk), before.get(indicator.pk))
        rows.setdefault(indicator.target, []).append(row)
    return tuple(
        TargetRows(target.number if target else "", target.text if target else "Chỉ số khác", tuple(figures))
        for target, figures in rows.items()
    )


def _period_before(period: ReportingPeriod) -> ReportingPeriod | None:
    earlier = ReportingPeriod.objects.filter(regime=period.regime_id, due_at__lt=period.due_at, cancelled_at=None)
    return earlier.exclude(covers_from=None).order_by("-due_at").first()


def _figure(indicator: Indicator, now: Progress, this_period: Decimal | None, before: Progress | None) -> FigureRow:
    # What came in this period is counted in other units than a share of units or an average per member.
    is_average = indicator.scope == Scope.EACH_MEMBER
    is_another_measure = now.units_total is not None or is_average or indicator.kind == Kind.CONDITION
    return FigureRow(
        label=indicator.label,
        unit_of_measure="%" if now.in_percent else indicator.unit_of_measure,
        decimals=2 if is_average else indicator.decimals,
        goal=now.goal,
        goal_words=goal_words(now, indicator.decimals),
        this_period=None if is_another_measure else this_period,
        so_far=now.value,
        before=before.value if before else None,
        percent=now.percent,
        status=target_badge(now.status).word,
        units_reached=now.units_reached,
        units_total=now.units_total,
        is_share=now.in_percent,
    )


def goal_words(now: Progress, decimals: int) -> str:
    """Return the goal with its comparator: "ít nhất 4.500", "không quá 2%", "từ 8 đến 10", "chưa giao"."""
    if now.goal is None:
        return "chưa giao"

    def words(value: Decimal) -> str:
        return format_percent(value) if now.in_percent else format_number(value, decimals)

    sign = COMPARATOR_WORDS[Comparator(now.comparator)]
    upper = f" đến {words(now.upper)}" if now.upper is not None else ""
    return f"{sign} {words(now.goal)}{upper}".strip()


# --- compliance -----------------------------------------------------------------------------------------------------


def _group(part: Compliance) -> GroupRow:
    tally = Tally.of(row.timeliness for row in part.rows)
    return GroupRow(
        name=part.name,
        due=tally.due,
        on_time=tally.on_time,
        late=tally.late,
        missing=tally.missing,
        pending=tally.pending,
        waived=tally.waived,
        rate=tally.rate,
        rank=part.rank,
    )


def _standings(
    period: ReportingPeriod, units: UnitQuerySet, now: Compliance, clusters: dict[int, str], at: datetime
) -> tuple[StandingRow, ...]:
    """Every unit of the period: how it stands now, and its sum over the periods due up to this one."""
    so_far = ReportingPeriod.objects.filter(regime=period.regime_id, due_at__lte=period.due_at, cancelled_at=None)
    history: dict[int, list[UnitStanding]] = {}
    for rows in standings(so_far, units, at).values():
        for row in rows:
            history.setdefault(row.unit_id, []).append(row)
    tallies = {unit: Tally.of(row.timeliness for row in rows) for unit, rows in history.items()}
    ranks = ranking({unit: tally.rate for unit, tally in tallies.items()})
    returned = _times_returned(row.submission_id for row in now.rows)
    return tuple(
        StandingRow(
            unit=row.name,
            cluster=clusters.get(row.unit_id, ""),
            standing=timeliness_badge(row.timeliness, row.days).word,
            sent_at=row.first_submitted_at,
            times_returned=returned.get(row.submission_id, 0),
            due=tallies[row.unit_id].due,
            on_time=tallies[row.unit_id].on_time,
            late=tallies[row.unit_id].late,
            missing=tallies[row.unit_id].missing,
            rate=tallies[row.unit_id].rate,
            rank=ranks.get(row.unit_id),
        )
        for row in now.rows
    )


def _times_returned(submissions: Iterable[int]) -> dict[int, int]:
    returned = Submission.objects.filter(pk__in=list(submissions), comments__kind=CommentKind.RETURN)
    return dict(returned.annotate(times=Count("comments")).values_list("pk", "times"))


def _passages(period: ReportingPeriod, body: Unit) -> tuple[Passage, ...]:
    """What accepted reports say in words, part by part, in the order of unit names."""
    texts = (
        Narrative.objects.filter(submission__period=period, submission__reviewer=body)
        .filter(submission__status=Status.ACCEPTED, submission__cancelled_at=None)
        .exclude(text="")
        .order_by("submission__unit__sort_key", "submission_id")
        .values_list("part", "text", "submission__unit__name", "submission__unit__short_name")
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for part, text, name, short in texts:
        found.setdefault(part, []).append((short or name, text))
    return tuple(Passage(part.label, tuple(found[part])) for part in NarrativePart if part in found)
