"""A compiled report: what the office builds from what units have sent (DESIGN §8)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from programs.models import Program, ReportingPeriod
from reports.models.building import BuildQuerySet, BuildStatus
from units import clock
from units.models import Cluster, Unit, User


class CompiledReportQuerySet(BuildQuerySet["CompiledReport"]):
    def done(self) -> Self:
        return self.filter(status=BuildStatus.DONE)


class CompiledReport(models.Model):
    """One build of a period's report for a body, with its three files and what it was built from."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="compiled_reports", verbose_name="cấp lập")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="compiled_reports")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField("trạng thái", max_length=7, choices=BuildStatus.choices, default=BuildStatus.QUEUED)
    step = models.CharField("bước", max_length=120, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField("yêu cầu lúc", default=clock.now)
    touched_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    built_from = models.DateTimeField("số liệu đến lúc", null=True, blank=True)
    error = models.CharField("lỗi", max_length=300, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    pdf = models.FileField(upload_to="compiled/%Y/", blank=True, max_length=300)
    xlsx = models.FileField(upload_to="compiled/%Y/", blank=True, max_length=300)
    docx = models.FileField(upload_to="compiled/%Y/", blank=True, max_length=300)

    objects = CompiledReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="finished_report_has_its_files",
                condition=~Q(status="done") | (~Q(pdf="") & ~Q(xlsx="") & ~Q(docx="") & Q(built_from__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Báo cáo tổng hợp {self.period}"
