"""Beginning a draft: upload a document, write a heading by hand, upload a corrected document."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from programs import access
from programs.actions.discarding import discard
from programs.actions.drafting import draft_program, read_upload, write_program
from programs.actions.reimporting import reimport
from programs.forms.upload import FileForm, UploadForm, WriteForm, read_file
from programs.views.steps import steps
from units.access import signed_in


@require_http_methods(["GET", "POST"])
def program_upload(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    issuers = access.issuers_of(user)
    if not access.may_draft(user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, issuers=issuers)
    if request.method == "POST" and form.is_valid() and (reading := read_file(form, read_upload)):
        data, name = form.content()
        program = draft_program(form.cleaned_data["issuer"], reading, data, name, by=user)
        return redirect("programs:program_review", pk=program.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/program_upload.html", {"form": form, "steps": steps("upload")}, status=status)


@require_http_methods(["GET", "POST"])
def program_write(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not access.may_draft(user):
        raise PermissionDenied
    form = WriteForm(request.POST or None, issuers=access.issuers_of(user))
    if request.method == "POST" and form.is_valid():
        program = write_program(form.cleaned_data["issuer"], form.subject(), by=user)
        return redirect("programs:program_review", pk=program.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/program_write.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def program_reimport(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    program = access.get_draft(user, pk, to_edit=True)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (reading := read_file(form, read_upload)):
        changes = reimport(program, reading, *form.content(), by=user)
        messages.success(request, changes.sentence)
        return redirect("programs:program_review", pk=pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/program_reimport.html", {"form": form, "program": program}, status=status)


@require_http_methods(["GET", "POST"])
def program_discard(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    program = access.get_draft(user, pk, to_edit=True)
    if request.method == "POST":
        discard(program, by=user)
        messages.success(request, f"Đã xóa dự thảo “{program.title}”.")
        return redirect("programs:program_list")
    context = {
        "page_title": "Xóa dự thảo",
        "sentence": f"Dự thảo “{program.title}” và mọi sửa đổi ở bước soát sẽ bị xóa.",
        "submit": "Xóa dự thảo",
        "danger": True,
        "cancel_url": reverse("programs:program_review", args=[pk]),
    }
    return render(request, "components/confirm_page.html", context)
