"""The page on which one unit is continued by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reports.actions.refusals import Refused
from reports.actions.succeeding import continue_unit
from units import access, pages
from units.forms.units import SuccessorForm

NOTE = (
    "Dùng khi đơn vị đổi cấp trên, chuyển loại hình hoặc tổ chức lại. Đơn vị cũ kết thúc vào ngày trước ngày đơn vị "
    "mới hoạt động, giữ nguyên báo cáo và số liệu; người dùng, cụm, số lượng và việc tham gia chương trình chuyển sang "
    "đơn vị mới. Chỉ tiêu đã giao không tự chuyển."
)


@require_http_methods(["GET", "POST"])
def unit_succeed(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    old = access.get_unit_to_restructure(user, pk)
    parents = access.managed_units_or_403(user)
    form = SuccessorForm(request.POST or None, parents=parents, initial=pages.successor_facts(old))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            unit = continue_unit(old, form.unit(), parent=typed["parent"], reason=typed["reason"], by=user)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Đã mở {unit.name}, tiếp nối {old.name}.")
            return redirect("units:unit_detail", pk=unit.pk)
    back = reverse("units:unit_detail", args=[pk])
    page = {"page_title": "Mở đơn vị tiếp nối", "lead": old.name, "note": NOTE, "submit": "Mở đơn vị tiếp nối"}
    status = 422 if request.method == "POST" else 200
    return render(request, "units/form_page.html", page | {"form": form, "cancel_url": back}, status=status)
