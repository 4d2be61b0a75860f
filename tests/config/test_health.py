from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from config import health


@pytest.mark.django_db
def test_anybody_may_ask_whether_the_portal_is_well(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "broker": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_dead_broker_is_told_but_does_not_fail_the_check(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "broker_answers", lambda: False)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["broker"]) == (200, "down")


def test_without_its_database_the_portal_is_failing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "failing")
