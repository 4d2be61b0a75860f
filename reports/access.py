"""The one door to submissions and their files: 404 for outsiders, 403 for insiders without the right."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from indicators.models import Indicator
from reports.asked import asked_keys
from reports.models import Attachment, PrintedView, Revision, Status, Submission, SubmissionQuerySet
from reports.revisions import files_kept
from units import clock, roles
from units.access import visible_units
from units.models import Unit, UnitQuerySet, User
from units.prepared import Prepared

_PLACE = ("unit", "reviewer", "period__rule", "period__regime__issuer", "submitted_by", "accepted_by")
_WITH_ALL = Prepared(lambda pk: Submission.objects.filter(pk=pk).select_related(*_PLACE))
_WITH_UNITS = Prepared(lambda pk: Submission.objects.filter(pk=pk).select_related("unit", "reviewer"))


def visible_submissions(user: User) -> SubmissionQuerySet:
    """Return the submissions that the person may read, with unit and period loaded."""
    reach = roles.reports_in_reach(user)
    scope = Q(unit__in=[unit.pk for unit in reach.own])
    scope |= Q(unit__in=[unit.pk for unit in reach.finished], status=Status.ACCEPTED)
    for root in reach.subtrees:
        scope |= Q(unit__path__startswith=root.path)
    return Submission.objects.filter(scope).select_related("unit", "period__rule")


def get_submission(
    user: User,
    pk: int,
    *,
    to_edit: bool = False,
    to_send: bool = False,
    to_review: bool = False,
    to_comment: bool = False,
    on_behalf: bool = False,
) -> Submission:
    """Return the submission with unit, period and reviewer loaded.

    Raises Http404 for who may not know that it exists and PermissionDenied for who may but lacks the right asked for.
    `to_edit` and `to_send` also let the reviewing office in, which works on behalf of the unit; `on_behalf` lets only
    that office in.
    """
    return _let_in(
        user,
        _found(_WITH_ALL, pk),
        to_edit=to_edit,
        to_send=to_send,
        to_review=to_review,
        to_comment=to_comment,
        on_behalf=on_behalf,
    )


def get_draft(user: User, pk: int) -> Submission:
    """Return the submission to type one field into: the same door as `get_submission`, with unit and reviewer only."""
    return _let_in(user, _found(_WITH_UNITS, pk), to_edit=True)


def _found(question: Prepared[Submission], pk: int) -> Submission:
    submission = question.first(pk)
    if submission is None:
        raise Http404
    return submission


def _let_in(
    user: User,
    submission: Submission,
    *,
    to_edit: bool = False,
    to_send: bool = False,
    to_review: bool = False,
    to_comment: bool = False,
    on_behalf: bool = False,
) -> Submission:
    unit, reviewer = submission.unit, submission.reviewer
    if not (roles.may_see_unit(user, unit) or roles.may_review(user, reviewer)):
        raise Http404
    helps = roles.may_type_on_behalf(user, unit, reviewer)
    allowed = [
        helps or roles.may_read_report(user, unit, is_accepted=submission.status == Status.ACCEPTED),
        not to_edit or helps or roles.may_type(user, unit),
        not to_send or helps or roles.may_send(user, unit),
        not to_review or roles.may_review(user, reviewer),
        not to_comment or roles.may_comment(user, unit) or roles.may_review(user, reviewer),
        not on_behalf or helps,
    ]
    if not all(allowed):
        raise PermissionDenied
    return submission


def acts_on_behalf(user: User, submission: Submission) -> bool:
    """True for office staff who type for a unit in which they hold no typing role themselves."""
    return not roles.may_type(user, submission.unit) and roles.may_type_on_behalf(
        user, submission.unit, submission.reviewer
    )


def get_attachment(user: User, pk: int, *, to_edit: bool = False) -> Attachment:
    """Return a file of a report that the person may read (or edit).

    A file that was taken away is found only while a sending still holds it, and never to be edited.
    """
    attachment = get_object_or_404(Attachment, pk=pk)
    attachment.submission = get_submission(user, attachment.submission_id, to_edit=to_edit)
    if attachment.removed_at is not None and (to_edit or not _was_sent(attachment)):
        raise Http404
    return attachment


def _was_sent(attachment: Attachment) -> bool:
    sent = Revision.objects.filter(submission=attachment.submission_id)
    return any(attachment.pk in files_kept(revision) for revision in sent)


def get_inbox_unit(user: User, working_in: Unit | None) -> Unit:
    """Return the body whose inbox is shown: the one the person works in, else the topmost they review for."""
    bodies = roles.reviewing_units(user)
    if not bodies:
        raise PermissionDenied
    return next((body for body in bodies if working_in and body.pk == working_in.pk), bodies[0])


def get_asked_indicator(submission: Submission, pk: int) -> Indicator:
    """Return the indicator if this report asks its unit to type it; else Http404."""
    if pk not in asked_keys(submission):
        raise Http404
    return Indicator.objects.get(pk=pk)


def may_send(user: User, submission: Submission) -> bool:
    """True for who may send this report, for their own unit or on its behalf."""
    helps = roles.may_type_on_behalf(user, submission.unit, submission.reviewer)
    return helps or roles.may_send(user, submission.unit)


def may_help(user: User, submission: Submission) -> bool:
    """True for the office that may type and send for this unit now."""
    return submission.is_editable and roles.may_type_on_behalf(user, submission.unit, submission.reviewer)


def units_to_merge_into(user: User, unit: Unit) -> UnitQuerySet:
    """Return the units that may take over another one: seen by the person, active, and not below it."""
    return visible_units(user).active(clock.today()).exclude(path__startswith=unit.path).by_name()


def get_printed(user: User, pk: int) -> PrintedView:
    """Return a page that this person asked for as PDF; 404 for everybody else's."""
    return get_object_or_404(PrintedView.objects.select_related("requested_by"), pk=pk, requested_by=user)
