"""What the hourly task does, once."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.actions.reminders import send_reminders
from units import clock


class Command(BaseCommand):
    help = "Send the reminders that apply now (or at --at) and print how many."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", metavar="ISO-TIME", help="a local moment like 2026-04-03T08:00 instead of now")

    def handle(self, *args: Any, **options: Any) -> None:
        moment = _moment(options["at"])
        with clock.at(moment) if moment else nullcontext():
            outcome = send_reminders()
        self.stdout.write(json.dumps({"sent": outcome.sent, "due": outcome.due}))


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--at expects a moment like 2026-04-03T08:00, not {text!r}.") from None
