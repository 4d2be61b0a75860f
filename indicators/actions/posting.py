"""Writing to the ledger. What was posted is never changed; only the moments that say when it counts are (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from indicators.actions import refusals
from indicators.models import Answer, Indicator, Kind, Posting, PostingKind, PostingQuerySet, Result
from programs.models import ReportingPeriod
from units import audit, clock, stale
from units.audit import Event
from units.models import Unit, User
from units.prepared import PreparedChange
from units.rows import write_rows

# What `post_own` takes: a number, numerator and denominator, yes or no; None is "trong kỳ không có".
OwnValue = Decimal | tuple[Decimal, Decimal] | bool | None

COLUMNS = (
    *("posting", "indicator", "answer", "value", "numerator", "denominator", "holds"),
    *("is_estimated", "is_approximate", "note"),
)


@dataclass(frozen=True)
class Figure:
    """One answer to one indicator; a blank is not a figure and must not be passed."""

    indicator_id: int
    answer: str = Answer.VALUE
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    holds: bool | None = None
    is_estimated: bool = False
    is_approximate: bool = False
    note: str = ""

    def row(self, posting: Posting) -> tuple[object, ...]:
        """Return the `Result` to be stored, in the order of COLUMNS; only a claimed value carries numbers."""
        numbers = (self.value, self.numerator, self.denominator, self.holds)
        held = numbers if self.answer == Answer.VALUE else (None, None, None, None)
        return posting.pk, self.indicator_id, self.answer, *held, self.is_estimated, self.is_approximate, self.note


@dataclass(frozen=True)
class Balance:
    """What a unit had reached before the portal was used."""

    unit: Unit
    figure: Figure


@transaction.atomic
def post_results(
    *,
    unit: Unit,
    period: ReportingPeriod | None,
    figures: Iterable[Figure],
    covers_from: date | None,
    covers_until: date,
    by: User | None,
    at: datetime,
    kind: str = PostingKind.REPORT,
) -> Posting:
    """Return the stored posting, which counts from `at`.

    A report takes the place of the one that counts for the same unit and period; own and imported figures stand beside
    each other and are accepted as they are. An accepted report stays the accepted one until `mark_accepted`.
    """
    is_report = kind == PostingKind.REPORT
    if period is not None and is_report:
        _REPLACED(unit.pk, period.pk, at)
    posting = Posting.objects.create(
        unit=unit,
        period=period,
        kind=kind,
        covers_from=covers_from,
        covers_until=covers_until,
        counted_from=at,
        accepted_at=None if is_report else at,
        by=by,
    )
    write_rows(Result, COLUMNS, [figure.row(posting) for figure in figures])
    stale.mark_units([unit.pk])
    return posting


@transaction.atomic
def stop_counting(*, unit: Unit, period: ReportingPeriod, at: datetime) -> Posting | None:
    """Take the unit's report out of all sums, because it was returned or taken back.

    Where an earlier one had been accepted, that one counts again from this moment, as a copy, so that questions about
    the time between keep their answers. Returns the copy, or None when nothing counts any more.
    """
    stopped = _counting(unit, period).first()
    if stopped is None:
        return None
    Posting.objects.filter(pk=stopped.pk).update(counted_until=at)
    stale.mark_units([unit.pk])
    accepted = _accepted(unit, period).exclude(pk=stopped.pk).first()
    return _restore(accepted, at) if accepted else None


@transaction.atomic
def mark_accepted(*, unit: Unit, period: ReportingPeriod, at: datetime) -> Posting | None:
    """Make the posting that counts the accepted one and return it; None when the report asked for no figures."""
    posting = _counting(unit, period).first()
    if posting is None:
        return None
    _accepted(unit, period).exclude(pk=posting.pk).update(accepted_until=at)
    Posting.objects.filter(pk=posting.pk).update(accepted_at=at)
    return posting


@transaction.atomic
def post_own(
    indicator: Indicator, unit: Unit, value: OwnValue, on: date, *, by: User | None, note: str = ""
) -> Posting:
    """Return the posting of the issuing body's own figure, or of one given from above to another unit, dated `on`.

    It belongs to no period. Raises FigureRefused when the programme is closed, the indicator is gone, the unit is not
    the issuing body's, or the day has not come.
    """
    program = indicator.program
    # Who changes or removes the indicator holds it.
    if not Indicator.objects.select_for_update(no_key=True).filter(pk=indicator.pk).exists():
        raise refusals.FigureRefused(refusals.GONE)
    if program.is_closed:
        raise refusals.FigureRefused(refusals.CLOSED)
    if not program.issuer.contains(unit):
        raise refusals.FigureRefused(refusals.OUTSIDE)
    if on > clock.today():
        raise refusals.FigureRefused(refusals.FUTURE)
    posting = post_results(
        unit=unit,
        period=None,
        figures=[own_figure(indicator, value, note)],
        covers_from=None,
        covers_until=on,
        by=by,
        at=clock.now(),
        kind=PostingKind.OWN,
    )
    audit.record(Event.OWN_FIGURE_POSTED, indicator, by=by, unit=unit, detail={"value": _plain(value), "on": str(on)})
    return posting


@transaction.atomic
def withdraw_own(posting: Posting, *, by: User | None) -> bool:
    """Stop a figure that was posted by mistake; it stays on record. False when it did not count any more."""
    at = clock.now()
    stopped = Posting.objects.filter(pk=posting.pk, kind=PostingKind.OWN, counted_until=None).update(
        counted_until=at, accepted_until=at
    )
    if stopped:
        stale.mark_units([posting.unit_id])
        audit.record(Event.OWN_FIGURE_POSTED, posting, by=by, unit=posting.unit, detail={"withdrawn": True})
    return bool(stopped)


@transaction.atomic
def import_balances(balances: Sequence[Balance], covers_until: date, *, by: User | None) -> int:
    """Post opening balances and return how many; a second import for the same unit and day replaces the first.

    Set-based: a posting per unit and indicator, so that one can be replaced without touching the others.
    """
    at = clock.now()
    wanted = {(balance.unit.pk, balance.figure.indicator_id) for balance in balances}
    earlier = Result.objects.filter(
        posting__kind=PostingKind.IMPORT,
        posting__covers_until=covers_until,
        posting__counted_until=None,
        posting__unit__in={unit for unit, _ in wanted},
        indicator__in={indicator for _, indicator in wanted},
    ).values_list("posting_id", "posting__unit_id", "indicator_id")
    replaced = [posting for posting, *of in earlier if tuple(of) in wanted]
    Posting.objects.filter(pk__in=replaced).update(counted_until=at, accepted_until=at)
    postings = Posting.objects.bulk_create(
        [
            Posting(
                unit=balance.unit,
                kind=PostingKind.IMPORT,
                covers_until=covers_until,
                counted_from=at,
                accepted_at=at,
                by=by,
            )
            for balance in balances
        ]
    )
    pairs = zip(balances, postings, strict=True)
    write_rows(Result, COLUMNS, [balance.figure.row(posting) for balance, posting in pairs])
    stale.mark_units({balance.unit.pk for balance in balances})
    return len(postings)


def own_figure(indicator: Indicator, value: OwnValue, note: str = "") -> Figure:
    """Return the value as a figure of the indicator's kind; ValueError when it is of another kind."""
    if value is None:
        return Figure(indicator.pk, Answer.NONE, note=note)
    if indicator.kind == Kind.CONDITION and isinstance(value, bool):
        return Figure(indicator.pk, holds=value, note=note)
    if indicator.kind == Kind.SHARE and isinstance(value, tuple):
        return Figure(indicator.pk, numerator=value[0], denominator=value[1], note=note)
    if indicator.kind == Kind.COUNT and isinstance(value, Decimal):
        return Figure(indicator.pk, value=value, note=note)
    raise ValueError(f"{value!r} is no answer to an indicator of kind {indicator.kind}")


