"""The review of a draft: the document on the left, proposals on the right, one of them chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from programs import access
from programs.actions import arranging, deciding, rereading
from programs.arranging import STEPS
from programs.forms import blank_draft, form_class
from programs.forms.base import DraftForm
from programs.models import Decision, Program, Proposal, ProposalKind
from programs.payloads import read
from programs.rereading import mark_of_all
from programs.reviewing import document_of, review_of
from programs.views.steps import steps
from units import roles
from units.access import signed_in
from units.formats import format_number

CHOSEN = "muc"
AGAIN = "tiep"
SEEN = "seen"


@require_GET
@vary_on_headers("HX-Request")
def program_review(request: HttpRequest, pk: int) -> HttpResponse:
    program = access.get_program(signed_in(request), pk)
    if not program.is_draft:
        return redirect("programs:program_detail", pk=pk)
    chosen = access.find_proposal(program, place_in(request, program))
    return show(request, program, chosen)


@require_http_methods(["GET", "POST"])
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a proposal; without POST, the page on which that is done."""
    user = signed_in(request)
    proposal = access.get_proposal(user, pk)
    if request.method == "GET":
        return redirect(address(proposal.program, proposal))
    form = form_of(proposal, request.POST)
    if not form.is_valid():
        return show(request, proposal.program, proposal, form)
    was_unsure = is_unsure(proposal)
    try:
        deciding.change(proposal, form.to_draft(), parent=form.parent, by=user, seen=request.POST.get(SEEN))
    except deciding.ChangedMeanwhileError as changed:
        return show(request, proposal.program, changed.now, form, otherwise=form.said_otherwise(form_of(changed.now)))
    if rereading.rereadings_of(proposal):
        messages.warning(request, "Đã lưu. Câu mới đọc khác chỉ số; xem chỗ khác nhau và quyết định.")
        return redirect(address(proposal.program, proposal))
    return go_on(request, proposal, was_unsure, "Đã lưu.")


