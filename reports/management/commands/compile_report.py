"""Build the compliance report of a period and write its three files to a folder."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.models import ReportingPeriod
from reports.actions.compiling import build, request_compilation
from reports.compiling.writers import WRITERS
from reports.models import BuildStatus, CompiledReport
from units import clock


class Command(BaseCommand):
    help = "Builds the three files of a period's report and prints their paths as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--period", type=int, help="primary key of the period")
        which.add_argument("--latest", action="store_true", help="the last period that is due")
        parser.add_argument("--out", type=Path, required=True, help="folder for the files")

    def handle(self, *args: Any, **options: Any) -> None:
        period = self._period(options["period"])
        report = request_compilation(period.regime.issuer, period, by=None)
        build(report.pk)
        report = CompiledReport.objects.get(pk=report.pk)
        if report.status != BuildStatus.DONE:
            raise CommandError(report.error or "Báo cáo đang được một tiến trình khác lập. Chạy lại sau ít phút.")
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        paths = {}
        for suffix in WRITERS:
            file = getattr(report, suffix)
            target = out / Path(file.name).name
            with file.open("rb") as source:
                target.write_bytes(source.read())
            paths[suffix] = str(target)
        self.stdout.write(json.dumps({"period": period.code} | paths, ensure_ascii=False))

    def _period(self, pk: int | None) -> ReportingPeriod:
        periods = ReportingPeriod.objects.select_related("regime__issuer").filter(cancelled_at=None)
        if pk is not None:
            found = periods.filter(pk=pk).first()
        else:
            owed = periods.filter(submissions__cancelled_at=None, submissions__isnull=False)
            found = owed.due_before(clock.now()).order_by("-due_at", "-pk").first()
        if found is None:
            raise CommandError("Không có kỳ báo cáo nào như vậy. Kiểm tra số kỳ, hoặc chờ đến khi có kỳ đến hạn.")
        return found
