"""What this app adds to the main navigation; entries whose page does not exist are left out by the registry."""

from __future__ import annotations

from reports.models import Status, Submission
from units import roles
from units.models import Unit, User
from units.navigation import NavItem


def _has_own_work(user: User, unit: Unit) -> bool:
    """The top body owes nobody a report: its office begins with the inbox."""
    return not roles.comes_to_look(user, unit) and not (unit.depth == 1 and roles.may_review(user, unit))


def _has_reports(user: User, unit: Unit) -> bool:
    return unit.depth > 1 and roles.may_read_report(user, unit, is_accepted=True)


def _reviews(user: User, unit: Unit) -> bool:
    return unit.numchild > 0 and roles.may_review(user, unit)


def _waiting(user: User, unit: Unit) -> int:
    return Submission.objects.owed().filter(reviewer=unit, status=Status.SUBMITTED).count()


def _overlooks(user: User, unit: Unit) -> bool:
    return unit.numchild > 0 and roles.may_read_overview(user, unit)


def _compiles(user: User, unit: Unit) -> bool:
    return unit.numchild > 0 and roles.may_read_compiled(user, unit)


ITEMS = (
    NavItem("home", "Việc cần làm", "list-checks", "reports:home", _has_own_work, 5),
    NavItem("inbox", "Hộp duyệt", "inbox", "reports:inbox", _reviews, 10, _waiting),
    NavItem("reports", "Báo cáo", "file-check", "reports:submission_list", _has_reports, 15),
    NavItem("overview", "Tổng quan", "layout-dashboard", "reports:overview", _overlooks, 8),
    NavItem("calendar", "Lịch", "calendar-days", "reports:calendar", _has_reports, 35),
    NavItem("compiled", "Báo cáo tổng hợp", "files", "reports:compiled_list", _compiles, 40),
)
