"""What a unit answers to the share it was given: it accepts, or proposes another one with a reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from indicators.models.indicator import Goal
from units import clock
from units.models import User


class ReplyState(models.TextChoices):
    """Where an answer stands; a proposal waits until the body above grants or refuses it."""

    ACCEPTED = "accepted", "Đã nhận"
    PROPOSED = "proposed", "Đề nghị điều chỉnh"
    GRANTED = "granted", "Đã điều chỉnh theo đề nghị"
    REFUSED = "refused", "Giữ mức đã giao"


class ShareReply(models.Model):
    """One answer to one goal row. A new share is a new row, which has to be answered anew."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="replies")
    state = models.CharField("trạng thái", max_length=8, choices=ReplyState.choices)
    wanted = models.DecimalField("mức đề nghị", max_digits=18, decimal_places=4, null=True, blank=True)
    reason = models.TextField("lý do", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc", default=clock.now)
    note = models.TextField("ý kiến trả lời", blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến về chỉ tiêu giao"
        verbose_name_plural = "ý kiến về chỉ tiêu giao"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_answer_per_share", fields=["goal"], condition=Q(state__in=["accepted", "proposed"])
            ),
            models.CheckConstraint(
                name="a_proposal_names_what_is_wanted_and_why",
                condition=Q(state="accepted") | (Q(wanted__gte=0) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="a_decision_has_a_moment",
                condition=Q(state__in=["accepted", "proposed"]) | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.get_state_display()}"
