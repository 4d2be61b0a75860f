"""The fixed cast that access stories and page tests are told about: one body K with three units, on 20 April 2026.

K (bloc) leads A and B (agencies) and S (a school, exempt from monthly and quarterly reports). A leads cluster C1, to
which S belongs; B leads C2. Rows are written directly, as the actions would leave them, so that the cast is cheap
and does not depend on the actions under test.

Where the obligations stand on 20 April 2026:

    period          due           A           B
    monthly-01      05/01/2026    accepted    accepted (late by two days)
    monthly-02      05/02/2026    accepted    waived
    quarterly-03    05/03/2026    accepted    returned
    monthly-04      05/04/2026    submitted   not started (missing)
    monthly-05      05/05/2026    draft       not started
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import (
    Accumulation,
    Answer,
    Comparator,
    Goal,
    Indicator,
    Kind,
    Posting,
    Result,
    Scope,
)
from programs.models import (
    Covers,
    Participation,
    Program,
    ProgramStatus,
    Regime,
    ReportingPeriod,
    ReportingRule,
    ReportKind,
    RuleAudience,
    Target,
)
from reports.models import Entry, Revision, Status, Submission
from units import clock
from units.models import (
    Appointment,
    Cluster,
    ClusterMembership,
    Headcount,
    Level,
    Role,
    Sector,
    Unit,
    User,
)

TODAY = dt.date(2026, 4, 20)
YEAR_BEGINS = dt.date(2026, 1, 1)
YEAR_ENDS = dt.date(2026, 12, 31)
FOUNDED = dt.date(2020, 1, 1)

# Who visits every address in the access matrix, and as whom. The viewer is A's own: an insider with few rights.
VISITORS = ("administrator", "office", "secretary", "committee", "reporter", "viewer", "outsider", "anonymous")


@dataclass
class Cast:
    """Everybody and everything by a short name."""

    issuer: Unit
    a: Unit
    b: Unit
    s: Unit
    clusters: dict[str, Cluster]
    people: dict[str, User]
    program: Program
    draft: Program
    regime: Regime
    rules: dict[str, ReportingRule]
    periods: dict[str, ReportingPeriod]
    indicators: dict[str, Indicator]
    targets: list[Target]
    submissions: dict[tuple[str, str], Submission] = field(default_factory=dict)

    def visitor(self, name: str) -> User | None:
        """The user behind a visitor's name; None for the anonymous one."""
        return None if name == "anonymous" else self.people[name]

    def submission(self, unit: str, period: str) -> Submission:
        """cast.submission("A", "monthly-04")."""
        return self.submissions[unit, period]


