"""Clusters of units (cụm thi đua) and how many people a unit has."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from units.models.unit import Unit


class Cluster(models.Model):
    """An emulation cluster of an issuing body."""

    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="clusters", verbose_name="cấp quản lý")
    code = models.CharField("mã cụm", max_length=40)
    name = models.CharField("tên cụm", max_length=160)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    active_from = models.DateField("hoạt động từ")
    active_until = models.DateField("hoạt động đến hết", null=True, blank=True)

    class Meta:
        verbose_name = "cụm thi đua"
        verbose_name_plural = "cụm thi đua"
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                name="one_cluster_per_issuer_and_code",
                fields=["issuer", "code"],
                violation_error_message="Mã cụm này đã có.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["ClusterMembership"]):
    def current(self, on: date) -> Self:
        """Memberships that hold on that day."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


class ClusterMembership(models.Model):
    """A unit in a cluster over a time; at most one per issuing body and date, one member leads."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="memberships")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cluster_memberships")
    is_lead = models.BooleanField("cụm trưởng", default=False)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên cụm"
        verbose_name_plural = "thành viên cụm"
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on") - 1),
            ),
            models.UniqueConstraint(
                name="one_open_cluster_per_unit_and_issuer",
                fields=["unit", "issuer"],
                condition=Q(ends_on=None),
                violation_error_message="Đơn vị đang ở một cụm khác của cùng cấp quản lý.",
            ),
            models.UniqueConstraint(
                name="one_open_lead_per_cluster",
                fields=["cluster"],
                condition=Q(ends_on=None, is_lead=True),
                violation_error_message="Cụm đã có cụm trưởng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.cluster}"


class HeadcountQuerySet(models.QuerySet["Headcount"]):
    def holding(self, on: date) -> Self:
        """Of each unit, the latest count that holds from that day or earlier."""
        latest = (
            Headcount.objects.filter(unit=models.OuterRef("unit"), holds_from__lte=on)
            .order_by("-holds_from")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(latest))


class Headcount(models.Model):
    """How many people a unit has from a day on."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="headcounts", verbose_name="đơn vị")
    holds_from = models.DateField("tính từ ngày")
    officers = models.PositiveIntegerField("cán bộ Đoàn", default=0)
    members = models.PositiveIntegerField("đoàn viên", default=0)
    youth = models.PositiveIntegerField("thanh niên", default=0)
    children = models.PositiveIntegerField("thiếu nhi", default=0)
    is_confirmed = models.BooleanField("đã xác nhận", default=True)

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        verbose_name = "số lượng đoàn viên, thanh niên"
        verbose_name_plural = "số lượng đoàn viên, thanh niên"
        constraints = [
            models.UniqueConstraint(
                name="one_headcount_per_unit_and_day",
                fields=["unit", "holds_from"],
                violation_error_message="Đơn vị đã có số liệu tính từ ngày này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} từ {self.holds_from}"

    def is_carried(self, on: date) -> bool:
        """True when the numbers are those of an earlier year, or taken over, and nobody has confirmed them."""
        return not self.is_confirmed or self.holds_from.year < on.year
