"""What a figure will be at the end of its span if it goes on as so far. Pure: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.progress import Bound, Status, expected_part, percent_of, round_half_up
from indicators.rollup import Progress

RULE = (
    "Dự báo = kết quả đến nay chia cho phần thời gian đã qua (theo ngày; theo mốc nếu chỉ tiêu có mốc riêng), coi như "
    "phần còn lại giữ nhịp bình quân từ đầu kỳ. Tỷ lệ phần trăm dự báo không quá 100%. Không dự báo cho chỉ tiêu "
    "“không quá”, chỉ tiêu có/không, chỉ tiêu chưa có số liệu và kỳ đã hết."
)
_MOST_PERCENT = Fraction(100)


@dataclass(frozen=True)
class Forecast:
    """The figure expected on `until`, in the measure of the figure itself; `percent` of the goal, one decimal."""

    value: Decimal
    percent: Decimal | None
    reaches: bool
    until: date


def forecast(
    progress: Progress, on: date, *, decimals: int = 0, milestones: Sequence[tuple[date, Decimal]] = ()
) -> Forecast | None:
    """Return what is reached at the end of the span when the part of the pace reached so far stays the same.

    Said the same way as the status: what is on pace reaches its goal. None for at-most goals, for a condition of one
    body, without goal, span or figure, before the span begins and from its last day on.
    """
    span = progress.span
    if progress.value is None or progress.goal is None or span is None or progress.status == Status.NO_DATA:
        return None
    if progress.is_ceiling or progress.expected is None or not span.first <= on < span.last:
        return None
    part = expected_part(span, on, milestones)
    if not part:
        return None
    figure = Fraction(progress.value) / part
    if progress.in_percent:
        figure, decimals = min(figure, max(_MOST_PERCENT, Fraction(progress.value))), 1
    goal = Bound(progress.goal, progress.comparator)
    return Forecast(round_half_up(figure, decimals), percent_of(figure, goal), goal.is_met_by(figure), span.last)
