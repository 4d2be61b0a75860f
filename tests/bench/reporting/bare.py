"""Bare Django views to measure against: behind the login and all middleware, and nothing of the portal in them."""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from reports.models import Entry
from tests.bench.reporting.recorded import recorded
from units import clock


@require_POST
def upsert(request: HttpRequest, pk: int, indicator_id: int) -> HttpResponse:
    """Write one row and say so."""
    said = {"typed": request.POST["text"], "updated_by": request.user, "updated_at": clock.now()}
    Entry.objects.update_or_create(submission_id=pk, indicator_id=indicator_id, defaults=said)
    return JsonResponse({"state": "saved"})


@require_POST
def replay(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Run the recorded statements and take them back, so that the report can still be sent; the journal is flushed."""
    with transaction.atomic():
        mark = transaction.savepoint()
        with connection.cursor() as cursor:
            for statement in recorded()[kind][pk]:
                cursor.execute(statement.replace("%", "%%"), [])
                if cursor.description:
                    cursor.fetchall()
        transaction.savepoint_rollback(mark)
        Entry.objects.filter(submission_id=pk).update(updated_at=clock.now())
    return HttpResponse(status=204)
