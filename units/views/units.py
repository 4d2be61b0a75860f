"""Units by hand: list, detail, create, change, close, continue, headcounts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from units import access, formats, pages, roles
from units.actions.grouping import count_heads
from units.actions.organising import change_unit, close_unit, create_unit, open_successor
from units.forms.grouping import HeadcountForm
from units.forms.units import CloseUnitForm, NewUnitForm, OwnUnitForm, SuccessorForm, UnitFilterForm, UnitForm
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
def unit_close(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    unit = access.get_unit_to_restructure(user, pk)
    form = CloseUnitForm(request.POST or None)
    back = reverse("units:unit_detail", args=[pk])
    if form.is_valid():
        with say_refused(form):
            closed = close_unit(unit, form.cleaned_data["on"], form.cleaned_data["reason"], by=user)
            day = formats.format_last_day(closed.active_until) if closed.active_until else ""
            return done(request, f"{closed.name} hoạt động đến {day}.", back)
    consequences = [
        "Sau ngày này đơn vị không còn phải báo cáo; báo cáo và số liệu đã có vẫn được tính.",
        "Đơn vị ra khỏi cụm thi đua từ ngày hôm sau.",
        "Người của đơn vị vẫn đăng nhập được để gửi nốt báo cáo còn nợ; kết thúc vai trò khi xong việc.",
    ]
    title = f"Kết thúc hoạt động: {unit.name}"
    page = {"page_title": title, "consequences": consequences, "submit": "Kết thúc hoạt động", "danger": True}
    return answer_form(request, form, page | {"cancel_url": back}, template="components/confirm_page.html")


@require_http_methods(["GET", "POST"])
def unit_succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a unit and open the one that continues it, perhaps under another parent."""
    user = access.signed_in(request)
    old = access.get_unit_to_restructure(user, pk)
    initial = pages.successor_facts(old)
    form = SuccessorForm(request.POST or None, parents=access.managed_units_or_403(user), initial=initial)
    back = reverse("units:unit_detail", args=[pk])
    if form.is_valid():
        typed = form.cleaned_data
        with say_refused(form):
            unit = open_successor(old, form.unit(), parent=typed["parent"], reason=typed["reason"], by=user)
            return done(
                request, f"Đã mở {unit.name}, tiếp nối {old.name}.", reverse("units:unit_detail", args=[unit.pk])
            )
    note = (
        "Dùng khi đơn vị đổi cấp trên, chuyển loại hình hoặc tổ chức lại. Đơn vị cũ kết thúc vào ngày trước ngày "
        "đơn vị mới hoạt động và giữ nguyên báo cáo, số liệu; người dùng, cụm và số lượng chuyển sang đơn vị mới."
    )
    page = {"page_title": "Mở đơn vị tiếp nối", "lead": old.name, "note": note, "submit": "Mở đơn vị tiếp nối"}
    return answer_form(request, form, page | {"cancel_url": back})


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
