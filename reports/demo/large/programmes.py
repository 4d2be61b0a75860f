"""The programmes of the large samples, issued as the actions would: text, indicators, regime, who takes part, goals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from indicators.models import Goal, Indicator, IndicatorRule, Milestone, PopulationLine
from programs.actions.writing import write_rules
from programs.models import (
    Covers,
    LegalBasis,
    Participation,
    Program,
    ProgramStatus,
    Recipient,
    Regime,
    ReportingPeriod,
    ReportKind,
    Section,
    Target,
)
from programs.payloads import RuleDraft
from programs.promises import Comparator, Kind, Scope
from reports.actions.planning import regenerate_periods
from reports.demo import names
from reports.demo.large.organisation import BATCH, Organisation
from reports.demo.large.promises import CLAUSES, Clause, Promise
from units import audit, clock
from units.audit import Event
from units.formats import format_number
from units.models import Level, Sector

QUARTERLY = (ReportKind.QUARTERLY, ReportKind.HALF_YEAR, ReportKind.NINE_MONTH, ReportKind.ANNUAL, ReportKind.CLOSING)


@dataclass
class Year:
    """One year's programme with its promises by indicator, in the order of the document."""

    year: int
    program: Program
    regime: Regime
    promises: list[tuple[Indicator, Promise]]
    periods: list[ReportingPeriod]
    asked: dict[int, list[tuple[Indicator, Promise]]]

    @property
    def indicators(self) -> list[Indicator]:
        return [indicator for indicator, _ in self.promises]


def write_year(organisation: Organisation, year: int, members: int) -> Year:
    """Write the programme of that year as issued ten days before it begins; `members` are those goals are set for."""
    body, is_national = organisation.body, organisation.body.level == Level.CENTRAL
    issued_at = clock.midnight(date(year - 1, 12, 20)) + timedelta(hours=9)
    with clock.at(issued_at):
        program = _program(organisation, year)
        regime = Regime.objects.create(
            issuer=body,
            name=f"Chế độ báo cáo năm {year}",
            source_program=program,
            starts_on=program.starts_on,
            ends_on=program.ends_on,
        )
        program.regime = regime
        program.save(update_fields=["regime"])
        rules = write_rules(regime, _rules(year, is_national=is_national))
        promises = _promises(program, [c for c in CLAUSES if c.is_national or not is_national], members)
        by_kind = {indicator.pk: promise.is_quarterly and not is_national for indicator, promise in promises}
        IndicatorRule.objects.bulk_create(
            IndicatorRule(indicator_id=pk, rule=rule)
            for pk, is_quarterly in by_kind.items()
            for rule in rules
            if is_quarterly and rule.kind in QUARTERLY
        )
        Participation.objects.bulk_create(
            (Participation(program=program, unit=unit, starts_on=program.starts_on) for unit in organisation.units),
            batch_size=BATCH,
        )
        regenerate_periods(regime)
        detail: dict[str, object] = {"units": len(organisation.units)}
        audit.record(Event.PROGRAM_ISSUED, program, by=organisation.secretary, unit=body, detail=detail)
    periods = list(regime.periods.select_related("rule").in_order())
    asked = {
        rule.pk: [
            (indicator, promise)
            for indicator, promise in promises
            if promise.is_typed and (rule.kind in QUARTERLY or not by_kind[indicator.pk])
        ]
        for rule in rules
    }
    return Year(year, program, regime, promises, periods, asked)


def close_year(organisation: Organisation, year: Year) -> None:
    """End a programme whose closing report is in, at the end of the January after it."""
    with clock.at(clock.midnight(date(year.year + 1, 1, 31)) + timedelta(hours=16)):
        program = year.program
        program.status, program.closed_at = ProgramStatus.CLOSED, clock.now()
        program.save(update_fields=["status", "closed_at"])
        audit.record(Event.PROGRAM_CLOSED, program, by=organisation.secretary, unit=organisation.body)


def _program(organisation: Organisation, year: int) -> Program:
    body = organisation.body
    at = clock.now()
    program = Program(
        issuer=body,
        number=f"{year % 100 + 11}-CTr/{body.code}",
        code=f"CT{year}",
        issued_on=at.date(),
        place=names.PROVINCE if body.level == Level.PROVINCE else "Hà Nội",
        superior_name="Đảng ủy cấp trên trực tiếp",
        issuer_name=body.name,
        title=f"Công tác Đoàn và phong trào thanh thiếu nhi năm {year}",
        theme="Mỗi đơn vị một việc làm mới, mỗi đoàn viên một việc có ích",
        breakthrough="Chi đoàn nào cũng báo cáo đúng hạn, số liệu nào cũng có người chịu trách nhiệm",
        year_from=year,
        year_to=year,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        authority="TM. BAN THƯỜNG VỤ",
        signatory_position="BÍ THƯ",
        signatory_name=organisation.secretary.full_name,
        status=ProgramStatus.ISSUED,
        created_by=organisation.office,
        issued_by=organisation.secretary,
        issued_at=at,
    ).with_keys()
    program.save()
    LegalBasis.objects.create(program=program, position=0, text="Căn cứ nghị quyết đại hội Đoàn cùng cấp")
    Recipient.objects.bulk_create(
        Recipient(program=program, position=place, text=text)
        for place, text in enumerate(("Cấp ủy cùng cấp (b/c)", "Các đơn vị trực thuộc", "Lưu: Văn phòng"))
    )
    return program


