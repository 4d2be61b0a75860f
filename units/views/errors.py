"""Pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Yêu cầu không đọc được.", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Không có quyền mở trang này.", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Không tìm thấy trang.", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Tệp gửi lên quá lớn.", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hệ thống gặp lỗi.", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("Trang đã hết hạn; cần tải lại rồi gửi lại.", status=403)
