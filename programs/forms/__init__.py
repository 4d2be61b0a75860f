"""Which form corrects which kind of proposal."""

from __future__ import annotations

from programs.forms.base import DraftForm
from programs.forms.heading import BasesForm, IdentityForm, RecipientsForm, SignatureForm, SubjectForm, ThemeForm
from programs.forms.indicator import IndicatorForm
from programs.forms.outline import ActivityForm, ConferenceForm, SectionForm, TargetForm
from programs.forms.rule import RuleForm
from programs.models import ProposalKind

HEAD_FORMS: dict[str, type[DraftForm]] = {
    "subject": SubjectForm,
    "identity": IdentityForm,
    "theme": ThemeForm,
    "bases": BasesForm,
    "recipients": RecipientsForm,
    "signature": SignatureForm,
}
FORMS: dict[str, type[DraftForm]] = {
    ProposalKind.SECTION: SectionForm,
    ProposalKind.TARGET: TargetForm,
    ProposalKind.INDICATOR: IndicatorForm,
    ProposalKind.ACTIVITY: ActivityForm,
    ProposalKind.CONFERENCE: ConferenceForm,
    ProposalKind.RULE: RuleForm,
}


def form_class(kind: str, group: str | None = None) -> type[DraftForm]:
    """Return the form for a proposal of that kind (of that heading group)."""
    return HEAD_FORMS[group or ""] if kind == ProposalKind.HEAD else FORMS[kind]
