"""The frame around every page: safe under a strict policy, light, readable, and kind when something goes wrong."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from units import badges, charts
from units.fields import VietnameseDateField, VietnameseNumberField
from units.models import User
from units.views import errors

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SHARED = sorted(
    str(path.relative_to(TEMPLATES))
    for folder in ("components", "layouts", "errors")
    for path in (TEMPLATES / folder).rglob("*.html")
)
# What WeasyPrint turns into PDF is no page and may bring its own style.
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if "documents" not in path.parts]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)

pytestmark = pytest.mark.urls("tests.units.frame_urls")


def shown(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.fixture
def anybody(db: None) -> User:
    """Somebody exists, so that the portal is set up and does not ask for its first person."""
    return User.objects.create_user("huyen", full_name="Nguyễn Thị Thanh Huyền")


@pytest.fixture
def client(anybody: User) -> Client:
    """A browser whose forms are checked, and which gets a page instead of an exception."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def person(client: Client, anybody: User) -> User:
    client.force_login(anybody, backend="django.contrib.auth.backends.ModelBackend")
    return anybody


# --- What the security policy and the phone ask for ----------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_needs_inline_script_or_style(path: Path) -> None:
    assert not INLINE.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SHARED)
def test_every_shared_template_compiles(name: str) -> None:
    get_template(name)


def test_scripts_and_styles_of_every_page_stay_light() -> None:
    names = ("bootstrap/css/bootstrap.min.css", "css/portal.css", "django_htmx/htmx-4.min.js", "js/portal.js")
    files = [Path(str(finders.find(name))) for name in names]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 60_000


def test_a_page_for_anybody_has_a_title_a_way_to_skip_and_no_navigation(client: Client) -> None:
    html = client.get("/thu/trang").content.decode()
    assert "<title>Trang thử – Đúng Hạn</title>" in html
    assert "<h1>Trang thử</h1>" in html
    assert 'href="#content"' in html
    assert "bottom-nav" not in html
    assert "topbar-search" not in html


def test_the_frame_shows_what_the_person_may_use() -> None:
    unit = {"pk": 1, "label": "Sở Tài chính", "name": "Chi đoàn Sở Tài chính"}
    entry = {"label": "Mục", "url": "/muc", "icon": "inbox", "active": False}
    context = {
        "nav": [entry | {"label": f"Mục {number}", "active": number == 1} for number in range(1, 7)],
        "current_unit": unit,
        "units_of_user": [unit, unit | {"pk": 2, "name": "Đoàn Khối các cơ quan"}],
        "switch_url": "/doi-don-vi",
        "search_url": "/tim",
        "messages_url": "/thong-bao",
        "unread_count": 120,
    }
    html = render_to_string("base.html", context)
    assert 'action="/tim"' in html
    assert "120 chưa đọc" in html
    assert ">99+<" in html
    assert 'name="unit" value="2"' in html
    bottom = html[html.index('class="bottom-nav"') :]
    assert [bottom.index(f"Mục {number}") for number in range(1, 7)] == sorted(
        bottom.index(f"Mục {number}") for number in range(1, 7)
    )
    assert bottom.index("Mục 4") < bottom.index("Thêm") < bottom.index("Mục 5")
    assert html.count('aria-current="page"') == 2


def test_one_unit_needs_no_switcher() -> None:
    unit = {"pk": 1, "label": "Sở Tài chính", "name": "Chi đoàn Sở Tài chính"}
    html = render_to_string("base.html", {"current_unit": unit, "units_of_user": [unit], "switch_url": "/doi-don-vi"})
    assert "Sở Tài chính" in html
    assert "/doi-don-vi" not in html


# --- Tags ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ x|vn_number }}", "4.500"),
        ("{{ nothing|vn_number }}", "–"),
        ("{{ x|vn_number:1 }}", "4.500,0"),
        ("{{ x|vn_percent }}", "4.500%"),
        ("{{ day|vn_date }}", "05/04/2026"),
        ("{{ day|vn_day }}", "hết ngày 05/04/2026 (Chủ Nhật)"),
        ("{{ day|due_in_words:today }}", "Còn 3 ngày"),
        ("{{ nothing|vn_date }}", "–"),
    ],
)
def test_filters_write_the_vietnamese_way(source: str, text: str) -> None:
    assert shown(source, x=Decimal(4500), day=date(2026, 4, 5), today=date(2026, 4, 2), nothing=None) == text


