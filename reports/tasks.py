"""What runs on a schedule or in the background. Every task may run twice: the rows say what is still to do."""

from __future__ import annotations

from celery import shared_task

from reports.actions import compiling


@shared_task(name="reports.tasks.build_compiled_report")
def build_compiled_report(pk: int) -> None:
    compiling.build(pk)


@shared_task(name="reports.tasks.sweep_compilations")
def sweep_compilations() -> int:
    """Return how many lost builds were handed to a worker again."""
    return compiling.retry_stale()


@shared_task(name="reports.tasks.build_scheduled_reports")
def build_scheduled_reports() -> int:
    """Return how many reports were asked for, of periods that fell due lately."""
    return compiling.request_due()
