"""The page that load balancers and container health checks ask."""

from __future__ import annotations

from contextlib import suppress

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503. The broker is reported only: pages work on without it."""
    database = database_answers()
    state = {
        "status": "ok" if database else "failing",
        "database": "ok" if database else "down",
        "broker": "ok" if broker_answers() else "down",
    }
    return JsonResponse(state, status=200 if database else 503)


def database_answers() -> bool:
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return True
    return False


def broker_answers() -> bool:
    if not settings.REDIS_URL:
        return bool(settings.BROKER_DIR.is_dir())
    with (
        suppress(redis.RedisError),
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5) as client,
    ):
        return bool(client.ping())
    return False
