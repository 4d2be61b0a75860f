"""How a body ranks the units of its clusters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from indicators.models import Indicator
from units import clock
from units.models import Unit, User


class RankingRule(models.Model):
    """What counts in the ranking of an issuing body's units: which indicators, and how results weigh against
    punctuality. Without chosen indicators all of those that ask units count."""

    issuer = models.OneToOneField(
        Unit, on_delete=models.PROTECT, related_name="ranking_rule", verbose_name="cấp xếp hạng"
    )
    results_weight = models.PositiveSmallIntegerField("trọng số kết quả (%)", default=70)
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="+", verbose_name="chỉ số được tính")
    is_published = models.BooleanField("công bố cho các đơn vị", default=False)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField("sửa lúc", default=clock.now)

    class Meta:
        verbose_name = "quy tắc xếp hạng"
        verbose_name_plural = "quy tắc xếp hạng"
        constraints = [
            models.CheckConstraint(name="weight_of_results_is_a_percentage", condition=Q(results_weight__lte=100)),
        ]

    def __str__(self) -> str:
        return f"Quy tắc xếp hạng của {self.issuer}"
