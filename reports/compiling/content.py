"""What a compiled report says, once for all writers: headings and rows, no layout (DESIGN §8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from programs.letterhead import Letterhead
from units.formats import format_date, format_number, format_percent


@dataclass(frozen=True)
class FigureRow:
    """One indicator of a target at the moment of the build."""

    label: str
    unit_of_measure: str
    decimals: int
    goal: Decimal | None
    goal_words: str
    this_period: Decimal | None
    so_far: Decimal | None
    before: Decimal | None
    percent: Decimal | None
    status: str
    units_reached: int | None
    units_total: int | None
    is_share: bool = False

    @property
    def change(self) -> Decimal | None:
        """So far, less the figure at the end of the period before."""
        return self.so_far - self.before if self.so_far is not None and self.before is not None else None


@dataclass(frozen=True)
class TargetRows:
    """A target, verbatim, with its indicators."""

    number: str
    text: str
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True)
class StandingRow:
    """How one unit stands for this period, and since the regime began."""

    unit: str
    cluster: str
    standing: str
    sent_at: datetime | None
    times_returned: int
    due: int
    on_time: int
    late: int
    missing: int
    rate: Decimal | None
    rank: int | None


@dataclass(frozen=True)
class GroupRow:
    """Compliance of a cluster, or of all, for this period."""

    name: str
    due: int
    on_time: int
    late: int
    missing: int
    pending: int
    waived: int
    rate: Decimal | None
    rank: int | None = None


@dataclass(frozen=True)
class Passage:
    """A written part of the accepted reports, per unit."""

    heading: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Content:
    head: Letterhead
    period_name: str
    last_day: date
    covers: tuple[date, date] | None
    built_from: datetime
    targets: tuple[TargetRows, ...]
    whole: GroupRow
    groups: tuple[GroupRow, ...]
    units: tuple[StandingRow, ...]
    passages: tuple[Passage, ...] = field(default_factory=tuple)

    @property
    def late_units(self) -> tuple[StandingRow, ...]:
        return tuple(row for row in self.units if row.standing.startswith("Trễ"))

    @property
    def missing_units(self) -> tuple[StandingRow, ...]:
        return tuple(row for row in self.units if row.standing.startswith("Chưa nộp"))

    @property
    def opening_sentences(self) -> tuple[str, ...]:
        """The paragraph under the heading: what this is about and the three figures a committee asks for."""
        span = ""
        if self.covers:
            first, last = map(format_date, self.covers)
            span = f", số liệu từ ngày {first} đến hết ngày {last}"
        figures = [figure for row in self.targets for figure in row.figures]
        achieved = sum(1 for figure in figures if figure.status == "Đạt")
        rate = f", tỷ lệ đúng hạn {format_percent(self.whole.rate)}" if self.whole.rate is not None else ""
        due, on_time, late, missing = map(
            format_number, (self.whole.due, self.whole.on_time, self.whole.late, self.whole.missing)
        )
        return (
            f"{self.period_name}: hạn gửi hết ngày {format_date(self.last_day)}{span}.",
            f"Có {due} báo cáo đến hạn: {on_time} đúng hạn, {late} trễ hạn, {missing} chưa nộp{rate}.",
            f"Trong {format_number(len(figures))} chỉ số theo dõi có {format_number(achieved)} chỉ số đã đạt.",
        )


TARGET_HEADINGS = (
    "TT",
    "Chỉ tiêu",
    "ĐVT",
    "Chỉ tiêu giao",
    "Kỳ này",
    "Lũy kế",
    "Tăng so kỳ trước",
    "%",
    "Đánh giá",
    "Đơn vị đạt",
)
STANDING_HEADINGS = (
    "TT",
    "Đơn vị",
    "Cụm",
    "Kỳ này",
    "Gửi lúc",
    "Số lần trả lại",
    "Đến hạn",
    "Đúng hạn",
    "Trễ",
    "Chưa nộp",
    "Tỷ lệ",
    "Hạng",
)
GROUP_HEADINGS = ("Cụm", "Đến hạn", "Đúng hạn", "Trễ hạn", "Chưa nộp", "Chưa đến hạn", "Được miễn", "Tỷ lệ", "Hạng")


def figure_words(value: Decimal | None, row: FigureRow) -> str:
    """The figure as read by people: "4.500", "84,4%", or a dash."""
    if value is None:
        return "–"
    return format_percent(value) if row.is_share else format_number(value, row.decimals)


def change_words(row: FigureRow) -> str:
    """The change with its sign: "+120", "-3", "0", or a dash."""
    if row.change is None:
        return "–"
    sign = "+" if row.change > 0 else ""
    return f"{sign}{figure_words(row.change, row)}"


def target_cells(row: FigureRow) -> tuple[str, ...]:
    """Cells of one indicator, from ĐVT on, in the order of TARGET_HEADINGS."""
    reached = f"{row.units_reached}/{row.units_total}" if row.units_total else "–"
    return (
        row.unit_of_measure,
        row.goal_words,
        figure_words(row.this_period, row),
        figure_words(row.so_far, row),
        change_words(row),
        format_percent(row.percent) if row.percent is not None else "–",
        row.status,
        reached,
    )


def rate_words(rate: Decimal | None) -> str:
    return format_percent(rate) if rate is not None else "–"
