"""Prints what a programme document says, as JSON. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from programs.importing.documents import read_document
from programs.importing.errors import UnreadableDocument
from programs.importing.program import read_program, read_targets
from programs.importing.to_json import reading_to_json, targets_to_json


class Command(BaseCommand):
    help = "Đọc một chương trình công tác (.docx, .pdf, .txt) và in kết quả dạng JSON; không dùng cơ sở dữ liệu."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="read_as", choices=["program", "targets"], default="program")

    def handle(self, *args: Any, file: Path, read_as: str, **options: Any) -> None:
        try:
            document = read_document(file)
            if read_as == "targets":
                result = targets_to_json(read_targets(document))
            else:
                result = reading_to_json(read_program(document))
        except OSError as problem:
            missing = isinstance(problem, FileNotFoundError)
            self._fail(f"Không {'tìm thấy' if missing else 'mở được'} tệp {file.name}.")
        except UnreadableDocument as problem:
            self._fail(str(problem))
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))

    def _fail(self, message: str) -> NoReturn:
        """Print one line for people, without the name of an exception, and end with status 1."""
        self.stderr.write(" ".join(message.split()))
        raise SystemExit(1)
