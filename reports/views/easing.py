"""Reopening, extending, waiving, and closing a unit into another: each asks for its reason first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reports import access
from reports.actions.easing import extend, waive
from reports.actions.merging import close_unit, merge_units
from reports.actions.refusals import Refused
from reports.actions.reviewing import reopen
from reports.forms.reviewing import ExtendForm, MergeForm, ReasonForm
from reports.models import Submission
from units import navigation
from units.access import get_unit_to_restructure, signed_in
from units.formats import format_last_day
from units.models import Unit, User


@require_http_methods(["GET", "POST"])
def submission_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the unit change a report that was accepted."""
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_review=True)
    form = ReasonForm(request.POST or None)
    question = {
        "page_title": f"Mở lại {submission.period.name} – {submission.unit.label}",
        "consequences": ["Đơn vị sửa và gửi lại được.", "Số liệu đã duyệt vẫn được tính cho đến khi đơn vị gửi lại."],
        "submit": "Mở lại báo cáo",
    }
    if _is_sent(request, form) and _done(form, lambda said: reopen(submission, said["reason"], by=user)):
        return _back(request, submission, "Đã mở lại báo cáo và thông báo cho đơn vị.")
    return _ask(request, form, question, reverse("reports:submission_review", args=[pk]))


@require_http_methods(["GET", "POST"])
def submission_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the unit more time for this period."""
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_review=True)
    form = ExtendForm(request.POST or None)
    question = {
        "page_title": f"Gia hạn {submission.period.name} – {submission.unit.label}",
        "sentence": f"Hạn hiện nay: {format_last_day(submission.last_day)}.",
        "consequences": ["Chỉ áp dụng cho đơn vị này và kỳ này.", "Gửi trong hạn mới được tính là đúng hạn."],
        "submit": "Gia hạn",
    }
    if _is_sent(request, form) and _done(form, lambda said: extend(submission, said["until"], said["reason"], by=user)):
        return _back(request, submission, "Đã gia hạn và thông báo cho đơn vị.")
    return _ask(request, form, question, reverse("reports:submission_review", args=[pk]))


@require_http_methods(["GET", "POST"])
def submission_waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Free the unit from the report of this period."""
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_review=True)
    form = ReasonForm(request.POST or None)
    question = {
        "page_title": f"Miễn {submission.period.name} – {submission.unit.label}",
        "consequences": [
            "Đơn vị không phải nộp báo cáo kỳ này và không bị tính trễ.",
            "Nội dung đang soạn vẫn được giữ.",
        ],
        "submit": "Miễn báo cáo",
    }
    if _is_sent(request, form) and _done(form, lambda said: waive(submission, said["reason"], by=user)):
        return _back(request, submission, "Đã miễn báo cáo và thông báo cho đơn vị.")
    return _ask(request, form, question, reverse("reports:submission_review", args=[pk]))


@require_http_methods(["GET", "POST"])
def unit_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a unit, usually into another one that goes on with its work."""
    user = signed_in(request)
    unit = get_unit_to_restructure(user, pk)
    form = MergeForm(request.POST or None, units=access.units_to_merge_into(user, unit))
    question = {
        "page_title": f"Sáp nhập, kết thúc hoạt động: {unit.name}",
        "consequences": [
            "Số liệu và báo cáo đã gửi của đơn vị được giữ nguyên và vẫn được tính.",
            "Các kỳ báo cáo có hạn từ ngày này trở đi được bỏ khỏi nghĩa vụ của đơn vị.",
            "Chỉ tiêu đã giao cho đơn vị không tự chuyển; giao lại cho đơn vị tiếp nhận nếu cần.",
        ],
        "submit": "Xác nhận",
        "danger": True,
    }
    back = navigation.find_url("units:unit_list") or reverse("reports:home")
    if _is_sent(request, form) and _done(form, lambda said: _close(unit, said, by=user)):
        messages.success(request, f"Đã kết thúc hoạt động của {unit.name}.")
        return redirect(back)
    return _ask(request, form, question, back)


def _close(unit: Unit, said: dict[str, Any], *, by: User) -> Unit:
    if said["into"] is None:
        return close_unit(unit, said["on"], by=by, reason=said["reason"])
    return merge_units(unit, said["into"], said["on"], by=by, reason=said["reason"])


def _is_sent(request: HttpRequest, form: ReasonForm | MergeForm) -> bool:
    return request.method == "POST" and form.is_valid()


def _done(form: ReasonForm | MergeForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Run the action; a refusal becomes the form's own sentence."""
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _ask(request: HttpRequest, form: object, question: Mapping[str, object], cancel_url: str) -> HttpResponse:
    context = {**question, "form": form, "cancel_url": cancel_url}
    status = 422 if request.method == "POST" else 200
    return render(request, "components/confirm_page.html", context, status=status)


def _back(request: HttpRequest, submission: Submission, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("reports:submission_review", pk=submission.pk)
