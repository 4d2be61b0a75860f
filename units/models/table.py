"""A workbook of units and people between its upload and its confirmation."""

from __future__ import annotations

from django.db import models

from units import clock
from units.models.person import User
from units.models.unit import Unit


class WorkbookDraft(models.Model):
    """The cells of an uploaded workbook, kept for the person who sent it until they confirm or send another one."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField("tên tệp", max_length=255)
    cells = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField("tải lên lúc", default=clock.now)
    used_at = models.DateTimeField("ghi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "tệp Excel chờ xác nhận"
        verbose_name_plural = "tệp Excel chờ xác nhận"

    def __str__(self) -> str:
        return self.file_name