def _counting(unit: Unit, period: ReportingPeriod) -> PostingQuerySet:
    return Posting.objects.filter(unit=unit, period=period, kind=PostingKind.REPORT, counted_until=None)


_REPLACED = PreparedChange(lambda unit, period, at: (_counting(unit, period), {"counted_until": at}))


def _accepted(unit: Unit, period: ReportingPeriod) -> PostingQuerySet:
    return Posting.objects.filter(
        unit=unit, period=period, kind=PostingKind.REPORT, accepted_at__isnull=False, accepted_until=None
    ).order_by("-counted_from", "-pk")


def _restore(accepted: Posting, at: datetime) -> Posting:
    """Return a copy of the accepted posting that counts from `at` and takes over being the accepted one."""
    Posting.objects.filter(pk=accepted.pk).update(accepted_until=at)
    copy = Posting.objects.create(
        unit_id=accepted.unit_id,
        period_id=accepted.period_id,
        kind=accepted.kind,
        restores=accepted,
        covers_from=accepted.covers_from,
        covers_until=accepted.covers_until,
        counted_from=at,
        accepted_at=at,
        by_id=accepted.by_id,
    )
    rows = list(accepted.results.all())
    for row in rows:
        row.pk, row.posting = None, copy
        row._state.adding = True
    Result.objects.bulk_create(rows)
    return copy


def _plain(value: OwnValue) -> object:
    return [str(part) for part in value] if isinstance(value, tuple) else str(value)
