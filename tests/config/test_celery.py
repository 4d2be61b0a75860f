from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import celery
import pytest
from celery.app.base import Celery
from django.conf import settings

import config
from config.settings import CELERY_BEAT_SCHEDULE, REDIS_TRANSPORT_OPTIONS


def test_the_beat_schedule_names_tasks_that_exist() -> None:
    config.celery_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in CELERY_BEAT_SCHEDULE.values()}
    assert scheduled == {
        "indicators.tasks.record_yesterday",
        "indicators.tasks.sweep_roll_ups",
        "reports.tasks.build_scheduled_reports",
        "reports.tasks.send_reminders",
        "reports.tasks.sweep_compilations",
        "reports.tasks.sync_obligations",
        "units.tasks.deliver_messages",
    }
    assert scheduled <= set(config.celery_app.tasks)


def test_every_thread_of_the_web_server_finds_the_application() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(celery.current_app.main))
    thread.start()
    thread.join()
    assert found == ["dunghan"]


@pytest.mark.django_db
def test_tasks_are_caught_in_tests(nudges: list[tuple[str, tuple[object, ...]]]) -> None:
    config.celery_app.send_task("units.tasks.deliver_messages", args=[1])
    assert nudges == [("units.tasks.deliver_messages", (1,))]


@pytest.fixture
def own_app(monkeypatch: pytest.MonkeyPatch) -> Celery:
    """An application with the portal's settings that really sends."""
    monkeypatch.undo()
    app = Celery("separate", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app


@pytest.mark.parametrize("broker", ["refuses", "is silent"])
def test_a_dead_broker_is_given_up_within_a_second(own_app: Celery, broker: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        if broker == "refuses":
            silent.close()
        own_app.conf.update(broker_url=f"redis://127.0.0.1:{port}/0")
        own_app.conf.broker_transport_options = dict(REDIS_TRANSPORT_OPTIONS)
        started = time.perf_counter()
        with pytest.raises(Exception, match=r"(?i)refused|timeout|timed out|closed"):
            own_app.send_task("units.tasks.deliver_messages", ignore_result=True, retry=False)
        assert time.perf_counter() - started < 1


def test_without_redis_a_task_becomes_a_file_in_the_data_folder(tmp_path: Path) -> None:
    script = "import config; config.celery_app.send_task('units.tasks.deliver_messages', ignore_result=True)"
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        timeout=60,
        cwd=settings.BASE_DIR,
        env={"PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path)},
    )
    (message,) = (tmp_path / "broker" / "messages").iterdir()
    assert "units.tasks.deliver_messages" in message.read_text()
