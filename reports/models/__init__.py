from reports.models.building import BuildStatus, ClaimLost
from reports.models.compiled import CompiledReport, CompiledReportQuerySet
from reports.models.printed import PrintedView, PrintedViewQuerySet
from reports.models.ranking import RankingRule
from reports.models.submission import (
    EDITABLE,
    UNSENT,
    Attachment,
    AttachmentKind,
    Comment,
    CommentKind,
    Entry,
    Narrative,
    NarrativePart,
    Reminder,
    Revision,
    Status,
    Submission,
    SubmissionQuerySet,
)
from reports.models.warning import WarningNote

__all__ = [
    "EDITABLE",
    "UNSENT",
    "Attachment",
    "AttachmentKind",
    "BuildStatus",
    "ClaimLost",
    "Comment",
    "CommentKind",
    "CompiledReport",
    "CompiledReportQuerySet",
    "Entry",
    "Narrative",
    "NarrativePart",
    "PrintedView",
    "PrintedViewQuerySet",
    "RankingRule",
    "Reminder",
    "Revision",
    "Status",
    "Submission",
    "SubmissionQuerySet",
    "WarningNote",
]
