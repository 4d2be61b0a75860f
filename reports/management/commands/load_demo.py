"""Load the sample data: an invented provincial bloc with its people, its programme and the year's reports so far."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demo.loading import load_small
from units import clock
from units.models import Unit


class Command(BaseCommand):
    help = "Writes sample data into an empty database and prints the logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=["small"], default="small", help="how much to write")
        parser.add_argument("--today", type=date.fromisoformat, help="the day the data is made for (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        if Unit.objects.exists():
            raise CommandError("Cơ sở dữ liệu đã có dữ liệu. Dữ liệu mẫu chỉ nạp vào cơ sở dữ liệu trống.")
        with clock.at(_moment(options["today"])):
            bloc = load_small()
        self.stdout.write(f"Mật khẩu chung của các tài khoản mẫu: {bloc.password}\n")
        for login, role, who in bloc.logins:
            self.stdout.write(f"  {login:10} {role:16} {who}")
        self.stdout.write(f"Văn bản mẫu để tải lên: {settings.DATA_DIR / 'mau'}\n")


def _moment(day: date | None) -> datetime:
    """The moment the sample is made for: noon of the day that was named, else now."""
    return clock.midnight(day) + timedelta(hours=12) if day else clock.now()