def test_states_are_written_not_only_coloured() -> None:
    assert shown('{% submission_badge "returned" %}') == '<span class="state tone-amber">Cần bổ sung</span>'
    assert shown('{% timeliness_badge "late" 2 %}') == '<span class="state tone-amber">Trễ 2 ngày</span>'
    assert shown('{% timeliness_badge "missing" 3 %}') == '<span class="state tone-red">Chưa nộp – trễ 3 ngày</span>'
    assert shown('{% status_badge "on_pace" %}') == '<span class="state tone-blue">Đúng tiến độ</span>'
    assert "Đúng hạn" in shown('{% matrix_cell "on_time" %}')
    assert shown("{% badge word %}", word="<b>") == '<span class="state tone-grey">&lt;b&gt;</span>'


def test_every_timeliness_has_a_letter() -> None:
    assert set(badges.MATRIX_LETTERS) == set(badges.TIMELINESS)


def test_a_bar_says_what_it_shows_and_marks_the_pace() -> None:
    html = shown('{% progress_bar 3120 4500 None 72 unit="cây" %}')
    assert "3.120 / 4.500 cây (69,3%)" in html
    assert 'width="69.33%"' in html
    assert 'class="bar-pace" x="72.00%"' in html
    assert "tiến độ cần có 72%" in html


def test_bars_stay_within_their_track() -> None:
    html = charts.bar(Decimal(250), Decimal(130))
    assert 'class="bar-fill" y="3" width="100.00%"' in html
    assert 'x="99.00%"' in html


@pytest.mark.parametrize(
    ("value", "goal", "at_most", "words"),
    [
        (None, 4500, False, "Chưa có số liệu / 4.500 cây"),
        (12, None, False, "12 cây (chưa giao)"),
        (None, None, False, "Chưa có số liệu (chưa giao)"),
        (2, 5, True, "2 / không quá 5 cây"),
        (0, 0, True, "0 / không quá 0 cây"),
    ],
)
def test_progress_without_a_percentage_is_said_in_words(
    value: int | None, goal: int | None, at_most: bool, words: str
) -> None:
    tag = '{% progress_bar value goal unit="cây" at_most=at_most %}'
    html = shown(tag, value=value, goal=goal, at_most=at_most)
    assert words in html
    assert "%)" not in html
    assert ("<svg" in html) == (goal is not None and not at_most)


def test_a_sparkline_leaves_gaps_where_nothing_was_reported() -> None:
    html = charts.sparkline([1, None, 0, 4])
    assert html.count("<rect") == 3
    assert 'aria-label="1, –, 0, 4"' in html


def test_a_stacked_bar_fills_the_whole_width() -> None:
    widths = re.findall(r'width="([\d.]+)%" height="12"', charts.stacked_bar([(1, "green", "Đạt"), (3, "red", "Chậm")]))
    assert widths == ["25.00", "75.00"]


def test_icons_are_silent_unless_they_stand_alone() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "bell" %}')
    assert 'role="img" aria-label="Thông báo"' in shown('{% icon "bell" 18 "Thông báo" %}')


def test_the_breadcrumb_leads_back() -> None:
    html = shown('{% breadcrumb "Chương trình" "/ct" title %}', title="A & B")
    assert '<a href="/ct">Chương trình</a>' in html
    assert '<li aria-current="page">A &amp; B</li>' in html


# --- Forms and lists ----------------------------------------


class Sample(forms.Form):
    signed_on = VietnameseDateField(label="Ngày ký")
    goal = VietnameseNumberField(label="Chỉ tiêu giao", decimals=3)


def test_a_form_shows_dates_and_numbers_as_they_may_be_typed() -> None:
    html = Sample(initial={"signed_on": date(2026, 4, 5), "goal": Decimal("4.125")}).as_p()
    assert 'value="05/04/2026"' in html
    assert 'value="4,1250"' in html


def test_a_refused_form_keeps_what_was_typed_and_says_what_to_type() -> None:
    form = Sample({"signed_on": "31/02/2026", "goal": "4,500"})
    html = render_to_string("components/form.html", {"form": form, "submit": "Lưu"}, RequestFactory().get("/"))
    assert "Có 2 chỗ cần sửa." in html
    assert 'value="31/02/2026"' in html
    assert "Không có ngày 31/02/2026" in html
    assert 'value="4,500"' in html
    assert "bốn nghìn năm trăm" in html
    assert not INLINE.findall(html)


def test_the_same_day_or_number_spelled_otherwise_is_no_change() -> None:
    stored = {"signed_on": date(2026, 4, 5), "goal": 1200.5}
    form = Sample({"signed_on": "5/4/2026", "goal": "1.200,50"}, initial=stored)
    assert form.is_valid()
    assert form.cleaned_data == {"signed_on": date(2026, 4, 5), "goal": Decimal("1200.5")}
    assert not form.has_changed()
    assert Sample({"signed_on": "6/4/2026", "goal": "1.200,5"}, initial=stored).changed_data == ["signed_on"]


