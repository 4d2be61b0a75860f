"""What a worker builds in the background: waiting, running, done; and whose run it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Q

M = TypeVar("M", bound=models.Model)


class BuildStatus(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang lập"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không lập được"


class ClaimLost(Exception):  # noqa: N818, a state of things
    """The run was declared dead and the build given to another one, or given up: nothing of it is to be stored."""


class BuildQuerySet(models.QuerySet[M]):
    """Rows with `status`, `attempts`, `steps_done`, `requested_at`, `touched_at` and `error`."""

    def stale(self, before: datetime) -> Self:
        """Builds that wait or run since before that moment, so their worker is gone."""
        return self.filter(
            Q(status=BuildStatus.QUEUED, requested_at__lt=before) | Q(status=BuildStatus.RUNNING, touched_at__lt=before)
        )

    @transaction.atomic
    def claim(self, pk: int, *, now: datetime, lost_before: datetime) -> int | None:
        """Return the number of the run that begins now; None when it is done, or another worker is at it.

        The number is the worker's claim: it writes with it, so that a worker which comes back after its run was
        declared dead changes nothing any more.
        """
        claimable = Q(status=BuildStatus.QUEUED) | Q(status=BuildStatus.RUNNING, touched_at__lt=lost_before)
        claimed = self.filter(claimable, pk=pk).update(
            status=BuildStatus.RUNNING, touched_at=now, attempts=F("attempts") + 1, steps_done=0, error=""
        )
        # The update holds the row to the end of the transaction, so this is the number that it has just written.
        return self.filter(pk=pk).values_list("attempts", flat=True).get() if claimed else None

    def held(self, pk: int, attempt: int) -> Self:
        """The build while that run of it is the one that counts; empty afterwards."""
        return self.filter(pk=pk, status=BuildStatus.RUNNING, attempts=attempt)

    def write(self, pk: int, attempt: int, **values: Any) -> None:
        """Write the values of a build that runs; raises ClaimLost when that run is no longer the one that counts."""
        if not self.held(pk, attempt).update(**values):
            raise ClaimLost
