"""The last step before issuing, taking back and closing a programme."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from programs import access
from programs.models import Program
from programs.views.steps import steps
from reports.actions import issuing
from reports.actions.refusals import Refused
from reports.forms.issuing import IssueForm, ReasonForm
from reports.issuing import plan_of, rules_of
from units import clock, roles
from units.access import signed_in


@require_http_methods(["GET", "POST"])
def program_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole calendar and who will owe what; POST issues, or shows it again for other units."""
    user = signed_in(request)
    program = access.get_draft(user, pk, to_edit=True)
    form = issue_form(program, request)
    if request.method == "GET" or not form.is_valid() or "preview" in request.POST:
        return show_plan(request, program, form)
    if not roles.may_issue(user, program.issuer):
        raise PermissionDenied
    try:
        issuing.issue(program, form.choice(), by=user)
    except Refused as refusal:
        return show_plan(request, program, form, str(refusal))
    messages.success(request, "Đã ban hành. Các đơn vị tham gia đã nhận được thông báo.")
    return redirect("programs:program_detail", pk=pk)


@require_http_methods(["GET", "POST"])
def program_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    program = access.get_program(user, pk, to_issue=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issuing.take_back(program, form.cleaned_data["reason"], by=user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã thu hồi về dự thảo. Nội dung đã soát được giữ nguyên.")
            return redirect("programs:program_review", pk=pk)
    return confirm(request, program, TAKE_BACK | {"form": form})


@require_http_methods(["GET", "POST"])
def program_close(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    program = access.get_program(user, pk, to_issue=True)
    if request.method == "POST":
        try:
            issuing.close(program, by=user)
            messages.success(request, "Chương trình đã kết thúc.")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("programs:program_detail", pk=pk)
    return confirm(request, program, CLOSE)


TAKE_BACK = {
    "page_title": "Thu hồi về dự thảo",
    "sentence": "Chương trình trở lại dự thảo để sửa; nội dung đã soát được giữ nguyên.",
    "consequences": ["Các kỳ báo cáo đã tạo bị bỏ.", "Các đơn vị tham gia nhận được thông báo."],
    "submit": "Thu hồi",
    "danger": True,
}
CLOSE = {
    "page_title": "Kết thúc chương trình",
    "sentence": "Chương trình chỉ còn để xem; số liệu và báo cáo được giữ nguyên.",
    "consequences": ["Kỳ báo cáo chưa nộp vẫn phải nộp.", "Các đơn vị tham gia nhận được thông báo."],
    "submit": "Kết thúc",
    "danger": True,
}


def issue_form(program: Program, request: HttpRequest) -> IssueForm:
    has_rules = bool(rules_of(plan_of(program, []).kept))
    typed = request.POST if request.method == "POST" else None
    return IssueForm(typed, program=program, has_rules=has_rules, today=clock.today())


def show_plan(request: HttpRequest, program: Program, form: IssueForm, refusal: str = "") -> HttpResponse:
    choice = form.choice()
    failed = bool(refusal) or (form.is_bound and bool(form.errors))
    context = {
        "program": program,
        "form": form,
        "choice": choice,
        "plan": plan_of(program, choice.units, choice.reports_from),
        "refusal": refusal,
        "may_issue": roles.may_issue(signed_in(request), program.issuer),
        "steps": steps("calendar"),
    }
    return render(request, "reports/program_issue.html", context, status=422 if failed else 200)


def confirm(request: HttpRequest, program: Program, words: dict[str, object]) -> HttpResponse:
    back = reverse("programs:program_detail", args=[program.pk])
    status = 422 if request.method == "POST" else 200
    return render(request, "components/confirm_page.html", words | {"cancel_url": back}, status=status)
