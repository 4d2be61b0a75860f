from indicators.models.indicator import (
    Goal,
    GoalQuerySet,
    Indicator,
    IndicatorQuerySet,
    IndicatorRule,
    Milestone,
    PopulationLine,
)
from indicators.models.ledger import Answer, Posting, PostingKind, PostingQuerySet, Result
from programs.promises import Accumulation, AnsweredBy, Comparator, Denominator, GoalSpan, Kind, Scope

__all__ = [
    "Accumulation",
    "Answer",
    "AnsweredBy",
    "Comparator",
    "Denominator",
    "Goal",
    "GoalQuerySet",
    "GoalSpan",
    "Indicator",
    "IndicatorQuerySet",
    "IndicatorRule",
    "Kind",
    "Milestone",
    "PopulationLine",
    "Posting",
    "PostingKind",
    "PostingQuerySet",
    "Result",
    "Scope",
]
