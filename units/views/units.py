"""Units by hand: list, detail, create, change, headcounts. They close, merge and continue in reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from units import access, pages, roles
from units.actions.grouping import count_heads
from units.actions.organising import change_unit, create_unit
from units.forms.grouping import HeadcountForm
from units.forms.units import NewUnitForm, OwnUnitForm, UnitFilterForm, UnitForm
from units.models import Unit
from units.views.answers import answer_form, done, say_refused


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """Everything the person may see; who sees one unit only is led to it."""
    user = access.signed_in(request)
    visible = access.visible_units(user)
    form = UnitFilterForm(request.GET, clusters=access.visible_clusters(user), units=visible)
    if not request.GET and len(two := list(visible[:2])) == 1 and not access.administers(user, two[0]):
        return redirect("units:unit_detail", pk=two[0].pk)
    page = pages.page_of(request, form.narrow(visible).by_name())
    home = access.managed_home(request)
    context = {"form": form, "page": page, "rows": pages.unit_rows(list(page)), "home": home}
    return render(request, "units/unit_list.html", context)


@require_safe
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    unit = access.get_unit(user, pk)
    context = pages.unit_page(unit, user) | {"may": unit_rights(request, unit)}
    return render(request, "units/unit_detail.html", context)


def unit_rights(request: HttpRequest, unit: Unit) -> dict[str, bool]:
    """What the person may do on the unit's page."""
    user = access.signed_in(request)
    return {
        "manage": roles.may_manage_unit(user, unit),
        "restructure": roles.may_restructure(user, unit),
        "count": roles.may_count_heads(user, unit),
        "hand_over": roles.may_hand_over(user, unit),
        "audit": roles.may_read_audit(user, unit),
    }


@require_http_methods(["GET", "POST"])
def unit_create(request: HttpRequest) -> HttpResponse:
    user = access.signed_in(request)
    parents = access.managed_units_or_403(user)
    form = NewUnitForm(request.POST or None, parents=parents, initial={"parent": request.GET.get("tren")})
    if form.is_valid():
        with say_refused(form):
            unit = create_unit(form.unit(), parent=form.cleaned_data["parent"], by=user)
            return done(request, f"Đã tạo {unit.name}.", reverse("units:unit_detail", args=[unit.pk]))
    page = {
        "page_title": "Thêm đơn vị",
        "submit": "Tạo đơn vị",
        "cancel_url": reverse("units:unit_list"),
    }
    return answer_form(request, form, page)


@require_http_methods(["GET", "POST"])
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    unit = access.get_unit(user, pk, to_manage=True)
    form_class = UnitForm if roles.may_restructure(user, unit) else OwnUnitForm
    form = form_class(request.POST or None, instance=unit)
    back = reverse("units:unit_detail", args=[pk])
    if form.is_valid():
        change_unit(form.save(commit=False), list(form.changed_data), by=user)
        return done(request, "Đã lưu thông tin đơn vị.", back)
    return answer_form(request, form, {"page_title": "Sửa thông tin đơn vị", "lead": unit.name, "cancel_url": back})


@require_http_methods(["GET", "POST"])
def headcount_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    unit = access.get_unit_to_count(user, pk)
    form = HeadcountForm(request.POST or None, initial=pages.last_headcount(unit))
    back = reverse("units:unit_detail", args=[pk])
    if form.is_valid():
        with say_refused(form):
            count_heads(unit, form.cleaned_data["holds_from"], form.heads(), by=user)
            return done(request, "Đã ghi số lượng đoàn viên, thanh niên.", back)
    note = "Ghi lại cho cùng một ngày thì số mới thay số cũ; ghi cho ngày khác thì số cũ được giữ làm lịch sử."
    page = {"page_title": "Số lượng đoàn viên, thanh niên", "lead": unit.name, "note": note, "cancel_url": back}
    return answer_form(request, form, page)
