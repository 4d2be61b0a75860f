"""What a unit says to a warning that its report gets before it is sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from indicators.models import Indicator
from reports.models.submission import Submission
from units import clock
from units.models import User


class WarningNote(models.Model):
    """The answer to one warning of a report, by the check's code and the indicator it is about."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="warning_notes")
    code = models.CharField(max_length=20)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("giải trình", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "giải trình cảnh báo"
        verbose_name_plural = "giải trình cảnh báo"
        constraints = [
            models.UniqueConstraint(
                name="one_note_per_warning_of_an_indicator",
                fields=["submission", "code", "indicator"],
                condition=Q(indicator__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_note_per_warning_of_the_report",
                fields=["submission", "code"],
                condition=Q(indicator=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
