"""Sums that are kept say what adding everybody up says, whatever happens in whatever order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import contributions, ledger, rolled, standings
from indicators.actions.goals import set_goal
from indicators.actions.posting import stop_counting
from indicators.actions.remembering_past import end_of, record_days, record_yesterday
from indicators.actions.rolling_up import rebuild, rebuild_outdated, refresh
from indicators.comparing import progress_below, units_next_below
from indicators.figures import progress_of_many
from indicators.models import Indicator, RollUp, RollUpPast, RollUpState
from indicators.outlook import course_of
from indicators.progress import Span
from indicators.remembering import progress_now
from indicators.rolled import rolled_progress
from indicators.rolled_past import rolled_past
from indicators.standings import Standings, standing_of
from indicators.trends import past_progress
from programs.models import Participation
from tests.indicators.story import Story
from units import clock, stale
from units.actions import grouping
from units.models import Sector, Stale, Unit, User

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2023, 6, 15, 12, tzinfo=clock.zone())
TREE = ("A", "B", "C", "C/CX", "C/CY", "CX/CXZ", "D", "D/DX", "E")
ENDS = tuple(dt.date(2023, month, day) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31)))
TYPING = ("A", "B", "CX", "CY", "CXZ", "C", "DX", "E")


@pytest.fixture(autouse=True)
def _at_noon() -> Iterable[None]:
    with clock.at(NOON):
        yield


def all_kinds() -> Story:
    """An organisation three levels deep, asked for every kind of figure, judged in every scope."""
    story = Story.begin(*TREE)
    story.count("trees", "100")
    story.share("trees", "C", "40")
    story.count("highest", "9", accumulation="HIGHEST")
    story.count("last", "5", accumulation="LAST", comparator="<=")
    story.count("monthly", "3", goal_span="MONTH")
    story.count("models", "2", scope="EACH_UNIT", coverage_goal=Decimal(80))
    story.share("models", "A", "4")
    story.count("limit", "3", scope="EACH_UNIT", comparator="<=", coverage_goal=Decimal(90))
    story.count("shared only", None, scope="EACH_UNIT")
    story.share("shared only", "B", "3")
    story.count("of clusters", "6", scope="EACH_CLUSTER")
    story.count("per head", "2", scope="EACH_MEMBER", denominator="members")
    story.count("trained", "70", kind="SHARE")
    story.count("each trained", "50", kind="SHARE", scope="EACH_UNIT", coverage_goal=Decimal(100))
    story.count("has plan", None, kind="CONDITION", scope="EACH_UNIT", coverage_goal=Decimal(100))
    story.count("clusters plan", None, kind="CONDITION", scope="EACH_CLUSTER")
    story.count("own", "3", scope="ISSUER")
    story.people(A=10, B=20, C=5, CX=7, E=3)
    story.cluster("one", "A", "B", "CX")
    story.cluster("two", "C", "D", "DX")
    return story


def everything(story: Story) -> list[Indicator]:
    found = Indicator.objects.filter(program=story.program).select_related("program__issuer", "program__regime")
    return list(found.order_by("pk"))


def differences(story: Story, *codes: str) -> list[tuple[str, str, Any, Any]]:
    """Every body (of these codes) and indicator where the kept sum and the definition disagree."""
    indicators = everything(story)
    top = Unit.objects.get(code="K")
    bodies = list(Unit.objects.filter(code__in=codes or ["K", *story.units]))
    rolled = rolled_progress(indicators, top, bodies, clock.now())
    assert rolled is not None
    found = []
    for body in bodies:
        slow = progress_of_many(indicators, body, clock.now())
        alone = rolled_progress(indicators, body, [body], clock.now())
        assert alone is not None
        for row in indicators:
            wanted = replace(slow[row.pk], silent=())
            found += [
                (body.code, row.code, got, wanted)
                for got in (rolled[body.pk][row.pk], alone[body.pk][row.pk])
                if got != wanted
            ]
    return found


def branches_differ(story: Story, *codes: str) -> list[tuple[Any, ...]]:
    """Every body and unit next below it whose standing in short is not what adding everybody up says."""
    found = []
    for body in Unit.objects.filter(code__in=codes):
        below = units_next_below(body)
        slow = progress_below(everything(story), body, below)
        kept = brought_up_to_date(everything(story), body)
        found += [
            (body.code, child.code, row.code, got, wanted)
            for child in below
            for row, got in zip(everything(story), kept.of(child.pk, everything(story)), strict=True)
            if got != (wanted := standing_of(row, slow[child.pk][row.pk]))
        ]
    return found


def brought_up_to_date(indicators: list[Indicator], body: Unit) -> Standings:
    """What is known from the last time, brought up to date, whether or not the log says that something was done."""
    key = f"kept-for-a-test-{body.pk}"
    kept = standings.bring_up_to_date(cache.get(key), indicators, body)
    cache.set(key, kept)
    return kept.standings


def report(story: Story, chance: Random) -> None:
    unit = chance.choice(TYPING)
    month = chance.randint(1, 6)
    story.report(unit, "2023-06-15T12:00", f"2023-{month:02}-05", **answers(story, chance))


def answers(story: Story, chance: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, indicator in story.indicators.items():
        if code == "own" or chance.random() < 0.3:
            continue
        total = chance.randint(0, 9)
        value = {"COUNT": total, "SHARE": (chance.randint(0, total), total), "CONDITION": chance.random() < 0.5}
        found[code] = chance.choices([value[indicator.kind], None, "n/a"], [8, 1, 1])[0]
    return found


def take_back(story: Story, chance: Random) -> None:
    until = f"2023-{chance.randint(1, 6):02}-05"
    stop_counting(unit=story.units[chance.choice(TYPING)], period=story.period(until), at=clock.now())


def own_figure(story: Story, chance: Random) -> None:
    story.own("K", "2023-06-15T11:30", own=chance.randint(0, 3))


def change_goal(story: Story, chance: Random) -> None:
    code = chance.choice(["trees", "models", "limit", "shared only", "of clusters", "per head", "each trained"])
    unit = story.units[chance.choice(["K", *TYPING])]
    value = chance.choice([None, Decimal(chance.randint(0, 12))])
    set_goal(story.indicators[code], unit, value, reason="Điều chỉnh", by=None, on=clock.today())


def count_heads(story: Story, chance: Random) -> None:
    unit = story.units[chance.choice(TYPING)]
    heads = grouping.Heads(officers=1, members=chance.randint(0, 40), youth=60, children=0)
    by, _ = User.objects.get_or_create(username="vanphong")
    grouping.count_heads(unit, clock.today(), heads, by=by)


def leave(story: Story, chance: Random) -> None:
    unit = story.units[chance.choice(TYPING)]
    Participation.objects.filter(unit=unit, starts_on__lt=clock.today()).update(ends_on=dt.date(2023, 6, 10))
    stale.mark_units([unit.pk])


def join(story: Story, chance: Random) -> None:
    above = chance.choice(["A/", "C/", "E/", ""])
    unit = story.join(f"{above}N{len(story.units)}", sector=Sector.SCHOOL)
    stale.mark_units([unit.pk])


def bring_up_to_date(story: Story, chance: Random) -> None:
    refresh()


HAPPENINGS: list[Callable[[Story, Random], None]] = [
    report,
    report,
    report,
    take_back,
    own_figure,
    change_goal,
    count_heads,
    leave,
    join,
    bring_up_to_date,
]


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, len(HAPPENINGS) - 1), min_size=1, max_size=8), st.integers(0, 10**6))
def test_kept_sums_equal_the_definition_after_whatever_happens(happenings: list[int], seed: int) -> None:
    chance = Random(seed)
    with transaction.atomic():
        cache.clear()  # the example before used the same keys
        contributions.forget()
        story = all_kinds()
        report(story, chance)
        rebuild()
        for number in happenings:
            HAPPENINGS[number](story, chance)
            if Stale.objects.filter(is_whole=True).exists():
                assert rolled_progress(everything(story), story.units["K"], [story.units["K"]], clock.now()) is None
                refresh()
            assert differences(story, "K", "C", chance.choice(TYPING)) == []
            assert branches_differ(story, "K", "C") == []
        refresh()
        assert not Stale.objects.exists()
        assert differences(story) == []
        transaction.set_rollback(True)


def test_answers_read_one_by_one_are_those_that_the_database_adds_up() -> None:
    story, chance = all_kinds(), Random(11)
    for month in range(1, 7):
        for unit in TYPING:
            story.report(unit, f"2023-{month:02}-06", f"2023-{month:02}-05", **answers(story, chance))
    indicators = everything(story)
    spans = [
        Span(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        Span(dt.date(2023, 2, 1), dt.date(2023, 4, 4)),
        Span(dt.date(2023, 7, 1), dt.date(2023, 7, 31)),
    ]
    wanted = {spans[0]: indicators[:9], spans[1]: indicators[5:], spans[2]: indicators}
    now = clock.now()
    postings = ledger.counting(now)
    body, units = story.units["K"], [unit.pk for unit in story.units.values()]
    summed = ledger.read_cells(wanted, postings)
    assert any(summed[spans[1]].values())
    assert ledger.read_cells_of_few(wanted, now, body, units, {}) == summed
    one, other = story.units["A"], story.units["B"]
    of_one = Q(posting__unit=one)
    assert ledger.read_cells_of_few(wanted, now, body, [one.pk], {}) == ledger.read_cells(wanted, postings, of_one)
    its_own = Q(posting__unit=other, indicator=indicators[6])
    found = ledger.read_cells_of_few(wanted, now, body, [one.pk], {indicators[6].pk: other.pk})
    assert found == ledger.read_cells(wanted, postings, of_one | its_own)
    assert found != ledger.read_cells(wanted, postings, of_one)
    assert not any(ledger.read_cells_of_few(wanted, now, one, [other.pk], {}).values())


def test_correcting_the_sums_gives_what_making_them_anew_gives() -> None:
    story, chance = all_kinds(), Random(5)
    rebuild()
    for _ in range(6):
        report(story, chance)
        refresh()
    columns = ("indicator", "unit", "is_own", "counted", "value", "numerator", "denominator", "yes", "asked", "silent")
    more = ("judged", "reached", "broken", "shared", "heads", "present")
    corrected = set(RollUp.objects.values_list(*columns, *more))
    rebuild()
    anew = set(RollUp.objects.values_list(*columns, *more))
    assert {row for row in corrected if any(row[3:])} == anew


def test_only_the_branch_that_holds_a_changed_unit_is_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    story = all_kinds()
    rebuild()
    top, indicators = Unit.objects.get(code="K"), everything(story)
    judged: list[list[str]] = []

    def watched(indicators: Any, within: Unit, bodies: list[Unit], *more: Any) -> Any:
        judged.append([body.code for body in bodies])
        return rolled_progress(indicators, within, bodies, *more)

    monkeypatch.setattr(standings, "rolled_progress", watched)
    brought_up_to_date(indicators, top)
    brought_up_to_date(indicators, top)
    story.report("CX", "2023-06-15T11:00", trees=6)
    with clock.at(NOON + dt.timedelta(minutes=1)):
        brought_up_to_date(indicators, top)
        refresh()
        brought_up_to_date(indicators, top)
        story.report("A", "2023-06-15T12:00", trees=6)
        refresh()
        brought_up_to_date(indicators, top)
        brought_up_to_date(indicators, top)
        set_goal(story.indicators["of clusters"], top, Decimal(1), reason="Điều chỉnh", by=None, on=clock.today())
        brought_up_to_date(indicators, top)
        assert branches_differ(story, "K") == []
    everybody = ["A", "B", "C", "D", "E"]
    # While what changed is not taken up yet, its branch is judged at every visit after a change.
    assert judged[:4] == [everybody, ["C"], ["C"], ["A"]]
    assert judged[4] == everybody, "the goal of every cluster is another"


def test_what_was_undone_is_judged_again() -> None:
    story = all_kinds()
    rebuild()
    top, indicators = Unit.objects.get(code="K"), everything(story)
    with transaction.atomic():
        story.report("A", "2023-06-15T11:00", trees=6)
        brought_up_to_date(indicators, top)
        transaction.set_rollback(True)
    assert branches_differ(story, "K") == []


def test_a_new_goal_of_the_issuing_body_reaches_the_branches_below_a_unit_at_once() -> None:
    story = all_kinds()
    rebuild()
    indicators, below = everything(story), Unit.objects.get(code="C")
    brought_up_to_date(indicators, below)
    set_goal(story.indicators["trained"], story.units["K"], Decimal(99), reason="Điều chỉnh", by=None, on=clock.today())
    assert not Stale.objects.filter(is_whole=True).exists()
    story.report("CX", "2023-06-15T11:00", trained=(98, 100))
    with clock.at(NOON + dt.timedelta(minutes=1)):
        assert branches_differ(story, "C") == []
        refresh()
        assert branches_differ(story, "C") == []


def test_sums_of_another_day_are_not_used_and_made_anew_by_the_sweeper() -> None:
    story = all_kinds()
    rebuild()
    top = Unit.objects.get(code="K")
    with clock.at(NOON + dt.timedelta(days=1)):
        assert rolled_progress(everything(story), top, [top], clock.now()) is None
        assert rebuild_outdated() > 0
        assert rebuild_outdated() == 0
        assert rolled_progress(everything(story), top, [top], clock.now()) is not None
    assert RollUpState.objects.get().on == dt.date(2023, 6, 16)


def test_a_page_reads_the_sums_and_sees_a_report_at_once() -> None:
    story = all_kinds()
    rebuild()
    top, trees = Unit.objects.get(code="K"), everything(story)[0]
    RollUp.objects.filter(indicator=trees, unit=top, is_own=False).update(counted=1, value=1234)
    assert progress_now([trees], top)[trees.pk].value == 1234
    story.report("A", "2023-06-15T11:00", trees=6)
    with clock.at(NOON + dt.timedelta(minutes=1)):
        rolled = rolled_progress([trees], top, [top], clock.now())
    assert rolled is not None
    assert rolled[top.pk][trees.pk].value == 1240


def test_a_new_goal_for_each_unit_is_judged_unit_by_unit_until_the_sums_are_made_anew() -> None:
    story = all_kinds()
    rebuild()
    top, models = Unit.objects.get(code="K"), story.indicators["models"]
    set_goal(models, story.units["B"], Decimal(1), reason="Điều chỉnh", by=None, on=clock.today())
    assert rolled_progress([models], top, [top], clock.now()) is not None
    set_goal(models, top, Decimal(1), reason="Điều chỉnh", by=None, on=clock.today())
    assert rolled_progress([models], top, [top], clock.now()) is None
    refresh()
    assert differences(story, "K") == []


def test_nothing_is_done_when_nothing_has_changed() -> None:
    all_kinds()
    rebuild()
    Stale.objects.all().delete()
    assert refresh() == 0


def test_one_refresh_takes_as_many_queries_for_a_hundred_units_as_for_one() -> None:
    story = Story.begin(*(f"U{number}" for number in range(100)))
    story.count("trees", "100")
    story.count("models", "2", scope="EACH_UNIT")
    rebuild()

    def queries(codes: Iterable[str]) -> int:
        for code in codes:
            story.report(code, "2023-06-15T11:00", trees=1)
        with CaptureQueriesContext(connection) as found:
            refresh()
        return len(found)

    queries(["U0"])
    one = queries(["U1"])
    assert queries(f"U{number}" for number in range(2, 100)) <= one + 3  # more rows are written in more statements
    assert one <= 20


def test_past_days_are_read_as_they_were_written_down_and_equal_the_definition() -> None:
    story, chance = all_kinds(), Random(7)
    for month in range(1, 7):
        for unit in TYPING:
            story.report(unit, f"2023-{month:02}-04", f"2023-{month:02}-03", **answers(story, chance))
    days = [dt.date(2023, 3, 31), dt.date(2023, 5, 31), dt.date(2023, 6, 8)]
    assert record_days(story.program, [*days, clock.today()]) > 0
    assert record_days(story.program, days) == 0
    indicators = everything(story)
    for body in Unit.objects.filter(code__in=["K", "C", "D"]):
        written = rolled_past(indicators, body, days)
        assert sorted(written) == days
        for day in days:
            slow = progress_of_many(indicators, body, end_of(day))
            assert written[day] == {pk: replace(progress, silent=()) for pk, progress in slow.items()}
    assert not rolled_past(indicators, Unit.objects.get(code="A"), days)


def test_yesterday_is_kept_for_a_week_and_the_ends_of_months_for_good() -> None:
    all_kinds().report("A", "2023-05-04", "2023-05-03", trees=3)
    for day in (dt.date(2023, 6, 1), dt.date(2023, 6, 2), dt.date(2023, 6, 12)):
        with clock.at(day):
            assert record_yesterday() > 0
    kept = {*ENDS, dt.date(2023, 6, 5), dt.date(2023, 6, 11)}
    assert set(RollUpPast.objects.values_list("on", flat=True)) == kept


def test_the_ends_of_months_that_nobody_wrote_down_are_made_up_for() -> None:
    all_kinds().report("A", "2023-02-04", "2023-02-03", trees=3)
    assert record_yesterday() > 0
    kept = {*ENDS, dt.date(2023, 6, 8), dt.date(2023, 6, 14)}
    assert set(RollUpPast.objects.values_list("on", flat=True)) == kept
    assert record_yesterday() == 0


def test_of_a_vast_body_no_page_adds_up_a_past_that_was_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolled, "VAST", 3)
    story = all_kinds()
    story.report("A", "2023-04-20T11:00", "2023-04-03", trees=6)
    indicators, top = everything(story), Unit.objects.get(code="K")
    april, may = dt.date(2023, 4, 30), dt.date(2023, 5, 31)
    record_days(story.program, [may])
    found = past_progress(indicators, top, [april, may])
    assert found[april] == {}
    slow = progress_of_many(indicators, top, end_of(may))
    assert found[may] == {pk: replace(row, silent=()) for pk, row in slow.items()}
    course = course_of(indicators, top)
    trees = course.values[story.indicators["trees"].pk]
    assert trees == (None, None, None, None, Decimal(6))
    assert [column.day for column in course.columns] == [may]
    record_yesterday()
    assert past_progress(indicators, top, [april])[april]


def test_a_vast_body_is_shown_as_it_was_summed_last_until_its_sums_are_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rolled, "VAST", 3)
    story = all_kinds()
    story.report("A", "2023-06-15T11:00", trees=6)
    rebuild()
    indicators, trees = everything(story), story.indicators["trees"].pk
    top, below = Unit.objects.get(code="K"), Unit.objects.get(code="CX")
    set_goal(story.indicators["models"], top, Decimal(1), reason="Điều chỉnh", by=None, on=clock.today())
    found = rolled_progress(indicators, top, [top], clock.now())
    assert found is not None
    assert (found[top.pk][trees].value, found[top.pk][trees].summed_at) == (Decimal(6), NOON)
    assert rolled_progress(indicators, below, [below], clock.now()) is None
    refresh()
    found = rolled_progress(indicators, top, [top], clock.now())
    assert found is not None
    assert found[top.pk][trees].summed_at is None
