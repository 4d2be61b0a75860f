"""Who is in charge of which part of a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from programs import access
from programs.actions.assigning import assign, unassign
from programs.forms.assigning import AssignmentForm
from units.access import signed_in


@require_http_methods(["GET", "POST"])
def assignment_add(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    program = access.get_running(user, pk, to_issue=False)
    officers = access.officers_of(program)
    start = {"subject": request.GET.get("muc", "")}
    form = AssignmentForm(request.POST or None, program=program, officers=officers, initial=start)
    if request.method == "POST" and form.is_valid():
        typed, url = form.cleaned_data, reverse("programs:program_detail", args=[pk])
        who = {"officer": typed["officer"], "department": typed["department"]}
        assign(program, form.subject_of(), **who, url=url, by=user)
        messages.success(request, "Đã phân công.")
        return redirect("programs:program_detail", pk=pk)
    context = {"program": program, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/assignment_add.html", context, status=status)


@require_POST
def assignment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    assignment = access.get_assignment(user, pk)
    unassign(assignment, by=user)
    messages.success(request, "Đã bỏ phân công.")
    return redirect("programs:program_detail", pk=assignment.program_id)