def make_cast() -> Cast:
    """Write the cast and stop the clock on TODAY."""
    clock.set_to(TODAY)
    units = make_units()
    clusters = make_clusters(units)
    people = make_people(units)
    program, draft, regime = make_programs(units["K"], people["secretary"])
    Participation.objects.bulk_create(
        Participation(program=program, unit=units[code], starts_on=YEAR_BEGINS) for code in ("K", "A", "B", "S")
    )
    rules, periods = make_calendar(regime)
    targets, indicators = make_indicators(program)
    make_goals(indicators, units)
    cast = Cast(
        issuer=units["K"],
        a=units["A"],
        b=units["B"],
        s=units["S"],
        clusters=clusters,
        people=people,
        program=program,
        draft=draft,
        regime=regime,
        rules=rules,
        periods=periods,
        indicators=indicators,
        targets=targets,
    )
    make_submissions(cast)
    return cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast of this file; the clock stands on 20 April 2026."""
    return make_cast()


# --- units and people -----------------------------------------------------------------------------------------------


def make_units() -> dict[str, Unit]:
    def unit(code: str, name: str, short: str, level: Level, sector: Sector, place: int | None) -> Unit:
        path = Unit._get_path("", 1, 1) if place is None else Unit._get_path(Unit._get_path("", 1, 1), 2, place)
        return Unit(
            code=code,
            name=name,
            short_name=short,
            level=level,
            sector=sector,
            active_from=FOUNDED,
            path=path,
            depth=1 if place is None else 2,
            numchild=3 if place is None else 0,
        ).with_keys()

    rows = [
        unit("K", "Đoàn Khối thử nghiệm", "Đoàn Khối", Level.BLOC, Sector.OTHER, None),
        unit("A", "Chi đoàn Sở Tài chính", "CĐ Sở Tài chính", Level.BASE, Sector.AGENCY, 1),
        unit("B", "Chi đoàn Sở Y tế", "CĐ Sở Y tế", Level.BASE, Sector.AGENCY, 2),
        unit("S", "Đoàn trường Cao đẳng Nghề", "Đoàn CĐ Nghề", Level.BASE, Sector.SCHOOL, 3),
    ]
    units = {row.code: row for row in Unit.objects.bulk_create(rows)}
    counts = {"A": (4, 40, 60, 0), "B": (3, 25, 35, 0), "S": (9, 600, 800, 0)}
    Headcount.objects.bulk_create(
        Headcount(
            unit=units[code],
            holds_from=YEAR_BEGINS,
            officers=officers,
            members=members,
            youth=youth,
            children=children,
        )
        for code, (officers, members, youth, children) in counts.items()
    )
    return units


def make_clusters(units: dict[str, Unit]) -> dict[str, Cluster]:
    names = {"C1": "Cụm thi đua số 1", "C2": "Cụm thi đua số 2"}
    rows = [
        Cluster(issuer=units["K"], code=code, name=name, position=position, active_from=YEAR_BEGINS)
        for position, (code, name) in enumerate(names.items(), start=1)
    ]
    clusters = {row.code: row for row in Cluster.objects.bulk_create(rows)}
    members = [("C1", "A", True), ("C1", "S", False), ("C2", "B", True)]
    ClusterMembership.objects.bulk_create(
        ClusterMembership(
            cluster=clusters[cluster],
            issuer=units["K"],
            unit=units[unit],
            is_lead=is_lead,
            starts_on=YEAR_BEGINS,
        )
        for cluster, unit, is_lead in members
    )
    return clusters


def make_people(units: dict[str, Unit]) -> dict[str, User]:
    """Eight visitors' users and a few more: K's own viewer, A's and B's secretaries, and the school's reporter."""
    roles = {
        "administrator": ("K", Role.ADMINISTRATOR, "Nông Thị Quản"),
        "office": ("K", Role.OFFICE, "Lê Văn Phòng"),
        "secretary": ("K", Role.SECRETARY, "Trần Thị Bích Thư"),
        "committee": ("K", Role.COMMITTEE, "Hoàng Ban Vụ"),
        "k_viewer": ("K", Role.VIEWER, "Đặng Thị Xem"),
        "reporter": ("A", Role.REPORTER, "Phạm Báo Cáo"),
        "a_secretary": ("A", Role.SECRETARY, "Đỗ Thị An"),
        "viewer": ("A", Role.VIEWER, "Vũ Xem"),
        "outsider": ("B", Role.REPORTER, "Ngô Thị Ngoài"),
        "b_secretary": ("B", Role.SECRETARY, "Bùi Văn Bình"),
        "s_reporter": ("S", Role.REPORTER, "Mai Thị Sen"),
    }
    rows = [
        User(
            username=login,
            full_name=name,
            email=f"{login}@thu-nghiem.example",
            password="!",  # nobody logs in with a password here; tests use force_login
            joined_at=clock.midnight(YEAR_BEGINS),
        ).with_keys()
        for login, (_, _, name) in roles.items()
    ]
    people = {row.username: row for row in User.objects.bulk_create(rows)}
    Appointment.objects.bulk_create(
        Appointment(user=people[login], unit=units[code], role=role, starts_on=YEAR_BEGINS)
        for login, (code, role, _) in roles.items()
    )
    return people


# --- programme, regime, indicators ----------------------------------------------------------------------------------


def make_programs(issuer: Unit, secretary: User) -> tuple[Program, Program, Regime]:
    regime = Regime.objects.create(issuer=issuer, name="Chế độ báo cáo năm 2026", starts_on=YEAR_BEGINS)
    common: dict[str, Any] = {"issuer": issuer, "starts_on": YEAR_BEGINS, "ends_on": YEAR_ENDS, "created_by": secretary}
    common |= {"year_from": 2026, "year_to": 2026, "place": "Thử Nghiệm", "created_at": clock.midnight(YEAR_BEGINS)}
    program = Program(
        **common,
        regime=regime,
        code="CT2026",
        number="12-CTr/ĐTN",
        issued_on=YEAR_BEGINS,
        title="Công tác Đoàn và phong trào thanh niên năm 2026",
        status=ProgramStatus.ISSUED,
        issued_by=secretary,
        issued_at=clock.midnight(YEAR_BEGINS),
    ).with_keys()
    program.save()
    draft = Program(**common, title="Tháng Thanh niên năm 2026 (dự thảo)").with_keys()
    draft.save()
    return program, draft, regime


