"""Which form corrects which kind of proposal."""

from __future__ import annotations

from django.http import Http404

from programs.forms.base import DraftForm
from programs.forms.heading import BasesForm, IdentityForm, RecipientsForm, SignatureForm, SubjectForm, ThemeForm
from programs.forms.indicator import IndicatorForm
from programs.forms.outline import ActivityForm, ConferenceForm, SectionForm, TargetForm
from programs.forms.rule import RuleForm
from programs.models import Proposal, ProposalKind
from programs.payloads import DRAFTS, Draft

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


def blank_draft(proposal: Proposal) -> Draft:
    """Return an empty draft for a proposal about to be added.

    Raises Http404 for a kind that is not added, and for an indicator that belongs to no target.
    """
    parent = proposal.parent
    is_lost = proposal.kind == ProposalKind.INDICATOR and (parent is None or parent.kind != ProposalKind.TARGET)
    if proposal.kind not in DRAFTS or is_lost:
        raise Http404
    draft: Draft = DRAFTS[proposal.kind]()
    return draft
