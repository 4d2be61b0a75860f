"""Everything at once from one Excel workbook: template, upload, preview, one confirmation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from units import access
from units.actions.importing import confirm_workbook, keep_draft, plan_of
from units.actions.refusals import Refused
from units.forms.workbook import WorkbookForm
from units.vietnamese import fold
from units.views.answers import done, tell_refused
from units.workbook.planning import make_plan
from units.workbook.reading import MAX_BYTES
from units.workbook.template import build_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def workbook_template(request: HttpRequest, pk: int) -> HttpResponse:
    unit = access.get_unit(access.signed_in(request), pk, to_manage=True)
    name = slugify(fold(unit.label)) or "mau"
    headers = {"Content-Disposition": f'attachment; filename="danh-sach-{name}.xlsx"'}
    return HttpResponse(build_template(unit.name), content_type=XLSX, headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
def workbook_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file, show every problem at once, or go on to the preview. Nothing is written but the draft."""
    user = access.signed_in(request)
    unit = access.get_unit(user, pk, to_manage=True)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context = {"unit": unit, "form": form, "max_bytes": MAX_BYTES}
    if request.method == "POST" and form.is_valid():
        plan = make_plan(form.cells, unit, user)
        if not plan.problems:
            draft = keep_draft(form.cells, form.cleaned_data["file"].name, unit, by=user)
            return redirect("units:workbook_preview", pk=draft.pk)
        context["plan"] = plan
    status = 422 if request.method == "POST" else 200
    return render(request, "units/workbook_upload.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def workbook_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would be written; the confirmation writes exactly that, or nothing."""
    user = access.signed_in(request)
    draft = access.get_workbook_draft(user, pk)
    here = reverse("units:workbook_preview", args=[pk])
    if request.method == "POST":
        try:
            plan = confirm_workbook(draft, request.POST.get("digest", ""), by=user)
        except Refused as refusal:
            return tell_refused(request, refusal, here)
        said = f"Đã ghi: {plan.created} mục tạo mới, {plan.changed} thay đổi."
        new_people = reverse("units:password_slips", args=[draft.unit_id])
        return done(request, said, new_people if plan.new_people else reverse("units:unit_list"))
    context = {"draft": draft, "unit": draft.unit, "plan": plan_of(draft, user)}
    return render(request, "units/workbook_preview.html", context)
