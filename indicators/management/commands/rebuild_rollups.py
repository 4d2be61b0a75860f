"""Make the kept sums of all running programmes anew from the ledger."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from indicators.actions import rolling_up


class Command(BaseCommand):
    help = "Lập lại số tổng hợp của các chương trình đang thực hiện từ sổ số liệu."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many sums were written, as JSON."""
        self.stdout.write(json.dumps({"written": rolling_up.rebuild()}))