def test_paging_keeps_the_filters() -> None:
    request = RequestFactory().get("/", {"cum": "2", "page": "2"})
    page = Paginator(range(95), 40).page(2)
    html = render_to_string("components/pagination.html", {"page": page, "noun": "đơn vị"}, request)
    assert "41–80 trong 95 đơn vị" in html
    assert 'href="?cum=2&amp;page=3"' in html


# --- What goes wrong ----------------------------------------


def test_a_missing_page_is_our_own(client: Client) -> None:
    response = client.get("/khong-co-trang-nay")
    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()


def test_a_forbidden_page_says_why(client: Client) -> None:
    response = client.get("/thu/cam")
    assert response.status_code == 403
    assert "Không có quyền mở trang này" in response.content.decode()
    assert "Chỉ Bí thư được ban hành" in client.get("/thu/cam-vi").content.decode()


def test_too_much_at_once_is_413(client: Client) -> None:
    response = client.get("/thu/qua-lon")
    assert response.status_code == 413
    assert "quá lớn" in response.content.decode()


def test_a_crash_is_our_own_page_too(client: Client) -> None:
    response = client.get("/thu/hong")
    assert response.status_code == 500
    html = response.content.decode()
    assert "Hệ thống đang gặp lỗi" in html
    assert "broken on purpose" not in html
    assert "portal.css" in html


@pytest.mark.parametrize("view", [errors.server_error, errors.too_large])
def test_pages_for_the_worst_do_not_ask_who_is_there(view: Callable[[HttpRequest], HttpResponse]) -> None:
    def unreachable() -> User:
        raise OperationalError("the database is down")

    request = RequestFactory().get("/")
    request.user = SimpleLazyObject(unreachable)  # type: ignore[assignment]  # as the middleware leaves it
    assert "portal.css" in view(request).content.decode()


def test_a_crash_inside_the_error_page_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> str:
        raise OSError("no templates")

    monkeypatch.setattr(errors, "render_to_string", fail)
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Hệ thống đang gặp lỗi" in response.content.decode()


@pytest.mark.parametrize(("address", "status"), [("/thu/hong", 500), ("/thu/cam", 403), ("/khong-co", 404)])
def test_an_error_inside_a_page_becomes_a_notice_and_replaces_nothing(
    client: Client, address: str, status: int
) -> None:
    response = client.get(address, headers={"HX-Request": "true"})
    assert response.status_code == status
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in response.content.decode()


def test_an_expired_form_is_offered_again_with_what_was_typed(client: Client, person: User) -> None:
    data = {
        "narrative": 'Dòng một\n"Dòng" hai',
        "units": ["1", "2"],
        "password": "bi-mat",
        "csrfmiddlewaretoken": "old",
    }
    expired = client.post("/thu/nhap?ky=4", data, headers={"Origin": "http://testserver"})
    html = expired.content.decode()
    assert expired.status_code == 403
    assert "Biểu mẫu đã hết hạn" in html
    assert "Gửi lại" in html
    assert 'action="/thu/nhap?ky=4"' in html
    assert html.count('name="units"') == 2
    assert "bi-mat" not in html
    kept = re.search(r'<textarea hidden name="narrative">\n(.*?)</textarea>', html, re.DOTALL)
    assert kept
    assert unescape(kept[1]) == data["narrative"]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token
    again = client.post(
        "/thu/nhap",
        {"narrative": data["narrative"], "csrfmiddlewaretoken": token[1]},
        headers={"Origin": "http://testserver"},
    )
    assert again.content.decode() == data["narrative"]


def test_a_form_from_elsewhere_is_not_prepared_for_confirmation(client: Client, person: User) -> None:
    for origin in ({"Origin": "http://elsewhere.example"}, {"Origin": "null"}, {}):
        html = client.post("/thu/nhap", {"narrative": "gài sẵn"}, headers=origin).content.decode()
        assert "Biểu mẫu đã hết hạn" in html
        assert "gài sẵn" not in html


def test_without_a_session_what_was_typed_can_be_copied_but_not_sent(client: Client) -> None:
    response = client.post("/thu/nhap", {"narrative": "Ba hoạt động"}, headers={"Origin": "http://testserver"})
    html = response.content.decode()
    assert "Ba hoạt động" in html
    assert "Gửi lại" not in html


def test_too_many_wrong_passwords_say_how_long_to_wait() -> None:
    context = {"failure_limit": 10, "username": "huyen", "cooloff_timedelta": timedelta(minutes=15)}
    html = render_to_string(settings.AXES_LOCKOUT_TEMPLATE, context)
    assert "15 phút" in html
    assert "“huyen”" in html
