"""A body whose units all owe one report now, as many units and figures as a measurement needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from indicators.models import Indicator
from reports.models import Submission
from reports.scenario.stage import Stage, build
from units import clock
from units.models import User

PERIOD = "now"
_THINGS = (
    ("Cây xanh trồng mới trong phong trào Tết trồng cây và chăm sóc công trình xanh của đoàn viên", "cây"),
    ("Đoàn viên, thanh niên tham gia hiến máu tình nguyện tại các điểm do Hội Chữ thập đỏ tổ chức", "lượt người"),
    ("Công trình, phần việc thanh niên được công nhận và gắn biển ở cơ sở", "công trình"),
    ("Thanh thiếu nhi có hoàn cảnh khó khăn được tặng quà, học bổng, phương tiện học tập", "em"),
)


@dataclass(frozen=True)
class Seat:
    """One unit's reporter at work: the report to fill in and the session that lets them in."""

    user: User
    session: str
    submission: int


@dataclass(frozen=True)
class World:
    stage: Stage
    seats: list[Seat]
    indicators: list[int]


def make_world(*, units: int, indicators: int) -> World:
    """Write the rows into the database of the settings, and sign every reporter in."""
    with transaction.atomic():
        stage = build(_story(units, indicators))
    owed = Submission.objects.filter(period__code=PERIOD).select_related("unit").order_by("pk")
    seats = [_seat(submission, stage.reporters[submission.unit.code]) for submission in owed]
    assert len(seats) == units
    keys = Indicator.objects.order_by("position").values_list("pk", flat=True)
    return World(stage, seats, list(keys))


def session_of(user: User) -> str:
    """Return the key of a session in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _seat(submission: Submission, user: User) -> Seat:
    return Seat(user, session_of(user), submission.pk)


def _story(units: int, indicators: int) -> dict[str, Any]:
    today = clock.today()
    begins, ends = today.replace(month=1, day=1), today.replace(month=12, day=31)
    codes = [f"U{number:03}" for number in range(units)]
    rows = [{"code": code, "name": f"Chi đoàn số {code[1:]}", "parent": "K", "sector": "agency"} for code in codes]
    return {
        "program": {"issuer": "K", "starts": begins.isoformat(), "ends": ends.isoformat()},
        "units": [{"code": "K", "name": "Đoàn Khối thử tải", "level": "bloc"}, *rows],
        "indicators": [_indicator(number) for number in range(indicators)],
        "rules": [
            {
                "kind": "monthly",
                "code": PERIOD,
                "due": (today + timedelta(days=5)).isoformat(),
                "covers": [(today - timedelta(days=20)).isoformat(), today.isoformat()],
            }
        ],
    }


def _indicator(number: int) -> dict[str, Any]:
    label, measure = _THINGS[number % len(_THINGS)]
    facts = {"code": f"i{number:02}", "kind": "COUNT", "goal": str(1000 + number)}
    return facts | {"label": f"{label} (nội dung {number + 1})", "unit_of_measure": measure}
