"""A build is asked for once, done by whoever claims it, and taken up again when its worker was lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from indicators.figures import progress_of
from indicators.models import Indicator, Scope
from reports.actions import compiling
from reports.compiling.access import has_newer_data
from reports.compiling.writers import WRITERS
from reports.models import BuildStatus, CompiledReport, Status, Submission
from tests.cast import Cast
from units import clock
from units.models import AuditEntry

At = Callable[[datetime | date], None]


@pytest.fixture
def report(cast: Cast) -> CompiledReport:
    return compiling.request_compilation(cast.issuer, cast.periods["monthly-04"], by=cast.people["office"])


def built(report: CompiledReport) -> CompiledReport:
    compiling.build(report.pk)
    report.refresh_from_db()
    return report


def test_asking_twice_gives_one_build(cast: Cast, report: CompiledReport) -> None:
    again = compiling.request_compilation(cast.issuer, cast.periods["monthly-04"], by=cast.people["secretary"])
    assert again == report
    assert CompiledReport.objects.count() == 1


def test_a_worker_is_told_after_the_request_is_stored(
    cast: Cast, nudges: list[tuple[str, tuple[Any, ...]]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = compiling.request_compilation(cast.issuer, cast.periods["monthly-04"], by=None)
    assert ("reports.tasks.build_compiled_report", (report.pk,)) in nudges


def test_a_finished_build_has_three_files_and_says_what_it_was_built_from(report: CompiledReport) -> None:
    report = built(report)
    assert report.status == BuildStatus.DONE, report.error
    assert report.built_from == clock.now()
    assert all(file.size > 1000 for file in (report.pdf, report.xlsx, report.docx))
    assert AuditEntry.objects.filter(event="report_compiled", subject_id=report.pk).exists()


def test_the_workbook_says_who_is_on_time_late_and_missing(cast: Cast) -> None:
    report = built(compiling.request_compilation(cast.issuer, cast.periods["monthly-01"], by=None))
    rows = [[cell.value for cell in row] for row in load_workbook(report.xlsx.open())["Đơn vị"].iter_rows(min_row=5)]
    assert {row[1]: row[3] for row in rows} == {"CĐ Sở Tài chính": "Đúng hạn", "CĐ Sở Y tế": "Trễ 2 ngày"}


def test_the_trees_of_the_workbook_are_those_of_the_ledger(cast: Cast, report: CompiledReport) -> None:
    rows = load_workbook(built(report).xlsx.open())["Chỉ tiêu"].iter_rows(min_row=5, values_only=True)
    trees = next(row for row in rows if row[1] == "Cây xanh trồng mới")
    assert trees[5] == progress_of(cast.indicators["trees"], cast.issuer, clock.now()).value


def test_an_average_per_member_is_not_set_beside_a_plain_sum(cast: Cast, report: CompiledReport) -> None:
    indicator = Indicator.objects.get(code="trees")
    indicator.scope = Scope.EACH_MEMBER
    indicator.save()
    rows = load_workbook(built(report).xlsx.open())["Chỉ tiêu"].iter_rows(min_row=5, values_only=True)
    trees = next(row for row in rows if row[1] == "Cây xanh trồng mới")
    assert trees[4] is None
    assert Decimal(str(trees[5])) == progress_of(indicator, cast.issuer, clock.now()).value


def test_a_second_worker_finds_nothing_to_do(report: CompiledReport) -> None:
    assert compiling.build(report.pk) is True
    assert compiling.build(report.pk) is False


def test_a_build_that_fails_says_what_to_do(report: CompiledReport, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setitem(WRITERS, "docx", broken)
    report = built(report)
    assert report.status == BuildStatus.FAILED
    assert "Lập lại" in report.error


def test_a_lost_build_is_taken_up_again_and_given_up_after_three_times(report: CompiledReport, at: At) -> None:
    lost = CompiledReport.objects.filter(pk=report.pk)
    lost.update(status=BuildStatus.RUNNING, touched_at=clock.now(), attempts=1)
    assert compiling.retry_stale() == 0
    at(clock.now() + timedelta(minutes=11))
    assert compiling.retry_stale() == 1
    lost.update(attempts=3)
    assert compiling.retry_stale() == 0
    report.refresh_from_db()
    assert report.status == BuildStatus.FAILED


def test_a_worker_that_comes_back_late_leaves_the_result_of_its_retry_alone(
    report: CompiledReport, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = clock.now()

    def retried(*args: Any) -> None:
        monkeypatch.undo()
        args[-1].write(b"late")
        at(began + timedelta(minutes=11))
        assert compiling.retry_stale() == 1
        assert compiling.build(report.pk) is True

    monkeypatch.setitem(WRITERS, "pdf", retried)
    report = built(report)
    assert (report.status, report.attempts) == (BuildStatus.DONE, 2)
    assert report.built_from == began + timedelta(minutes=11)
    assert report.pdf.open().read(4) == b"%PDF"
    assert AuditEntry.objects.filter(event="report_compiled").count() == 1
    named = {Path(file.path) for file in (report.pdf, report.xlsx, report.docx)}
    assert set(Path(report.pdf.path).parent.iterdir()) == named, "nothing of the late run lies about"


def test_the_last_look_at_the_claim_is_in_the_write_that_finishes(
    report: CompiledReport, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, step = clock.now(), compiling._step

    def retried(*args: Any) -> None:
        step(*args)
        if args[-1] == "pdf":
            monkeypatch.undo()
            at(began + timedelta(minutes=11))
            assert compiling.build(report.pk) is True

    monkeypatch.setattr(compiling, "_step", retried)
    report = built(report)
    assert report.built_from == began + timedelta(minutes=11)
    assert AuditEntry.objects.filter(event="report_compiled").count() == 1


def test_a_late_worker_that_fails_does_not_fail_its_retry(
    report: CompiledReport, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = clock.now()

    def retried(*args: Any) -> None:
        monkeypatch.undo()
        at(began + timedelta(minutes=11))
        assert compiling.build(report.pk) is True
        raise RuntimeError("disk full")

    monkeypatch.setitem(WRITERS, "docx", retried)
    assert built(report).status == BuildStatus.DONE


def test_a_run_that_was_given_up_stays_given_up(
    report: CompiledReport, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    CompiledReport.objects.update(attempts=2)

    def slow(*args: Any) -> None:
        args[-1].write(b"late")
        at(clock.now() + timedelta(minutes=11))
        assert compiling.retry_stale() == 0

    monkeypatch.setitem(WRITERS, "pdf", slow)
    report = built(report)
    assert (report.status, bool(report.pdf)) == (BuildStatus.FAILED, False)


def test_a_report_says_so_when_newer_figures_came_in(cast: Cast, report: CompiledReport, at: At) -> None:
    from indicators.actions.posting import mark_accepted

    report = built(report)
    assert not has_newer_data(report)
    at(clock.now() + timedelta(hours=1))
    mark_accepted(unit=cast.a, period=cast.periods["monthly-04"], at=clock.now())
    assert has_newer_data(report)


def test_the_night_run_asks_for_periods_that_fell_due_lately_and_only_once(cast: Cast, at: At) -> None:
    at(clock.midnight(date(2026, 4, 6)) + timedelta(minutes=90))
    assert compiling.request_due() == 1
    assert compiling.request_due() == 0
    assert CompiledReport.objects.get().period == cast.periods["monthly-04"]


def test_the_page_shows_the_step_that_runs_and_downloads_when_done(
    cast: Cast, report: CompiledReport, signed_in: Callable[[Any], Client]
) -> None:
    client = signed_in(cast.people["office"])
    url = reverse("reports:compiled_detail", args=[report.pk])
    assert "Lập bảng Excel" in client.get(url).content.decode()
    built(report)
    page = client.get(url).content.decode()
    assert "Tải PDF để đọc" in page
    assert 'hx-trigger="every' not in page
    answer = client.get(reverse("reports:compiled_file", args=[report.pk, "pdf"]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert "attachment" in answer["Content-Disposition"]


def test_waived_units_are_not_in_the_rate(cast: Cast) -> None:
    report = built(compiling.request_compilation(cast.issuer, cast.periods["monthly-02"], by=None))
    assert Submission.objects.get(unit=cast.b, period=cast.periods["monthly-02"]).status == Status.WAIVED
    total = [cell.value for cell in load_workbook(report.xlsx.open())["Cụm"]["A"]].index("Toàn đoàn") + 1
    row = [cell.value for cell in load_workbook(report.xlsx.open())["Cụm"][total]]
    assert row[1:8] == [1, 1, 0, 0, 0, 1, 100]


def test_the_command_prints_where_the_files_are(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("compile_report", "--latest", "--out", str(tmp_path))
    printed = json.loads(capsys.readouterr().out)
    assert printed["period"] == "monthly-04"
    assert Path(printed["pdf"]).read_bytes().startswith(b"%PDF")
