"""Sums over units that are kept, so that a body's figures need not be added up unit by unit (DESIGN §4).

The ledger is the truth; `indicators.actions.rolling_up` makes these rows from it, and makes them anew every day.
"""

from __future__ import annotations

from django.db import models

from indicators.models.indicator import Indicator
from indicators.tallies import COLUMNS, Tally, of_parts
from programs.models import Program
from units.models import Unit


def _sum() -> models.DecimalField[object, object]:
    return models.DecimalField(max_digits=24, decimal_places=4, default=0)


class TallyColumns(models.Model):
    """The numbers of a `Tally`, a column each."""

    counted = models.IntegerField(default=0)
    value = _sum()
    numerator = _sum()
    denominator = _sum()
    yes = models.IntegerField(default=0)
    asked = models.IntegerField(default=0)
    silent = models.IntegerField(default=0)
    judged = models.IntegerField(default=0)
    reached = models.IntegerField(default=0)
    broken = models.IntegerField(default=0)
    shared = models.IntegerField(default=0)
    heads = models.IntegerField(default=0)
    present = models.IntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def tally(self) -> Tally:
        return of_parts(getattr(self, name) for name in COLUMNS)


class RollUpState(models.Model):
    """For which day the sums of a programme were made; on any other day they are not used.

    `corrections` counts how often changed units were taken up since; `recent` names those of the last few times, oldest
    first, as [number, [unit, …]]. Whoever keeps what follows from the sums learns from it what to work out again.
    """

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="roll_up_state")
    on = models.DateField("cho ngày")
    built_at = models.DateTimeField("lập lúc")
    version = models.PositiveIntegerField("lần lập", default=0)
    corrections = models.PositiveIntegerField("lần cập nhật", default=0)
    recent = models.JSONField("đơn vị vừa cập nhật", default=list, blank=True)

    class Meta:
        verbose_name = "trạng thái số tổng hợp"
        verbose_name_plural = "trạng thái số tổng hợp"

    def __str__(self) -> str:
        return f"{self.program} {self.on:%d/%m/%Y}"

    def changed_since(self, correction: int) -> set[int] | None:
        """Return the units that were taken up after that many corrections; None when that is not known any more."""
        if correction < self.corrections and (not self.recent or self.recent[0][0] > correction + 1):
            return None
        return {unit for number, units in self.recent if number > correction for unit in units}


class RollUp(TallyColumns):
    """What a unit itself contributes to an indicator (`is_own`), or a body with all units below it, as of now.

    In the goal span that contains the day of the state. A unit without a row contributes nothing.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+")
    # Found by the constraint, which begins with it; beside an index of its own PostgreSQL prefers that and reads more.
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_own = models.BooleanField()

    class Meta:
        verbose_name = "số tổng hợp"
        verbose_name_plural = "số tổng hợp"
        constraints = [
            models.UniqueConstraint(name="one_roll_up_per_unit_and_indicator", fields=["unit", "indicator", "is_own"]),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit}"


class RollUpPast(TallyColumns):
    """What a body with all units below it contributed at the end of a day that is over; it never changes."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    on = models.DateField("hết ngày")

    class Meta:
        verbose_name = "số tổng hợp đã qua"
        verbose_name_plural = "số tổng hợp đã qua"
        constraints = [
            models.UniqueConstraint(
                name="one_past_roll_up_per_unit_indicator_and_day", fields=["unit", "on", "indicator"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit} {self.on:%d/%m/%Y}"
