"""Load sample data: an invented bloc, province or country with its people, its programmes and the reports so far."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demo.large.loading import MOST_YEARS, load_large
from reports.demo.large.organisation import NATION, PROVINCE
from reports.demo.loading import load_small
from units import clock
from units.models import Unit

SMALL = "small"
LARGE = {"province": PROVINCE, "nation": NATION}


class Command(BaseCommand):
    help = "Writes sample data into an empty database and prints the logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=[SMALL, *LARGE], default=SMALL, help="how much to write")
        parser.add_argument("--today", type=date.fromisoformat, help="the day the data is made for (default: today)")
        parser.add_argument(
            "--years",
            type=int,
            choices=range(1, MOST_YEARS + 1),
            help=f"of a province: how many years of history (default: {MOST_YEARS})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Unit.objects.exists():
            raise CommandError("Cơ sở dữ liệu đã có dữ liệu. Dữ liệu mẫu chỉ nạp vào cơ sở dữ liệu trống.")
        scale, years = options["scale"], options["years"]
        if years and scale != "province":
            raise CommandError("Tùy chọn --years chỉ dùng cùng --scale province.")
        with clock.at(_moment(options["today"])):
            if scale == SMALL:
                loaded = load_small()
                self._tell(loaded.password, loaded.logins)
                self.stdout.write(f"Văn bản mẫu để tải lên: {settings.DATA_DIR / 'mau'}\n")
                return
            large = load_large(LARGE[scale], years or (MOST_YEARS if scale == "province" else 1), self.stdout.write)
            self._tell(large.password, large.logins)

    def _tell(self, password: str, logins: list[tuple[str, str, str]]) -> None:
        self.stdout.write(f"Mật khẩu chung của các tài khoản mẫu: {password}\n")
        for login, role, who in logins:
            self.stdout.write(f"  {login:16} {role:16} {who}")


def _moment(day: date | None) -> datetime:
    """The moment the sample is made for: noon of the day that was named, else now."""
    return clock.midnight(day) + timedelta(hours=12) if day else clock.now()
