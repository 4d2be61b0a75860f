"""A screen as PDF: as the person who asked sees it, by a worker, taken up again when that worker was lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from reports.actions import printing
from reports.actions.printing import KEPT_FOR, MOST_ATTEMPTS, STALE_AFTER, request_print
from reports.models import BuildStatus, PrintedView
from reports.paper import PRINTABLE
from tests.cast import Cast
from units import clock
from units.models import Appointment

SignIn = Callable[[Any], Client]
At = Callable[[datetime], None]


def built(view: PrintedView) -> PrintedView:
    printing.build(view.pk)
    view.refresh_from_db()
    return view


def text_of(view: PrintedView) -> str:
    with view.pdf.open("rb") as file, pdfplumber.open(BytesIO(file.read())) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def ask(cast: Cast, name: str = "reports:overview", query: str = "", who: str = "committee", **at: int) -> PrintedView:
    return request_print(reverse(name, kwargs=at), query, "Trang", by=cast.people[who], working_in=None)


ARGUMENTS = {
    "reports:unit_detail": lambda cast: {"pk": cast.a.pk},
    "reports:cluster_ranking": lambda cast: {"pk": cast.clusters["C1"].pk},
    "indicators:indicator_detail": lambda cast: {"pk": cast.indicators["trees"].pk},
}


@pytest.mark.parametrize("name", sorted(PRINTABLE))
def test_every_screen_can_be_had_as_pdf(cast: Cast, name: str) -> None:
    at = ARGUMENTS[name](cast) if name in ARGUMENTS else {}
    view = built(ask(cast, name, **at))
    assert view.status == BuildStatus.DONE, view.error
    assert view.steps_done == len(printing.STEPS)
    assert "Trang 1/" in text_of(view)


def test_the_annex_of_shares_is_set_by_a_worker_and_not_while_somebody_waits(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("indicators:goal_annex_page", args=[cast.program.pk])
    client = signed_in(cast.people["office"])
    monkeypatch.setattr("weasyprint.HTML", None)
    desk = client.get(reverse("indicators:desk", args=[cast.program.pk])).content.decode()
    assert f'name="trang" value="{url}"' in desk
    page = client.get(url).content.decode()
    assert f'name="trang" value="{url}"' in page
    answer = client.post(reverse("reports:print_request"), {"trang": url, "ten": "Phụ lục giao chỉ tiêu"})
    assert "Đang lập bản PDF" in client.get(answer["Location"]).content.decode()
    monkeypatch.undo()
    view = built(PrintedView.objects.get())
    assert view.status == BuildStatus.DONE, view.error
    text = text_of(view)
    for words in ("PHỤ LỤC", cast.a.name, "4.500", "Tổng giao"):
        assert words in text
    assert "Trang 1/" not in text, "a Union document, not a screen"
    assert "Quay lại" in client.get(answer["Location"]).content.decode()


def test_the_annex_is_set_only_for_who_may_read_the_shares(cast: Cast) -> None:
    view = built(ask(cast, "indicators:goal_annex_page", who="reporter", pk=cast.program.pk))
    assert (view.status, view.error) == (BuildStatus.FAILED, printing.CLOSED)


def test_the_pdf_says_what_the_screen_says_and_leaves_out_its_frame(cast: Cast) -> None:
    text = text_of(built(ask(cast, query=f"cum={cast.clusters['C2'].pk}")))
    for words in ("1 báo cáo phải gửi", "Chưa nộp", "CĐ Sở Y tế", "Cụm thi đua số 2"):
        assert words in text
    for frame in ("Toàn màn hình", "Đăng xuất", "Đến nội dung chính"):
        assert frame not in text


def test_who_lost_the_right_meanwhile_gets_a_sentence_instead_of_a_file(cast: Cast) -> None:
    view = ask(cast)
    Appointment.objects.filter(user=cast.people["committee"]).delete()
    view = built(PrintedView.objects.get(pk=view.pk))
    assert (view.status, view.error, bool(view.pdf)) == (BuildStatus.FAILED, printing.CLOSED, False)


def test_only_screens_are_printed(cast: Cast, signed_in: SignIn) -> None:
    for path in ("/", reverse("units:logout"), reverse("reports:inbox"), "/khong-co/", "https://example.org/"):
        with pytest.raises(Http404):
            request_print(path, "", "", by=cast.people["office"], working_in=None)
    client = signed_in(cast.people["office"])
    assert client.post(reverse("reports:print_request"), {"trang": "//example.org/tong-quan/x"}).status_code == 404
    assert client.post(reverse("reports:print_request")).status_code == 404
    assert not PrintedView.objects.exists()


def test_asking_twice_gives_one_build_which_two_workers_cannot_both_have(cast: Cast) -> None:
    view = ask(cast)
    assert ask(cast) == view
    assert printing.build(view.pk)
    assert not printing.build(view.pk)
    assert ask(cast) != view, "what is done is asked for anew: figures may have changed"


def test_a_lost_build_is_taken_up_and_given_up_after_three_times(
    cast: Cast, at: At, nudges: list[tuple[str, tuple[Any, ...]]], django_capture_on_commit_callbacks: Any
) -> None:
    view = ask(cast)
    at(clock.now() + STALE_AFTER + timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert printing.sweep() == 1
    assert ("reports.tasks.build_printed_view", (view.pk,)) in nudges
    PrintedView.objects.update(attempts=MOST_ATTEMPTS)
    assert printing.sweep() == 0
    view.refresh_from_db()
    assert (view.status, view.error) == (BuildStatus.FAILED, printing.FAILURE)


def test_a_worker_that_comes_back_late_leaves_the_result_of_its_retry_alone(
    cast: Cast, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, began = ask(cast), clock.now()

    def retried(html: str, out: BytesIO, *, path: str) -> None:
        monkeypatch.undo()
        out.write(b"late")
        at(began + STALE_AFTER + timedelta(minutes=1))
        assert printing.sweep() == 1
        assert printing.build(view.pk)

    monkeypatch.setattr(printing, "write_page", retried)
    view = built(view)
    assert (view.status, view.attempts) == (BuildStatus.DONE, 2)
    assert "Trang 1/" in text_of(view)
    assert list(Path(view.pdf.path).parent.iterdir()) == [Path(view.pdf.path)]


def test_files_are_forgotten_after_a_week(cast: Cast, at: At) -> None:
    view = built(ask(cast, "reports:period_matrix"))
    storage, name = view.pdf.storage, str(view.pdf.name)
    assert storage.exists(name)
    at(clock.now() + KEPT_FOR + timedelta(hours=1))
    printing.sweep()
    assert not PrintedView.objects.exists()
    assert not storage.exists(name)


def test_the_button_leads_to_the_file(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.people["committee"])
    page = client.get(reverse("reports:overview") + "?ky=x").content.decode()
    assert 'name="trang" value="/tong-quan/?ky=x"' in page
    answer = client.post(reverse("reports:print_request"), {"trang": "/tong-quan/?ky=x", "ten": "Tổng quan"})
    view = PrintedView.objects.get()
    assert answer["Location"] == reverse("reports:print_detail", args=[view.pk])
    assert "Đang lập bản PDF" in client.get(answer["Location"]).content.decode()
    built(view)
    assert "Tải PDF" in client.get(answer["Location"]).content.decode()
    file = client.get(reverse("reports:print_file", args=[view.pk]))
    assert file["Content-Type"] == "application/pdf"
    assert b"".join(file).startswith(b"%PDF")
