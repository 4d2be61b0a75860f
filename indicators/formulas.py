"""How a figure is worked out, in Vietnamese sentences (the explanation behind every figure)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from indicators.models import Accumulation, Denominator, Indicator
from indicators.progress import Status
from indicators.rollup import (
    CONDITION,
    EACH_CLUSTER,
    EACH_MEMBER,
    EACH_UNIT,
    ISSUER,
    SHARE,
    Progress,
)
from indicators.wording import threshold_words
from units.formats import format_date, format_number, format_percent

_OVER_TIME = {
    Accumulation.SUM: "cộng số liệu các kỳ",
    Accumulation.LAST: "lấy số liệu mới nhất",
    Accumulation.HIGHEST: "lấy số liệu cao nhất trong các kỳ",
}
_HEADS = {
    Denominator.MEMBERS: "đoàn viên",
    Denominator.OFFICERS: "cán bộ Đoàn",
    Denominator.YOUTH: "thanh niên",
    Denominator.CHILDREN: "thiếu nhi",
}


def formula_of(indicator: Indicator, progress: Progress, total: Decimal | None) -> str:
    """Return how units add up, with the numbers of this figure; `total` is the goal that the issuing body set."""
    if progress.units_total is not None:
        return _coverage(indicator, progress, total)
    if indicator.kind == SHARE:
        return _share(progress)
    if indicator.scope == EACH_MEMBER:
        return _average(indicator, progress)
    if indicator.kind == CONDITION:
        return "Lấy câu trả lời mới nhất: có hoặc không."
    if indicator.scope == ISSUER:
        return f"Số liệu do {indicator.program.issuer.name} tự ghi: {_over_time(indicator)}."
    return f"Mỗi đơn vị {_over_time(indicator)}, sau đó cộng tất cả đơn vị."


def pace_of(progress: Progress, day: date) -> list[str]:
    """Return what the pace asks for by that day, and the days that count."""
    span = progress.span
    if span is None:
        return []
    said = [f"Tính các số liệu có ngày cuối từ {format_date(span.first)} đến hết {format_date(span.last)}."]
    if progress.is_ceiling:
        return [*said, "Chỉ tiêu giới hạn: còn giữ được thì đúng tiến độ, vượt là không đạt ngay."]
    if progress.expected is None or progress.goal is None or progress.status == Status.NOT_SET:
        return said
    if day > span.last:
        return [*said, "Thời gian thực hiện đã hết."]
    passed = max((day - span.first).days + 1, 0)
    if _is_uneven(progress, passed):
        return [*said, f"Theo các mốc đã đặt, đến hôm nay cần đạt {format_percent(progress.expected)} chỉ tiêu."]
    return [
        *said,
        (
            f"Đã qua {format_number(passed)}/{format_number(span.days)} ngày, tiến độ cần có là "
            f"{format_percent(progress.expected)} chỉ tiêu. Dưới mức đó là chậm, dưới ba phần tư mức đó là nguy cơ."
        ),
    ]


def _is_uneven(progress: Progress, passed: int) -> bool:
    """True when milestones ask for something else than the even pace."""
    if progress.span is None or progress.expected is None:
        return False
    even = Decimal(passed * 100) / Decimal(progress.span.days)
    return abs(even - progress.expected) > Decimal("0.06")


def _over_time(indicator: Indicator) -> str:
    return _OVER_TIME[Accumulation(indicator.accumulation)]


def _share(progress: Progress) -> str:
    head = "Lấy số mới nhất của từng đơn vị; tổng tử số chia tổng mẫu số, không lấy trung bình các tỷ lệ"
    if progress.numerator is None or progress.denominator is None or progress.value is None:
        return f"{head}."
    return (
        f"{head}: {format_number(progress.numerator)} / {format_number(progress.denominator)} = "
        f"{format_percent(progress.value)}."
    )


def _average(indicator: Indicator, progress: Progress) -> str:
    heads = _HEADS[Denominator(indicator.denominator or Denominator.MEMBERS)]
    head = f"Tổng số liệu chia tổng số {heads} của các đơn vị tham gia, trừ đơn vị không áp dụng"
    if progress.numerator is None or progress.denominator is None or progress.value is None:
        return f"{head}."
    return (
        f"{head}: {format_number(progress.numerator)} / {format_number(progress.denominator)} = "
        f"{format_number(progress.value)}."
    )


def _coverage(indicator: Indicator, progress: Progress, total: Decimal | None) -> str:
    least = threshold_words(indicator, total)
    counted = f"{format_number(progress.units_reached or 0)} / {format_number(progress.units_total or 0)}"
    value = f" = {format_percent(progress.value)}" if progress.value is not None else ""
    if indicator.scope == EACH_CLUSTER:
        return (
            f"Mỗi cụm {_over_time(indicator)} của các đơn vị thành viên rồi cộng lại, đạt khi {least}. "
            f"Số cụm đạt chia số cụm: {counted}{value}."
        )
    if indicator.scope == EACH_UNIT:
        return (
            f"Mỗi đơn vị {_over_time(indicator)}, đạt khi {least} hoặc theo mức giao riêng. "
            f"Số đơn vị đạt chia số đơn vị phải thực hiện: {counted}{value}. "
            "Đơn vị chưa có số liệu tính là chưa đạt."
        )
    return ""
