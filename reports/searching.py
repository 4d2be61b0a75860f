"""Finding units, targets and reports by a few words, without diacritics, within what the person may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from indicators.models import Indicator
from programs.access import programs_visible_to
from programs.models import ReportingPeriod, Target
from reports.access import visible_submissions
from reports.models import Submission
from units.access import visible_units
from units.models import Unit, User
from units.vietnamese import fold

LIMIT = 20
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    units: Sequence[Unit] = field(default_factory=list)
    targets: Sequence[Target] = field(default_factory=list)
    indicators: Sequence[Indicator] = field(default_factory=list)
    submissions: Sequence[Submission] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.units) + len(self.targets) + len(self.indicators) + len(self.submissions)


def search(user: User, text: str) -> Found:
    """Return at most LIMIT of each kind that hold every word; nothing for less than two letters."""
    words = fold(text).split()
    if len("".join(words)) < SHORTEST:
        return Found()
    programs = programs_visible_to(user)
    in_key = _all(words, "search_key")
    targets = Target.objects.filter(in_key, program__in=programs).select_related("program")
    indicators = Indicator.objects.filter(in_key, program__in=programs).select_related("program", "target")
    return Found(
        units=list(visible_units(user).filter(in_key).by_name()[:LIMIT]),
        targets=list(targets.order_by("-program__starts_on", "position")[:LIMIT]),
        indicators=list(indicators.order_by("-program__starts_on", "position")[:LIMIT]),
        submissions=_submissions(user, words),
    )


def _submissions(user: User, words: list[str]) -> list[Submission]:
    """Each word may stand in the unit's name or in the period's; the period's name has no key, so it is folded here."""
    mine = visible_submissions(user).owed()
    periods = ReportingPeriod.objects.filter(pk__in=mine.values("period_id")).values_list("pk", "name")
    names = {pk: fold(name) for pk, name in periods}
    for word in words:
        in_period = [pk for pk, name in names.items() if word in name]
        mine = mine.filter(Q(unit__search_key__contains=word) | Q(period__in=in_period))
    return list(mine.order_by("-period__due_at", "unit__sort_key")[:LIMIT])


def _all(words: list[str], key: str) -> Q:
    condition = Q()
    for word in words:
        condition &= Q(**{f"{key}__contains": word})
    return condition
