"""Choosing how units are ranked."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from indicators.models import Indicator
from reports.models import RankingRule
from units import audit, clock
from units.audit import Event
from units.models import Unit, User


@transaction.atomic
def change_ranking(
    body: Unit, *, results_weight: int, indicators: Sequence[Indicator], is_published: bool, by: User
) -> RankingRule:
    """Return the body's rule as it now is."""
    rule, _ = RankingRule.objects.update_or_create(
        issuer=body,
        defaults={
            "results_weight": results_weight,
            "is_published": is_published,
            "changed_by": by,
            "changed_at": clock.now(),
        },
    )
    rule.indicators.set(indicators)
    chosen: dict[str, object] = {
        "results_weight": results_weight,
        "indicators": len(indicators),
        "is_published": is_published,
    }
    audit.record(Event.RANKING_CHANGED, rule, by=by, unit=body, detail=chosen)
    return rule
