"""The bell, the record of events, and the switch between one's units."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from units import access, pages
from units.actions.reading import mark_all_read, mark_read
from units.forms.news import AuditFilterForm


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    user = access.signed_in(request)
    mine = access.own_messages(user)
    only_unread = request.GET.get("xem") == "chua-doc"
    page = pages.page_of(request, mine.unread() if only_unread else mine.select_related("unit"), 30)
    return render(request, "units/message_list.html", {"page": page, "only_unread": only_unread})


@require_POST
def message_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go where it points."""
    message = access.get_message(access.signed_in(request), pk)
    mark_read(message)
    if message.url and "stay" not in request.POST and url_has_allowed_host_and_scheme(message.url, allowed_hosts=None):
        return redirect(message.url)
    return redirect("units:message_list")


@require_POST
def message_read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(access.signed_in(request))
    messages.success(request, "Đã đánh dấu đọc tất cả thông báo.")
    return redirect("units:message_list")


@require_POST
def unit_switch(request: HttpRequest) -> HttpResponse:
    """Work in another of one's own units from now on; anything else is no unit of theirs."""
    unit = access.get_own_unit(access.signed_in(request), request.POST.get("unit", ""))
    request.session[access.SESSION_UNIT] = unit.pk
    messages.success(request, f"Đang làm việc tại {unit.name}.")
    return redirect("/")


@require_safe
def audit_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done in a unit and below it."""
    unit = access.get_unit_to_audit(access.signed_in(request), pk)
    form = AuditFilterForm(request.GET)
    page = pages.page_of(request, form.narrow(access.audit_entries(unit)))
    context = {"unit": unit, "form": form, "page": page, "rows": pages.audit_rows(page)}
    return render(request, "units/audit_list.html", context)
