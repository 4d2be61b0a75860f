"""What runs on a schedule or in the background. Every task may run twice: the rows say what is still to do."""

from __future__ import annotations

from celery import shared_task

from reports.actions import compiling, obligations, printing, reminders


@shared_task(name="reports.tasks.build_compiled_report")
def build_compiled_report(pk: int) -> None:
    compiling.build(pk)


@shared_task(name="reports.tasks.build_printed_view")
def build_printed_view(pk: int) -> None:
    printing.build(pk)


@shared_task(name="reports.tasks.sweep_compilations")
def sweep_compilations() -> int:
    """Return how many lost builds, of reports and of pages, were handed to a worker again."""
    return compiling.retry_stale() + printing.sweep()


@shared_task(name="reports.tasks.build_scheduled_reports")
def build_scheduled_reports() -> int:
    """Return how many reports were asked for, of periods that fell due lately."""
    return compiling.request_due()


@shared_task(name="reports.tasks.send_reminders")
def send_reminders() -> int:
    """Return how many reminders were written; runs every hour."""
    return reminders.send_reminders().sent


@shared_task(name="reports.tasks.sync_obligations")
def sync_obligations() -> int:
    """Return how many obligations were made, moved or cancelled; runs every hour, and when a unit ends."""
    return obligations.sync_obligations()
