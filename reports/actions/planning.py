"""Periods from rules. A period that somebody has reported on stays exactly as it was (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from programs.calendar import Occasion
from programs.models import Regime, ReportingPeriod, ReportingRule
from programs.occasions import occasions_of
from reports.models import Submission
from units import clock

_FIELDS = ("code", "name", "named_day", "last_day", "due_at", "covers_from", "covers_until", "cancelled_at")


@transaction.atomic
def regenerate_periods(regime: Regime) -> int:
    """Bring the regime's periods in line with its rules; return how many were made, changed or cancelled."""
    have = list(ReportingPeriod.objects.filter(regime=regime).order_by("pk"))
    reported = set(
        Submission.objects.filter(period__regime=regime, first_submitted_at__isnull=False).values_list(
            "period_id", flat=True
        )
    )
    taken = {period.code for period in have}
    fresh: list[ReportingPeriod] = []
    changed: list[ReportingPeriod] = []
    kept: set[int] = set()
    for rule, occasion, is_only in _planned(regime):
        known = _same_period([p for p in have if p.rule_id == rule.pk and p.pk not in kept], occasion, is_only=is_only)
        if known is None:
            fresh.append(_filled(ReportingPeriod(regime=regime, rule=rule), occasion, taken))
            continue
        kept.add(known.pk)
        if known.pk not in reported and _differs(known, occasion):
            changed.append(_filled(known, occasion, taken))
    gone = [p.pk for p in have if p.pk not in kept | reported and p.cancelled_at is None]
    ReportingPeriod.objects.bulk_update(changed, _FIELDS, batch_size=100)
    ReportingPeriod.objects.bulk_create(fresh)
    ReportingPeriod.objects.filter(pk__in=gone).update(cancelled_at=clock.now())
    return len(fresh) + len(changed) + len(gone)


def _planned(regime: Regime) -> Iterator[tuple[ReportingRule, Occasion, bool]]:
    today = clock.today()
    for rule in regime.rules.filter(is_open_question=False):
        planned = occasions_of(rule, regime, today)
        for occasion in planned:
            yield rule, occasion, len(planned) == 1


def _same_period(of_rule: list[ReportingPeriod], occasion: Occasion, *, is_only: bool) -> ReportingPeriod | None:
    """The period that was made for this occasion, whatever has changed in its rule since."""
    for period in of_rule:
        base = period.code.partition(".")[0]
        if base == occasion.code:
            return period
        if base == occasion.other_code and period.last_day.year == occasion.last_day.year:
            return period
    return of_rule[0] if is_only and len(of_rule) == 1 else None


def _differs(period: ReportingPeriod, occasion: Occasion) -> bool:
    same = all(getattr(period, name) == getattr(occasion, name) for name in _FIELDS[1:-1])
    return not same or period.cancelled_at is not None or period.code.partition(".")[0] != occasion.code


def _filled(period: ReportingPeriod, occasion: Occasion, taken: set[str]) -> ReportingPeriod:
    """The period as the occasion says; of two rules of one kind and month the second is numbered, "thematic-05.2"."""
    for name in _FIELDS[1:-1]:
        setattr(period, name, getattr(occasion, name))
    period.cancelled_at = None
    if period.code.partition(".")[0] != occasion.code:
        taken.discard(period.code)
        numbered = (f"{occasion.code}.{number}" for number in range(2, 100))
        period.code = next(code for code in (occasion.code, *numbered) if code not in taken)
        taken.add(period.code)
    return period
