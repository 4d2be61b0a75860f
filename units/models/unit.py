"""Units of the organisation: a tree that changes over the years."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from units import vietnamese
from units.models.tree import TreeManager, TreeNode, TreeQuerySet


class Level(models.TextChoices):
    """Levels of the Youth Union, from the top (DOMAIN: words)."""

    CENTRAL = "central", "Trung ương Đoàn"
    PROVINCE = "province", "Tỉnh đoàn, Thành đoàn"
    DISTRICT = "district", "Huyện đoàn"
    BLOC = "bloc", "Đoàn Khối"
    COMMUNE = "commune", "Đoàn xã, phường, đặc khu"
    BASE = "base", "Đoàn cơ sở, chi đoàn cơ sở"
    BRANCH = "branch", "Chi đoàn"


class Sector(models.TextChoices):
    """What kind of organisation a unit belongs to."""

    AGENCY = "agency", "Cơ quan, đơn vị"
    SCHOOL = "school", "Trường học"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    ARMED_FORCES = "armed_forces", "Lực lượng vũ trang"
    AREA = "area", "Địa bàn dân cư"
    OTHER = "other", "Khác"


class UnitQuerySet(TreeQuerySet["Unit"]):
    def active(self, on: date) -> Self:
        """Units that exist on that day."""
        return self.filter(active_from__lte=on).filter(Q(active_until=None) | Q(active_until__gte=on))

    def within(self, unit: Unit) -> Self:
        """The unit and everything below it."""
        return self.filter(path__startswith=unit.path)

    def below(self, unit: Unit) -> Self:
        """Everything below the unit, without the unit."""
        return self.filter(path__startswith=unit.path, depth__gt=unit.depth)

    def matching(self, text: str) -> Self:
        """Units whose code or name contains the text, without regard to diacritics or case."""
        folded = vietnamese.fold(text)
        return self.filter(Q(search_key__contains=folded) | Q(code__icontains=text)) if folded else self

    def by_name(self) -> Self:
        """In the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "pk")

    def in_cluster(self, cluster_pk: int, on: date) -> Self:
        """Members of the cluster on that day."""
        return self.filter(
            Q(cluster_memberships__ends_on=None) | Q(cluster_memberships__ends_on__gte=on),
            cluster_memberships__cluster=cluster_pk,
            cluster_memberships__starts_on__lte=on,
        )

    def of_roots(self, roots: list[Unit]) -> Self:
        """The union of the subtrees of several units."""
        scope = Q(pk__in=[])
        for root in roots:
            scope |= Q(path__startswith=root.path)
        return self.filter(scope)


class Unit(TreeNode):
    """An organisation of the Youth Union. With results it never moves: it is closed and another one continues it."""

    steplen = 5
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    code = models.CharField("mã đơn vị", max_length=40, unique=True)
    name = models.CharField("tên đầy đủ", max_length=255)
    short_name = models.CharField("tên gọi tắt", max_length=120, blank=True)
    level = models.CharField("cấp", max_length=12, choices=Level.choices)
    sector = models.CharField("khối", max_length=14, choices=Sector.choices, default=Sector.OTHER)
    active_from = models.DateField("hoạt động từ")
    active_until = models.DateField("hoạt động đến hết", null=True, blank=True)
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name="tiếp nối"
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_units",
        verbose_name="sáp nhập vào",
    )
    place = models.CharField("địa danh ghi trong văn bản", max_length=120, blank=True)
    superior_name = models.CharField("tên cấp trên ghi ở đầu văn bản", max_length=255, blank=True)
    email = models.EmailField("thư điện tử của đơn vị", blank=True)
    only_secretary_sends = models.BooleanField("chỉ Bí thư được gửi báo cáo", default=False)
    search_key = models.CharField(max_length=420, editable=False, default="")
    sort_key = models.CharField(max_length=420, editable=False, default="", db_index=True)

    objects = TreeManager.from_queryset(UnitQuerySet)()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        # For the units next below a body that is above nearly everybody.
        indexes = [models.Index(name="unit_by_depth", fields=["depth", "path"])]
        constraints = [
            models.CheckConstraint(
                name="unit_closes_after_it_opens",
                condition=Q(active_until=None) | Q(active_until__gte=F("active_from") - 1),
                violation_error_message="Ngày kết thúc hoạt động phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="merged_unit_is_closed",
                condition=Q(merged_into=None) | Q(active_until__isnull=False),
                violation_error_message="Đơn vị đã sáp nhập phải có ngày kết thúc hoạt động.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name if there is one, else the full name."""
        return self.short_name or self.name

    def is_active(self, on: date) -> bool:
        return self.active_from <= on and (self.active_until is None or self.active_until >= on)

    def contains(self, other: Unit) -> bool:
        """True for the unit itself and every unit below it."""
        return other.path.startswith(self.path)

    def paths_above(self) -> list[str]:
        """Tree paths of the units above, nearest first, without the unit itself."""
        step = type(self).steplen
        return [self.path[:end] for end in range(len(self.path) - step, 0, -step)]

    @property
    def path_above(self) -> str:
        """Tree path of the parent, "" for a root."""
        return self.path[: -type(self).steplen]

    @property
    def place_among_siblings(self) -> int:
        """Which child of its parent the unit is, counted from 1 in the order of planting."""
        return type(self)._str2int(self.path[-type(self).steplen :])  # noqa: SLF001, treebeard's own reading

    def path_of_child(self, place: int) -> str:
        """The tree path that a child in that place has."""
        return type(self)._get_path(self.path, self.depth + 1, place)  # noqa: SLF001

    def with_keys(self) -> Self:
        """The unit with its search and sort keys computed from its name; call before writing."""
        self.search_key = vietnamese.fold(f"{self.code} {self.name} {self.short_name}")
        self.sort_key = vietnamese.sort_key(self.name)
        return self
