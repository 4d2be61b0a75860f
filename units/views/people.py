"""People by hand: list, detail, create, change, appoint, end an appointment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from units import access, clock, pages, roles
from units.actions.appointing import appoint, change_person, end_appointment, engage
from units.forms.grouping import LeaveForm
from units.forms.people import AppointForm, NewPersonForm, PersonFilterForm, PersonForm
from units.models import Role, Unit, User
from units.views.answers import answer_form, done, say_refused


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    user = access.signed_in(request)
    form = PersonFilterForm(request.GET, units=access.visible_units(user))
    page = pages.page_of(request, form.narrow(access.visible_people(user)).by_name())
    context = {
        "form": form,
        "page": page,
        "rows": pages.person_rows(list(page), user),
        "home": access.managed_home(request),
        "within": form.cleaned_data.get("don_vi"),
    }
    return render(request, "units/person_list.html", context)


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    person = access.get_person(user, pk)
    visible = access.visible_units(user)
    context = {
        "person": person,
        "today": clock.today(),
        "appointments": pages.appointment_rows(person, user, visible),
        "may_manage": access.may_manage_person(user, person),
        "may_appoint": access.manages_anywhere(user),
        "is_self": person.pk == user.pk,
    }
    return render(request, "units/person_detail.html", context)


@require_http_methods(["GET", "POST"])
def person_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new person in the unit; afterwards the page of a one-time password, or the person's own."""
    user = access.signed_in(request)
    unit = access.get_unit(user, pk, to_manage=True)
    form = NewPersonForm(request.POST or None, roles=roles_to_give(user, unit))
    if form.is_valid():
        with say_refused(form):
            role, starts_on = form.cleaned_data["role"], form.cleaned_data["starts_on"]
            person = engage(form.save(commit=False), unit, role, starts_on, by=user)
            page = "units:person_detail" if "only" in request.POST else "units:password_issue"
            return done(request, f"Đã tạo tài khoản {person.username}.", reverse(page, args=[person.pk]))
    page_context = {
        "page_title": "Thêm người dùng",
        "lead": unit.name,
        "submit": "Tạo và cấp mật khẩu",
        "secondary_name": "only",
        "secondary_label": "Chỉ tạo tài khoản",
        "cancel_url": reverse("units:unit_detail", args=[pk]),
    }
    return answer_form(request, form, page_context)


def roles_to_give(user: User, unit: Unit) -> list[tuple[str, str]]:
    """The roles the person may give in the unit, as choices."""
    return [(value, label) for value, label in Role.choices if roles.may_appoint(user, unit, value)]


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    person = access.get_person(user, pk, to_manage=True)
    form = PersonForm(request.POST or None, instance=person)
    if person.pk == user.pk:
        del form.fields["is_active"]
    back = reverse("units:person_detail", args=[pk])
    if form.is_valid():
        change_person(form.save(commit=False), list(form.changed_data), by=user)
        return done(request, "Đã lưu thông tin người dùng.", back)
    return answer_form(request, form, {"page_title": "Sửa thông tin người dùng", "cancel_url": back})


@require_http_methods(["GET", "POST"])
def person_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    person = access.get_person(user, pk)
    form = AppointForm(request.POST or None, units=access.managed_units_or_403(user))
    back = reverse("units:person_detail", args=[pk])
    if form.is_valid():
        unit, role = form.cleaned_data["unit"], form.cleaned_data["role"]
        if not roles.may_appoint(user, unit, role):
            form.add_error("role", "Vai trò này do cấp trên hoặc người quản trị phân công.")
        else:
            with say_refused(form):
                appoint(person, unit, role, form.cleaned_data["starts_on"], by=user)
                return done(request, f"Đã phân công {person.full_name}.", back)
    page = {"page_title": "Phân công vai trò", "lead": person.full_name, "submit": "Phân công", "cancel_url": back}
    return answer_form(request, form, page)


@require_http_methods(["GET", "POST"])
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    appointment = access.get_appointment(user, pk)
    form = LeaveForm(request.POST or None)
    back = reverse("units:person_detail", args=[appointment.user_id])
    if form.is_valid():
        with say_refused(form):
            end_appointment(appointment, form.cleaned_data["on"], by=user)
            return leave(request, f"{appointment.user.full_name} thôi vai trò {appointment.get_role_display()}.", back)
    title = f"Kết thúc vai trò {appointment.get_role_display()} của {appointment.user.full_name}"
    consequences = [
        f"Vai trò tại {appointment.unit.name} có hiệu lực đến hết ngày ghi dưới đây. Ghi ngày hôm qua để dừng ngay.",
        "Những gì người này đã soạn và gửi vẫn còn và thuộc về đơn vị.",
    ]
    page = {"page_title": title, "consequences": consequences, "submit": "Kết thúc vai trò", "danger": True}
    return answer_form(request, form, page | {"cancel_url": back}, template="components/confirm_page.html")


def leave(request: HttpRequest, sentence: str, url: str) -> HttpResponse:
    """Go on to the person's page, or to the first page for who has just ended their own last role."""
    user = access.signed_in(request)
    return done(request, sentence, url if access.units_of(user) else "/")
