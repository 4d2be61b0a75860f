from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.middleware import Compressed, content_security_policy, real_client_address, request_size_limit


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.META["REMOTE_ADDR"])


@pytest.mark.django_db
def test_no_page_allows_foreign_or_inline_script_and_style(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_view_may_be_stricter(rf: RequestFactory) -> None:
    strict = content_security_policy(lambda _: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))
    assert strict(rf.get("/")).headers["Content-Security-Policy"] == "sandbox"


def test_behind_the_proxy_a_visitor_is_who_the_proxy_saw(rf: RequestFactory, settings: LazySettings) -> None:
    settings.BEHIND_PROXY = True
    request = rf.get("/", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.7"})
    assert real_client_address(answer)(request).content == b"203.0.113.7"


def test_without_a_proxy_nobody_may_pretend_to_be_somebody_else(rf: RequestFactory, settings: LazySettings) -> None:
    settings.BEHIND_PROXY = False
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.7"})
    assert real_client_address(answer)(request).content == b"127.0.0.1"


def test_a_request_that_is_far_too_large_is_refused_before_it_is_read(
    rf: RequestFactory, settings: LazySettings
) -> None:
    settings.REQUEST_MAX_BYTES = 10
    assert request_size_limit(answer)(rf.post("/", data={"a": "x" * 100})).status_code == 413
    assert request_size_limit(answer)(rf.get("/")).status_code == 200


@pytest.mark.django_db
def test_every_unknown_visitor_is_sent_to_the_login_page(client: Client) -> None:
    get_user_model().objects.create_user("quantri")
    response = client.get("/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/dang-nhap")


@pytest.mark.django_db
def test_pages_and_style_sheets_go_out_packed_and_files_as_they_are(client: Client, rf: RequestFactory) -> None:
    get_user_model().objects.create_user("quantri")
    packed = {"Accept-Encoding": "gzip"}
    for path in ("/dang-nhap/", "/static/css/portal.css"):
        assert client.get(path, headers=packed).headers.get("Content-Encoding") == "gzip", path
        assert "Content-Encoding" not in client.get(path).headers
    file = HttpResponse(b"<x/>" * 500, content_type="text/html", headers={"Content-Disposition": "attachment"})
    for whole in (file, HttpResponse(b"x" * 2000, content_type="application/pdf")):
        assert "Content-Encoding" not in Compressed(answer).process_response(rf.get("/", headers=packed), whole).headers
