"""In which ways a promise of a programme can be counted (DESIGN §4).

The review of a draft offers these choices before anything is issued; the indicators that issuing writes store them.
"""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    COUNT = "COUNT", "Số lượng"
    SHARE = "SHARE", "Tỷ lệ"
    CONDITION = "CONDITION", "Có hoặc không"


class Scope(models.TextChoices):
    ORGANISATION = "ORGANISATION", "Toàn đoàn cộng lại"
    ISSUER = "ISSUER", "Riêng cấp ban hành"
    EACH_UNIT = "EACH_UNIT", "Từng đơn vị"
    EACH_CLUSTER = "EACH_CLUSTER", "Từng cụm"
    EACH_MEMBER = "EACH_MEMBER", "Bình quân đầu người"


class Comparator(models.TextChoices):
    AT_LEAST = ">=", "Ít nhất"
    MORE_THAN = ">", "Trên"
    AT_MOST = "<=", "Không quá"
    LESS_THAN = "<", "Dưới"
    EQUAL = "=", "Bằng"
    RANGE = "range", "Từ … đến …"


class GoalSpan(models.TextChoices):
    PROGRAMME = "PROGRAMME", "Cả chương trình"
    YEAR = "YEAR", "Mỗi năm"
    QUARTER = "QUARTER", "Mỗi quý"
    MONTH = "MONTH", "Mỗi tháng"


class Accumulation(models.TextChoices):
    SUM = "SUM", "Cộng dồn các kỳ"
    LAST = "LAST", "Lấy số mới nhất"
    HIGHEST = "HIGHEST", "Lấy số cao nhất"


class AnsweredBy(models.TextChoices):
    UNIT = "UNIT", "Đơn vị tự báo cáo"
    ISSUER_FOR_EACH_UNIT = "ISSUER_FOR_EACH_UNIT", "Cấp ban hành ghi cho từng đơn vị"
    CLUSTER_LEAD = "CLUSTER_LEAD", "Cụm trưởng báo cáo"


class Denominator(models.TextChoices):
    MEMBERS = "members", "Đoàn viên"
    OFFICERS = "officers", "Cán bộ Đoàn"
    YOUTH = "youth", "Thanh niên"
    CHILDREN = "children", "Thiếu nhi"


class Measure(models.TextChoices):
    """Kind and scope together, in the words in which an office thinks of them; the value is "KIND/SCOPE"."""

    TOTAL = "COUNT/ORGANISATION", "Số lượng – cộng của tất cả đơn vị"
    EACH_UNIT = "COUNT/EACH_UNIT", "Số lượng – mỗi đơn vị phải đạt"
    EACH_CLUSTER = "COUNT/EACH_CLUSTER", "Số lượng – mỗi cụm phải đạt"
    EACH_MEMBER = "COUNT/EACH_MEMBER", "Số lượng – bình quân mỗi người"
    OWN_COUNT = "COUNT/ISSUER", "Số lượng – riêng cấp ban hành"
    SHARE = "SHARE/ORGANISATION", "Tỷ lệ % – chung của tất cả đơn vị"
    UNIT_SHARE = "SHARE/EACH_UNIT", "Tỷ lệ % – mỗi đơn vị phải đạt"
    OWN_SHARE = "SHARE/ISSUER", "Tỷ lệ % – riêng cấp ban hành"
    UNIT_CONDITION = "CONDITION/EACH_UNIT", "Có hoặc không – từng đơn vị"
    CLUSTER_CONDITION = "CONDITION/EACH_CLUSTER", "Có hoặc không – từng cụm"
    OWN_CONDITION = "CONDITION/ISSUER", "Có hoặc không – riêng cấp ban hành"

    @property
    def kind(self) -> Kind:
        return Kind(self.value.partition("/")[0])

    @property
    def scope(self) -> Scope:
        return Scope(self.value.partition("/")[2])

    @property
    def has_coverage(self) -> bool:
        """Judged body by body: the promise also says which share of the bodies must reach it."""
        return self.scope in (Scope.EACH_UNIT, Scope.EACH_CLUSTER)
