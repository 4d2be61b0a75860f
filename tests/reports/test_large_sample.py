"""The large samples, made small: what is written in sets is what the actions would have left behind."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from indicators.figures import accepted_value, progress_of
from indicators.models import Goal, Indicator, Posting, Result
from programs.models import Program, Regime, ReportingPeriod
from reports.actions.obligations import sync_obligations
from reports.actions.reviewing import accept
from reports.actions.states import receipt_for
from reports.actions.submitting import submit
from reports.compliance import Tally, compliance_of
from reports.contents import contents_of
from reports.demo.large.fates import LUCKS, MOODS, Facts, courses_of
from reports.demo.large.loading import load_large
from reports.demo.large.organisation import NATION, PROVINCE, Organisation, Size
from reports.demo.large.places import places
from reports.models import Entry, Revision, Status, Submission
from units import clock
from units.models import AuditEntry, Cluster, Level, Role, Unit, User

TODAY = dt.date(2026, 11, 21)
SMALL = Size(provinces=1, communes=8, direct=24, below=120)


def load(size: Size, years: int) -> Organisation:
    with clock.at(TODAY):
        return load_large(size, years, str)


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Organisation]:
    """A province with two years of history, written once for all tests of this module and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(SMALL, 2)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def today(db: None) -> None:
    clock.set_to(TODAY)


def sent(number: int) -> list[Submission]:
    """Some of the reports that were sent and ask for figures, always the same ones."""
    found = Submission.objects.filter(first_submitted_at__isnull=False, period__covers_from__isnull=False)
    keys = random.Random(7).sample(list(found.order_by("pk").values_list("pk", flat=True)), number)
    return list(Submission.objects.filter(pk__in=keys).select_related("unit", "period__rule", "period__regime"))


# --- the organisation -------------------------------------------------------------------------------------------------


def test_a_province_and_a_country_are_as_large_as_they_should_be() -> None:
    assert PROVINCE.communes + PROVINCE.direct == 200
    assert PROVINCE.direct + PROVINCE.below == 1500
    assert (NATION.provinces, NATION.communes, NATION.direct + NATION.below) == (34, 3321, 15000)


def test_no_place_has_the_name_of_another() -> None:
    found = list(places())
    assert len(found) == len(set(found)) > NATION.provinces + NATION.communes + NATION.direct


def test_the_tree_holds_together_and_everybody_can_be_reached(province: Organisation) -> None:
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    units = Unit.objects.below(province.body)
    assert units.filter(level=Level.COMMUNE).count() == 8
    assert units.filter(level=Level.BASE).count() == 144
    assert not units.exclude(appointments__role=Role.SECRETARY).exists()
    roles = {role for _, role, _ in province.logins}
    assert roles == {str(role.label) for role in Role}
    assert User.objects.get_by_natural_key("vanphong").check_password(province.password)
    for cluster in Cluster.objects.filter(issuer=province.body):
        assert cluster.memberships.filter(is_lead=True).count() == 1


# --- obligations and states -------------------------------------------------------------------------------------------


def test_what_is_owed_is_what_the_rules_ask(province: Organisation) -> None:
    for regime in Regime.objects.all():
        assert sync_obligations(regime) == 0


def test_reports_are_in_every_state(province: Organisation) -> None:
    states = Counter(Submission.objects.values_list("status", flat=True))
    assert set(states) == set(Status), states


def test_courses_cover_every_mood_and_luck_once_on_every_day() -> None:
    day = dt.date(2026, 11, 5)
    period = Facts(clock.midnight(dt.date(2026, 10, 6)), day, clock.midnight(day + dt.timedelta(days=1)))
    for days in range(-35, 120, 5):
        now = period.due_at + dt.timedelta(days=days)
        squares: Counter[tuple[int, int]] = Counter()
        for course in courses_of(period, now):
            for luck in range(course.luck_from, course.luck_until):
                squares.update((mood, luck) for mood in range(course.mood_from, course.mood_until))
        assert len(squares) == MOODS * LUCKS
        assert set(squares.values()) == {1}


def test_nothing_happens_after_the_day_the_sample_is_made_for(province: Organisation) -> None:
    now = clock.now()
    assert not AuditEntry.objects.filter(at__gt=now).exists()
    assert not Submission.objects.filter(submitted_at__gt=now).exists()
    assert not Posting.objects.filter(counted_from__gt=now).exists()
    assert not Revision.objects.filter(taken_at__gt=now).exists()


# --- figures ----------------------------------------------------------------------------------------------------------


def test_what_was_sent_is_what_the_form_asks_and_what_the_ledger_counts(province: Organisation) -> None:
    for submission in sent(40):
        contents = contents_of(submission)
        newest = submission.revisions.select_related("posting").order_by("number").last()
        assert newest is not None
        assert newest.posting is not None
        kept = newest.snapshot["figures"]
        assert [row["indicator"] for row in kept] == [row.pk for row in contents.indicators]
        assert [row["slice"] for row in kept] == [
            [day.isoformat() for day in contents.slices[row.pk]] for row in contents.indicators
        ]
        assert contents.span() == (newest.posting.covers_from, newest.posting.covers_until)
        typed = {figure.indicator_id: _columns(figure) for figure in contents.figures()}
        assert typed == {row.indicator_id: _columns(row) for row in newest.posting.results.all()}
        assert typed == {row["indicator"]: _plain(row) for row in kept if row["answer"]}


def _columns(row: Any) -> tuple[object, ...]:
    return row.answer, row.value, row.numerator, row.denominator, row.holds


def _plain(row: dict[str, Any]) -> tuple[object, ...]:
    numbers = [None if row[name] is None else Decimal(row[name]) for name in ("value", "numerator", "denominator")]
    return row["answer"], *numbers, row["holds"]


