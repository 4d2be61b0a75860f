"""Reading the ledger: what each unit has answered within a span, summed by the database and divided by nobody.

SQLite adds decimals up as binary fractions; sums are therefore rounded to the ledger's four places here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import RowNumber

from indicators.models import Accumulation, Answer, Indicator, Posting, PostingQuerySet, Result
from indicators.progress import Span
from indicators.rollup import Cell
from units.models import Unit
from units.prepared import Prepared

Cells = dict[int, Cell]
Counting = Callable[[datetime], PostingQuerySet]
_PLACES = Decimal("0.0001")
_ZERO = Decimal(0)
_Row = tuple[Any, ...]
_ANSWER = 3  # where in a row the answer stands, followed by its numbers


def counting(at: datetime) -> PostingQuerySet:
    """Postings that count at that moment: submitted or accepted."""
    return Posting.objects.counting(at)


def accepted(at: datetime) -> PostingQuerySet:
    """Postings that are the last accepted ones at that moment."""
    return Posting.objects.accepted(at)


def read_cells(
    wanted: Mapping[Span, Sequence[Indicator]], postings: PostingQuerySet, extra: Q | None = None
) -> dict[Span, dict[int, Cells]]:
    """Return what was answered, by span, indicator and unit.

    `postings` says whose and which postings count; of them those whose last day lies in the span. `extra` narrows the
    results further. At most two queries, however many indicators and units there are.
    """
    spans = [span for span in wanted if wanted[span]]
    if not spans:
        return {}
    tallies = _union(_tally(place, span, wanted[span], postings, extra) for place, span in enumerate(spans))
    lasting = {
        span: [indicator for indicator in wanted[span] if indicator.accumulation == Accumulation.LAST] for span in spans
    }
    lasts: dict[tuple[int, int, int], tuple[Any, ...]] = {}
    if any(lasting.values()):
        rows = _union(
            _latest(place, span, lasting[span], postings, extra) for place, span in enumerate(spans) if lasting[span]
        )
        lasts = {(place, indicator, unit): tuple(rest) for place, indicator, unit, *rest in rows}
    return _cells(wanted, spans, tallies, lasts)


def read_cells_of_few(
    wanted: Mapping[Span, Sequence[Indicator]], at: datetime, body: Unit, units: Iterable[int], own: Mapping[int, int]
) -> dict[Span, dict[int, Cells]]:
    """Return what counts at that moment in one query that reads answer by answer: for a few units quicker than adding
    up there. `own`: by indicator a body whose answers count besides; all only where they lie within the body."""
    spans = [span for span in wanted if wanted[span]]
    if not spans:
        return {}
    asked = sorted({indicator.pk for span in spans for indicator in wanted[span]})
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    whose = sorted({*units, *own.values()})
    rows = _answers_of(asked, at, first, last, body.path, whose, sorted(units), sorted(own))
    answers: dict[tuple[int, int, int], list[_Row]] = defaultdict(list)
    places = [(place, span, {indicator.pk for indicator in wanted[span]}) for place, span in enumerate(spans)]
    for row in rows:
        indicator_id, unit_id, day, *_ = row
        for place, span, of_span in places:
            if indicator_id in of_span and span.first <= day <= span.last:
                answers[place, indicator_id, unit_id].append(row)
    tallies: list[_Row] = []
    lasts: dict[tuple[int, int, int], _Row] = {}
    for key, found in answers.items():
        given = [row for row in found if row[_ANSWER] != Answer.NOT_APPLICABLE]
        values = [row[_ANSWER + 1] for row in found if row[_ANSWER + 1] is not None]
        tallies.append((*key, len(found), len(found) - len(given), sum(values, _ZERO), max(values, default=None)))
        if given:
            lasts[key] = given[-1][_ANSWER:]
    return _cells(wanted, spans, tallies, lasts)


@Prepared
def _answers_of(
    asked: list[int],
    at: datetime,
    first: date,
    last: date,
    path: str,
    whose: list[int],
    units: list[int],
    own: list[int],
) -> QuerySet[Result, _Row]:
    """Every answer, in the order in which a later one takes the place of an earlier one."""
    postings = Posting.objects.counting(at).filter(covers_until__gte=first, covers_until__lte=last)
    postings = postings.filter(unit__pk__in=whose, unit__path__startswith=path)
    rows = Result.objects.filter(indicator__pk__in=asked, posting__in=postings)
    rows = rows.filter(Q(posting__unit__pk__in=units) | Q(indicator__pk__in=own))
    rows = rows.order_by("posting__covers_until", "posting__counted_from", "posting_id")
    columns = ("indicator_id", "posting__unit_id", "posting__covers_until")
    return rows.values_list(*columns, "answer", "value", "numerator", "denominator", "holds")


def _cells(
    wanted: Mapping[Span, Sequence[Indicator]],
    spans: Sequence[Span],
    tallies: Iterable[tuple[Any, ...]],
    lasts: Mapping[tuple[int, int, int], tuple[Any, ...]],
) -> dict[Span, dict[int, Cells]]:
    accumulations = {indicator.pk: indicator.accumulation for span in spans for indicator in wanted[span]}
    found: dict[Span, dict[int, Cells]] = {span: defaultdict(dict) for span in spans}
    for place, indicator_id, unit_id, answers, missing, total, highest in tallies:
        last = lasts.get((place, indicator_id, unit_id))
        number = highest if accumulations[indicator_id] == Accumulation.HIGHEST else total
        cell = _cell(answers, missing, last, number, accumulations[indicator_id])
        found[spans[place]][indicator_id][unit_id] = cell
    return found


def _cell(answers: int, missing: int, last: tuple[Any, ...] | None, number: Decimal | None, accumulation: str) -> Cell:
    if answers == missing:
        return Cell(answers, missing)
    if accumulation != Accumulation.LAST or last is None:
        return Cell(answers, missing, exact(number))
    answer, value, numerator, denominator, holds = last
    if answer == Answer.NONE:
        return Cell(answers, missing, _ZERO, _ZERO, _ZERO, holds=False)
    return Cell(answers, missing, value, numerator, denominator, holds)


def exact(number: Decimal | None) -> Decimal:
    """Return a sum as the database made it, on the ledger's places; nothing is 0."""
    return (number or _ZERO).quantize(_PLACES)


