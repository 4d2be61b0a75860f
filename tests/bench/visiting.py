"""The pages of a large sample and what one may ask of them: a visit, its floor, one after a change, all of them."""

from __future__ import annotations

import gc
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from indicators.actions.rolling_up import refresh
from indicators.models import Indicator, Scope
from programs.models import Program, ProgramStatus
from reports.actions.submitting import submit, take_back
from reports.contents import contents_of
from reports.models import Entry, Status, Submission
from tests.bench.floor import serve
from tests.bench.large import milliseconds, resident_megabytes
from tests.bench.measuring import FLOOR, UnfairFloorError, counted, frozen
from units import clock
from units.models import Level, Role, Sector, Unit, User
from units.nudge import held_back

COMMITTEE, OFFICE = "thuongvu", "vanphong"
MEASURED = ("overview", "targets", "unit", "unit × period", "unit × target")


class Portal:
    """`pages`: by name, who visits which address. Names are those of MEASURED, "of a commune" and the like added."""

    def __init__(self) -> None:
        self.body = Unit.objects.get(depth=1)
        self.commune = Unit.objects.filter(level=Level.COMMUNE).earliest("pk")
        self.pages = dict(self._measured("", self.body) | self._measured(" of a commune", self.commune))
        if self.body.level == Level.CENTRAL:
            self.pages |= self._measured(" of a province", Unit.objects.filter(level=Level.PROVINCE).earliest("pk"))
        self.clients: dict[str, Client] = {}
        self.floors: dict[str, Any] = {}
        self.report: Submission | None = None

    def _measured(self, which: str, unit: Unit) -> dict[str, tuple[str, str]]:
        of = f"?don_vi={unit.pk}"
        addresses = (
            reverse("reports:overview") + of,
            reverse("indicators:indicator_list") + of,
            reverse("reports:unit_detail", args=[unit.pk]),
            reverse("reports:period_matrix") + of,
            reverse("reports:target_matrix") + of,
        )
        return {f"{name}{which}": (COMMITTEE, path) for name, path in zip(MEASURED, addresses, strict=True)}

    # --- what may be asked --------------------------------------------------------------------------------------------

    def prepare(self, page: str) -> dict[str, Any]:
        """Freeze the page for its floor; say how large it is and how many queries it takes."""
        login, path = self.pages[page]
        client = self._client(login)
        client.get(path)
        try:
            found, size = frozen(client, path)
        except UnfairFloorError as error:
            return {"error": str(error)}
        self.floors[page] = found
        return {"bytes": size, "queries": counted(lambda: client.get(path))}

    def visit(self, page: str) -> dict[str, Any]:
        login, path = self.pages[page]
        return {"ms": milliseconds(lambda: self._get(login, path))}

    def floor(self, page: str) -> dict[str, Any]:
        login, path = self.pages[page]
        serve(self.floors[page])
        plain = FLOOR + path[len(path.partition("?")[0]) :]
        return {"ms": milliseconds(lambda: self._get(login, plain))}

    def visit_after_change(self, page: str) -> dict[str, Any]:
        """Visit after a base unit has sent its report, or taken it back, and the worker has taken that up."""
        login, path = self.pages[page]
        with held_back():
            self._send_or_take_back()
        refresh()
        return {"ms": milliseconds(lambda: self._get(login, path))}

    def visit_before_worker(self, page: str) -> dict[str, Any]:
        """Visit after a base unit has sent its report and before the worker knows; all is undone afterwards."""
        login, path = self.pages[page]
        with transaction.atomic(), held_back():
            send_one(self.commune)
            taken = milliseconds(lambda: self._get(login, path))
            transaction.set_rollback(True)
        self._get(login, path)
        return {"ms": taken}

    def walk(self) -> dict[str, Any]:
        """Visit every kind of page twice and say how much memory the process holds then."""
        before, visited = resident_megabytes(), 0
        for _ in range(2):
            for login, path in [*self.pages.values(), *self._others()]:
                self._get(login, path)
                visited += 1
        gc.collect()
        return {"before_mb": round(before), "mb": round(resident_megabytes()), "visits": visited}

    # --- how it is done -----------------------------------------------------------------------------------------------

    def _send_or_take_back(self) -> None:
        if self.report is None:
            self.report = due_report(self.commune)
            fill_in(self.report)
        self.report.refresh_from_db()
        by = User.objects.appointed_in(self.report.unit, Role.SECRETARY)[0]
        (take_back if self.report.status == Status.SUBMITTED else submit)(self.report, by=by)

    def _client(self, login: str) -> Client:
        if login not in self.clients:
            self.clients[login] = Client(SERVER_NAME="localhost")
            self.clients[login].force_login(User.objects.get_by_natural_key(login))
        return self.clients[login]

    def _get(self, login: str, path: str) -> None:
        response = self._client(login).get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answers {response.status_code}")

    def _others(self) -> list[tuple[str, str]]:
        """The other pages of office, commune and base unit, indicators of every kind and scope."""
        program = Program.objects.filter(status=ProgramStatus.ISSUED).latest("pk")
        base = Unit.objects.below(self.commune).earliest("pk")
        reports = Submission.objects.owed().filter(unit=base)
        sent = Submission.objects.owed().filter(status=Status.SUBMITTED, reviewer=self.body).earliest("pk")
        kinds = {(row.kind, row.scope): row.pk for row in Indicator.objects.filter(program=program).order_by("-pk")}
        shared = kinds["COUNT", Scope.ORGANISATION]
        office = [
            *(reverse("indicators:indicator_detail", args=[pk]) for pk in kinds.values()),
            reverse("indicators:goal_edit", args=[shared]),
            *(reverse(f"reports:{name}") for name in ("home", "inbox", "compiled_list", "calendar")),
            reverse("reports:search") + "?q=cay",
            reverse("reports:submission_review", args=[sent.pk]),
            reverse("programs:program_list"),
            *(
                reverse("programs:program_detail", args=[program.pk]) + more
                for more in ("", "?xem=lich", "?xem=don-vi")
            ),
            reverse("reports:regime_detail", args=[program.regime_id]),
            *(reverse(f"units:{name}") for name in ("unit_list", "person_list", "cluster_list", "message_list")),
            reverse("units:unit_detail", args=[self.commune.pk]),
        ]
        own = [
            *(reverse(f"reports:{name}") for name in ("home", "submission_list", "calendar")),
            reverse("indicators:indicator_list"),
            reverse("indicators:indicator_detail", args=[shared]),
            reverse("reports:unit_detail", args=[base.pk]),
            reverse("reports:submission_detail", args=[reports.exclude(submitted_at=None).latest("period__due_at").pk]),
            reverse("reports:submission_form", args=[reports.filter(submitted_at=None).latest("period__due_at").pk]),
        ]
        people = User.objects.filter(appointments__role=Role.SECRETARY)
        secretaries = [people.get(appointments__unit=unit).username for unit in (base, self.commune)]
        return [(OFFICE, path) for path in office] + [(login, path) for login in secretaries[:1] for path in own]