def make_calendar(regime: Regime) -> tuple[dict[str, ReportingRule], dict[str, ReportingPeriod]]:
    """Monthly by the 5th from the 6th to the 5th, quarterly from 1 January to the last day; schools exempt."""
    due_months: dict[str, Any] = {"monthly": (1, 2, 4, 5, 7, 8, 10, 11), "quarterly": (3,)}
    monthly = ReportingRule(
        regime=regime,
        position=1,
        code="monthly",
        kind=ReportKind.MONTHLY,
        months=due_months["monthly"],
        due_day=5,
        covers=Covers.DAY_TO_DAY,
        covers_day=5,
        text="Báo cáo tháng: chậm nhất ngày 05 hằng tháng.",
    )
    quarterly = ReportingRule(
        regime=regime,
        position=2,
        code="quarterly",
        kind=ReportKind.QUARTERLY,
        months=due_months["quarterly"],
        due_day=5,
        covers=Covers.TO_DATE,
        text="Báo cáo quý I: chậm nhất ngày 05/3.",
    )
    rules = {rule.code: rule for rule in ReportingRule.objects.bulk_create([monthly, quarterly])}
    RuleAudience.objects.bulk_create(
        RuleAudience(rule=rule, is_exempt=True, sector=Sector.SCHOOL) for rule in rules.values()
    )
    spans = [
        ("monthly", 1, dt.date(2025, 12, 6)),
        ("monthly", 2, dt.date(2026, 1, 6)),
        ("quarterly", 3, YEAR_BEGINS),
        ("monthly", 4, dt.date(2026, 3, 6)),
        ("monthly", 5, dt.date(2026, 4, 6)),
    ]
    rows = [
        ReportingPeriod(
            regime=regime,
            rule=rules[kind],
            code=f"{kind}-{month:02d}",
            name="Báo cáo quý I/2026" if kind == "quarterly" else f"Báo cáo tháng {month}/2026",
            last_day=dt.date(2026, month, 5),
            due_at=clock.midnight(dt.date(2026, month, 6)),
            covers_from=begins,
            covers_until=dt.date(2026, month, 5),
        )
        for kind, month, begins in spans
    ]
    return rules, {row.code: row for row in ReportingPeriod.objects.bulk_create(rows)}


def make_indicators(program: Program) -> tuple[list[Target], dict[str, Indicator]]:
    """One indicator of each kind: trees (COUNT), trained (SHARE), model (CONDITION)."""
    texts = [
        "Toàn đoàn trồng mới ít nhất 4.500 cây xanh.",
        "Mỗi cơ sở Đoàn có từ 90% đoàn viên được học tập nghị quyết.",
        "100% cơ sở Đoàn có mô hình thanh niên tham gia chuyển đổi số.",
    ]
    targets = Target.objects.bulk_create(
        Target(program=program, position=number, number=str(number), text=text).with_keys()
        for number, text in enumerate(texts, start=1)
    )
    trees = Indicator(
        program=program,
        target=targets[0],
        code="trees",
        position=1,
        label="Cây xanh trồng mới",
        unit_of_measure="cây",
        kind=Kind.COUNT,
        scope=Scope.ORGANISATION,
        comparator=Comparator.AT_LEAST,
        accumulation=Accumulation.SUM,
    )
    trained = Indicator(
        program=program,
        target=targets[1],
        code="trained",
        position=2,
        label="Đoàn viên được học tập nghị quyết",
        unit_of_measure="đoàn viên",
        kind=Kind.SHARE,
        scope=Scope.EACH_UNIT,
        accumulation=Accumulation.LAST,
        coverage_goal=Decimal(100),
        denominator="members",
    )
    model = Indicator(
        program=program,
        target=targets[2],
        code="model",
        position=3,
        label="Có mô hình thanh niên tham gia chuyển đổi số",
        kind=Kind.CONDITION,
        scope=Scope.EACH_UNIT,
        accumulation=Accumulation.LAST,
        coverage_goal=Decimal(100),
    )
    rows = Indicator.objects.bulk_create(row.with_keys() for row in (trees, trained, model))
    return list(targets), {row.code: row for row in rows}


def make_goals(indicators: dict[str, Indicator], units: dict[str, Unit]) -> None:
    goals = [("trees", "K", 4500), ("trees", "A", 100), ("trees", "B", 120), ("trained", "K", 90), ("model", "K", 1)]
    Goal.objects.bulk_create(
        Goal(indicator=indicators[code], unit=units[unit], value=Decimal(value), holds_from=YEAR_BEGINS)
        for code, unit, value in goals
    )