def _rules(year: int, *, is_national: bool) -> list[RuleDraft]:
    """The regime: monthly with quarters folded in, the year in November, figures closed in January."""

    def rule(kind: str, months: tuple[int, ...], covers: str, day: int, **more: object) -> RuleDraft:
        return RuleDraft(kind=kind, months=months, covers=covers, due_day=day, exempt_sectors=exempt, **more)  # type: ignore[arg-type]

    exempt = () if is_national else (Sector.SCHOOL,)
    monthly = tuple(range(1, 12)) if is_national else (1, 2, 4, 5, 7, 8, 10, 11)
    found = [rule(ReportKind.MONTHLY, monthly, Covers.DAY_TO_DAY, 5, covers_day=5, name="Báo cáo tháng")]
    if not is_national:
        found += [
            rule(ReportKind.QUARTERLY, (3,), Covers.TO_DATE, 5),
            rule(ReportKind.HALF_YEAR, (6,), Covers.TO_DATE, 5),
            rule(ReportKind.NINE_MONTH, (9,), Covers.TO_DATE, 5),
            rule(ReportKind.UNIT_PROGRAMME, (2,), Covers.NOTHING, 25),
        ]
    return [
        *found,
        rule(ReportKind.ANNUAL, (11,), Covers.TO_DATE, 20),
        RuleDraft(
            kind=ReportKind.CLOSING,
            due_on=date(year + 1, 1, 10),
            covers=Covers.FIXED,
            covers_from=date(year, 1, 1),
            covers_until=date(year, 12, 31),
            exempt_sectors=exempt,
        ),
    ]


# --- targets and indicators -------------------------------------------------------------------------------------------


def _promises(program: Program, clauses: Sequence[Clause], members: int) -> list[tuple[Indicator, Promise]]:
    section = Section.objects.create(program=program, position=0, number="I", title="CÁC CHỈ TIÊU CHỦ YẾU")
    words = _words(program)
    targets = [
        Target(
            program=program,
            section=section,
            position=place,
            number=f"{place + 1}.",
            text=clause.text.format(*(_written(promise, members) for promise in clause.promises), **words),
        ).with_keys()
        for place, clause in enumerate(clauses)
    ]
    Target.objects.bulk_create(targets)
    rows = [
        (_indicator(program, target, place, promise), promise)
        for target, clause in zip(targets, clauses, strict=True)
        for place, promise in enumerate(clause.promises, 1)
    ]
    Indicator.objects.bulk_create(indicator for indicator, _ in rows)
    _link(rows)
    PopulationLine.objects.bulk_create(
        [PopulationLine(indicator=row, level=level) for row, promise in rows for level in promise.levels]
        + [PopulationLine(indicator=row, sector=sector) for row, promise in rows for sector in promise.sectors]
    )
    Milestone.objects.bulk_create(
        Milestone(indicator=row, on=date(program.year_from, 3 * quarter, 28), share=25 * quarter)
        for row, promise in rows
        if promise.has_milestones
        for quarter in range(1, 5)
    )
    Goal.objects.bulk_create(
        Goal(
            indicator=row,
            unit=program.issuer,
            value=goal,
            upper=goal * Decimal("1.5") if promise.comparator == Comparator.RANGE else None,
            holds_from=program.starts_on,
            by=program.issued_by,
        )
        for row, promise in rows
        if (goal := goal_of(promise, members)) is not None
    )
    return rows


def goal_of(promise: Promise, members: int) -> Decimal | None:
    """Return the goal of the issuing body: what the promise says, or so much for every thousand members."""
    if promise.goal is not None or promise.kind == Kind.CONDITION or not promise.per_thousand:
        return promise.goal
    exact = members * promise.per_thousand // 1000
    rounded = 10 ** max(len(str(exact)) - 2, 0)
    return Decimal(max(exact // rounded * rounded, 1))


def _written(promise: Promise, members: int) -> str:
    goal = goal_of(promise, members)
    return format_number(goal) if goal is not None else ""


def _words(program: Program) -> dict[str, str]:
    is_national = program.issuer.level == Level.CENTRAL
    return {"all": "Cả nước" if is_national else "Toàn tỉnh", "body": "Trung ương Đoàn" if is_national else "Tỉnh đoàn"}


def _indicator(program: Program, target: Target, place: int, promise: Promise) -> Indicator:
    return Indicator(
        program=program,
        target=target,
        code=f"{target.plain_number}.{place}",
        position=place,
        label=promise.label,
        text=target.text,
        unit_of_measure=promise.measure,
        decimals=promise.decimals,
        kind=promise.kind,
        scope=promise.scope,
        comparator=promise.comparator,
        coverage_goal=promise.coverage,
        coverage_comparator=promise.coverage_comparator,
        goal_span=promise.span,
        accumulation=promise.accumulation,
        answered_by=promise.answered_by,
        denominator=promise.denominator,
        is_required=promise.is_required,
    ).with_keys()


def _link(rows: Iterable[tuple[Indicator, Promise]]) -> None:
    """Point the second indicator of a clause at its first where it reads it or is a part of it."""
    linked, first = [], None
    for row, promise in rows:
        if row.position == 1:
            first = row
        row.reads = first if promise.reads_first else None
        row.part_of = first if promise.is_part_of_first else None
        if promise.reads_first or promise.is_part_of_first:
            linked.append(row)
    Indicator.objects.bulk_update(linked, ["reads", "part_of"])


def is_shared_out(promise: Promise) -> bool:
    """True for sums of which every unit gets its part."""
    return promise.kind == Kind.COUNT and promise.scope == Scope.ORGANISATION and promise.per_thousand > 0