def test_sums_are_those_of_the_figures_that_count(province: Organisation) -> None:
    program = Program.objects.get(year_from=2026)
    sums = program.indicators.filter(kind="COUNT", scope="ORGANISATION", accumulation="SUM", goal_span="PROGRAMME")
    bodies = [province.body, *Unit.objects.below(province.body).filter(level=Level.COMMUNE)[:2], province.units[0]]
    assert sums.count() > 10
    for indicator in sums:
        for body in bodies:
            rows = Result.objects.filter(indicator=indicator, posting__unit__path__startswith=body.path)
            counted = rows.filter(posting__counted_until=None)
            values = [row.value for row in counted if row.value is not None]
            expected = sum(values, Decimal(0)) if counted.exclude(answer="n/a").exists() else None
            assert progress_of(indicator, body, clock.now()).value == expected
            approved = rows.filter(posting__accepted_at__isnull=False, posting__accepted_until=None)
            assert accepted_value(indicator, body, clock.now()) == sum((row.value or 0 for row in approved), Decimal(0))


def test_a_report_counts_while_it_is_sent_and_not_returned(province: Organisation) -> None:
    counting = set(Posting.objects.filter(kind="report", counted_until=None).values_list("unit_id", "period_id"))
    counts = (Status.SUBMITTED, Status.ACCEPTED, Status.REOPENED)
    asked = Submission.objects.filter(period__covers_from__isnull=False)
    assert counting == set(asked.filter(status__in=counts).values_list("unit_id", "period_id"))
    approved = set(
        Posting.objects.filter(kind="report", accepted_at__isnull=False, accepted_until=None).values_list(
            "unit_id", "period_id"
        )
    )
    assert approved == set(asked.filter(accepted_at__isnull=False).values_list("unit_id", "period_id"))


def test_a_share_divides_the_last_numbers_of_every_unit(province: Organisation) -> None:
    indicator = Indicator.objects.get(program__year_from=2026, label="Đoàn viên học tập nghị quyết")
    last: dict[int, Result] = {}
    rows = Result.objects.filter(indicator=indicator, posting__counted_until=None).select_related("posting")
    for row in rows.order_by("posting__covers_until"):
        last[row.posting.unit_id] = row
    numerator = sum((row.numerator or 0 for row in last.values()), Decimal(0))
    denominator = sum((row.denominator or 0 for row in last.values()), Decimal(0))
    found = progress_of(indicator, province.body, clock.now())
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert found.value == round(numerator * 100 / denominator, 1)


def test_shares_add_up_to_the_goal_at_every_level(province: Organisation) -> None:
    indicator = Indicator.objects.get(program__year_from=2025, label="Bài viết lan tỏa điều hay")
    shares = dict(Goal.objects.filter(indicator=indicator, holds_until=None).values_list("unit__path", "value"))
    for body in [province.body, *Unit.objects.below(province.body).filter(level=Level.COMMUNE)]:
        below = [value for path, value in shares.items() if path[: -Unit.steplen] == body.path]
        more = 50 if body.depth == 1 else 0  # one unit took on fifty more in July
        assert sum(below) == shares[body.path] + more


def test_who_was_late_is_told_by_the_first_sending(province: Organisation) -> None:
    for period in ReportingPeriod.objects.filter(due_at__lt=clock.now()):
        rows = Submission.objects.filter(period=period).exclude(status=Status.WAIVED)
        due = [(row.first_submitted_at, row.extended_due_at or period.due_at) for row in rows]
        tally = Tally.of(row.timeliness for row in compliance_of(period, None, clock.now()).rows)
        assert tally.on_time == sum(first is not None and first < until for first, until in due)
        assert tally.late == sum(first is not None and first >= until for first, until in due)
        assert tally.missing + tally.pending == sum(first is None for first, _ in due)
        assert tally.on_time > tally.late
        assert tally.late or clock.now() - period.due_at < dt.timedelta(days=7)


def test_receipts_logs_and_revisions_are_as_the_actions_leave_them(province: Organisation) -> None:
    for submission in sent(20):
        assert submission.first_submitted_at is not None
        assert submission.receipt == receipt_for(submission.pk, clock.local(submission.first_submitted_at))
        events = list(
            AuditEntry.objects.filter(subject_type="reports.submission", subject_id=submission.pk, unit=submission.unit)
            .order_by("at", "pk")
            .values_list("event", flat=True)
        )
        assert events.count("submission_submitted") == submission.revisions.count()
        assert (
            events.count("submission_accepted")
            == submission.revisions.filter(posting__accepted_at__isnull=False).count()
        )
        assert AuditEntry.objects.filter(subject_id=submission.pk, subject_text=str(submission)).exists()


def test_life_goes_on_where_the_sample_ends(province: Organisation) -> None:
    draft = Submission.objects.filter(status=Status.DRAFT, period__covers_from__isnull=False).earliest("pk")
    reporter = User.objects.appointed_in(draft.unit, Role.SECRETARY).get()
    for entry in Entry.objects.filter(submission=draft, answer=""):
        entry.delete()
    required = Indicator.objects.filter(is_required=True, program__year_from=2026).exclude(entries__submission=draft)
    for indicator in required:
        holds = {"numerator": 1, "denominator": 2} if indicator.kind == "SHARE" else {"value": 3}
        Entry.objects.create(submission=draft, indicator=indicator, answer="value", **holds)
    submit(draft, by=reporter)
    reviewer = User.objects.appointed_in(draft.reviewer, Role.OFFICE).get()
    accept(draft, by=reviewer)
    assert Posting.objects.get(unit=draft.unit, period=draft.period).accepted_at == clock.now()
