"""What the browser tests share: a picture of every open page when a test fails, and people to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from tests.cast import make_clusters, make_people, make_units
from units.models import Unit, User

Browse = Callable[..., Any]

# How long a condition may take to come true on a busy machine.
expect.set_options(timeout=30_000)

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def browse(browse: Browse, request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[Browse]:
    """Open pages as everywhere; when the test fails, leave pictures of them in var/screenshots."""
    pages: list[Any] = []

    def open_page(*args: Any, **options: Any) -> Any:
        pages.append(browse(*args, **options))
        return pages[-1]

    yield open_page
    if not request.node.stash.get(FAILED, False):
        return
    folder = Path(settings.BASE_DIR) / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", request.node.name)
    for number, page in enumerate(pages, 1):
        page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)


@dataclass(frozen=True)
class Organisation:
    """K with A, B and the school S, their clusters and people; no programme yet."""

    units: dict[str, Unit]
    people: dict[str, User]


@pytest.fixture
def organisation(transactional_db: None) -> Organisation:
    units = make_units()
    make_clusters(units)
    return Organisation(units, make_people(units))
