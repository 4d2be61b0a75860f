"""The list of programmes, one programme, and its original file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from programs import access
from programs.forms.listing import ProgramFilter
from programs.outline import TABS, content_of, tab_of
from units import clock, roles
from units.access import signed_in
from units.views.downloads import hand_out

PER_PAGE = 25
FILE_GONE = "Nội dung chương trình đã đọc từ văn bản vẫn còn nguyên; văn bản gốc có thể xin lại nơi ban hành."


@require_GET
def program_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    chosen = ProgramFilter(request.GET)
    programs = chosen.narrow(access.programs_visible_to(user))
    page = Paginator(programs, PER_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "form": chosen, "may_draft": access.may_draft(user), "today": clock.today()}
    return render(request, "programs/program_list.html", context)


@require_GET
def program_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    program = access.get_program(user, pk)
    if program.is_draft:
        return redirect("programs:program_review", pk=pk)
    tab = tab_of(request.GET.get("xem"))
    context = {
        "program": program,
        "tab": tab,
        "tabs": TABS,
        **content_of(program, tab),
        "may_edit": roles.may_edit_programs(user, program.issuer),
        "may_issue": roles.may_issue(user, program.issuer),
    }
    return render(request, "programs/program_detail.html", context)


@require_GET
def program_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document as it was uploaded, for whoever may read the programme."""
    program = access.get_program(signed_in(request), pk)
    if not program.source_file:
        raise Http404
    back = reverse("programs:program_detail", args=[pk])
    return hand_out(request, program.source_file, name=program.source_name, back=back, advice=FILE_GONE)