def _results(
    span: Span, indicators: Sequence[Indicator], postings: PostingQuerySet, extra: Q | None
) -> QuerySet[Result]:
    rows = Result.objects.filter(
        indicator__in=[indicator.pk for indicator in indicators],
        posting__in=postings.filter(covers_until__gte=span.first, covers_until__lte=span.last).values("pk"),
    )
    return rows.filter(extra) if extra else rows


def _tally(
    place: int, span: Span, indicators: Sequence[Indicator], postings: PostingQuerySet, extra: Q | None
) -> QuerySet[Result, Any]:
    return (
        _results(span, indicators, postings, extra)
        .values(place=Value(place), what=F("indicator_id"), whose=F("posting__unit_id"))
        .annotate(
            answers=Count("pk"),
            missing=Count("pk", filter=Q(answer=Answer.NOT_APPLICABLE)),
            total=Sum("value"),
            highest=Max("value"),
        )
        .order_by()
        .values_list("place", "what", "whose", "answers", "missing", "total", "highest")
    )


def _latest(
    place: int, span: Span, indicators: Sequence[Indicator], postings: PostingQuerySet, extra: Q | None
) -> QuerySet[Result, Any]:
    """The last answer of each unit: by the last day it is about, then by when it came in."""
    return (
        _results(span, indicators, postings, extra)
        .exclude(answer=Answer.NOT_APPLICABLE)
        .annotate(
            place=Value(place),
            rank=Window(
                RowNumber(),
                partition_by=[F("indicator_id"), F("posting__unit_id")],
                order_by=[
                    F("posting__covers_until").desc(),
                    F("posting__counted_from").desc(),
                    F("posting_id").desc(),
                ],
            ),
        )
        .filter(rank=1)
        .order_by()
        .values_list(
            "place", "indicator_id", "posting__unit_id", "answer", "value", "numerator", "denominator", "holds"
        )
    )


def _union(parts: Iterable[QuerySet[Result, Any]]) -> Iterable[tuple[Any, ...]]:
    first, *others = parts
    return first.union(*others, all=True) if others else first
