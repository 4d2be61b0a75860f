"""A real worker takes what a page hands over: through files on the embedded default, through Redis on services."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from units import clock, messages
from units.models import Delivery, Message, User

Eventually = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def person(transactional_db: None) -> User:
    return User.objects.create_user("thu", full_name="Nguyễn Thị Thu", email="thu@example.vn")


@pytest.mark.slow
def test_a_nudge_reaches_the_worker_which_writes_the_mail(
    person: User, worker: None, eventually: Eventually, settings: LazySettings
) -> None:
    messages.tell([person], "test", "Báo cáo tháng 4 sắp đến hạn", body="Hạn cuối: hết ngày 05/04/2026.")
    message = eventually(lambda: Message.objects.filter(delivery=Delivery.SENT).first())
    assert clock.local(message.sent_at).date() == clock.today()
    mails = "".join(mail.read_text() for mail in (Path(settings.DATA_DIR) / "mail").iterdir())
    assert "thu@example.vn" in mails


@pytest.mark.slow
@pytest.mark.services
def test_the_suite_really_runs_on_postgresql_and_redis(settings: LazySettings, transactional_db: None) -> None:
    from django.core.cache import cache
    from django.db import connection

    assert connection.vendor == "postgresql"
    assert settings.CELERY_BROKER_URL.startswith("redis://")
    cache.set("a", 1)
    assert cache.get("a") == 1
