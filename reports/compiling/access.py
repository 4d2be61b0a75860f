"""The door to compiled reports and their files."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from indicators.models import Posting
from programs.models import PeriodQuerySet, ReportingPeriod
from reports.models import BuildStatus, CompiledReport, CompiledReportQuerySet
from units import clock, roles
from units.models import Unit, User


def compiled_reports_of(unit: Unit) -> CompiledReportQuerySet:
    """Return the body's compiled reports, newest first, with their periods."""
    return CompiledReport.objects.filter(unit=unit).select_related("period", "requested_by", "unit")


def finished_reports(user: User, unit: Unit) -> CompiledReportQuerySet:
    """What the person may see of a body's reports: who may build sees all, others the finished ones."""
    if not roles.may_read_compiled(user, unit):
        raise PermissionDenied
    reports = compiled_reports_of(unit)
    return reports if roles.may_compile(user, unit) else reports.done()


def get_compiled(user: User, pk: int, *, to_build: bool = False) -> CompiledReport:
    """Return the report: 404 for who may not know of it, 403 for who may not build."""
    found = CompiledReport.objects.select_related("unit", "period__regime", "period__rule", "requested_by")
    report = get_object_or_404(found, pk=pk)
    may_build = roles.may_compile(user, report.unit)
    may_read = roles.may_read_compiled(user, report.unit) and report.status == BuildStatus.DONE
    if not (may_build or may_read):
        if roles.may_see_unit(user, report.unit):
            raise PermissionDenied
        raise Http404
    if to_build and not may_build:
        raise PermissionDenied
    return report


def periods_to_compile(user: User, unit: Unit) -> PeriodQuerySet:
    """Return the periods the body may compile a report for: some unit it reviews owes them, and they have begun."""
    if not roles.may_compile(user, unit):
        raise PermissionDenied
    asked = ReportingPeriod.objects.filter(submissions__reviewer=unit, submissions__cancelled_at=None)
    begun = Q(covers_from=None) | Q(covers_from__lte=clock.today())
    return asked.filter(begun, cancelled_at=None).distinct().order_by("-due_at")


def has_newer_data(report: CompiledReport) -> bool:
    """True when a figure of the body's units was sent, returned or accepted after the report was built."""
    if report.built_from is None:
        return False
    later = Q(counted_from__gt=report.built_from) | Q(counted_until__gt=report.built_from)
    later |= Q(accepted_at__gt=report.built_from)
    regime = Q(period__regime=report.period.regime_id) | Q(period=None)
    return Posting.objects.filter(later, regime, unit__path__startswith=report.unit.path).exists()
