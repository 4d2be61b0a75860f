"""Reads a programme document into a draft, as the upload page does."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.actions.drafting import import_program
from programs.importing.errors import UnreadableDocument
from programs.models import Decision
from units.models import Unit


class Command(BaseCommand):
    help = "Reads a programme (.docx, .pdf, .txt) into a draft programme of an issuing body."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--issuer", required=True, help="code of the issuing body")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        issuer = Unit.objects.filter(code=options["issuer"]).first()
        if issuer is None:
            raise CommandError(f"Không có đơn vị nào mang mã {options['issuer']}.")
        try:
            program = import_program(issuer, path.read_bytes(), path.name, by=None)
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
        except UnreadableDocument as error:
            raise CommandError(str(error)) from error
        kinds = dict.fromkeys(program.proposals.values_list("kind", flat=True).order_by("kind"), 0)
        counts = {kind: program.proposals.filter(kind=kind).count() for kind in kinds}
        unsure = program.proposals.filter(decision=Decision.PENDING).exclude(doubt="").count()
        found = ", ".join(f"{kind} {count}" for kind, count in counts.items())
        self.stdout.write(f"Dự thảo {program.pk}: {program.title} ({found}; {unsure} mục cần xem).")
