"""Play a scenario file and print its answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from reports.scenario.running import run


class Command(BaseCommand):
    help = "Play a scenario through the real models and actions, roll everything back and print the answers as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            story = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file}: {error}") from None
        if not connection.introspection.table_names():
            # An empty data folder; a portal in use is brought up to date by whoever runs it.
            call_command("migrate", verbosity=0)
        self.stdout.write(json.dumps({"answers": run(story)}, ensure_ascii=False))
