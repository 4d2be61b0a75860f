"""What every test may ask for: a clock that stands still, nudges that are caught, a worker, a browser."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery.app.base import Celery
from django.conf import LazySettings, settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.cast import cast  # noqa: F401, the fixture
from units import at_hand, clock

# The moment at which every test begins, unless it sets another one with `at`: a Monday, eight in the morning.
NOW = dt.date(2026, 4, 6)

Nudge = tuple[str, tuple[Any, ...]]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of PostgreSQL and Redis to `make test-services`."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    for_services = [item for item in items if item.get_closest_marker("services")]
    config.hook.pytest_deselected(items=for_services)
    items[:] = [item for item in items if item not in for_services]


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    clock.set_to(NOW)
    yield
    clock.set_to(None)


@pytest.fixture
def at() -> Callable[[dt.datetime | dt.date], None]:
    """Set the clock for the rest of the test: at(date(2026, 5, 5))."""
    return clock.set_to


@pytest.fixture(autouse=True)
def nudges(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[Nudge]:
    """Return the tasks handed to Celery so far, as (name, arguments); only a worker fixture lets them through."""
    sent: list[Nudge] = []

    def catch(self: Celery, name: str, args: Any = None, kwargs: Any = None, **options: Any) -> None:
        sent.append((name, tuple(args or ())))

    if "worker" not in request.fixturenames:
        monkeypatch.setattr(Celery, "send_task", catch)
    return sent


@pytest.fixture(autouse=True)
def separate_files(tmp_path: Path, settings: LazySettings) -> Iterator[None]:
    """Give every test an empty folder for uploads, and an empty cache."""
    settings.MEDIA_ROOT = tmp_path / "media"
    _forget()
    yield
    _forget()


def _forget() -> None:
    cache.clear()
    at_hand.forget()


@pytest.fixture
def worker(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Run a real Celery worker on the test's database and broker while the test runs; its clock starts at the test's.

    Its mails are files in DATA_DIR/mail, its log is shown when the test fails.
    """
    name = connection.settings_dict["NAME"]
    url = os.environ.get("DATABASE_URL", "")
    environment = os.environ | {
        "DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"
        if connection.vendor == "postgresql"
        else f"sqlite:///{name}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "true",
        "CLOCK": clock.now().replace(tzinfo=None).isoformat(),
    }
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"  # both processes must find the same files
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    # "celery" is where the worker's own nudges go: its settings are not those of the tests.
    celery = [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", f"{queue},celery", "-n", queue]
    log = tmp_path / "worker.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*celery, "-c", "1", "-l", "INFO", "--without-gossip", "--without-mingle"],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        sys.stdout.write(log.read_text())


@pytest.fixture
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Wait for a worker: eventually(lambda: Report.objects.first()) returns the first result that is true."""

    def wait_for(condition: Callable[[], Any], seconds: float = 30) -> Any:
        never = threading.Event()
        until = time.monotonic() + seconds
        while not (result := condition()):
            assert time.monotonic() < until, f"nothing happened within {seconds} seconds"
            never.wait(0.1)
        return result

    return wait_for


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """Return a client for a user: signed_in(user).get(...)."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


# --- Browser --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start Chromium once for all tests of a process; fail with the command to type where there is none."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.fail("Chromium is missing: apt-get install chromium (or run `make test`, which does it).")
    # Playwright's loop runs in this thread, and Django would take every query for one made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open pages in Chromium: page = browse(user), browse(user, width=360), browse(user, javascript=False), browse().

    Paths are relative to the portal: page.goto("/"). The test fails at its end when a script failed, the page broke
    its own content security policy, or anything was asked of another host.
    """
    complaints: list[str] = []
    contexts: list[Any] = []

    def heard(page: Any, said: Any) -> None:
        if "Content Security Policy" in said.text:
            complaints.append(f"{page.url}: {said.text}")

    def asked(page: Any, url: str) -> None:
        if not url.startswith((live_server.url, "data:", "blob:", "about:")):
            complaints.append(f"{page.url} asked another host: {url}")

    def watch(page: Any) -> None:
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: heard(page, said))
        page.on("request", lambda request: asked(page, request.url))

    def open_page(user: Any = None, *, width: int = 1280, height: int = 900, javascript: bool = True) -> Any:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id=settings.TIME_ZONE,
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(30_000)  # a limit, not a wait: the machine may be busy with other tests
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)
