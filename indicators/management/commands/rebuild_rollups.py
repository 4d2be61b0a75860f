"""Make the kept sums of all running programmes anew from the ledger."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from indicators.actions import remembering_past, rolling_up
from indicators.trends import WEEK, month_ends
from units import clock


class Command(BaseCommand):
    help = "Lập lại số tổng hợp của các chương trình đang thực hiện từ sổ số liệu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--past", action="store_true", help="ghi cả số tổng hợp cuối mỗi tháng và của bảy ngày trước, nếu chưa có"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many sums were written, as JSON."""
        found = {"written": rolling_up.rebuild()}
        if options["past"]:
            today = clock.today()
            found["past"] = sum(
                remembering_past.record_days(program, [*month_ends(program.starts_on, today), today - WEEK])
                for program in rolling_up.running(today)
            )
        self.stdout.write(json.dumps(found))
