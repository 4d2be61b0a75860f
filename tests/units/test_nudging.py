"""Waking the worker: once for what happens together, and never for what is undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.conftest import Nudge
from units import stale
from units.models import Level, Unit
from units.stale import REFRESH

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    facts = {"code": "K", "name": "Đoàn Khối", "level": Level.BLOC, "active_from": "2020-01-01"}
    return Unit.objects.add_root(facts)


def test_what_changes_within_a_second_wakes_the_worker_once(
    unit: Unit, nudges: list[Nudge], django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            stale.mark_units([unit.pk])
    assert nudges == [(REFRESH, ())]
    cache.clear()  # as a second does
    with django_capture_on_commit_callbacks(execute=True):
        stale.mark_whole(unit)
    assert nudges == [(REFRESH, ())] * 2


def test_what_is_undone_wakes_nobody(unit: Unit, nudges: list[Nudge], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        stale.mark_units([unit.pk])
        transaction.set_rollback(True)
    assert nudges == []