def send_one(below: Unit) -> Submission:
    """Fill in and send a report that is due, of a unit below that one, through the real action; return it."""
    submission = due_report(below)
    fill_in(submission)
    submit(submission, by=User.objects.appointed_in(submission.unit, Role.SECRETARY)[0])
    return submission


def due_report(below: Unit | None = None) -> Submission:
    """Return a report with figures that is due and was not sent; of a unit below that one as long as there is any."""
    due = Submission.objects.owed().filter(status=Status.NOT_STARTED, period__due_at__lte=clock.now())
    due = due.exclude(period__covers_from=None).filter(unit__level=Level.BASE, unit__sector=Sector.AREA)
    near = due.filter(unit__path__startswith=below.path) if below else due
    found = near if near.exists() else due
    return found.select_related("unit", "reviewer", "period__rule", "period__regime").latest("period__due_at", "pk")


def fill_in(submission: Submission) -> int:
    """Type a figure for everything the report asks; return how many."""
    contents = contents_of(submission)
    figures = {"COUNT": {"value": 3}, "SHARE": {"numerator": 9, "denominator": 12}, "CONDITION": {"holds": True}}
    Entry.objects.filter(submission=submission).delete()
    Entry.objects.bulk_create(
        Entry(submission=submission, indicator=row, answer="value", version=1, **figures[row.kind])  # type: ignore[arg-type]
        for row in contents.indicators
    )
    return len(contents.indicators)
