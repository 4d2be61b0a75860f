"""One figure everywhere: on the first screen, in its explanation, in the exported workbook, and added up by hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import Q
from openpyxl import load_workbook

from indicators.explaining import explain
from indicators.models import Goal, Indicator, Posting, Result
from indicators.wording import figure_words
from programs.models import Program
from reports.actions.compiling import request_compilation
from reports.compiling import excel
from reports.compiling.gathering import gather
from reports.demo.loading import load_small
from reports.demo.organisation import Bloc
from reports.models import Submission
from reports.overview import Overview, overview_of
from units import clock
from units.models import ClusterMembership, Headcount

pytestmark = pytest.mark.slow


@pytest.fixture
def bloc(db: None, at: Any, settings: LazySettings, tmp_path: Path) -> Bloc:
    """The sample data as of a Thursday in August."""
    settings.DATA_DIR = tmp_path
    at(dt.date(2026, 8, 20))
    return load_small()


def test_every_figure_of_the_first_screen_is_the_same_everywhere(bloc: Bloc) -> None:
    board = overview_of(bloc.body, {})
    assert len(board.figures) > 20
    for row in board.figures:
        explained = explain(row.indicator, bloc.body, clock.now()).progress
        assert (row.progress.value, row.status) == (explained.value, explained.status), row.indicator
        assert row.words == figure_words(row.indicator, explained)
        by_hand = slow_figure(row.indicator, bloc)
        assert row.progress.value == (None if by_hand is None else rounded(by_hand, row.indicator)), row.indicator
    assert_workbook_agrees(board, bloc)
    assert sum(tile.count for tile in board.tiles) == len(board.figures)
    assert_reports_agree(board)


def assert_workbook_agrees(board: Overview, bloc: Bloc) -> None:
    assert board.period is not None
    content = gather(request_compilation(bloc.body, board.period, by=bloc.office), clock.now())
    file = BytesIO()
    excel.write(content, file)
    sheet = load_workbook(file)["Chỉ tiêu"]
    written = {row[1]: row[5] for row in sheet.iter_rows(min_row=5, values_only=True) if row[1] and row[8]}
    shown = {row.indicator.label: row.progress.value for row in board.figures}
    assert set(written) == set(shown)
    for label, value in shown.items():
        assert (None if written[label] is None else Decimal(str(written[label]))) == value, label


def assert_reports_agree(board: Overview) -> None:
    """Reports are counted one by one, in Python."""
    counts: dict[str, int] = defaultdict(int)
    for report in Submission.objects.filter(period=board.period, cancelled_at=None).select_related("period"):
        due, sent = report.extended_due_at or report.period.due_at, report.first_submitted_at
        is_sent = sent is not None and report.status not in ("not_started", "draft")
        if report.status == "waived":
            counts["waived"] += 1
        elif is_sent and sent is not None:
            counts["on_time" if sent < due else "late"] += 1
        else:
            counts["missing" if due <= clock.now() else "pending"] += 1
    tally = board.reports.tally
    for kind in ("on_time", "late", "missing", "pending", "waived"):
        assert getattr(tally, kind) == counts[kind], kind


# --- the same once more, the slow way -----------------------------------------------------------------------------


def slow_figure(indicator: Indicator, bloc: Bloc) -> Decimal | None:
    """Return the figure from the single rows of the ledger, without anything that the screens are made with."""
    answers = answers_by_unit(indicator)
    if indicator.scope == "ISSUER":
        return answers.get(bloc.body.pk)
    if indicator.kind == "SHARE" and indicator.scope == "ORGANISATION":
        pairs = list(last_shares(indicator).values())
        below = sum((pair[1] for pair in pairs), Decimal(0))
        return sum((pair[0] for pair in pairs), Decimal(0)) * 100 / below if below else None
    if indicator.scope == "ORGANISATION":
        return sum(answers.values(), Decimal(0)) if answers else None
    if indicator.scope == "EACH_MEMBER":
        everybody = indicator.program.participations.exclude(unit=bloc.body).values("unit_id")
        heads = Headcount.objects.filter(unit__in=everybody, holds_from__lte=clock.today())
        members = dict(heads.order_by("holds_from").values_list("unit_id", "members"))
        return sum(answers.values(), Decimal(0)) / sum(members.values())
    goal = Goal.objects.filter(indicator=indicator, unit=bloc.body, holds_until=None).values_list("value", flat=True)
    wanted = goal.first() or Decimal(1)
    groups = (
        groups_of(bloc) if indicator.scope == "EACH_CLUSTER" else [[unit] for unit in asked_units(indicator.program)]
    )
    if indicator.kind == "SHARE":
        shares = last_shares(indicator)
        reached = [bool(group[0] in shares and reaches(shares[group[0]], wanted, indicator)) for group in groups]
    else:
        reached = [
            any(u in answers for u in group) and sum(answers.get(u, Decimal(0)) for u in group) >= wanted
            for group in groups
        ]
    return Decimal(sum(reached)) * 100 / len(groups)


def reaches(pair: tuple[Decimal, Decimal], goal: Decimal, indicator: Indicator) -> bool:
    if not pair[1]:
        return indicator.comparator in ("<=", "<")
    percent = pair[0] * 100 / pair[1]
    return {"<=": percent <= goal, "<": percent < goal, ">": percent > goal}.get(indicator.comparator, percent >= goal)


def counting_rows(indicator: Indicator) -> list[Result]:
    now, program = clock.now(), indicator.program
    postings = Posting.objects.filter(counted_from__lte=now, covers_until__range=(program.starts_on, program.ends_on))
    postings = postings.filter(Q(counted_until=None) | Q(counted_until__gt=now))
    source = indicator
    while source.reads is not None:  # typed once, judged by several
        source = source.reads
    rows = Result.objects.filter(indicator=source, posting__in=postings).exclude(answer="not_applicable")
    return list(rows.select_related("posting").order_by("posting__covers_until", "posting__counted_from", "pk"))


def answers_by_unit(indicator: Indicator) -> dict[int, Decimal]:
    """Sums, or the last answer, or the highest; a yes is 1."""
    found: dict[int, Decimal] = {}
    for row in counting_rows(indicator):
        unit = row.posting.unit_id
        value = Decimal(row.holds or 0) if indicator.kind == "CONDITION" else row.value or Decimal(0)
        if indicator.accumulation == "SUM":
            found[unit] = found.get(unit, Decimal(0)) + value
        elif indicator.accumulation == "HIGHEST":
            found[unit] = max(found.get(unit, value), value)
        else:
            found[unit] = value
    return found


def last_shares(indicator: Indicator) -> dict[int, tuple[Decimal, Decimal]]:
    return {
        row.posting.unit_id: (row.numerator or Decimal(0), row.denominator or Decimal(0))
        for row in counting_rows(indicator)
    }


def asked_units(program: Program) -> list[int]:
    """Who owes a report that covers days: schools, which follow another regime, owe none."""
    owed = Submission.objects.filter(period__regime=program.regime, cancelled_at=None).exclude(period__covers_from=None)
    return sorted(set(owed.values_list("unit_id", flat=True)))


def groups_of(bloc: Bloc) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    asked = set(
        Submission.objects.filter(cancelled_at=None).exclude(period__covers_from=None).values_list("unit_id", flat=True)
    )
    for cluster, unit in ClusterMembership.objects.filter(issuer=bloc.body).values_list("cluster_id", "unit_id"):
        if unit in asked:
            groups[cluster].append(unit)
    return list(groups.values())


def rounded(figure: Decimal, indicator: Indicator) -> Decimal:
    places = 2 if indicator.scope == "EACH_MEMBER" else 1 if is_percent(indicator) else 4
    return figure.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


def is_percent(indicator: Indicator) -> bool:
    return indicator.kind == "SHARE" or indicator.scope in ("EACH_UNIT", "EACH_CLUSTER")
