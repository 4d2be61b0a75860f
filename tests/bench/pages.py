"""The pages that are measured: one line a page and person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from indicators.models import Indicator, Kind, Scope
from programs.models import Program, ProgramStatus
from reports.models import BuildStatus, CompiledReport, PrintedView, Status, Submission
from units.models import Cluster, Unit, User


class Sample:
    """Rows of the sample data that addresses need; the newest ones that are in the state that is asked for."""

    def __init__(self, body: Unit, unit: Unit, draft: Program) -> None:
        self.body, self.unit, self.draft = body, unit, draft
        self.program = Program.objects.filter(status=ProgramStatus.ISSUED).latest("pk")

    def own(self, *states: Status) -> int:
        """The unit's own latest report in one of these states."""
        found = Submission.objects.filter(unit=self.unit, status__in=states, cancelled_at=None)
        return found.latest("period__due_at").pk

    def of_any_unit(self, *states: Status) -> int:
        found = Submission.objects.filter(status__in=states, cancelled_at=None)
        return found.latest("period__due_at", "pk").pk

    def indicator(self, kind: Kind, scope: Scope) -> int:
        found = Indicator.objects.filter(program=self.program, kind=kind, scope=scope)
        return found.earliest("position").pk

    def compiled(self) -> int:
        return CompiledReport.objects.filter(status=BuildStatus.DONE).latest("pk").pk

    def printed(self) -> int:
        """A page the committee asked for as PDF, which waits."""
        committee = User.objects.get_by_natural_key(COMMITTEE)
        return PrintedView.objects.get_or_create(path="/tong-quan/", title="Tổng quan", requested_by=committee)[0].pk

    def cluster(self) -> int:
        return Cluster.objects.filter(issuer=self.body).earliest("position").pk

    def regime(self) -> int:
        assert self.program.regime is not None
        return self.program.regime.pk

    def person(self, login: str) -> int:
        return User.objects.get_by_natural_key(login).pk


@dataclass(frozen=True)
class Page:
    """One page as one person sees it."""

    name: str
    login: str
    url: str
    at: Callable[[Sample], int] | None = None
    query: str = ""

    def path(self, sample: Sample) -> str:
        return reverse(self.url, args=[self.at(sample)] if self.at else []) + self.query


UNIT, OFFICE, SECRETARY, COMMITTEE, ADMINISTRATOR = "bc.stc", "vanphong", "bithu", "thuongvu", "quantri"

OPEN = (Status.NOT_STARTED, Status.DRAFT, Status.RETURNED, Status.REOPENED)
SENT = (Status.SUBMITTED, Status.ACCEPTED, Status.RETURNED)


def _unit(sample: Sample) -> int:
    return sample.unit.pk


def _program(sample: Sample) -> int:
    return sample.program.pk


def _draft(sample: Sample) -> int:
    return sample.draft.pk


def _open_report(sample: Sample) -> int:
    return sample.own(*OPEN)


def _sent_report(sample: Sample) -> int:
    return sample.own(*SENT)


def _count(sample: Sample) -> int:
    return sample.indicator(Kind.COUNT, Scope.ORGANISATION)


def _share(sample: Sample) -> int:
    return sample.indicator(Kind.SHARE, Scope.ORGANISATION)


