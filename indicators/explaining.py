"""Why a figure is what it is: the formula in words, the units that contribute, those left out and why, its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, Sum

from indicators import ledger
from indicators.figures import plain_figure
from indicators.formulas import formula_of, pace_of
from indicators.gathering import Gathered, gather, with_accepted, with_spans
from indicators.judging import judge, verdicts_of
from indicators.models import Answer, GoalSpan, Indicator, Result
from indicators.progress import Bound, Status, percent_of, round_half_up, span_at, spans_between
from indicators.rollup import EACH_MEMBER, EACH_UNIT, SHARE, Cell, Progress, Scene, UnitRef, figure_of, plain
from indicators.wording import FigureWords
from units.models import Headcount, Unit

SILENT = "Chưa có số liệu được tính: chưa gửi, để trống, hoặc báo cáo đã trả lại"
NOT_APPLICABLE = "Báo “Không áp dụng”"
OUTSIDE = "Ngoài đối tượng của chỉ tiêu"
OTHER_REGIME = "Không có quy định báo cáo nào hỏi chỉ tiêu này (theo chế độ báo cáo khác)"
GONE = "Không còn tham gia, số liệu đã báo vẫn được tính"


@dataclass(frozen=True)
class UnitRow:
    """One unit's part in a figure; `reached` is None where units are not judged one by one."""

    unit: UnitRef
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    goal: Decimal | None
    percent: Decimal | None
    reached: bool | None
    note: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Units that add nothing and why; where there are very many, only how many."""

    reason: str
    units: tuple[UnitRef, ...]
    count: int


@dataclass(frozen=True)
class Branch:
    """A unit next below the body, with all that lies below it."""

    unit: UnitRef
    figure: FigureWords


@dataclass(frozen=True)
class PeriodRow:
    """What the counted reports of one period add up to; `total` adds the periods up to it, for sums only."""

    name: str
    last_day: date
    units: int
    value: Decimal | None
    total: Decimal | None


@dataclass(frozen=True)
class Explanation:
    """Everything behind one figure."""

    progress: Progress
    accepted: Decimal | None
    sentences: tuple[str, ...]
    rows: tuple[UnitRow, ...]
    left_out: tuple[LeftOut, ...]
    history: tuple[PeriodRow, ...]
    spans: tuple[Progress, ...]
    threshold: Decimal | None
    # Of a body with very many units: how those next below it stand, in place of single units.
    branches: tuple[Branch, ...] = ()

    @property
    def spans_reached(self) -> int:
        """In how many of the goal spans so far the goal was reached."""
        return sum(progress.status == Status.ACHIEVED for progress in self.spans)


def explain(indicator: Indicator, body: Unit, at: datetime) -> Explanation:
    """Return what the figure of the body is made of at that moment; a fixed number of queries."""
    found = gather([indicator], body, at, all_shares=True)
    scene = found.scene(indicator)
    progress = judge(scene)
    threshold = scene.total.value if scene.total else None
    accepted = judge(with_accepted(found, [indicator], at).scene(indicator)).value
    return Explanation(
        progress=progress,
        accepted=accepted,
        sentences=(
            formula_of(indicator, progress, threshold),
            *pace_of(progress, found.day),
            *doubts_of(indicator, body, found.day),
        ),
        rows=tuple(sorted(_rows(indicator, found, scene), key=_worst_first)),
        left_out=tuple(_left_out(indicator, found, scene)),
        history=tuple(history_of(found.sources[indicator.pk], indicator, body, at, progress)),
        spans=tuple(_spans(indicator, found, at)),
        threshold=threshold,
    )


def doubts_of(indicator: Indicator, body: Unit, day: date) -> tuple[str, ...]:
    """Say of an average how many units it divides by numbers of an earlier year, which nobody has confirmed."""
    if indicator.scope != EACH_MEMBER:
        return ()
    counts = Headcount.objects.holding(day).filter(unit__path__startswith=body.path)
    carried = sum(count.is_carried(day) for count in counts)
    return (f"{carried} đơn vị dùng số lượng năm trước, chưa xác nhận.",) if carried else ()


def _rows(indicator: Indicator, found: Gathered, scene: Scene) -> Iterable[UnitRow]:
    """Units with figures, by name: first those that take part, then those that are gone."""
    _, on = found.when(indicator)
    body = found.body
    present = found.askings.participants(indicator.program, on)
    known = {unit.pk for unit in present}
    others = Unit.objects.filter(pk__in=scene.cells.keys() - known).by_name()
    gone = [UnitRef(unit.pk, unit.code, unit.label) for unit in others]
    verdicts = verdicts_of(scene) if scene.judges_coverage and indicator.scope == EACH_UNIT else {}
    for unit in [*present, *gone]:
        cell = scene.cells.get(unit.pk)
        if cell is None or cell.is_not_applicable:
            continue
        note = GONE if unit.pk not in known and unit.pk not in {body.pk, indicator.program.issuer_id} else ""
        yield _row(unit, cell, scene, _own_goal(scene, unit.pk), verdicts.get(unit.pk), note)


def _worst_first(row: UnitRow) -> tuple[bool, bool, bool, Decimal]:
    """Who holds the figure back stands on top, units that are gone last. Among equals the order of names stays."""
    return bool(row.note), row.reached is True, row.percent is None, row.percent or Decimal(0)


def _row(unit: UnitRef, cell: Cell, scene: Scene, goal: Bound | None, reached: bool | None, note: str) -> UnitRow:
    figure = figure_of(scene.definition, [cell])
    return UnitRow(
        unit=unit,
        value=_shown(scene, figure),
        numerator=cell.numerator if scene.definition.kind == SHARE else None,
        denominator=cell.denominator if scene.definition.kind == SHARE else None,
        goal=goal.value if goal else None,
        percent=percent_of(figure, goal),
        reached=reached,
        note=note,
    )


def _own_goal(scene: Scene, unit_id: int) -> Bound | None:
    """A unit's share; where everybody is judged alike, the indicator's goal."""
    if scene.definition.scope == EACH_UNIT or scene.definition.kind == SHARE:
        return scene.threshold(unit_id)
    return scene.shares.get(unit_id)


def _shown(scene: Scene, figure: Fraction | None) -> Decimal | None:
    if figure is None:
        return None
    return round_half_up(figure, 1) if scene.definition.kind == SHARE else plain(round_half_up(figure, 4))


def _left_out(indicator: Indicator, found: Gathered, scene: Scene) -> Iterable[LeftOut]:
    _, on = found.when(indicator)
    present = found.askings.participants(indicator.program, on)
    population = {unit.pk for unit in found.askings.population(indicator, on)}
    asked = {unit.pk for unit in scene.asked}
    groups = {
        SILENT: [unit for unit in scene.asked if unit.pk not in scene.cells],
        NOT_APPLICABLE: [unit for unit in present if (c := scene.cells.get(unit.pk)) and c.is_not_applicable],
        OUTSIDE: [unit for unit in present if unit.pk not in population],
        OTHER_REGIME: [unit for unit in present if unit.pk in population - asked],
    }
    if indicator.scope == "ISSUER":
        return  # the issuing body alone is asked
    for reason, units in groups.items():
        if units:
            yield LeftOut(reason, tuple(units), len(units))


def _spans(indicator: Indicator, found: Gathered, at: datetime) -> Iterable[Progress]:
    """The progress in every goal span that has begun, where the goal is reached anew in each."""
    program = indicator.program
    if indicator.goal_span == GoalSpan.PROGRAMME:
        return []
    spans = list(spans_between(indicator.goal_span, program.starts_on, min(program.ends_on, found.day)))
    # The last one ends when the calendar says, not on the day of the question.
    whole = [span_at(indicator.goal_span, span.first, program.starts_on, program.ends_on) for span in spans]
    known = with_spans(found, indicator, whole, at)
    return [judge(known.scene(indicator, span)) for span in whole]


def history_of(
    source: Indicator, indicator: Indicator, body: Unit, at: datetime, progress: Progress
) -> Iterable[PeriodRow]:
    """Yield what the counted reports of each period add up to, the oldest first, within the goal span."""
    if progress.span is None:
        return
    rows = (
        Result.objects.filter(indicator=source, posting__in=ledger.counting(at).values("pk"))
        .filter(
            posting__unit__path__startswith=body.path,
            posting__period__isnull=False,
            posting__covers_until__gte=progress.span.first,
            posting__covers_until__lte=progress.span.last,
        )
        .values("posting__period__name", "posting__covers_until", "posting__period_id")
        .annotate(
            units=Count("posting__unit", distinct=True, filter=~Q(answer=Answer.NOT_APPLICABLE)),
            value=Sum("value"),
            above=Sum("numerator"),
            below=Sum("denominator"),
            said_yes=Count("pk", filter=Q(holds=True)),
        )
        .order_by("posting__covers_until", "posting__period_id")
    )
    total = Decimal(0)
    adds_up = indicator.kind == "COUNT" and indicator.accumulation == "SUM"
    for row in rows:
        cell = Cell(1, 0, ledger.exact(row["value"]), ledger.exact(row["above"]), ledger.exact(row["below"]))
        value = Decimal(row["said_yes"]) if indicator.kind == "CONDITION" else plain_figure(indicator, [cell])
        total += value or 0
        yield PeriodRow(
            row["posting__period__name"],
            row["posting__covers_until"],
            row["units"],
            value,
            total if adds_up else None,
        )