# --- submissions ----------------------------------------------------------------------------------------------------


def make_submissions(cast: Cast) -> None:
    """The states of the table at the top of this file, with figures behind every report that was sent."""
    first = {"monthly-01": 3, "monthly-02": 4, "quarterly-03": 4, "monthly-04": 4}
    sent_b = {"monthly-01": dt.date(2026, 1, 7), "quarterly-03": dt.date(2026, 3, 4)}
    states = {
        ("A", "monthly-01"): Status.ACCEPTED,
        ("A", "monthly-02"): Status.ACCEPTED,
        ("A", "quarterly-03"): Status.ACCEPTED,
        ("A", "monthly-04"): Status.SUBMITTED,
        ("A", "monthly-05"): Status.DRAFT,
        ("B", "monthly-01"): Status.ACCEPTED,
        ("B", "monthly-02"): Status.WAIVED,
        ("B", "quarterly-03"): Status.RETURNED,
        ("B", "monthly-04"): Status.NOT_STARTED,
        ("B", "monthly-05"): Status.NOT_STARTED,
    }
    rows = []
    for (unit, code), status in states.items():
        period = cast.periods[code]
        day = sent_b.get(code) if unit == "B" else None
        if unit == "A" and code in first:
            day = dt.date(2026, period.last_day.month, first[code])
        rows.append(_submission(cast, unit, period, status, day if status != Status.WAIVED else None))
    for row in Submission.objects.bulk_create(rows):
        cast.submissions[row.unit.code, row.period.code] = row
    _figures(cast, [row for row in cast.submissions.values() if row.is_sent])
    _draft_entries(cast)


def _submission(cast: Cast, unit: str, period: ReportingPeriod, status: Status, day: dt.date | None) -> Submission:
    sender = cast.people["reporter" if unit == "A" else "outsider"]
    sent_at = clock.midnight(day) + dt.timedelta(hours=21) if day else None
    accepted_at = sent_at + dt.timedelta(hours=12) if sent_at and status == Status.ACCEPTED else None
    return Submission(
        unit=cast.a if unit == "A" else cast.b,
        period=period,
        reviewer=cast.issuer,
        status=status,
        receipt=f"BC-2026-{period.last_day.month:02d}-{unit}" if sent_at else "",
        first_submitted_at=sent_at,
        submitted_at=sent_at,
        submitted_by=sender if sent_at else None,
        opened_at=accepted_at,
        accepted_at=accepted_at,
        accepted_by=cast.people["office"] if accepted_at else None,
        waived_reason="Đơn vị mới kiện toàn." if status == Status.WAIVED else "",
        correct_by=dt.date(2026, 3, 9) if status == Status.RETURNED else None,
    )


def _figures(cast: Cast, sent: list[Submission]) -> None:
    """20 trees in each report, 36 of 40 (A) or 20 of 25 (B) trained, a model in place; returned ones do not count."""
    postings = Posting.objects.bulk_create(
        Posting(
            unit=row.unit,
            period=row.period,
            covers_from=row.period.covers_from,
            covers_until=row.period.last_day,
            counted_from=row.submitted_at,
            counted_until=row.submitted_at + dt.timedelta(hours=8) if row.status == Status.RETURNED else None,
            accepted_at=row.accepted_at,
            by=row.submitted_by,
        )
        for row in sent
        if row.submitted_at is not None
    )
    Result.objects.bulk_create(result for posting in postings for result in _results(cast, posting))
    Revision.objects.bulk_create(
        Revision(submission=row, number=1, posting=posting, taken_at=posting.counted_from, by=row.submitted_by)
        for row, posting in zip(sent, postings, strict=True)
    )


def _results(cast: Cast, posting: Posting) -> Iterable[Result]:
    numerator, denominator = (36, 40) if posting.unit == cast.a else (20, 25)
    yield Result(posting=posting, indicator=cast.indicators["trees"], answer=Answer.VALUE, value=Decimal(20))
    yield Result(
        posting=posting,
        indicator=cast.indicators["trained"],
        answer=Answer.VALUE,
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
    )
    yield Result(posting=posting, indicator=cast.indicators["model"], answer=Answer.VALUE, holds=True)


def _draft_entries(cast: Cast) -> None:
    Entry.objects.create(
        submission=cast.submission("A", "monthly-05"),
        indicator=cast.indicators["trees"],
        answer=Entry.Answer.VALUE,
        typed="12",
        value=Decimal(12),
        version=1,
        updated_by=cast.people["reporter"],
    )
