"""Files of a report: taken in, handed out only through their door, taken away by hiding."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from reports import access
from reports.actions.attaching import detach
from reports.actions.refusals import Refused
from reports.forms.filling import take_evidence
from reports.models import Attachment
from reports.sheets import to_be_typed
from reports.views.answers import refused_page, takes_posts
from units.access import signed_in
from units.views.downloads import hand_out

FILE_GONE = (
    "Đơn vị gửi báo cáo đính kèm lại đúng tệp này là xem được; báo cáo đã duyệt thì đề nghị văn phòng mở lại trước. "
    "Số liệu và lời văn của báo cáo không bị ảnh hưởng."
)
NEVER_A_PAGE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


@takes_posts("reports:submission_form")
def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the files and links of a POST; answers JSON to the page's script, else leads back to the form."""
    user = signed_in(request)
    submission = access.get_submission(user, pk, to_edit=True)
    indicators = {row.pk: row for row in to_be_typed(submission)}
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        taken, errors = take_evidence(submission, request.POST, request.FILES, indicators, by=user)
    except Refused as refusal:
        if wants_json:
            return JsonResponse({"files": [], "errors": [refusal.sentence]}, status=422)
        return refused_page(request, submission, refusal)
    if wants_json:
        files = [_described(attachment) for attachment in taken]
        return JsonResponse({"files": files, "errors": errors}, status=422 if errors else 200)
    for error in errors:
        messages.error(request, error)
    return redirect("reports:submission_form", pk=pk)


@require_GET
def attachment_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the file to be saved, never to be shown as a page of the portal."""
    attachment = access.get_attachment(signed_in(request), pk)
    if attachment.link:
        raise Http404  # the portal leads nobody to another site by an address of its own
    return hand_out(
        request,
        attachment.file,
        name=attachment.name,
        content_type=attachment.content_type,
        headers=NEVER_A_PAGE,
        back=reverse("reports:submission_detail", args=[attachment.submission_id]),
        advice=FILE_GONE,
    )


@require_POST
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide the file from the report that is being typed."""
    user = signed_in(request)
    attachment = access.get_attachment(user, pk, to_edit=True)
    try:
        detach(attachment, by=user)
    except Refused as refusal:
        return refused_page(request, attachment.submission, refusal)
    messages.success(request, f"Đã gỡ “{attachment.name}”.")
    return redirect("reports:submission_form", pk=attachment.submission_id)


def _described(attachment: Attachment) -> dict[str, object]:
    url = attachment.link or reverse("reports:attachment_detail", args=[attachment.pk])
    described = {"id": attachment.pk, "name": attachment.name, "size": attachment.size, "url": url}
    return described | {"is_link": bool(attachment.link)}
