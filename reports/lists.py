"""Sets of rows that pages show, already narrowed to what the person may read."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from indicators.models import Indicator, Result, Scope
from programs.models import Participation, Program, ReportingPeriod
from reports.access import visible_submissions
from reports.asked import asked_keys
from reports.duties import HORIZON, Duty, notes_by_submission
from reports.inboxes import Tray, in_order_of
from reports.known import last_figures
from reports.models import Attachment, Comment, Revision, Status, Submission, SubmissionQuerySet
from reports.revisions import files_kept
from reports.sheets import progress_of
from units import clock, roles
from units.models import Cluster, ClusterMembership, Unit, User

# How many open reports the first page counts the filled rows of.
DETAILED = 2
# How many waiting reports stand in the list beside the one that is read.
QUEUE = 60


def reports_of_unit(user: User, unit: Unit) -> SubmissionQuerySet:
    """Return what the unit owes and has sent, as far as the person may read it, earliest deadline first."""
    mine = visible_submissions(user).owed().of_unit(unit).with_due()
    return mine.select_related("unit", "period__rule", "period__regime__issuer", "reviewer").order_by(
        F("effective_due_at"), "pk"
    )


def reviews(user: User, unit: Unit) -> bool:
    """True when the person reviews for the body and it has units below that send it reports."""
    return unit.numchild > 0 and roles.may_review(user, unit)


def with_details(found: list[Duty]) -> list[Duty]:
    """Return the duties with the reviewer's notes, and with how much is filled in for those being worked on."""
    correcting = [duty.submission.pk for duty in found if duty.rank == 0]
    if correcting:
        comments = Comment.objects.filter(submission__in=correcting).select_related("by").order_by("at", "pk")
        notes = notes_by_submission(comments)
        for duty in found:
            duty.note = notes.get(duty.submission.pk)
    begun = [duty for duty in found if duty.submission.status != Status.NOT_STARTED]
    filled = progress_of([duty.submission for duty in begun]) if begun else {}
    for duty in begun[:DETAILED]:
        # The form leaves out what earlier reports cover to the last day; so rare that it is not worth its queries here.
        duty.asked = len(asked_keys(duty.submission))
        duty.filled = filled.get(duty.submission.pk, 0)
    return found


def reports_by_time(user: User, unit: Unit, *, is_ahead: bool) -> SubmissionQuerySet:
    """Return the unit's reports that are to come, nearest first, or all others, latest first."""
    mine = reports_of_unit(user, unit)
    to_come = Q(status=Status.NOT_STARTED, effective_due_at__gt=clock.now() + HORIZON)
    return mine.filter(to_come) if is_ahead else mine.exclude(to_come).reverse()


def programs_to_make(user: User, unit: Unit) -> tuple[list[Program], bool]:
    """Return the unit's drafts for who may work on them, and whether it has no programme at all to begin with."""
    if not roles.may_edit_programs(user, unit):
        return [], False
    own = Program.objects.filter(issuer=unit)
    drafts = list(own.drafts().order_by("-pk"))
    return drafts, not drafts and unit.depth == 1 and not own.exists()


def own_indicators(unit: Unit) -> QuerySet[Indicator]:
    """Return the indicators of running programmes the unit takes part in, without those the issuer answers alone."""
    today = clock.today()
    taking_part = Participation.objects.on(today).filter(unit=unit)
    running = Program.objects.running(today).filter(pk__in=taking_part.values("program_id"))
    return Indicator.objects.of_programs(running).asked_on(today).exclude(scope=Scope.ISSUER).select_related("program")


def comments_of(submission: Submission) -> QuerySet[Comment]:
    """Return what was said about the report, oldest first."""
    return submission.comments.select_related("by", "indicator")


def last_figures_of(submission: Submission) -> dict[int, Result]:
    """Return the figures of the unit's report before, by indicator."""
    return last_figures(submission, at=clock.now())


def reviewed_submissions(body: Unit) -> SubmissionQuerySet:
    """Return the obligations this body reviews; whether the person may see them says `get_inbox_unit`."""
    return Submission.objects.owed().filter(reviewer=body).with_due().select_related("unit", "period__rule")


def last_revision(submission: Submission) -> Revision | None:
    """Return what was sent last, with who sent it."""
    return submission.revisions.select_related("by").order_by("-number").first()


def revision_before(revision: Revision) -> Revision | None:
    """Return the sending before this one."""
    return Revision.objects.filter(submission=revision.submission_id, number__lt=revision.number).last()


def indicators_of(revision: Revision) -> dict[int, Indicator]:
    """Return by key the indicators a sending speaks about, with their targets."""
    keys = [kept["indicator"] for kept in revision.snapshot.get("figures", [])]
    return {row.pk: row for row in Indicator.objects.filter(pk__in=keys).select_related("target")}


def files_of(revision: Revision) -> list[Attachment]:
    """Return the files that went with a sending, also those the unit has since taken away."""
    return list(Attachment.objects.filter(submission=revision.submission_id, pk__in=files_kept(revision)))


def inbox_periods(body: Unit) -> QuerySet[ReportingPeriod]:
    """Return the periods for which somebody owes the body a report and that have begun, newest first."""
    owed = Submission.objects.owed().filter(reviewer=body)
    begun = Q(covers_from=None) | Q(covers_from__lte=clock.today())
    return ReportingPeriod.objects.filter(begun, pk__in=owed.values("period_id")).order_by("-due_at", "pk")


def clusters_of(body: Unit) -> QuerySet[Cluster]:
    return Cluster.objects.filter(issuer=body)


def in_cluster(submissions: SubmissionQuerySet, cluster: Cluster) -> SubmissionQuerySet:
    """Return those of units that belong to the cluster today."""
    members = ClusterMembership.objects.current(clock.today()).filter(cluster=cluster)
    return submissions.filter(unit__in=members.values("unit_id"))


def of_units_named(submissions: SubmissionQuerySet, text: str) -> SubmissionQuerySet:
    """Return those of units whose name or code contains the text, without regard to diacritics."""
    return submissions.filter(unit__in=Unit.objects.all().matching(text).order_by().values("pk"))


def waiting_queue(body: Unit) -> list[Submission]:
    """Return what waits to be reviewed, first come first."""
    return list(in_order_of(Tray.WAITING, reviewed_submissions(body).filter(status=Status.SUBMITTED))[:QUEUE])


def asked_of(submission: Submission) -> QuerySet[Indicator]:
    """Return the indicators that one may comment on."""
    return Indicator.objects.filter(pk__in=asked_keys(submission))


def neighbours(queue: list[Submission], submission: Submission) -> tuple[Submission | None, Submission | None]:
    """Return the reports before and after this one in the queue; outside of it, the queue's first comes next."""
    places = {row.pk: place for place, row in enumerate(queue)}
    here = places.get(submission.pk)
    if here is None:
        return None, queue[0] if queue else None
    return queue[here - 1] if here else None, queue[here + 1] if here + 1 < len(queue) else None
