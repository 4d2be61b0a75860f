"""What a figure is likely to become: its trend since January, its forecast, who is in charge, who holds it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.askings import read_milestones
from indicators.comparing import units_next_below
from indicators.forecasting import Forecast, forecast
from indicators.models import Indicator
from indicators.progress import Status, round_half_up
from indicators.remembering import remembered
from indicators.rollup import Progress
from indicators.standings import standings_below
from indicators.trends import WEEK, Change, change_between, month_ends, past_progress, past_state
from indicators.wording import FigureWords, number_words
from programs.charge import InCharge, in_charge
from units import clock
from units.formats import format_number, format_percent
from units.models import Unit, UnitQuerySet

# From here on a forecast is said in times its goal.
TWICE = 2


@dataclass(frozen=True)
class Held:
    """Units next below that hold a figure back, the farthest from their pace first."""

    units: tuple[Unit, ...] = ()

    @property
    def worst(self) -> tuple[Unit, ...]:
        return self.units[:2]

    @property
    def rest(self) -> int:
        return len(self.units) - len(self.worst)


@dataclass(frozen=True)
class Outlook:
    """A row of a list with everything a committee asks next."""

    row: FigureWords
    days: tuple[date, ...] = ()
    trend: tuple[Decimal | None, ...] = ()
    change: Change | None = None
    forecast: Forecast | None = None
    people: tuple[InCharge, ...] = ()
    held: Held = Held()

    @property
    def indicator(self) -> Indicator:
        return self.row.indicator

    @property
    def status(self) -> Status:
        return self.row.status

    @property
    def in_percent(self) -> bool:
        return self.row.progress.in_percent

    @property
    def trend_words(self) -> str:
        """The columns of the little chart in words, for those who hear it."""
        shown = [
            f"{day:%d/%m}: {'chưa có' if value is None else number_words(value, in_percent=self.in_percent)}"
            for day, value in zip(self.days, self.trend, strict=True)
        ]
        return f"{self.indicator.label}. {'; '.join(shown)}"

    @property
    def forecast_words(self) -> str:
        """ "3.900 (86,7%)" in the indicator's unit of measure, "72,5%"; empty without a forecast.

        From twice the goal on "9.900 (gấp 2,2 lần)": of what is far over, nobody reads percents, and of a small goal
        they pretend to more than the figure beside them says.
        """
        if self.forecast is None:
            return ""
        value = number_words(self.forecast.value, in_percent=self.in_percent)
        if self.in_percent or self.forecast.percent is None:
            return value
        goal = self.row.progress.goal
        times = Fraction(self.forecast.value) / Fraction(goal) if goal else Fraction(0)
        if times >= TWICE:
            return f"{value} (gấp {format_number(round_half_up(times, 1))} lần)"
        return f"{value} ({format_percent(self.forecast.percent)})"

    @property
    def added_words(self) -> str:
        """ "+120 cây", "−1,5 điểm %"; empty when nothing came."""
        if self.change is None or not self.change.added:
            return ""
        added = self.change.added
        sign = "+" if added > 0 else "−"
        unit = "điểm %" if self.in_percent else self.indicator.unit_of_measure
        return f"{sign}{number_words(abs(added))} {unit}".rstrip()


def outlooks(
    rows: Sequence[FigureWords],
    body: Unit,
    units: UnitQuerySet | None = None,
    *,
    among: str = "",
    may_open: bool = True,
) -> list[Outlook]:
    """Return the rows with trend, change in a week, forecast, people in charge; and who holds back, where one may see
    the units below."""
    if not rows:
        return []
    today = clock.today()
    indicators = [row.indicator for row in rows]
    course = course_of(indicators, body, units, among=among)
    milestones = read_milestones(indicator.pk for indicator in indicators)
    people = in_charge({item.program_id: item.program for item in indicators}.values())
    held = holding(indicators, body) if may_open and units is None else {}
    return [
        Outlook(
            row=row,
            days=(*course.ends, today),
            trend=(*course.values[row.indicator.pk], row.progress.value),
            change=change_between(course.week_ago.get(row.indicator.pk), row.progress),
            forecast=_forecast(row, today, milestones.get(row.indicator.pk, ())),
            people=people.get(row.indicator.target_id or 0, ()),
            held=held.get(row.indicator.pk, Held()),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Course:
    """How figures went since January: by indicator the value at the end of each month, and how it stood a week ago."""

    ends: tuple[date, ...]
    values: Mapping[int, tuple[Decimal | None, ...]]
    week_ago: Mapping[int, Progress]
    columns: tuple[StatusColumn, ...]


def course_of(
    indicators: Sequence[Indicator], body: Unit, units: UnitQuerySet | None = None, *, among: str = ""
) -> Course:
    """Return the course of the figures, remembered; months before the programme are left out."""
    keys = ",".join(str(indicator.pk) for indicator in indicators)
    return remembered(
        f"course|{body.pk}|{among}|{keys}", lambda: _course(indicators, body, units, among), state=past_state()
    )


def _course(indicators: Sequence[Indicator], body: Unit, units: UnitQuerySet | None, among: str) -> Course:
    today = clock.today()
    ends = month_ends(max(today.replace(month=1, day=1), _begin(indicators)), today)
    past = past_progress(indicators, body, [*ends, today - WEEK], units, among=among)
    return Course(
        ends=tuple(ends),
        values={item.pk: tuple(_value(past[day].get(item.pk)) for day in ends) for item in indicators},
        week_ago=past[today - WEEK],
        columns=tuple(
            StatusColumn(day, Counter(found.status for found in past[day].values())) for day in ends if past[day]
        ),
    )


def _value(progress: Progress | None) -> Decimal | None:
    return progress.value if progress else None


def holding(indicators: Sequence[Indicator], body: Unit) -> dict[int, Held]:
    """Return by indicator the units next below that are behind or have sent nothing, where they have a goal."""
    keys = ",".join(str(indicator.pk) for indicator in indicators)
    found = remembered(f"holding|{body.pk}|{keys}", lambda: standings_below(indicators, body).holding(indicators))
    children = {child.pk: child for child in units_next_below(body)} if any(found.values()) else {}
    return {pk: Held(tuple(children[unit] for unit in units if unit in children)) for pk, units in found.items()}


def _forecast(row: FigureWords, today: date, milestones: tuple[tuple[date, Decimal], ...]) -> Forecast | None:
    decimals = 2 if row.indicator.scope == "EACH_MEMBER" else row.indicator.decimals
    return forecast(row.progress, today, decimals=decimals, milestones=milestones)


def _begin(indicators: Sequence[Indicator]) -> date:
    return min(indicator.program.starts_on for indicator in indicators)


@dataclass(frozen=True)
class StatusColumn:
    """How many figures stood how at the end of a day."""

    day: date
    counts: Mapping[Status, int]


def status_history(
    indicators: Sequence[Indicator], body: Unit, units: UnitQuerySet | None = None, *, among: str = ""
) -> list[StatusColumn]:
    """Return how the figures stood at the end of every month since January; months before the programme left out."""
    return list(course_of(indicators, body, units, among=among).columns) if indicators else []
