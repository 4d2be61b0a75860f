"""Beginning a draft with an earlier programme."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from programs import access
from reports.actions.copying import copy_to
from reports.forms.copying import CopyForm
from units.access import signed_in


@require_http_methods(["GET", "POST"])
def program_copy(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not access.may_draft(user):
        raise PermissionDenied
    sources = access.programs_to_copy(user)
    form = CopyForm(request.POST or None, sources=sources, initial={"source": request.GET.get("tu")})
    if request.method == "POST" and form.is_valid():
        program = copy_to(form.cleaned_data["source"], form.cleaned_data["year"], by=user)
        messages.success(request, "Đã chép thành dự thảo mới. Những mục có năm, hạn hoặc mức giao cần xem lại.")
        return redirect("programs:program_review", pk=program.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "has_sources": sources.exists()}
    return render(request, "reports/program_copy.html", context, status=status)
