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
from indicators.models.reply import ReplyState, ShareReply
from indicators.models.rolled import RollUp, RollUpPast, RollUpState
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
    "ReplyState",
    "Result",
    "RollUp",
    "RollUpPast",
    "RollUpState",
    "Scope",
    "ShareReply",
]
