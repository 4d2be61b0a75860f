"""A view of a screen as PDF: asked for by one person, built by a worker as that person sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from reports.models.building import BuildQuerySet, BuildStatus
from units import clock
from units.models import Unit, User


class PrintedViewQuerySet(BuildQuerySet["PrintedView"]):
    def old(self, before: datetime) -> Self:
        return self.filter(requested_at__lt=before).exclude(status__in=[BuildStatus.QUEUED, BuildStatus.RUNNING])


class PrintedView(models.Model):
    """One page of the portal, printed: `path` and `query` as they stood in the address."""

    path = models.CharField(max_length=200)
    query = models.CharField(max_length=1000, blank=True)
    title = models.CharField("tên trang", max_length=200, blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    working_in = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField("trạng thái", max_length=7, choices=BuildStatus.choices, default=BuildStatus.QUEUED)
    steps_done = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField("yêu cầu lúc", default=clock.now)
    touched_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    error = models.CharField("lỗi", max_length=300, blank=True)
    pdf = models.FileField(upload_to="printed/%Y/", blank=True, max_length=300)

    objects = PrintedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "bản in PDF"
        verbose_name_plural = "bản in PDF"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="finished_print_has_its_file", condition=~Q(status="done") | ~Q(pdf="")),
        ]

    def __str__(self) -> str:
        return f"Bản PDF: {self.title or self.path}"

    @property
    def address(self) -> str:
        """Where the page itself is."""
        return f"{self.path}?{self.query}" if self.query else self.path
