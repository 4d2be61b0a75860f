"""Why a figure of a body with very many units is what it is: branch by branch, each of which can be opened in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from indicators import ledger
from indicators.comparing import units_next_below
from indicators.explaining import SILENT, Branch, Explanation, LeftOut, explain, history_of
from indicators.formulas import formula_of, pace_of
from indicators.gathering import sources_of, when
from indicators.goals import bound_of, read_goals
from indicators.models import Accumulation, Indicator, Kind, Result, Scope
from indicators.progress import Span
from indicators.remembering import remembered
from indicators.rolled import rolled_progress
from indicators.rollup import Progress, UnitRef, plain
from indicators.wording import in_words
from programs.models import Participation
from units import clock
from units.models import Unit

# A body with more units below it than that is explained by its branches.
MANY = 100


def explained_now(indicator: Indicator, body: Unit) -> Explanation:
    """Return what is behind the figure at this moment: unit by unit, or branch by branch where there are very many."""
    return remembered(f"explanation|{body.pk}|{indicator.pk}", lambda: _explain(indicator, body, clock.now()))


def _explain(indicator: Indicator, body: Unit, at: datetime) -> Explanation:
    by_branch = explain_branches(indicator, body, at) if has_many(indicator, body) else None
    return by_branch or explain(indicator, body, at)


def has_many(indicator: Indicator, body: Unit) -> bool:
    """True when too many units below the body take part to be read one by one."""
    below = Participation.objects.filter(program=indicator.program_id, unit__path__startswith=body.path)
    return below.count() > MANY


def explain_branches(indicator: Indicator, body: Unit, at: datetime) -> Explanation | None:
    """Return what the figure is made of now, from the sums that are kept; None while they are not of today."""
    below = units_next_below(body)
    rolled = rolled_progress([indicator], body, [body, *below], at)
    if rolled is None:
        return None
    progress, day = rolled[body.pk][indicator.pk], clock.local(at).date()
    source = sources_of([indicator])[indicator.pk]
    threshold = _threshold(indicator, day)
    return Explanation(
        progress=progress,
        accepted=_accepted(source, body, progress.span, at),
        sentences=(formula_of(indicator, progress, threshold), *pace_of(progress, day)),
        rows=(),
        left_out=tuple(_left_out(indicator, progress)),
        history=tuple(history_of(source, indicator, body, at, progress)),
        spans=(),
        threshold=threshold,
        branches=tuple(_branches(indicator, below, rolled)),
    )


def _branches(indicator: Indicator, below: Sequence[Unit], found: Mapping[int, Mapping[int, Progress]]) -> list[Branch]:
    """How the units next below stand, the worst first."""
    rows = [
        Branch(UnitRef(unit.pk, unit.code, unit.label, unit.path), in_words(indicator, found[unit.pk][indicator.pk]))
        for unit in below
    ]
    return sorted(rows, key=lambda row: row.figure.urgency)


def _threshold(indicator: Indicator, day: date) -> Decimal | None:
    """The goal that the issuing body set, by which units without a share of their own are judged."""
    issuer = indicator.program.issuer
    goals = read_goals([indicator], [issuer], day).get(indicator.pk, {})
    total = bound_of(indicator, goals[issuer.pk], when(indicator, day)[0]) if issuer.pk in goals else None
    return total.value if total else None


def _left_out(indicator: Indicator, progress: Progress) -> Iterable[LeftOut]:
    if indicator.scope != Scope.ISSUER and progress.silent_count:
        yield LeftOut(SILENT, (), progress.silent_count)


def _accepted(source: Indicator, body: Unit, span: Span | None, at: datetime) -> Decimal | None:
    """What accepted reports add up to; only sums are added up here, other kinds would need every unit."""
    if span is None or source.kind != Kind.COUNT or source.accumulation != Accumulation.SUM:
        return None
    if source.scope not in (Scope.ORGANISATION, Scope.ISSUER):
        return None
    postings = ledger.accepted(at).filter(
        unit__path__startswith=body.path, covers_until__gte=span.first, covers_until__lte=span.last
    )
    results = Result.objects.filter(indicator=source, posting__in=postings.values("pk"))
    return plain(ledger.exact(results.aggregate(sum=Sum("value"))["sum"]))
