"""Pages for what went wrong: each says what happened, what became of what was typed, and what to do now."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

_SECRET_FIELD = re.compile(r"password|passwd|mat_khau|token|secret", re.IGNORECASE)
_LAST_RESORT = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Hệ thống gặp lỗi</title>'
    "<h1>Hệ thống đang gặp lỗi</h1><p>Nội dung đã lưu trước đó vẫn còn. Vài phút nữa hãy tải lại trang.</p></html>"
)


class Kept(NamedTuple):
    """A field of a form that was not taken, to be sent again."""

    name: str
    value: str


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the reason is that too much was sent at once."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _answer(request, 400, "Yêu cầu không đọc được", "Tải lại trang rồi thực hiện lại thao tác.", in_frame=False)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; the sentence of a PermissionDenied, if it has one, says which right is missing."""
    sentence = str(exception) or "Vai trò hiện tại của tài khoản không bao gồm việc này."
    return _answer(request, 403, "Không có quyền mở trang này", sentence)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what does not exist and for what this person may not know of."""
    sentence = "Địa chỉ có thể đã ghi sai, nội dung đã được chuyển đi, hoặc không thuộc phạm vi của đơn vị."
    return _answer(request, 404, "Không tìm thấy trang này", sentence)


def file_gone(request: HttpRequest, advice: str, *, back: str) -> HttpResponse:
    """410 for a file that is known and no longer stored; the advice says how to come by another one."""
    sentence = "Hệ thống có ghi nhận tệp này nhưng không còn thấy nội dung của tệp trong kho lưu trữ."
    return _answer(request, 410, "Tệp không còn trên máy chủ", sentence, extra={"advice": advice, "back": back})


def too_large(request: HttpRequest) -> HttpResponse:
    """413; rendered without the request, because it may be refused before anybody knows who sent it."""
    sentence = "Nội dung gửi lên vượt quá dung lượng cho phép nên chưa được nhận; không có gì thay đổi."
    return _answer(request, 413, "Tệp gửi lên quá lớn", sentence, in_frame=False)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without database or context processors, and without the template when even that fails."""
    sentence = "Lỗi đã được ghi lại. Nội dung đã lưu trước đó vẫn còn nguyên."
    try:
        return _answer(request, 500, "Hệ thống đang gặp lỗi", sentence, in_frame=False)
    except Exception:  # noqa: BLE001, whatever broke the page may break its error page too
        return HttpResponse(_LAST_RESORT, status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for an expired form; what was typed is kept: to send again when logged in, else to copy.

    Only a form that came from this very site is offered again. Offering a foreign one would let another page prepare a
    form that a person then confirms with a right of their own.
    """
    title, sentence = "Biểu mẫu đã hết hạn", "Trang đã mở quá lâu hoặc đã đăng nhập lại ở cửa sổ khác."
    if request.headers.get("HX-Request"):
        return _answer(request, 403, title, f"{sentence} Tải lại trang rồi thực hiện lại; nội dung đã lưu vẫn còn.")
    kept = _typed(request) if _is_from_here(request) else []
    may_resend = bool(kept) and request.user.is_authenticated
    context: dict[str, object] = {
        "kept": kept,
        "may_resend": may_resend,
        "text": "\n\n".join(field.value for field in kept if field.value.strip()),
        "has_files": may_resend and bool(request.FILES),
        "action": request.get_full_path(),
    }
    return _answer(request, 403, title, sentence, template="errors/expired_form.html", extra=context)


def session_ended(request: HttpRequest) -> HttpResponse | None:
    """403 for words sent from a page of ours after the session ended, to be copied; None when there are none."""
    title, sentence = "Phiên làm việc đã kết thúc", "Cần đăng nhập lại để tiếp tục."
    kept = [field for field in _typed(request) if " " in field.value.strip()] if _is_from_here(request) else []
    if not kept:
        return None
    if request.headers.get("HX-Request"):
        advice = "Nội dung vừa nhập vẫn còn trên trang này nhưng chưa được lưu: sao chép lại, rồi đăng nhập và dán vào."
        return _answer(request, 403, title, advice)
    context: dict[str, object] = {"text": "\n\n".join(field.value for field in kept), "action": _came_from(request)}
    return _answer(request, 403, title, sentence, template="errors/expired_form.html", extra=context)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405 for the address of a button that somebody opened as a page, as after logging in again."""
    return _answer(request, 405, "Trang này không mở trực tiếp được", "Việc này chỉ thực hiện bằng nút bấm trên trang.")


def _answer(
    request: HttpRequest,
    status: int,
    title: str,
    sentence: str,
    *,
    in_frame: bool = True,
    template: str = "",
    extra: dict[str, object] | None = None,
) -> HttpResponse:
    """Return the page, or for htmx a notice at the top of the open page, so that nothing typed there is replaced."""
    context = {"status": status, "page_title": title, "sentence": sentence, **(extra or {})}
    if request.headers.get("HX-Request"):
        notice = {"title": f"{title}.", "text": sentence, "tone": "error"}
        response = HttpResponse(render_to_string("components/notice.html", notice), status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML show:top"
        return response
    page = render_to_string(template or f"errors/{status}.html", context, request if in_frame else None)
    return HttpResponse(page, status=status)


def _is_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _came_from(request: HttpRequest) -> str:
    """Return the path of the page with the form; the first page where the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    return page.path if page.path and page.netloc == request.get_host() else "/"


def _typed(request: HttpRequest) -> list[Kept]:
    return [
        Kept(name, str(value))
        for name, values in request.POST.lists()
        if not _SECRET_FIELD.search(name)
        for value in values
    ]
