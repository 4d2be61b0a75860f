"""What was done and what people were told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from units import clock
from units.models.person import User
from units.models.unit import Unit


class AuditEntry(models.Model):
    """Who did what, when, to what. Written once, never changed."""

    at = models.DateTimeField("lúc", default=clock.now, db_index=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries")
    event = models.CharField("việc", max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject_text = models.CharField("đối tượng", max_length=300, blank=True)
    reason = models.TextField("lý do", blank=True)
    detail = models.JSONField("chi tiết", default=dict, blank=True)

    class Meta:
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.event} {self.subject_text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit entry is never deleted.")


class Stale(models.Model):
    """What kept sums have not taken up yet: something about a unit, or about everybody.

    `is_whole`: not only the unit's own part changed but what it asks of others, too; without a unit, anything may have.
    Written in the transaction that changes something, removed by whoever brings the sums up to date.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    is_whole = models.BooleanField(default=False)
    since = models.DateTimeField("từ lúc", default=clock.now)

    class Meta:
        verbose_name = "số tổng hợp cần cập nhật"
        verbose_name_plural = "số tổng hợp cần cập nhật"
        constraints = [
            models.CheckConstraint(
                name="stale_without_a_unit_is_whole", condition=Q(unit__isnull=False) | Q(is_whole=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.unit or "*")


class Delivery(models.TextChoices):
    """Where the e-mail of a message stands."""

    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    NOT_NEEDED = "not_needed", "Không gửi thư"


class MessageQuerySet(models.QuerySet["Message"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def deliverable(self, at: datetime) -> Self:
        """Messages whose e-mail may be tried at that moment (waiting, or stuck in sending)."""
        return self.filter(delivery__in=[Delivery.WAITING, Delivery.SENDING], try_after__lte=at)


class Message(models.Model):
    """What a person is told. The row is the truth; bell and e-mail are ways to deliver it."""

    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="portal_messages")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField("tiêu đề", max_length=300)
    body = models.TextField("nội dung", blank=True)
    url = models.CharField("đường dẫn", max_length=300, blank=True)
    dedupe_key = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField("tạo lúc", default=clock.now)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    delivery = models.CharField(max_length=12, choices=Delivery.choices, default=Delivery.WAITING)
    try_after = models.DateTimeField("gửi từ lúc", default=clock.now)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    last_error = models.CharField("lỗi gần nhất", max_length=300, blank=True)

    # Letters with a secret in them: never shown in the portal, emptied once they are sent.
    PRIVATE_KINDS = ("password_reset",)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["to", "read_at"], name="message_by_reader"),
            models.Index(fields=["delivery", "try_after"], name="message_by_delivery"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_message_per_person_and_cause", fields=["to", "dedupe_key"], condition=~Q(dedupe_key="")
            ),
        ]

    def __str__(self) -> str:
        return self.subject