@require_POST
def proposal_reread(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the indicators of a target follow its corrected text, as the page has shown."""
    user = signed_in(request)
    proposal = access.get_proposal(user, pk)
    try:
        count = rereading.take_over(proposal, seen=request.POST.get("reread", ""), by=user)
    except deciding.ChangedMeanwhileError:
        messages.info(request, "Vừa có người khác sửa nên chưa có gì thay đổi; xem lại chỗ khác nhau.")
    else:
        messages.success(request, f"Đã sửa {format_number(count)} chỉ số theo câu mới.")
    return redirect(address(proposal.program, proposal))


@require_POST
def proposal_accept(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    proposal = access.get_proposal(user, pk)
    was_unsure = is_unsure(proposal)
    deciding.accept(proposal, by=user)
    return go_on(request, proposal, was_unsure)


@require_POST
def proposal_drop(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    proposal = access.get_proposal(user, pk)
    was_unsure = is_unsure(proposal)
    deciding.drop(proposal, by=user)
    return go_on(request, proposal, was_unsure, "Đã bỏ mục này. Có thể khôi phục trong danh sách.")


@require_POST
def proposal_restore(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    proposal = access.get_proposal(user, pk)
    deciding.restore(proposal, by=user)
    return redirect(address(proposal.program, proposal))


@require_POST
def proposal_split(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    proposal = access.get_proposal(user, pk)
    copy = deciding.split(proposal, by=user)
    messages.success(request, "Đã tách thành hai chỉ số. Sửa phần riêng của chỉ số thứ hai rồi lưu.")
    return redirect(address(proposal.program, copy))


@require_POST
def proposal_arrange(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step up, down, in or out; the moved proposal stays the chosen one."""
    user = signed_in(request)
    proposal = access.get_proposal(user, pk)
    if step not in STEPS:
        raise Http404
    if not arranging.move(proposal, step, by=user):
        messages.info(request, "Mục này không chuyển được thêm theo hướng đó.")
    return redirect(address(proposal.program, proposal))


@require_POST
def proposal_merge(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    proposal = access.get_proposal(user, pk)
    into = arranging.merge(proposal, by=user)
    if into is None:
        messages.info(request, "Phía trước không có mục cùng loại để gộp; không có gì thay đổi.")
    else:
        messages.success(request, "Đã gộp vào mục trước. Xem lại nội dung đã ghép rồi lưu.")
    return redirect(address(proposal.program, into or proposal))


@require_http_methods(["GET", "POST"])
def proposal_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    user = signed_in(request)
    program = access.get_draft(user, pk, to_edit=True)
    parent = access.find_proposal(program, request.GET.get("thuoc"))
    proposal = access.unsaved_proposal(program, kind, parent)
    blank = blank_draft(proposal)
    form = form_class(kind)(request.POST or None, draft=blank, proposal=proposal)
    if request.method == "POST" and form.is_valid():
        added = deciding.add(program, kind, form.to_draft(), parent=form.parent, by=user)
        found = deciding.propose_indicators(added, by=user) if kind == ProposalKind.TARGET else 0
        messages.success(request, f"Đã thêm, cùng {found} chỉ số đọc được trong câu." if found else "Đã thêm.")
        return redirect(address(program, added))
    context = {"program": program, "form": form, "kind": ProposalKind(kind).label, "parent": parent}
    return render(request, "programs/proposal_add.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def proposals_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept everything sure, or drop every promise outside the targets section."""
    user = signed_in(request)
    program = access.get_draft(user, pk, to_edit=True)
    if "embedded" in request.POST:
        count = deciding.drop_embedded(program, by=user)
        messages.success(request, f"Đã bỏ {format_number(count)} cam kết nằm ngoài mục chỉ tiêu.")
    else:
        count = deciding.accept_sure(program, by=user)
        messages.success(request, f"Đã chấp nhận {format_number(count)} mục chắc chắn.")
    return redirect("programs:program_review", pk=pk)


def show(
    request: HttpRequest,
    program: Program,
    chosen: Proposal | None,
    form: DraftForm | None = None,
    *,
    otherwise: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """Render the page, or for htmx both panes of it; a form that was refused comes back with 422.

    `otherwise`: in which fields, and how, somebody else has meanwhile written something else; saving again is then
    a decision, not an oversight.
    """
    may_edit = roles.may_edit_programs(signed_in(request), program.issuer)
    review = review_of(program, chosen)
    reread = rereading.rereadings_of(chosen) if chosen and may_edit else []
    context: dict[str, Any] = {
        "program": program,
        "review": review,
        "document": document_of(program, review.chosen),
        "form": form or (form_of(chosen) if chosen and may_edit else None),
        "may_edit": may_edit,
        "otherwise": otherwise,
        "changed_by": chosen if otherwise is not None else None,
        "seen": request.POST.get(SEEN, "")
        if form and otherwise is None
        else deciding.state_of(chosen)
        if chosen
        else "",
        "steps": steps("review"),
        "reread": reread,
        "reread_mark": mark_of_all(reread),
    }
    status = 422 if form is not None else 200
    if not getattr(request, "htmx", False):
        return render(request, "programs/program_review.html", context, status=status)
    answer = render(request, "programs/partials/review_panes.html", context, status=status)
    # After an action the answer is the next proposal: the address follows it.
    answer["HX-Push-Url"] = address(program, chosen).partition("#")[0]
    return answer


def form_of(proposal: Proposal, data: Any = None) -> DraftForm:
    """Return the form that corrects the proposal."""
    form = form_class(proposal.kind, proposal.payload.get("group"))
    return form(data, draft=read(proposal.kind, proposal.payload), proposal=proposal)


def place_in(request: HttpRequest, program: Program) -> str | None:
    """Return the key of the proposal to show; who comes back to the review is led to where they left it."""
    wanted, kept = request.GET.get(CHOSEN), f"review-{program.pk}"
    if wanted == AGAIN:
        return request.session.get(kept)
    if wanted and request.session.get(kept) != wanted:
        request.session[kept] = wanted
    return wanted


def is_unsure(proposal: Proposal) -> bool:
    return bool(proposal.doubt) and proposal.decision == Decision.PENDING


def go_on(request: HttpRequest, proposal: Proposal, was_unsure: bool, said: str = "") -> HttpResponse:
    """Lead from an unsure proposal to the next one that somebody should look at; from any other, stay with it."""
    if said:
        messages.success(request, said)
    if not was_unsure:
        return redirect(address(proposal.program, proposal))
    following = review_of(proposal.program).after(proposal)
    return redirect(address(proposal.program, following.proposal if following else None))


def address(program: Program, proposal: Proposal | None) -> str:
    url = reverse("programs:program_review", args=[program.pk])
    return f"{url}?{CHOSEN}={proposal.pk}#cau" if proposal else url