PAGES = (
    # A unit, on a phone
    Page("unit: home", UNIT, "reports:home"),
    Page("unit: reports", UNIT, "reports:submission_list"),
    Page("unit: calendar", UNIT, "reports:calendar"),
    Page("unit: form", UNIT, "reports:submission_form", _open_report),
    Page("unit: before sending", UNIT, "reports:submission_submit", _open_report),
    Page("unit: report", UNIT, "reports:submission_detail", _sent_report),
    Page("unit: receipt", UNIT, "reports:submission_receipt", _sent_report),
    Page("unit: indicators", UNIT, "indicators:indicator_list"),
    Page("unit: indicator", UNIT, "indicators:indicator_detail", _count),
    Page("unit: programmes", UNIT, "programs:program_list"),
    Page("unit: programme", UNIT, "programs:program_detail", _program),
    Page("unit: own unit", UNIT, "units:unit_detail", _unit),
    Page("unit: messages", UNIT, "units:message_list"),
    Page("unit: search", UNIT, "reports:search", query="?q=cay"),
    Page("unit: its progress", UNIT, "reports:unit_detail", _unit),
    Page("unit: regime", UNIT, "reports:regime_detail", lambda sample: sample.regime()),
    # The office
    Page("office: home", OFFICE, "reports:home"),
    Page("office: inbox", OFFICE, "reports:inbox"),
    Page("office: inbox, missing", OFFICE, "reports:inbox", query="?tt=qua-han"),
    Page("office: inbox, accepted", OFFICE, "reports:inbox", query="?tt=da-duyet"),
    Page("office: review", OFFICE, "reports:submission_review", lambda sample: sample.of_any_unit(Status.SUBMITTED)),
    Page("office: accepted report", OFFICE, "reports:submission_review", lambda s: s.of_any_unit(Status.ACCEPTED)),
    Page("office: programmes", OFFICE, "programs:program_list"),
    Page("office: programme", OFFICE, "programs:program_detail", _program),
    Page("office: programme review", OFFICE, "programs:program_review", _draft),
    Page("office: programme, calendar", OFFICE, "programs:program_detail", _program, "?xem=lich"),
    Page("office: programme, units", OFFICE, "programs:program_detail", _program, "?xem=don-vi"),
    Page("office: before issuing", OFFICE, "reports:program_issue", _draft),
    Page("office: regime", OFFICE, "reports:regime_detail", lambda sample: sample.regime()),
    Page("office: indicators", OFFICE, "indicators:indicator_list"),
    Page("office: count of all units", OFFICE, "indicators:indicator_detail", _count),
    Page("office: share of all units", OFFICE, "indicators:indicator_detail", _share),
    Page("office: shares of a count", OFFICE, "indicators:goal_edit", _count),
    Page("office: compiled reports", OFFICE, "reports:compiled_list"),
    Page("office: compiled report", OFFICE, "reports:compiled_detail", lambda sample: sample.compiled()),
    Page("office: units", OFFICE, "units:unit_list"),
    Page("office: unit", OFFICE, "units:unit_detail", _unit),
    Page("office: a unit's progress", OFFICE, "reports:unit_detail", _unit),
    Page("office: clusters", OFFICE, "units:cluster_list"),
    Page("office: cluster", OFFICE, "units:cluster_detail", lambda sample: sample.cluster()),
    Page("office: people", OFFICE, "units:person_list"),
    Page("office: messages", OFFICE, "units:message_list"),
    Page("office: search", OFFICE, "reports:search", query="?q=cay"),
    # The committee
    Page("committee: overview", COMMITTEE, "reports:overview"),
    Page("committee: one cluster", COMMITTEE, "reports:overview", query="?cum=1"),
    Page("committee: unit and period", COMMITTEE, "reports:period_matrix"),
    Page("committee: unit and indicator", COMMITTEE, "reports:target_matrix"),
    Page("committee: compared with last year", COMMITTEE, "reports:comparison"),
    Page("committee: clusters compared", COMMITTEE, "reports:comparison", query="?theo=cum"),
    Page("committee: a sector", COMMITTEE, "reports:comparison", query="?theo=khoi"),
    Page("committee: ranking", COMMITTEE, "reports:comparison", query="?theo=xep-hang"),
    Page("committee: a cluster's ranking", COMMITTEE, "reports:cluster_ranking", lambda sample: sample.cluster()),
    Page("committee: a page as PDF", COMMITTEE, "reports:print_detail", lambda sample: sample.printed()),
    Page("office: rules of ranking", OFFICE, "reports:ranking_edit"),
    Page("committee: unit", COMMITTEE, "reports:unit_detail", _unit),
    Page("committee: indicators", COMMITTEE, "indicators:indicator_list"),
    # The administrator
    Page("administrator: overview", ADMINISTRATOR, "reports:overview"),
    Page("administrator: people", ADMINISTRATOR, "units:person_list"),
    Page("administrator: person", ADMINISTRATOR, "units:person_detail", lambda sample: sample.person(UNIT)),
    Page("administrator: audit", ADMINISTRATOR, "units:audit_list", lambda sample: sample.body.pk),
)
