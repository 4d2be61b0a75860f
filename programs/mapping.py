"""From what a sentence promises to how it is counted (DESIGN §4).

Pure: values of the reader in, drafts of proposals and reasons for doubt out.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from programs.importing.reading import IndicatorRead
from programs.payloads import IndicatorDraft
from programs.promises import Accumulation, AnsweredBy, Comparator, Denominator, GoalSpan, Kind, Measure
from units.vietnamese import fold

HUNDRED = Decimal(100)
GRADE_FROM_ABOVE = "Mức xếp loại thường do cấp trên công nhận; xem lại ai ghi số."
NO_QUANTITY = "Câu này không có con số; cần chọn cách theo dõi hoặc bỏ."
BY_WEEK = "Chỉ tiêu tính theo tuần; hệ thống tính theo tháng, cần ghi lại con số."

# How a promise is counted, by the reader's scope; without a quantity and with the issuing body itself as subject apart.
_BY_SCOPE = {
    "organisation": Measure.TOTAL,
    "each_unit": Measure.EACH_UNIT,
    "per_cluster": Measure.EACH_CLUSTER,
    "each_member": Measure.EACH_MEMBER,
    "percent_of_units": Measure.UNIT_CONDITION,
    "percent_of_members": Measure.SHARE,
    "percent_of_youth": Measure.SHARE,
    "percent_other": Measure.SHARE,
}
_WITHOUT_QUANTITY = {
    "each_unit": Measure.UNIT_CONDITION,
    "percent_of_units": Measure.UNIT_CONDITION,
    "per_cluster": Measure.CLUSTER_CONDITION,
}
_OF_ISSUER = {Measure.TOTAL: Measure.OWN_COUNT, Measure.SHARE: Measure.OWN_SHARE}
_SPANS = {"year": GoalSpan.YEAR, "quarter": GoalSpan.QUARTER, "month": GoalSpan.MONTH}


def indicator_draft(read: IndicatorRead, *, branches_take_part: bool) -> tuple[IndicatorDraft, str]:
    """Return how the promise is counted and why to look at it ("" when it is sure).

    `branches_take_part`: the units that report are branches themselves, so a share of branches is judged branch by
    branch; otherwise branches lie below those that report, and a share of them is typed as "8/8".
    """
    measure = _measure(read, branches_take_part)
    draft = IndicatorDraft(
        label=_label(read.text),
        text=read.text,
        measure=measure,
        comparator=read.comparator or Comparator.AT_LEAST,
        goal=read.quantity,
        goal_max=read.quantity_max,
        unit_of_measure=read.unit[:160],
        decimals=_decimals(read.quantity),
        goal_span=_SPANS.get(read.goal_span, GoalSpan.PROGRAMME),
        accumulation=Accumulation.SUM if measure.kind == Kind.COUNT else Accumulation.LAST,
        population_text=(read.population or "")[:300],
        denominator=_denominator(read, measure),
        grade=(read.grade or read.grade_at_least or "")[:120],
    )
    return _per_body(draft, read, measure), read.doubt or _doubt(read, measure)


def related(drafts: list[IndicatorDraft], subsets: list[int | None]) -> list[tuple[IndicatorDraft, int | None]]:
    """Return each draft with the place of the one whose figures it reads.

    Of one target, "4.500 trees in all" and "one tree per member" are the same trees: typed once, judged twice. And
    what is part of the issuing body's own count is its own too.
    """
    totals = {draft.unit_of_measure: at for at, draft in enumerate(drafts) if draft.measure == Measure.TOTAL}
    found: list[tuple[IndicatorDraft, int | None]] = []
    for draft, subset in zip(drafts, subsets, strict=True):
        if subset is not None and draft.measure == Measure.TOTAL and drafts[subset].measure == Measure.OWN_COUNT:
            draft = replace(draft, measure=Measure.OWN_COUNT)
        is_judged_per_member = draft.measure == Measure.EACH_MEMBER and draft.unit_of_measure
        found.append((draft, totals.get(draft.unit_of_measure) if is_judged_per_member else None))
    return found


def _measure(read: IndicatorRead, branches_take_part: bool) -> Measure:
    is_issuer = read.is_issuer or _counts_units_by_grade(read)
    if read.quantity is None and read.scope in _WITHOUT_QUANTITY:
        return _WITHOUT_QUANTITY[read.scope]
    if read.quantity is None and read.scope == "organisation" and (is_issuer or not read.unit):
        return Measure.OWN_CONDITION
    if read.scope == "percent_of_units":
        if _is_of_branches(read.population) and not branches_take_part:
            return Measure.SHARE
        return Measure.EACH_UNIT if read.per_unit else Measure.UNIT_CONDITION
    measure = _BY_SCOPE.get(read.scope, Measure.TOTAL)
    if measure == Measure.TOTAL and read.unit == "%":
        measure = Measure.SHARE
    return _OF_ISSUER.get(measure, measure) if is_issuer else measure


def _per_body(draft: IndicatorDraft, read: IndicatorRead, measure: Measure) -> IndicatorDraft:
    """Where bodies are judged one by one, the percentage is the coverage and the threshold is the goal."""
    if not measure.has_coverage:
        return draft
    is_share_of_units = read.scope == "percent_of_units" and read.quantity is not None
    covered = replace(
        draft,
        coverage_goal=read.quantity if is_share_of_units else HUNDRED,
        coverage_comparator=_at_least(read.comparator) if is_share_of_units else Comparator.AT_LEAST,
        answered_by=_answered_by(read),
    )
    if measure.kind == Kind.CONDITION:
        return replace(
            covered, goal=None, goal_max=None, comparator=Comparator.AT_LEAST, unit_of_measure="", decimals=0
        )
    if read.per_unit is None:
        return covered
    return replace(
        covered,
        goal=read.per_unit.quantity,
        goal_max=read.per_unit.quantity_max,
        comparator=read.per_unit.comparator,
        unit_of_measure=read.per_unit.unit[:160],
        decimals=_decimals(read.per_unit.quantity),
    )


def _doubt(read: IndicatorRead, measure: Measure) -> str:
    if read.quantity is None:
        return NO_QUANTITY
    if read.goal_span == "week":
        return BY_WEEK
    return GRADE_FROM_ABOVE if measure == Measure.UNIT_CONDITION and _answered_by(read) != AnsweredBy.UNIT else ""


def _label(text: str) -> str:
    text = " ".join(text.split()).strip(" .;,:-–")
    return (text[:1].upper() + text[1:])[:300]


def _decimals(quantity: Decimal | None) -> int:
    exponent = quantity.normalize().as_tuple().exponent if quantity is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _at_least(comparator: str | None) -> str:
    """A bare percentage of units is judged as at least."""
    return Comparator.AT_LEAST if comparator in (None, Comparator.EQUAL, Comparator.RANGE) else str(comparator)


def _denominator(read: IndicatorRead, measure: Measure) -> str:
    if measure.kind != Kind.SHARE and measure != Measure.EACH_MEMBER:
        return ""
    population = fold(read.population or "")
    if "thieu nhi" in population or "nhi dong" in population:
        return Denominator.CHILDREN
    if population.startswith("can bo") and "doan vien" not in population:
        return Denominator.OFFICERS
    if read.scope == "percent_of_youth" or population.startswith("thanh nien"):
        return Denominator.YOUTH
    return Denominator.MEMBERS if read.scope in ("percent_of_members", "each_member") else ""


def _is_of_branches(population: str | None) -> bool:
    """ "chi đoàn" below the base; "chi đoàn cơ sở" is a base unit."""
    folded = fold(population or "")
    return "chi doan" in folded and "co so" not in folded


def _has_grade(read: IndicatorRead) -> bool:
    return bool(read.grade or read.grade_at_least)


def _answered_by(read: IndicatorRead) -> str:
    """Grades of units are given from above, not claimed from below."""
    return AnsweredBy.ISSUER_FOR_EACH_UNIT if _has_grade(read) else AnsweredBy.UNIT


def _counts_units_by_grade(read: IndicatorRead) -> bool:
    """ "không có cơ sở không hoàn thành nhiệm vụ": units counted by grade are counted by the body above them."""
    unit = fold(read.unit)
    return read.scope == "organisation" and _has_grade(read) and unit.startswith(("co so", "don vi", "chi doan"))
