"""Two people at the same moment, where the database locks rows: the second decides on what the first has left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from indicators.actions.posting import post_own
from indicators.actions.refusals import GONE, FigureRefused
from indicators.drafting import draft_of
from indicators.models import Indicator
from programs.models import Amendment, Program, ProgramStatus, ReportingRule
from programs.payloads import RuleDraft
from reports.actions import amending, issuing, regimes
from reports.actions.entering import save_entry, save_narrative
from reports.actions.refusals import NotAllowed
from reports.models import Entry, NarrativePart
from reports.scenario.stage import Stage
from reports.typed import Typed
from tests.reports.staging import local, owed, set_stage
from units import clock

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

Eventually = Callable[[Callable[[], Any]], Any]
Meet = Callable[[Callable[[], object], Callable[[], object]], Any]
WHY = "Thay đổi kế hoạch."


@pytest.fixture
def stage() -> Stage:
    clock.set_to(local(3, 10))
    return set_stage()


@pytest.fixture
def meet(eventually: Eventually) -> Meet:
    """Return what becomes of the second when the first commits only after the second waits for it (or is through)."""

    def run(first: Callable[[], object], second: Callable[[], object]) -> Any:
        outcome: list[Any] = []

        def other() -> None:
            try:
                outcome.append(second())
            except Exception as error:  # noqa: BLE001, it is what the test asks about
                outcome.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=other)
        with transaction.atomic():
            first()
            thread.start()
            eventually(lambda: outcome or somebody_waits())
        thread.join(timeout=40)
        return outcome[0]

    return run


def somebody_waits() -> bool:
    """True when another connection waits for a lock that this one holds."""
    with connection.cursor() as cursor:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        cursor.execute(waiting)
        return bool(cursor.fetchone()[0])


def typed(stage: Stage) -> Callable[[], object]:
    draft, trees = owed(stage, "A", "monthly-04"), Indicator.objects.get(pk=stage.indicators["trees"].pk)
    return lambda: save_entry(draft, trees, Typed("10"), "", by=stage.reporters["A"])


def test_a_rule_somebody_begins_to_report_on_is_not_removed(stage: Stage, meet: Meet) -> None:
    office = stage.secretary
    rule = regimes.add_rule(stage.regime, RuleDraft(kind="monthly", due_day=20, months=(4,)), WHY, by=office)
    draft = rule.periods.get().submissions.get(unit__code="A")

    def begins() -> None:
        save_narrative(draft, NarrativePart.RESULTS, "Đã trồng cây.", "", by=stage.reporters["A"])

    refused = meet(begins, lambda: regimes.remove_rule(rule, WHY, by=office))
    assert isinstance(refused, NotAllowed)
    assert refused.sentence == regimes.REPORTED
    assert ReportingRule.objects.filter(pk=rule.pk).exists()


def test_of_two_who_remove_a_rule_the_second_is_told(stage: Stage, meet: Meet) -> None:
    office = stage.secretary
    rule = regimes.add_rule(stage.regime, RuleDraft(kind="monthly", due_day=20, months=(4,)), WHY, by=office)
    again = ReportingRule.objects.get(pk=rule.pk)
    refused = meet(
        lambda: regimes.remove_rule(rule, WHY, by=office), lambda: regimes.remove_rule(again, WHY, by=office)
    )
    assert isinstance(refused, NotAllowed)
    assert refused.sentence == regimes.GONE
    assert Amendment.objects.filter(after="").count() == 1


def test_a_rule_is_not_changed_while_its_programme_is_being_closed(stage: Stage, meet: Meet) -> None:
    rule = stage.regime.rules.all()[0]
    refused = meet(
        lambda: issuing.close(stage.regime.programs.get(), by=stage.secretary),
        lambda: regimes.change_rule(rule, RuleDraft(due_day=9), WHY, by=stage.secretary),
    )
    assert isinstance(refused, NotAllowed)
    assert refused.sentence == regimes.ENDED


def test_a_programme_somebody_begins_to_report_on_is_not_taken_back(stage: Stage, meet: Meet) -> None:
    refused = meet(typed(stage), lambda: issuing.take_back(stage.regime.programs.get(), WHY, by=stage.secretary))
    assert isinstance(refused, NotAllowed)
    assert refused.sentence == issuing.REPORTED
    assert Program.objects.get().status == ProgramStatus.ISSUED
    assert Entry.objects.get().indicator.code == "trees"


def test_a_programme_whose_body_writes_a_figure_is_not_taken_back(stage: Stage, meet: Meet) -> None:
    trees = Indicator.objects.get(pk=stage.indicators["trees"].pk)
    today = clock.today()
    refused = meet(
        lambda: post_own(trees, stage.regime.programs.get().issuer, Decimal(5), today, by=stage.secretary),
        lambda: issuing.take_back(stage.regime.programs.get(), WHY, by=stage.secretary),
    )
    assert isinstance(refused, NotAllowed)
    assert refused.sentence == issuing.REPORTED


def test_an_indicator_somebody_begins_to_report_on_does_not_come_to_mean_something_else(
    stage: Stage, meet: Meet
) -> None:
    trees = Indicator.objects.get(pk=stage.indicators["trees"].pk)
    draft = replace(draft_of(trees), label="Cây ăn quả trồng mới")
    refused = meet(typed(stage), lambda: amending.change_indicator(trees, draft, WHY, by=stage.secretary))
    assert isinstance(refused, NotAllowed)
    assert refused.sentence == amending.REPORTED


def test_no_figure_is_written_for_an_indicator_that_is_being_dropped(stage: Stage, meet: Meet) -> None:
    trees = Indicator.objects.get(pk=stage.indicators["trees"].pk)
    today = clock.today()
    refused = meet(
        lambda: amending.drop_indicator(Indicator.objects.get(pk=trees.pk), WHY, by=stage.secretary, on=today),
        lambda: post_own(trees, stage.regime.programs.get().issuer, Decimal(5), today, by=stage.secretary),
    )
    assert isinstance(refused, FigureRefused)
    assert refused.sentence == GONE
